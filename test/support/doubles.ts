/** Doubles as the bits they are made of. Neighbouring positive doubles have neighbouring bits. */

const view = new DataView(new ArrayBuffer(8));

export function bitsFromDouble(x: number): bigint {
  view.setFloat64(0, x);
  return view.getBigUint64(0);
}

export function doubleFromBits(bits: bigint): number {
  view.setBigUint64(0, bits);
  return view.getFloat64(0);
}

/** The double that is `ulps` steps away from 0, or towards it if negative. Not across 0. */
export function stepAwayFromZero(x: number, ulps: number): number {
  return doubleFromBits(bitsFromDouble(x) + BigInt(ulps));
}

/** How many doubles lie between two of the same sign: 0 for the same one, 1 for neighbours. */
export function ulpsBetween(a: number, b: number): number {
  return Math.abs(Number(bitsFromDouble(a) - bitsFromDouble(b)));
}
