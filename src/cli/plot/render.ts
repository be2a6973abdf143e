import { gifOf } from "../../plot/gif.js";
import type { Picture } from "../../plot/pictures.js";
import { loadRenderer, type Renderer } from "../../plot/renderer.js";
import { unexpected } from "../exit-code.js";
import type { PicturePlan } from "./plan-picture.js";

/** @throws UsageError that says what to install. */
export async function rendererFor(extension: "png" | "gif"): Promise<Renderer> {
  const renderer = await loadRenderer();
  if (renderer !== undefined) return renderer;
  const hint = "In your project: npm install @resvg/resvg-wasm. An .svg needs nothing.";
  throw unexpected("--out", `the package @resvg/resvg-wasm beside mnist1d, for .${extension}`, "none", hint);
}

/** A picture as the bytes of a file. */
export function rendered(
  picture: Picture,
  { kind, theme }: Extract<PicturePlan, { kind: "png" | "gif" }>,
  renderer: Renderer,
): Uint8Array {
  if (kind === "png") return renderer.png(picture.svg(theme));
  return gifOf(picture.frames!(theme).map(({ svg, seconds }) => ({ ...renderer.pixels(svg), seconds })));
}
