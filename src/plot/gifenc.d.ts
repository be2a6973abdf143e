/** What we use of it; the package has no types. */
declare module "gifenc/dist/gifenc.esm.js" {
  type Palette = readonly (readonly number[])[];

  /** @param rgba shape (pixels, 4). */
  export function quantize(rgba: Uint8Array, maxColors: number): Palette;

  /** @returns of each pixel its colour's index. */
  export function applyPalette(rgba: Uint8Array, palette: Palette): Uint8Array;

  export function GIFEncoder(): {
    /** @param options.delay milliseconds. */
    writeFrame(
      index: Uint8Array,
      width: number,
      height: number,
      options: { readonly palette: Palette; readonly delay: number },
    ): void;
    finish(): void;
    bytes(): Uint8Array;
  };
}
