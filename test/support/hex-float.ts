import { doubleFromBits } from "./doubles.js";

const HEX_FLOAT = /^(?<sign>-?)0x(?<leading>[01])\.(?<fraction>[0-9a-f]{1,13})p(?<exponent>[+-]\d+)$/;

/**
 * The double that a C99 hex float stands for, such as Python's `float.hex` writes: "-0x1.8000000000000p-3" is −0.1875.
 * Assembled from its bits, so that no arithmetic can round it. Normal numbers and zeros only.
 */
export function parseHexFloat(text: string): number {
  const parts = HEX_FLOAT.exec(text)?.groups;
  if (parts === undefined) throw new SyntaxError(`not a hex float: ${text}`);
  const negative = parts.sign === "-" ? 1n << 63n : 0n;
  const mantissa = BigInt(`0x${parts.fraction!.padEnd(13, "0")}`);
  const exponent = Number(parts.exponent);
  if (parts.leading === "0" && mantissa === 0n) return doubleFromBits(negative);
  if (parts.leading === "0" || exponent < -1022 || exponent > 1023)
    throw new RangeError(`not a normal double: ${text}`);
  return doubleFromBits(negative | (BigInt(exponent + 1023) << 52n) | mantissa);
}

export function parseHexFloats(texts: readonly string[]): Float64Array {
  return Float64Array.from(texts, parseHexFloat);
}
