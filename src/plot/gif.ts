import { applyPalette, GIFEncoder, quantize } from "gifenc/dist/gifenc.esm.js";

/** An image of some width and height. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Shape (height, width, 4): red, green, blue and opacity. */
  readonly rgba: Uint8Array;
}

/** Lines and their soft edges need no more, and the file has half the bytes of one with 256. */
const COLOURS = 32;

/** Images that follow each other, again and again. */
export function gifOf(frames: Iterable<Pixels & { readonly seconds: number }>): Uint8Array {
  const gif = GIFEncoder();
  for (const { width, height, rgba, seconds } of frames) {
    const palette = quantize(rgba, COLOURS);
    gif.writeFrame(applyPalette(rgba, palette), width, height, { palette, delay: 1000 * seconds });
  }
  gif.finish();
  return gif.bytes();
}
