import type { Config } from "../config/config.js";
import { BLOCK_ROWS } from "../digest/dataset-digest.js";
import { rowCount, type Split } from "../generate/examples.js";
import { memoryOf } from "./check-memory.js";
import { freeBytes, leastBytes } from "./check-space.js";
import type { OutputPlan } from "./output-plan.js";
import { type Division, scopeOf } from "./scope.js";

/** What a build would do, known before it does anything. */
export interface BuildPlan {
  /** The rows that would be made. */
  readonly splits: readonly Split[];
  /** Of both splits. */
  readonly rows: number;
  /** Files that tables are cut into; absent where each split is one. */
  readonly files?: number;
  /** A lower bound of the bytes that would be written; for a stream, too. */
  readonly leastBytes: number;
  /** Bytes that are free where they would go; for a stream none are needed. */
  readonly freeBytes: number | undefined;
  /** Bytes of memory without threads. */
  readonly memory: number;
  /** Bytes of memory for each thread more. */
  readonly threadMemory: number;
}

/** Code, and a block of x that is drawn. */
function threadMemory({ finalSeqLength, dtype }: Config): number {
  return 30_000_000 + BLOCK_ROWS * finalSeqLength * (dtype === "float64" ? 8 : 4);
}

/** @throws PlanError for a division that there can't be. */
export async function buildPlanOf(config: Config, plan: OutputPlan, division: Division): Promise<BuildPlan> {
  const { splits, parts } = scopeOf(config, plan, division);
  const rows = rowCount(splits);
  const formats = plan.kind === "directory" ? plan.formats : [plan.format];
  return {
    splits,
    rows,
    ...(parts && { files: parts.length * formats.length }),
    leastBytes: leastBytes({ rows, length: config.finalSeqLength, dtype: config.dtype }, formats),
    freeBytes: plan.kind === "stream" ? undefined : await freeBytes(plan.path),
    memory: memoryOf(config),
    threadMemory: threadMemory(config),
  };
}
