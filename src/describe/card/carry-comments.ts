import type { Span } from "./yaml-items.js";
import type { YamlLine } from "./yaml-lines.js";

/** A line of the new YAML: one of the old, by its index, to the letter; or a new one, without its end. */
export type Piece = number | string;

/**
 * The lines that replace some others, with the comments of these: at the same lines, where they are still there. Lines
 * that are comment only stay in any case; one behind a line that has changed is lost.
 */
export function carryComments(lines: readonly YamlLine[], { from, to }: Span, fresh: readonly string[]): Piece[] {
  const above: Piece[][] = fresh.map(() => []);
  const behind = fresh.map(() => "");
  let pending: Piece[] = [];
  let next = 0;
  for (let i = from; i < to; i++) {
    const { code, comment } = lines[i]!;
    if (code === "" && comment !== "") pending.push(i);
    if (code === "") continue;
    // The first has the name: it is the same, however it is written.
    const same = i === from ? 0 : fresh.findIndex((line, j) => j >= next && line.trim() === code);
    if (same < 0) continue;
    above[same]!.push(...pending);
    if (comment !== "") behind[same] = ` ${comment}`;
    pending = [];
    next = same + 1;
  }
  return [...fresh.flatMap((line, i) => [...above[i]!, line + behind[i]]), ...pending];
}

/** The lines from one to another. */
export function kept(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}
