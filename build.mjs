// npm run build: what users install, in dist/. Packages are inlined, so that they install this one alone: in entries, in the
// files of threads, and in chunks for what not every run loads. Declarations are bundled as well, and the licences of what is
// inlined collected. `--internals` builds in .internals/ what tests and bench take from inside, and nothing else;
// `--tests` both, without declarations and the playground. docs/decisions/0020-bundled-package.md says why it is as it is.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { builtinModules, isBuiltin } from "node:module";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { minifySync } from "rolldown/experimental";
import { esmExternalRequirePlugin } from "rolldown/plugins";
import { dts } from "rolldown-plugin-dts";
import { noticesOf } from "./notices.mjs";
import { buildPlayground } from "./playground/build.mjs";

const ROOT = fileURLToPath(new URL(".", import.meta.url));
const DIST = join(ROOT, "dist");
const INTERNALS = join(ROOT, ".internals");

/** What users import. */
const LIBRARY = { index: "src/index.ts", node: "src/node.ts", formats: "src/formats.ts" };

/** What threads begin with. It is looked for beside the chunk that starts them: all files are in one folder. */
const THREAD = { thread: "src/thread.ts" };

/** What tests and bench take from inside. */
const TESTED = { internals: "test/support/internals.ts", learning: "test/support/learning.ts" };

const ENTRIES = { ...LIBRARY, cli: "src/cli/run.ts", ...THREAD };

/** Modules that are asked below whether they import another from the start, themselves or through others. */
const IMPORTERS = {
  ...ENTRIES,
  generate: "src/cli/generate-command.ts",
  build: "src/dataset/build-dataset.ts",
  parquet: "src/formats/parquet/write.ts",
  arrow: "src/formats/arrow/write.ts",
  json: "src/cli/read-json-file.ts",
  blocks: "src/parallel/block-work.ts",
  hashes: "src/verify/hash-files.ts",
  trainings: "src/evaluate/training-work.ts",
};

/**
 * The chunks: a module is in the first that wants it. Few, as opening a file costs as much as compiling 20 kB, but none with
 * much that a frequent run does not need: help loads `config`, `shared` and `command`; the default `generate` also `generate`,
 * `core`, `encoding`, `dataset` and `parquet`. What pages load (`isOfPages`: the library but for `node`, lazy parts
 * included) is apart from what needs Node, and the library from what only the command needs. A module that none wants is in a
 * chunk of its own.
 *
 * @type {[name: string, wants: (path: string, isNeededBy: Record<string, boolean>, isOfPages: boolean) => boolean][]}
 */
