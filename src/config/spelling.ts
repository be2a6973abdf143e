/** A name of TypeScript's as files and messages spell it, as the original does: `numSamples` is `num_samples`. */
export function keyOf(name: string): string {
  return name.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);
}

/** The other way round. */
export function nameOf(key: string): string {
  return key.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}
