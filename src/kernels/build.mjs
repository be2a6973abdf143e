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

for (const stage of ["kernels", "learn"]) {
  const place = (name) => fileURLToPath(new URL(`../${stage}/${name}`, import.meta.url));
  const files = new Map();
  const { error, stderr } = await asc.main([place("assembly/index.ts"), "--baseDir", place("."), ...OPTIONS], {
    writeFile: (name, contents) => void files.set(name, contents),
  });
  if (error !== null) throw new Error(`${error.message}\n${stderr.toString()}`);

  const bytes = files.get("kernels.wasm");
  const text = `/** The WebAssembly of assembly/, in base64: made by \`npm run kernels\`. */
export const KERNELS: string =
  "${Buffer.from(bytes).toString("base64")}";
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
