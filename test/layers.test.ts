import { describe, expect, it } from "vitest";
import {
  filesWithCodeInRoot,
  findCycle,
  importTargets,
  layerViolations,
  type Modules,
  missingFiles,
  outsideImports,
  readSources,
  unreachableFiles,
} from "./support/modules.js";

/** The stages of the product, in the order of its flow: each imports only from those before it, and from itself. */
const STAGES = [
  "config",
  "numeric",
  "random",
  "kernels",
  "generate",
  "digest",
  "figures",
  "learn",
  "experiments",
  "formats",
  "describe",
  "parallel",
  "dataset",
  "merge",
  "verify",
  "inspect",
  "diff",
  "evaluate",
  "trials",
  "plot",
  "cli",
];

/** What runs in a browser as it is. */
const CORE = ["config", "numeric", "random", "kernels", "generate", "digest", "figures", "learn", "experiments"];

/** Where users come in, the three entry points of the package and what bin/ calls; and what a thread begins with. */
const ENTRIES = ["src/index.ts", "src/node.ts", "src/formats.ts", "src/cli/run.ts", "src/thread.ts"];

describe("src", () => {
  const modules = readSources();

  it("imports only files that exist", () => {
    expect(missingFiles(modules)).toEqual([]);
  });

  it("has stages that import only from the left", () => {
    expect(layerViolations(modules, STAGES)).toEqual([]);
  });

  it("has a core that needs neither Node nor any package, but for seedrandom in one file", () => {
    expect(outsideImports(modules, CORE)).toEqual(["src/random/xoshiro.ts imports seedrandom/seedrandom.js"]);
  });

  it("has no cycle of imports", () => {
    expect(findCycle(modules)).toEqual([]);
  });

  it("has only re-exports outside of its stages, but for what threads begin with", () => {
    expect(filesWithCodeInRoot(modules)).toEqual(["src/thread.ts"]);
  });

  it("has no file that nothing leads to", () => {
    expect(ENTRIES.filter((path) => !modules.has(path))).toEqual([]);
    expect(unreachableFiles(modules, ENTRIES)).toEqual([]);
  });
});

