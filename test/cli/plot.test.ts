// Pictures as files: each kind is what it says, the same whenever it is made, and of every format the same; and what is said
// where the package is missing that makes pixels.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { FORMATS } from "../../src/formats/registry.js";
import { textsOf } from "../figures/support/svg.js";
import { labelsNpy, npyOf } from "../formats/support/raw-npy.js";
import { temporaryFolder } from "./support/run-cli.js";
import { runHere } from "./support/run-here.js";

const folder = temporaryFolder();
const ROOT = fileURLToPath(new URL("../../", import.meta.url));

const mnist1d = (line: string) => runHere(line.split(" "), folder);
const read = (name: string) => readFileSync(join(folder, name));

describe("a picture in a file", () => {
  it("is a PNG of twice the size of the SVG, with nothing but its pixels", async () => {
    await mnist1d("plot templates -o templates.svg");
    await mnist1d("plot templates -o templates.png");
    const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(read("templates.svg").toString())!.map(Number);
    const png = read("templates.png");
    expect(png.subarray(0, 8).toString("latin1")).toBe("\x89PNG\r\n\x1a\n");
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2 * width!, 2 * height!]);
  });

  it("is a GIF of nine frames that goes on for ever", async () => {
    await mnist1d("plot animation --theme dark -o steps.gif");
    const gif = read("steps.gif");
    expect(gif.subarray(0, 6).toString()).toBe("GIF89a");
    expect(gif.includes("NETSCAPE2.0\x03\x01\x00\x00")).toBe(true);
    // Graphic control extensions: their delays, in hundredths of a second.
    const extensions = gif.toString("latin1").split("\x21\xf9\x04").slice(1);
    const delays = extensions.map((extension) => extension.charCodeAt(1) + 256 * extension.charCodeAt(2));
    expect(delays).toEqual([100, 100, 100, 100, 100, 100, 100, 100, 200]);
  });

  it.each(["samples -o twice.svg", "steps -o twice.png", "animation -o twice.gif"])(
    "is made again as it is: %s",
    async (line) => {
      expect((await mnist1d(`plot ${line}`)).exitCode).toBe(0);
      const name = line.split(" ").at(-1)!;
      const before = read(name);
      expect((await mnist1d(`plot ${line}`)).exitCode).toBe(0); // and is not refused for being there
      expect(read(name).equals(before)).toBe(true);
    },
  );
});

it("a picture is the same of every format, and of the config", async () => {
  await mnist1d("config --num-samples 60 --shear-scale 2 -o common.json");
  await mnist1d("plot samples common.json -o common.svg");
  const marksOf = (name: string) =>
    read(name)
      .toString()
      .split("</style>")[1]!
      .replace(/<text.*samples.*|<text.*Examples in.*/, "");
  for (const format of FORMATS) {
    const path = format.singleFile ? `one${format.extension}` : `${format.name}/`;
    await mnist1d(`generate --config common.json -f ${format.name} -o ${path} -q`);
    const { stderr, exitCode } = await mnist1d(`plot samples ${path} -o ${format.name}.svg`);
    expect(exitCode, stderr).toBe(0);
    expect(textsOf(read(`${format.name}.svg`).toString())).toContain(`Examples in train: ${path}`);
    // Text of examples alone has no time axis: its points are evenly apart, as those of the others are.
    if (format.name !== "csv" && format.name !== "jsonl")
      expect(marksOf(`${format.name}.svg`), format.name).toBe(marksOf("common.svg"));
  }
});

it("without the package that makes pixels, says what to install, and makes nothing", () => {
  const alone = join(folder, "alone");
  mkdirSync(alone);
  for (const part of ["bin", "dist", "package.json"]) cpSync(join(ROOT, part), join(alone, part), { recursive: true });
  const run = (...words: string[]) =>
    spawnSync(process.execPath, ["bin/mnist1d.js", "plot", ...words], { cwd: alone, encoding: "utf8" });
  for (const [what, extension] of [
    ["samples", "png"],
    ["animation", "gif"],
  ] as const) {
    const { status, stderr } = run(what, "-o", `x.${extension}`);
    expect(status).toBe(2);
    expect(stderr).toBe(
      `error: --out: expected the package @resvg/resvg-wasm beside mnist1d, for .${extension}, got none. In your project: ` +
        "npm install @resvg/resvg-wasm. An .svg needs nothing.\n",
    );
  }
  expect(run("samples", "-o", "x.svg").status).toBe(0);
  expect(readdirSync(alone).sort()).toEqual(["bin", "dist", "package.json", "x.svg"]);
});

it("values that are not finite are gaps, and told of", async () => {
  mkdirSync(join(folder, "nan"));
  const x = Float64Array.of(1, Number.NaN, 3, 4, 5, Infinity);
  writeFileSync(join(folder, "nan", "x.npy"), npyOf("<f8", [2, 3], new Uint8Array(x.buffer)));
  writeFileSync(join(folder, "nan", "y.npy"), labelsNpy(2));
  const { stderr, stdout, exitCode } = await mnist1d("plot samples nan");
  expect(stderr).toBe("warning: 2 values of these examples are not finite: left out\n");
  expect(stdout).toContain("?");
  expect(exitCode).toBe(0);
});
