import { existsSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { type Config, type Dtype, exampleCount } from "../config/config.js";
import { waitingBytes } from "../formats/arrays.js";
import type { DatasetInfo, FormatEntry } from "../formats/format.js";
import { blockedMemory } from "../generate/blocked-engine.js";
import { bytesPerRow, type Column, columnsOf, valuesPerRow } from "../generate/columns.js";
import { BLOCK_ROWS, rowCount, type Split, splitsOf } from "../generate/examples.js";
import { GenerateError } from "../generate/generate-error.js";
import { referenceMemory } from "../generate/reference-engine.js";
import { FileError } from "./errors.js";
import type { OutputPlan } from "./output-plan.js";
import { realTarget } from "./paths.js";
import { countText, readableBytes } from "./readable-numbers.js";
import { type Division, scopeOf } from "./scope.js";
import { streamedArray } from "./streamed-array.js";

/** What the process needs besides the data: code, chunks, buffers of the writers. */
const OVERHEAD_BYTES = 100_000_000;

/** Bytes that a process needs to make a dataset, without threads. @param formats that the data is written in. */
export function memoryOf(config: Config, formats: readonly FormatEntry[]): number {
  const drawing = config.engine === "reference" ? referenceMemory(config) : blockedMemory(config);
  const size = sizeOf(config);
  // A block of each split is hashed at once; of float64 data also as float32.
  const hashed = size.splits.reduce((sum, { rows }) => sum + Math.min(BLOCK_ROWS, rows), 0);
  const perRow = bytesPerRow(size.columns, size.length, "float32");
  const perWideRow = config.dtype === "float64" ? 8 * size.length : 0;
  return drawing + hashed * (perRow + perWideRow) + heldBytes(size, formats) + OVERHEAD_BYTES;
}

/** What formats hold in memory that have one array after the other in a file. */
function heldBytes(size: DatasetSize, formats: readonly FormatEntry[]): number {
  const held = formats
    .filter(({ isTable, singleFile }) => singleFile && !isTable)
    .map(({ dtype = size.dtype }) => waitingBytes({ ...size, dtype }));
  return held.reduce((sum, bytes) => sum + bytes, 0);
}

function formatsOf(plan: OutputPlan): readonly FormatEntry[] {
  return plan.kind === "directory" ? plan.formats : [plan.format];
}

/**
 * Refuses a config that its engine could not hold in memory: it would be killed in the middle, or drag the machine down
 * with it.
 * @param plan where the data is to be written, if it is.
 * @param available bytes that the process may still use; where the platform can't tell, everything is let through.
 * @throws GenerateError
 */
export function checkMemory(
  config: Config,
  plan?: OutputPlan,
  available: number = process.availableMemory?.() ?? Infinity,
): void {
  const formats = plan === undefined ? [] : formatsOf(plan);
  const needed = memoryOf(config, formats);
  if (needed <= available) return;
  const examples = countText(exampleCount(config));
  const isHeld = heldBytes(sizeOf(config), formats) >= needed - available;
  const advice = isHeld
    ? "use a format that holds no columns until the end of a split, such as parquet, or a smaller num_samples"
    : config.engine === "reference"
      ? "use the engine blocked, which holds a few blocks only, or a smaller num_samples"
      : "use a smaller final_seq_length, or a larger machine";
  throw new GenerateError(
    `${examples} examples of ${config.finalSeqLength} points need ${readableBytes(needed)} of memory, and ` +
      `${readableBytes(available)} are free: ${advice}`,
  );
}

export interface DatasetSize extends Pick<DatasetInfo, "splits" | "columns" | "length"> {
  readonly dtype: Dtype;
}

/** @param splits some of the config's, or parts of them. */
export function sizeOf(config: Config, splits: readonly Split[] = splitsOf(config)): DatasetSize {
  return { splits, columns: columnsOf(config), length: config.finalSeqLength, dtype: config.dtype };
}

/**
 * Refuses an output for which the disk has no room, before any work. The bound is a lower one: what passes may still
 * not fit, and then fails when the disk is full. A dataset that would be replaced does not count as room, since it
 * stays until the new one is complete.
 * @param free bytes that may be written; by default what the file system of the target says.
 * @throws FileError
 */
export async function checkSpace(size: DatasetSize, plan: OutputPlan, free?: number): Promise<void> {
  if (plan.kind === "stream") return;
  const needed = leastBytes(size, plan);
  const available = free ?? (await freeBytes(plan.path));
  if (needed <= available) return;
  const isOne = plan.kind === "file" || plan.formats.length === 1;
  const hint = `Use fewer examples${isOne ? "" : ", fewer formats"}, or another disk.`;
  const figures = `${readableBytes(needed)}, and ${readableBytes(available)} are free on the disk`;
  throw new FileError(plan.path, `the dataset needs at least ${figures}`, hint);
}

/** A lower bound of what a dataset takes in the formats of a plan together. */
export function leastBytes({ splits, columns, length, dtype }: DatasetSize, plan: OutputPlan): number {
  const array = streamedArray(plan, { splits, columns });
  // Those that are not of examples are small.
  if (array !== undefined && array.column === undefined) return 0;
  const bytesOf = ({ leastBytes, isTable }: FormatEntry, column: Column) => {
    const { field, kind } = column;
    // Arrays have true labels of train alone.
    const own = isTable || field !== "yClean" ? splits : splits.filter(({ name }) => name === "train");
    const perValue = leastBytes[kind === "integer" ? "integer" : kind === "real" ? "float64" : dtype];
    return (array?.rows ?? rowCount(own)) * valuesPerRow(column, length) * perValue;
  };
  const written = array === undefined ? columns : [array.column];
  return formatsOf(plan)
    .flatMap((format) => written.map((column) => bytesOf(format, column)))
    .reduce((sum, bytes) => sum + bytes, 0);
}

/** Bytes that can be written where a path is, or will be; unlimited where the system doesn't say. */
export async function freeBytes(path: string): Promise<number> {
  let place = await realTarget(path);
  while (!existsSync(place) && place !== dirname(place)) place = dirname(place);
  const stats = await statfs(place).catch(() => undefined);
  // File systems of the kernel's, and some over a network, have no size.
  if (stats === undefined || stats.blocks === 0) return Infinity;
  // A part is often kept back for root.
  return stats.bsize * (process.getuid?.() === 0 ? stats.bfree : stats.bavail);
}

export interface BuildPlan {
  readonly splits: readonly Split[];
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

/** @throws PlanError for a division that there can't be. */
export async function buildPlanOf(config: Config, plan: OutputPlan, division: Division): Promise<BuildPlan> {
  const { splits, parts } = scopeOf(config, plan, division);
  const size = sizeOf(config, splits);
  const formats = formatsOf(plan);
  return {
    splits,
    ...(parts && { files: parts.length * formats.length }),
    leastBytes: leastBytes(size, plan),
    freeBytes: plan.kind === "stream" ? undefined : await freeBytes(plan.path),
    memory: memoryOf(config, formats),
    // Code, and a block that is drawn.
    threadMemory: 30_000_000 + BLOCK_ROWS * bytesPerRow(size.columns, size.length, size.dtype),
  };
}
