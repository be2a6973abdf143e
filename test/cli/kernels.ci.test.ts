// Where there are no kernels, JavaScript makes the same dataset, and nobody is told who does not ask.
import { execFileSync, spawnSync } from "node:child_process";
import { expect, it } from "vitest";
import { BIN, temporaryFolder } from "./support/run-cli.js";

const folder = temporaryFolder();
const ARGUMENTS = ["generate", "--num-samples", "500", "-o", "-", "-f", "npy", "--array", "x"];

/** Of Node: without WebAssembly at all, and without the instructions that its SIMD needs. */
const WITHOUT = ["--no-expose-wasm", ...(process.arch === "x64" ? ["--no-enable-sse4-1"] : [])];

function run(flags: readonly string[], ...more: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, BIN, ...ARGUMENTS, ...more], {
    cwd: folder,
  });
  return { status, bytes: stdout.toString("base64"), stderr: stderr.toString().replace(/^ *time .*$/m, "") };
}

it.each(WITHOUT)("with %s of Node the bytes are the same", (flag) => {
  const { bytes, stderr } = run([]);
  expect(stderr).not.toMatch(/kernel/);
  expect(run([flag])).toEqual({ status: 0, bytes, stderr });
  const debug = run([flag], "--debug");
  expect(debug.bytes).toBe(bytes);
  expect(debug.stderr).toMatch(/^no kernels, the same in JavaScript: \w*Error: /m);
});

it("MNIST1D_ENGINE=js leaves them away", () => {
  const env = { ...process.env, MNIST1D_ENGINE: "js" };
  const streamed = execFileSync(process.execPath, [BIN, ...ARGUMENTS, "-q"], { cwd: folder, env });
  expect(streamed.toString("base64")).toBe(run([]).bytes);
});
