import { closest, distance } from "fastest-levenshtein";

/** The word that a mistyped one most likely stands for, if any is near. */
export function suggestion(word: string, known: readonly string[]): string | undefined {
  const nearest = closest(word.toLowerCase().replaceAll("-", "_"), known);
  const edits = distance(word.toLowerCase().replaceAll("-", "_"), nearest);
  return edits <= Math.max(2, nearest.length / 3) ? nearest : undefined;
}