const CHUNKS = [
  ["config", (path, { cli }, isOfPages) => isOfPages && (cli || /^src\/config\/(?!config-schema)/.test(path))],
  ["core", (_, { index }) => index],
  [
    "kernels",
    (path) => /^src\/kernels\/(factories|signal-kernel|kept-rows|number-kernel|instance|bytes)\.ts$/.test(path),
  ],
  ["encoding", (_, { formats, build }, isOfPages) => isOfPages && (formats || build)],
  ["parquet", (_, { parquet }, isOfPages) => isOfPages && parquet],
  ["apache-arrow", (_, { arrow }) => arrow],
  ["writers", (_, __, isOfPages) => isOfPages],
  // Small, and needed by several of what follows.
  [
    "shared",
    (path, { cli, node }) =>
      (cli && node) ||
      /^src\/(dataset\/readable-numbers|digest\/known-digests|formats\/(beginnings|format-error)|evaluate\/evaluation-error|experiments\/experiment-names|learn\/baseline-names)\.ts$/.test(
        path,
      ),
  ],
  ["command", (_, { cli }) => cli],
  [
    "dataset",
    (path, { build, generate, json, node }) => build || (generate && node) || (json && !path.startsWith("src/cli/")),
  ],
  [
    "threads",
    (path, { blocks, hashes }) => blocks || hashes || /^src\/parallel\/(threads|run-trainings)\.ts$/.test(path),
  ],
  [
    "learn",
    (path, { trainings }) =>
      (trainings && /^src\/(evaluate|numeric)\//.test(path)) || /^src\/(learn|experiments|trials)\//.test(path),
  ],
  ["library", (path, { node }) => node || /^src\/(dataset|evaluate|parallel|verify)\//.test(path)],
  ["generate", (path, { generate }) => generate || /^src\/cli\/report\/summary/.test(path)],
  // What commands say of themselves is apart from what they need when they are run.
  ["commands", (path) => /^src\/cli\/(\w+-command|operand|picture-names)/.test(path)],
  // What makes pixels, which is loaded for .png and .gif alone.
  [
    "pixels",
    (path) => /^(src\/(cli\/plot\/render|plot\/(renderer|gif|font\/bytes))\.ts|node_modules\/gifenc\/)/.test(path),
  ],
  [
    "reports",
    (path) =>
      /^(src\/cli\/(?!plot\/)|node_modules\/(cli-progress|string-width|strip-ansi|ansi-regex|emoji-regex|is-fullwidth-code-point)\/)/.test(
        path,
      ),
  ],
  ["figures", (path) => /^src\/(figures|cli\/plot|plot\/(?!sparkline)|generate\/example-steps)/.test(path)],
  ["tables", (path) => /^(src\/formats\/(arrow|parquet|compression)|node_modules\/zstddec)\//.test(path)],
  ["readers", (path) => path.startsWith("src/formats/")],
  ["card", (path) => /^(src\/describe\/card|node_modules\/yaml)\//.test(path)],
];

/** What starts threads may not import what they begin with. */
const INTERNAL_CHUNKS = [["threads", (path) => /^src\/parallel\/(threads|run-trainings)\.ts$/.test(path)]];

/** Writes the code. @returns the files, as rolldown tells of them */
async function build(folder, entries, chunks) {
  const graph = chunks === CHUNKS ? graphPlugin() : undefined;
  const bundle = await rolldown({
    cwd: ROOT,
    input: entries,
    platform: "node",
    external: ["@resvg/resvg-wasm"], // 2.5 MB, which who wants pixels installs
    treeshake: { moduleSideEffects: (_, isExternal) => (isExternal ? false : undefined) },
    tsconfig: false,
    plugins: [
      ...(graph ? [graph] : []),
      patchPlugin,
      esmExternalRequirePlugin({ external: builtinModules.flatMap((name) => [name, `node:${name}`]) }),
    ],
    // Modules are imported when they are first needed, and then in time: the graph is as the sources have it.
    checks: { ineffectiveDynamicImport: false },
    onLog(level, log) {
      if (level !== "info") throw new Error(log.message);
    },
  });
  const { output } = await bundle.write({
    dir: folder,
    entryFileNames: "[name].js",
    chunkFileNames: "[name].js",
    codeSplitting: {
      groups: chunks.map(([name, wants], i) => ({
        name,
        test: (id) =>
          !Object.values(entries).includes(pathOf(id)) &&
          wants(pathOf(id), graph?.importersOf(id), graph?.isOfPages(id)),
        priority: chunks.length - i,
      })),
    },
    comments: { jsdoc: false }, // the declarations have them
  });
  const missing = chunks.filter(([name]) => !output.some(({ fileName }) => fileName === `${name}.js`));
  if (missing.length > 0) throw new Error(`nothing is in the chunks ${missing.map(([name]) => name).join(", ")}`);
  return output;
}

const pathOf = (id) => relative(ROOT, id).replaceAll(sep, "/");

/** Tells who needs a module. */
function graphPlugin() {
  const importers = new Map();
  let ofPages;
  return {
    name: "graph",
    buildEnd() {
      const closure = (paths, kinds) => {
        const found = new Set(paths.map((path) => join(ROOT, path)));
        for (const id of found) {
          const info = this.getModuleInfo(id);
          if (info === null) throw new Error(`nothing imports ${pathOf(id)}`);
          for (const target of kinds.flatMap((kind) => info[kind])) if (!isBuiltin(target)) found.add(target);
        }
        return found;
      };
      for (const [name, path] of Object.entries(IMPORTERS)) importers.set(name, closure([path], ["importedIds"]));
      const { node, ...pages } = LIBRARY;
      ofPages = closure(Object.values(pages), ["importedIds", "dynamicallyImportedIds"]);
    },
    importersOf: (id) => Object.fromEntries(Array.from(importers, ([name, ids]) => [name, ids.has(id)])),
    isOfPages: (id) => ofPages.has(id),
  };
}

/**
 * Packages as we need them. Commander is no module: around its code there would be a function, which V8 parses when the file is
 * loaded and again when it is called. It also loads what starts programs, for subcommands of a kind that we have not, and
 * `node:process`, which opens standard input where it is imported. seedrandom is no module either, so that a page could not
 * load it, and asks Node for seeds, which we give it.
 */
const patchPlugin = {
  name: "patches",
  transform: {
    filter: { id: /node_modules[\\/](commander|seedrandom)[\\/]/ },
    handler(code, id) {
      const path = pathOf(id).replace("node_modules/", "");
      if (path === "commander/esm.mjs") {
        const files = ["argument", "command", "error", "help", "option"];
        return files.map((file) => `export * from "./lib/${file}.js";`).join("\n");
      }
      const changed = path.startsWith("commander/")
        ? code
            .replace("const childProcess = require('node:child_process');", "")
            .replace("const process = require('node:process');", "")
            .replace(/^ {2}_checkForMissingExecutable\([\s\S]*?^ {2}\}$/m, "")
            .replace(/^ {2}_executeSubCommand\([\s\S]*?^ {2}\}$/m, "")
            .replace(/^const (\w+) = require\(('[^']+')\)\.\1;/gm, "import { $1 } from $2;")
            .replace(/^const (.+) = require\(('[^']+')\);/gm, "import $1 from $2;")
            .replace(/^exports\.(\w+) = \1;/gm, "export { $1 };")
        : `const module = { exports: {} };\n${code.replace("require('crypto')", "undefined")}\nexport default module.exports;\n`;
      if (/\brequire\(|\bexports\.\w+ = \w+;/.test(changed)) throw new Error(`${path} is no module yet`);
      return changed;
    },
  },
};

/** Chunks with hardly any code but that of packages, which nobody reads here: without spaces and comments they are shorter by a third. */
const COMPACT = ["apache-arrow.js", "card.js"];

function compact() {
  for (const file of COMPACT.map((name) => join(DIST, name))) {
    const codegen = { removeWhitespace: true };
    const options = { module: true, compress: false, mangle: false, codegen };
    const { code, errors } = minifySync(file, readFileSync(file, "utf8"), options);
    if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`);
    writeFileSync(file, code);
  }
}

/** Writes the declarations: a file for each entry of the library, and one for what they share. */
async function declare() {
  const bundle = await rolldown({
    cwd: ROOT,
    input: LIBRARY,
    external: /^node:/,
    tsconfig: false,
    plugins: [dts({ tsconfig: false, oxc: true, emitDtsOnly: true })],
  });
  const shared = { name: "types.d", minShareCount: 2 };
  await bundle.write({ dir: DIST, chunkFileNames: "[name].ts", codeSplitting: { groups: [shared] } });
}

/** Writes the licences of the packages that the code is of. @throws Error for a package that has none */
function writeNotices(output) {
  const ids = output.flatMap(({ modules }) => Object.keys(modules));
  // A part of the font is a constant of ours.
  const font = join(ROOT, "node_modules", "dejavu-fonts-ttf", "package.json");
  const head = "# Licences of what is inlined\n\nThe code in this folder has parts of these packages.";
  writeFileSync(join(DIST, "THIRD-PARTY-NOTICES.md"), `${[head, ...noticesOf([...ids, font])].join("\n\n")}\n`);
}

/** Writes the page that `mnist1d playground` tells of. */
function writePlayground(files) {
  mkdirSync(DIST, { recursive: true });
  writeFileSync(join(DIST, "playground.html"), files["mnist1d-playground.html"]);
}

const option = process.argv[2];
const isWanted = {
  dist: option !== "--internals",
  declarations: option === undefined,
  internals: option !== undefined,
};
const folders = [...(isWanted.dist ? [DIST] : []), ...(isWanted.internals ? [INTERNALS] : [])];
for (const folder of folders) rmSync(folder, { recursive: true, force: true });
await Promise.all([
  isWanted.dist &&
    build(DIST, ENTRIES, CHUNKS).then((output) => {
      writeNotices(output);
      compact();
    }),
  isWanted.declarations && declare(),
  isWanted.declarations && buildPlayground().then(writePlayground),
  isWanted.internals && build(INTERNALS, { ...TESTED, ...THREAD }, INTERNAL_CHUNKS),
]);
