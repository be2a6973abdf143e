/** Rows that are not those that a digest was said to be of. */
export class DigestError extends Error {
  override readonly name = "DigestError";

  /**
   * @param key what of the rows is wrong, e.g. `chunk.x`.
   * @param expected as the end of "expected …".
   * @param got what came.
   */
  constructor(
    readonly key: string,
    readonly expected: string,
    readonly got: string,
  ) {
    super(`${key}: expected ${expected}, got ${got}`);
  }
}
