/**
 * How much tests do beyond `npm test`, where it is 0: MNIST1D_THOROUGH=1 is CI's, with all that takes a second and more for a
 * case that changes rarely; before a release 10, with as many times the random cases, and every step and byte.
 */
export const THOROUGH = Number(process.env.MNIST1D_THOROUGH ?? 0);

/** How many random cases there are: so many, or in CI. */
export function cases(quick: number, thorough: number): number {
  return THOROUGH === 0 ? quick : thorough * THOROUGH;
}

/** Of many cases in a row every how many-th is tried. */
export function stride(quick: number, thorough: number): number {
  return THOROUGH === 0 ? quick : Math.max(1, Math.floor(thorough / THOROUGH));
}

/**
 * Of a list of cases all in CI; else one of so many parts, dealt out in turn. Tests of the same list take different parts, so
 * that each case has a turn in one of them.
 */
export function dealt<T>(all: readonly T[], parts: number, part = 0): readonly T[] {
  return THOROUGH === 0 ? all.filter((_, i) => i % parts === part) : all;
}