describe("the checks themselves", () => {
  const modulesOf = (sources: Record<string, string>): Modules => new Map(Object.entries(sources));

  it.each([
    ['import { a } from "./a.js";', ["./a.js"]],
    ['import a from "./a.js";', ["./a.js"]],
    ['import * as a from "./a.js";', ["./a.js"]],
    ['import type { A } from "./a.js";', ["./a.js"]],
    ['import a, { type A } from "./a.js";', ["./a.js"]],
    ['import {\n  a,\n  b as c,\n} from "./a.js";\nimport d from "d";', ["./a.js", "d"]],
    ['import {\n  a, // why: "quoted"; or not\n} from "./a.js";', ["./a.js"]],
    ['import "./a.js";', ["./a.js"]],
    ["import { a } from './a.js';", ["./a.js"]],
    ['import { $a, _b } from "./a.js";', ["./a.js"]],
    ['export { a } from "./a.js";', ["./a.js"]],
    ['export type { A } from "./a.js";', ["./a.js"]],
    ['export * from "./a.js";', ["./a.js"]],
    ['export * as a from "./a.js";', ["./a.js"]],
    ['const load = async () => (await import("./a.js")).a;', ["./a.js"]],
    ['const load = () => import(\n  "apache-arrow"\n);', ["apache-arrow"]],
    ['function f(a: import("./a.js").A) {}', ["./a.js"]],
    ['export const text = "import";\nexport function from() {}', []],
    ["const here = import.meta.url;", []],
    ['/** A copy of the array, as in\n * import { a } from "./a.js". */', []],
  ])("see what %j imports", (source, targets) => {
    expect(importTargets(source)).toEqual(targets);
  });

  it.each(["await import(name);", "await import('./' + name);"])("refuse %j, which they cannot follow", (source) => {
    expect(() => importTargets(source)).toThrow("computed import");
  });

  it("find an import of a file that is not there", () => {
    const modules = modulesOf({ "src/config/a.ts": 'import { b } from "./b.js";' });
    expect(missingFiles(modules)).toEqual(["src/config/a.ts imports src/config/b.ts, which does not exist"]);
  });

  it("find an import to the right, even of a type or a lazy one", () => {
    const modules = modulesOf({
      "src/config/a.ts": 'import type { B } from "../random/b.js";',
      "src/random/b.ts": 'const c = () => import("../cli/deep/c.js");',
      "src/cli/deep/c.ts": 'import { a } from "../../config/a.js";\nimport { d } from "../d.js";',
      "src/cli/d.ts": "",
    });
    expect(layerViolations(modules, STAGES)).toEqual([
      "src/config/a.ts imports src/random/b.ts",
      "src/random/b.ts imports src/cli/deep/c.ts",
    ]);
  });

  it("find an import from src itself, or from out of it", () => {
    const modules = modulesOf({
      "src/index.ts": 'export { a } from "./cli/a.js";',
      "src/cli/a.ts": 'import { generate } from "../index.js";\nimport { b } from "../../bench/b.js";',
    });
    expect(layerViolations(modules, STAGES)).toEqual([
      "src/cli/a.ts imports src/index.ts",
      "src/cli/a.ts imports bench/b.ts",
    ]);
  });

  it("find a folder that is no stage", () => {
    expect(layerViolations(modulesOf({ "src/utils/a.ts": "" }), STAGES)).toEqual(["src/utils/a.ts is in no stage"]);
  });

  it("find what the core may not need", () => {
    const modules = modulesOf({
      "src/digest/a.ts": 'import { createHash } from "node:crypto";\nimport fs from "fs";\nimport "./b.js";',
      "src/random/b.ts": 'const seedrandom = await import("seedrandom");',
      "src/formats/c.ts": 'import { open } from "node:fs/promises";',
    });
    expect(outsideImports(modules, CORE)).toEqual([
      "src/digest/a.ts imports node:crypto",
      "src/digest/a.ts imports fs",
      "src/random/b.ts imports seedrandom",
    ]);
  });

  it("find a cycle, of types too, and of one file", () => {
    const cycle = modulesOf({
      "src/config/a.ts": 'import { b } from "./b.js";',
      "src/config/b.ts": 'import type { C } from "./c.js";',
      "src/config/c.ts": 'export { b } from "./b.js";',
    });
    expect(findCycle(cycle)).toEqual(["src/config/b.ts", "src/config/c.ts", "src/config/b.ts"]);
    expect(findCycle(modulesOf({ "src/a.ts": 'import "./a.js";' }))).toEqual(["src/a.ts", "src/a.ts"]);
  });

  it("take no diamond for a cycle", () => {
    const diamond = modulesOf({
      "src/config/a.ts": 'import "./b.js";\nimport "./c.js";',
      "src/config/b.ts": 'import "./d.js";',
      "src/config/c.ts": 'import "./d.js";',
      "src/config/d.ts": "",
    });
    expect(findCycle(diamond)).toEqual([]);
  });

  it("find code among re-exports", () => {
    const modules = modulesOf({
      "src/index.ts":
        '/** The API. */\nexport { a } from "./a.js";\n// and\nexport type {\n  B,\n  C,\n} from "./b.js";\n',
      "src/node.ts": 'export { a } from "./a.js";\nexport const version = "1";\n',
      "src/side-effect.ts": 'import "./a.js";',
      "src/config/a.ts": "export const a = 1;",
    });
    expect(filesWithCodeInRoot(modules)).toEqual(["src/node.ts", "src/side-effect.ts"]);
  });

  it("find a file that nothing leads to", () => {
    const modules = modulesOf({
      "src/index.ts": 'export { a } from "./config/a.js";',
      "src/config/a.ts": 'const b = () => import("./b.js");',
      "src/config/b.ts": "",
      "src/config/forgotten.ts": 'import { b } from "./b.js";',
    });
    expect(unreachableFiles(modules, ["src/index.ts"])).toEqual(["src/config/forgotten.ts"]);
  });
});
