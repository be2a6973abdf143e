import { statfs } from "node:fs/promises";
import { dirname } from "node:path";
import type { Dtype } from "../config/config.js";
import type { FormatEntry } from "../formats/format.js";
import { OutputError } from "./output-error.js";
import type { OutputPlan } from "./output-plan.js";
import { readableBytes } from "./readable-bytes.js";
import { realTarget } from "./workplace/real-target.js";

/** How much a dataset is. */
export interface DatasetSize {
  /** Of both splits. */
  readonly rows: number;
  /** Points per example. */
  readonly length: number;
  readonly dtype: Dtype;
}

/**
 * Refuses an output for which the disk has no room, before any work. The bound is a lower one: what passes may still not
 * fit, and then fails when the disk is full. A dataset that would be replaced does not count as room, since it stays
 * until the new one is complete.
 *
 * @param free bytes that may be written; by default what the file system of the target says.
 * @throws OutputError
 */
export async function checkSpace(size: DatasetSize, plan: OutputPlan, free?: number): Promise<void> {
  if (plan.kind === "stream") return;
  const needed = leastBytes(size, plan.kind === "file" ? [plan.format] : plan.formats);
  const available = free ?? (await freeBytes(plan.path));
  if (needed <= available) return;
  const isOne = plan.kind === "file" || plan.formats.length === 1;
  const hint = `Use fewer examples${isOne ? "" : ", fewer formats"}, or another disk.`;
  const figures = `${readableBytes(needed)}, and ${readableBytes(available)} are free on the disk`;
  throw new OutputError(plan.path, `the dataset needs at least ${figures}`, hint);
}

/** A lower bound of what a dataset takes in some formats together. */
export function leastBytes({ rows, length, dtype }: DatasetSize, formats: readonly FormatEntry[]): number {
  const perRow = formats.map(({ leastBytes }) => length * leastBytes[dtype] + leastBytes.label);
  return rows * perRow.reduce((sum, bytes) => sum + bytes, 0);
}

/** Bytes that can be written where a path is, or will be; unlimited where the system doesn't say. */
export async function freeBytes(path: string): Promise<number> {
  for (let place = await realTarget(path); ; place = dirname(place)) {
    const stats = await statfs(place).catch((error: NodeJS.ErrnoException) => error);
    if (stats instanceof Error) {
      if (stats.code === "ENOENT" && place !== dirname(place)) continue;
      return Infinity;
    }
    // File systems of the kernel's, and some over a network, have no size.
    if (stats.blocks === 0) return Infinity;
    // A part is often kept back for root.
    return stats.bsize * (process.getuid?.() === 0 ? stats.bfree : stats.bavail);
  }
}
