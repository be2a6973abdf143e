// npm run kernels: compiles each assembly/ (AssemblyScript) to WebAssembly, and writes bytes.ts beside it; with --check
// compares instead.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const OPTIONS = [
  "-O3",
  "--noAssert",
  "--runtime",
  "stub",
  "--enable",
  "simd",
  "--importMemory",
  "--outFile",
  "kernels.wasm",
];

/**
 * Stages with kernels, how their bytes are written, and options of their own. Those of learn are as fast when they are smaller,
 * and compress to a fifth less in hexadecimal digits, which keep bytes apart.
 */
const STAGES = [
  ["kernels", "base64", []],
  ["learn", "hex", ["--shrinkLevel", "1"]],
];

for (const [stage, encoding, own] of STAGES) {
  const place = (name) => fileURLToPath(new URL(`../${stage}/${name}`, import.meta.url));
  const files = new Map();
  const { error, stderr } = await asc.main([place("assembly/index.ts"), "--baseDir", place("."), ...OPTIONS, ...own], {
    writeFile: (name, contents) => void files.set(name, contents),
  });
  if (error !== null) throw new Error(`${error.message}\n${stderr.toString()}`);

  const bytes = files.get("kernels.wasm");
  const text = `/** The WebAssembly of assembly/, in ${encoding}: made by \`npm run kernels\`. */
export const KERNELS: string =
  "${Buffer.from(bytes).toString(encoding)}";
`;
  const target = place("bytes.ts");
  if (process.argv[2] === "--check") {
    if (readFileSync(target, "utf8") !== text)
      throw new Error(`${target} is not what assembly/ gives: npm run kernels`);
  } else {
    writeFileSync(target, text);
  }
  process.stdout.write(`${stage}: ${bytes.length} bytes\n`);
}
