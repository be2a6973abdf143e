/** Data that is not what a pinned digest says it is. Nothing was published. */
export class DigestMismatch extends Error {
  override readonly name = "DigestMismatch";

  /** Both `sha256:…`. */
  constructor(
    readonly expected: string,
    readonly found: string,
  ) {
    super(`the data has the digest ${found}, not ${expected}: nothing was written`);
  }
}
