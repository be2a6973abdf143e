import { FormatError } from "../../format-error.js";

/** What is wrong with some bytes, said where nobody knows which file they are of. */
export class Damage extends Error {
  override readonly name = "Damage";
}

/** What is as Parquet has it, and not read here: features that datasets do not need, and sizes that no dataset has. */
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
    if (!(error instanceof Damage || error instanceof Unsupported)) throw error;
    const problem = `${where} ${error.message}`;
    throw new FormatError(path, error instanceof Damage ? `is damaged: ${problem}` : problem, undefined, {
      cause: error,
    });
  }
}
