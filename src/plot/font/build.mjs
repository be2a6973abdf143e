// npm run font: cuts DejaVu Sans (LICENSE) to the characters of our pictures, and writes bytes.ts; with --check compares instead.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import subsetFont from "subset-font";

const range = (first, last) =>
  Array.from({ length: last - first + 1 }, (_, i) => String.fromCharCode(first + i)).join("");

/** ASCII and Latin-1, in which names of classes may be, and signs of ours beyond. */
const CHARACTERS = `${range(0x20, 0x7e)}${range(0xa0, 0xff)}–−…�`;

const source = createRequire(import.meta.url).resolve("dejavu-fonts-ttf/ttf/DejaVuSans.ttf");
// Without what fits glyphs to pixels and to each other: pictures are large enough, and half the bytes are spared.
const options = {
  targetFormat: "truetype",
  noHinting: true,
  keepFeatures: [],
  dropTables: ["MATH", "GSUB", "GPOS", "GDEF"],
};
const bytes = await subsetFont(readFileSync(source), CHARACTERS, options);

const text = `/** A part of DejaVu Sans (TrueType), in base64: made by \`npm run font\`. */
export const FONT: string =
  "${Buffer.from(bytes).toString("base64")}";
`;
const target = fileURLToPath(new URL("bytes.ts", import.meta.url));
if (process.argv[2] === "--check") {
  if (readFileSync(target, "utf8") !== text) throw new Error("bytes.ts is not what build.mjs gives: npm run font");
} else {
  writeFileSync(target, text);
}
process.stdout.write(`${bytes.length} bytes\n`);
