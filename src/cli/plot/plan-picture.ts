import { extname } from "node:path";
import { didYouMean } from "../../config/suggestion.js";
import { misreadPath } from "../../dataset/output-plan.js";
import type { Theme } from "../../figures/theme.js";
import { UsageError, unexpected } from "../exit-code.js";
import type { FlagValues } from "../flags.js";
import { PICTURES, type PictureName, THEMES } from "../picture-names.js";

/** What is drawn, and where it goes. */
export type PicturePlan = { readonly what: PictureName } & (
  | { readonly kind: "text" }
  | { readonly kind: "stream"; readonly theme: Theme }
  | { readonly kind: "svg"; readonly path: string; readonly theme: Theme }
  | { readonly kind: "png" | "gif"; readonly path: string; readonly theme: Theme }
);

/** What pixels are called elsewhere. */
const OTHER_PIXELS = /^\.(jpe?g|webp|bmp|tiff?|pdf|eps|ps)$/i;

/** @param other a second source. @throws UsageError for what can't be drawn so. */
export function planPicture(what: string, other: string | undefined, { out, theme }: FlagValues): PicturePlan {
  if (!Object.hasOwn(PICTURES, what)) {
    const names = Object.keys(PICTURES);
    throw unexpected("WHAT", `one of ${names.join(", ")}`, JSON.stringify(what), didYouMean(what, names));
  }
  const name = what as PictureName;
  if (other !== undefined && name !== "diff") {
    throw new UsageError(
      other,
      `is a source too many: ${name} draws one`,
      "Two are compared by mnist1d plot diff A B.",
    );
  }
  const given = themeOf(theme);
  if (out === undefined) {
    if (name === "animation") {
      throw unexpected("--out", "a .svg or .gif for an animation", "none", "In the terminal: mnist1d plot steps");
    }
    if (given !== undefined) throw unexpected("--theme", "-o beside it, as text has the terminal's", "none");
    return { what: name, kind: "text" };
  }
  const path = out as string;
  if (path === "-") return { what: name, kind: "stream", theme: given ?? "auto" };
  const misread = misreadPath(path);
  if (path === "" || misread !== undefined) throw unexpected("--out", "a path", JSON.stringify(path), misread);
  const kind = kindOf(name, path);
  if (kind !== "svg" && given === "auto") {
    throw unexpected("--theme", `light or dark for .${kind}, which is the same for every reader`, "auto");
  }
  return { what: name, kind, path, theme: given ?? (kind === "svg" ? "auto" : "light") };
}

function themeOf(theme: unknown): Theme | undefined {
  if (theme === undefined || THEMES.includes(theme as Theme)) return theme as Theme | undefined;
  throw unexpected("--theme", THEMES.join(", "), JSON.stringify(theme), didYouMean(String(theme), [...THEMES]));
}

/** By the extension. */
function kindOf(what: PictureName, path: string): "svg" | "png" | "gif" {
  const extension = extname(path);
  const [kinds, moves] = what === "animation" ? ([["svg", "gif"], true] as const) : ([["svg", "png"], false] as const);
  const found = kinds.find((kind) => extension.toLowerCase() === `.${kind}`);
  if (found !== undefined) return found;
  const stem = path.slice(0, path.length - extension.length);
  const hints: Readonly<Record<string, string>> = {
    "": `Did you mean ${path}.svg?`,
    ".gif": `${what} does not move. mnist1d plot animation does, or -o ${stem}.png`,
    ".png": `A .png does not move. The same side by side: mnist1d plot steps -o ${path}`,
  };
  const others = OTHER_PIXELS.test(extension) ? `Did you mean ${stem}.${moves ? "gif" : "png"}?` : undefined;
  const expected = `a name that ends in .${kinds.join(" or .")}`;
  throw unexpected("--out", expected, JSON.stringify(path), hints[extension.toLowerCase()] ?? others);
}
