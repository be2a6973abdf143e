/** A config that is valid by itself but cannot be made: too large for memory, or without a finite result. */
export class GenerateError extends Error {
  override readonly name = "GenerateError";
}
