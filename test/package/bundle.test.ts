// What the build puts together. The command loads little before it knows what to do, and pages load the core as it is.
import { readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { rolldown } from "rolldown";
import { describe, expect, it } from "vitest";
import { importsOf as importsOfSources, readSources } from "../support/modules.js";

const DIST = new URL("../../dist/", import.meta.url);
const files = readdirSync(DIST).filter((name) => name.endsWith(".js"));
const code = (name: string) => readFileSync(new URL(name, DIST), "utf8");

/** What users install beside it, if they want what it is for. */
const OUTSIDE = ["@resvg/resvg-wasm"];

/** What a file of dist imports when it is loaded, files and modules of Node. */
const importsOf = (name: string) =>
  [...code(name).matchAll(/^(?:import|export)\s(?:[^"]*?\sfrom\s)?"(?:\.\/)?([^"]+)";$/gm)].map(
    ([, target]) => target!,
  );

/** What it may import later. */
const lazyImportsOf = (name: string) =>
  Array.from(code(name).matchAll(/import\("\.\/([^"]+)"\)/g), ([, target]) => target!);

/** A file and all that it needs from the start, and later if that is asked for. */
function loadedBy(name: string, isLater = false): string[] {
  const found = new Set([name]);
  for (const file of found) {
    if (!files.includes(file)) continue;
    for (const target of [...importsOf(file), ...(isLater ? lazyImportsOf(file) : [])]) found.add(target);
  }
  return [...found].sort();
}

const bytesOf = (names: string[]) =>
  names.reduce((sum, name) => sum + (files.includes(name) ? code(name).length : 0), 0);

describe("the bundle", () => {
  it("needs nothing but Node", () => {
    const outside = files.flatMap(importsOf).filter((target) => !files.includes(target));
    expect(outside.filter((target) => !isBuiltin(target))).toEqual([]);
  });

  it("has few files", () => {
    expect(readdirSync(DIST).length).toBeLessThanOrEqual(35);
  });

  it("has nothing of the command in the library, nor in threads", () => {
    for (const name of ["node.js", "thread.js"]) {
      expect(loadedBy(name, true).filter((file) => /^(cli|command|commands|generate|reports)\.js$/.test(file))).toEqual(
        [],
      );
    }
  });

  it("has the licence of each package that is in it", () => {
    const notices = code("THIRD-PARTY-NOTICES.md");
    const imported = importsOfSources(readSources()).filter(
      ({ isFile, to }) => !isFile && !/^(node:|\.)/.test(to) && !OUTSIDE.includes(to),
    );
    const packages = new Set(imported.map(({ to }) => /^(@[^/]+\/)?[^/]+/.exec(to)![0]));
    expect([...packages]).toEqual(expect.arrayContaining(["apache-arrow", "cli-progress", "commander", "seedrandom"]));
    for (const name of packages) expect(notices).toContain(`\n## ${name} `);
    expect(notices.match(/Copyright|\(c\)/gi)!.length).toBeGreaterThanOrEqual(packages.size);
  });
});

describe("pictures", () => {
  const compressed = (name: string) => gzipSync(code(name), { level: 9 }).length;

  it("come in a chunk of at most 15 kB, compressed, which is loaded for them alone", () => {
    expect(compressed("figures.js")).toBeLessThanOrEqual(15_000);
    for (const name of ["cli.js", "commands.js", "generate.js", "reports.js", "node.js", "formats.js"]) {
      expect(loadedBy(name)).not.toContain("figures.js");
    }
  });

  it("load what makes pixels where those are wanted", () => {
    expect(loadedBy("figures.js")).not.toContain("pixels.js");
    expect(lazyImportsOf("commands.js")).toContain("pixels.js");
    expect(code("pixels.js")).toContain('import("@resvg/resvg-wasm")');
  });
});

describe("the core", () => {
  it("is all there when a page loads it: nothing of Node, no package", () => {
    expect(loadedBy("index.js")).toEqual(["config.js", "core.js", "index.js", "rolldown-runtime.js"]);
  });

  it("comes with encoders that a page can load, all of them", () => {
    const loaded = loadedBy("formats.js", true);
    expect(loaded).toEqual(expect.arrayContaining(["apache-arrow.js", "parquet.js", "writers.js"]));
    expect(loaded.filter((name) => !files.includes(name))).toEqual([]);
    expect(loadedBy("formats.js")).not.toContain("apache-arrow.js");
  });

  // Of which 3,000 are for splits, shifts and their suite, columns and classes, and what is said of mistakes in them, and 900 for
  // what draws four blocks at a time, and 50 for rows that stay in the kernel's memory. The kernels come when they are needed.
  it.each([
    ["generate alone", "generate", 18_600],
    ["everything", "*", 21_550],
  ])("is small in a page that takes %s, minified and compressed", async (_, names, most) => {
    const source = `export ${names === "*" ? names : `{ ${names} }`} from ${JSON.stringify(fileURLToPath(new URL("index.js", DIST)))};`;
    const page = {
      name: "page",
      resolveId: (id: string) => (id === "page" ? id : null),
      load: (id: string) => (id === "page" ? source : null),
    };
    const bundle = await rolldown({ input: "page", plugins: [page] });
    const { output } = await bundle.generate({ minify: true });
    const atOnce = output.filter(({ fileName }) => [output[0].fileName, ...output[0].imports].includes(fileName));
    const later = output.filter((chunk) => !atOnce.includes(chunk)).map(({ name }) => name);
    expect(later).toEqual(names === "*" ? ["kernels"] : []);
    const bytes = atOnce.map((chunk) => gzipSync("code" in chunk ? chunk.code : "", { level: 9 }).length);
    expect(bytes.reduce((sum, own) => sum + own, 0)).toBeLessThanOrEqual(most);
  });
});

describe("the command", () => {
  it("loads for its help no data, and little code", () => {
    const loaded = loadedBy("cli.js").filter((name) => files.includes(name));
    expect(loaded).toEqual(["cli.js", "command.js", "config.js", "shared.js"]);
    expect(bytesOf(loaded)).toBeLessThan(150_000);
  });

  it("loads what trains for what trains alone", () => {
    for (const name of ["cli.js", "commands.js", "generate.js", "library.js", "node.js", "reports.js"]) {
      expect(loadedBy(name)).not.toContain("learn.js");
    }
  });

  it("loads for the default dataset no other format than Parquet, and no reader", () => {
    const loaded = new Set(
      ["cli.js", "generate.js", "dataset.js", "parquet.js"]
        .flatMap((name) => loadedBy(name))
        .filter((name) => files.includes(name)),
    );
    const lazies = [
      "apache-arrow",
      "card",
      "commands",
      "library",
      "readers",
      "reports",
      "tables",
      "threads",
      "writers",
    ];
    for (const lazy of lazies.map((name) => `${name}.js`)) {
      expect(files).toContain(lazy);
      expect(loaded).not.toContain(lazy);
    }
    expect(bytesOf([...loaded])).toBeLessThan(468_000);
  });
});
