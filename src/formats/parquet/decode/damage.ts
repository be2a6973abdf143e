import { FormatError } from "../../format-error.js";

/** What is wrong with some bytes, said where nobody knows which file they are of. */
export class Damage extends Error {
  override readonly name = "Damage";
}

/**
 * Calls `decode`, and says of the damage that it finds in which file and where that is.
 *
 * @param where as in "the footer".
 * @throws FormatError
 */
export function locating<T>(path: string, where: string, decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    if (!(error instanceof Damage)) throw error;
    throw new FormatError(path, `is damaged: ${where} ${error.message}`, undefined, { cause: error });
  }
}
