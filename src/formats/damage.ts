import { FormatError } from "./format-error.js";
import { printable } from "./printable.js";

/** What is wrong with some bytes, said where nobody knows which file they are of. */
export class Damage extends Error {
  override readonly name = "Damage";
}

/** What is as the format has it, and not read here: features that datasets do not need, and sizes that no dataset has. */
export class Unsupported extends Error {
  override readonly name = "Unsupported";
}

/**
 * Calls `decode`, and says of what it finds, damage or something unsupported, in which file and where that is.
 *
 * @param where as in "the footer".
 * @throws FormatError
 */
export function locating<T>(path: string, where: string, decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    throw located(path, where, error);
  }
}

/** What `locating` throws for an error; others stay as they are. */
function located(path: string, where: string, error: unknown): unknown {
  if (!(error instanceof Damage || error instanceof Unsupported)) return error;
  const problem = `${where} ${error.message}`;
  return new FormatError(path, error instanceof Damage ? `is damaged: ${problem}` : problem, undefined, {
    cause: error,
  });
}

/** The same of what reads on its way. */
export async function locatingIn<T>(path: string, where: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw located(path, where, error);
  }
}

/** @throws Damage */
export function textFromUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Damage(`has text that is not UTF-8: ${printable(new TextDecoder().decode(bytes.subarray(0, 100)))}`);
  }
}
