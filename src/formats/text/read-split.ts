import type { SplitName } from "../../generate/examples.js";

const encoder = new TextEncoder();
const WORDS: Readonly<Record<SplitName, Uint8Array>> = { train: encoder.encode("train"), test: encoder.encode("test") };

/** Where the name of a split ends that begins at a position, or ~position of the byte that makes it none. */
export function splitEnd(bytes: Uint8Array, start: number): number {
  const train = wordEnd(bytes, start, WORDS.train);
  if (train >= 0) return train;
  const test = wordEnd(bytes, start, WORDS.test);
  return test >= 0 ? test : Math.min(train, test);
}

/** Whether a name of a split is test's. */
export function isTestName(start: number, end: number): boolean {
  return end - start === WORDS.test.length;
}

/** Where a word ends that begins at a position, or ~position of the first byte that is another. */
export function wordEnd(bytes: Uint8Array, start: number, word: Uint8Array): number {
  for (let i = 0; i < word.length; i++) if (bytes[start + i] !== word[i]) return ~(start + i);
  return start + word.length;
}
