import { readFile } from "node:fs/promises";
import { FONT } from "./font/bytes.js";
import type { Pixels } from "./gif.js";

/** Makes pixels of SVG, with the same letters everywhere. */
export interface Renderer {
  /** In twice the size, as screens have so many. */
  png(svg: string): Uint8Array;
  pixels(svg: string): Pixels;
}

/** Its WebAssembly can be begun once in a process. */
let loaded: Promise<Renderer | undefined> | undefined;

/** @returns undefined where the package that it takes is not installed. */
export function loadRenderer(): Promise<Renderer | undefined> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<Renderer | undefined> {
  let code: string;
  try {
    code = import.meta.resolve("@resvg/resvg-wasm/index_bg.wasm");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_MODULE_NOT_FOUND") return undefined;
    throw error;
  }
  const { initWasm, Resvg } = await import("@resvg/resvg-wasm");
  await initWasm(await readFile(new URL(code)));
  const fontBuffers = [Uint8Array.from(atob(FONT), (character) => character.charCodeAt(0))];
  const family = "DejaVu Sans";
  const rendered = (svg: string, zoom: number) =>
    new Resvg(svg, {
      font: { fontBuffers, defaultFontFamily: family, sansSerifFamily: family },
      fitTo: { mode: "zoom", value: zoom },
    }).render();
  return {
    png: (svg) => rendered(svg, 2).asPng(),
    pixels(svg) {
      const image = rendered(svg, 1);
      return { width: image.width, height: image.height, rgba: image.pixels };
    },
  };
}
