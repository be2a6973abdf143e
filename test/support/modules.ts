import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";

/** Source text by path from the repository's root, with slashes: "src/config/config.ts". */
export type Modules = ReadonlyMap<string, string>;

export interface Import {
  readonly from: string;
  /** The path of a module, or what is imported from elsewhere: "node:fs", "commander". */
  readonly to: string;
  /** Whether the import names a file of code ("./…"), which may or may not be there. */
  readonly isFile: boolean;
}

/** Every TypeScript file below src; what is compiled to WebAssembly is another language. */
export function readSources(): Modules {
  const root = new URL("../../", import.meta.url);
  const paths = readdirSync(new URL("src", root), { recursive: true, encoding: "utf8" })
    .map((path) => `src/${path.replaceAll("\\", "/")}`)
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".d.ts") && !/^src\/\w+\/assembly\//.test(path));
  return new Map(paths.sort().map((path) => [path, readFileSync(new URL(path, root), "utf8")]));
}

const TARGET = /(["'])(?<target>[^"']+)\1/.source;
const STATIC = [
  new RegExp(`^import\\s+(?:[^]*?\\sfrom\\s+)??${TARGET}`, "gm"),
  new RegExp(`^export\\s+(?:type\\s+)?(?:\\*[^;]*?|\\{[^}]*\\})\\s+from\\s+${TARGET}`, "gm"),
];
const DYNAMIC = new RegExp(`\\bimport\\s*\\(\\s*(?:${TARGET}\\s*[,)])?`, "g");

/**
 * Everything that a module imports: by statement, for types only, by re-export, by `import("…")` in code or in a type.
 * Reads text as the formatter leaves it, with statements at the start of a line. A comment that has `import("…")`
 * counts: it is too strict rather than too lax.
 *
 * @throws Error for an import() whose target is computed, which nothing can check.
 */
export function importTargets(source: string): string[] {
  const targets: string[] = [];
  for (const pattern of [...STATIC, DYNAMIC]) {
    for (const { groups, index } of source.matchAll(pattern)) {
      if (groups?.target === undefined) throw new Error(`computed import: ${source.slice(index).split("\n")[0]}`);
      targets.push(groups.target);
    }
  }
  return targets;
}

export function importsOf(modules: Modules): Import[] {
  return [...modules].flatMap(([from, source]) =>
    importTargets(source).map((target) => {
      const isFile = target.startsWith(".") && !target.endsWith(".json");
      const to = isFile ? posix.join(posix.dirname(from), target).replace(/\.js$/, ".ts") : target;
      return { from, to, isFile };
    }),
  );
}

/** Imports of files that are not there. */
export function missingFiles(modules: Modules): string[] {
  return importsOf(modules)
    .filter(({ to, isFile }) => isFile && !modules.has(to))
    .map(({ from, to }) => `${from} imports ${to}, which does not exist`);
}

/** "config" of "src/config/config.ts"; none for a file directly in src. */
function stageOf(path: string): string | undefined {
  const folders = path.split("/");
  return folders.length > 2 ? folders[1] : undefined;
}

/** Files of no known stage, and imports of anything but a stage to the left of the importer's or this stage itself. */
export function layerViolations(modules: Modules, stages: readonly string[]): string[] {
  const violations = [...modules.keys()]
    .filter((path) => stageOf(path) !== undefined && !stages.includes(stageOf(path)!))
    .map((path) => `${path} is in no stage`);
  for (const { from, to, isFile } of importsOf(modules)) {
    const [own, other] = [stageOf(from), stageOf(to)];
    if (own === undefined || !isFile) continue;
    const isToTheLeft = other !== undefined && stages.indexOf(other) <= stages.indexOf(own);
    if (!isToTheLeft) violations.push(`${from} imports ${to}`);
  }
  return violations;
}

/** Imports of anything but files by the given stages: of Node's modules, of packages. */
export function outsideImports(modules: Modules, stages: readonly string[]): string[] {
  return importsOf(modules)
    .filter(({ from, isFile }) => !isFile && stages.includes(stageOf(from) ?? ""))
    .map(({ from, to }) => `${from} imports ${to}`);
}

/** Files directly in src that have more than re-exports and comments. */
export function filesWithCodeInRoot(modules: Modules): string[] {
  const comments = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;
  const reExports = /^export\s+(?:type\s+)?(?:\*(?:\s+as\s+\w+)?|\{[^}]*\})\s+from\s+["'][^"']+["'];?\s*$/gm;
  return [...modules]
    .filter(([path]) => stageOf(path) === undefined)
    .filter(([, source]) => source.replace(comments, "").replace(reExports, "").trim() !== "")
    .map(([path]) => path);
}

/** The first cycle of imports that is found, as a path that ends where it began; none if there is none. */
export function findCycle(modules: Modules): string[] {
  const next = neighbours(modules);
  const done = new Set<string>();
  const trail: string[] = [];

  function visit(path: string): string[] {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return [];
    trail.push(path);
    for (const target of next(path)) {
      const cycle = visit(target);
      if (cycle.length > 0) return cycle;
    }
    trail.pop();
    done.add(path);
    return [];
  }

  for (const path of modules.keys()) {
    const cycle = visit(path);
    if (cycle.length > 0) return cycle;
  }
  return [];
}

/** Files that no chain of imports leads to from the entries. */
export function unreachableFiles(modules: Modules, entries: readonly string[]): string[] {
  const next = neighbours(modules);
  const reached = new Set(entries);
  for (const path of reached) for (const target of next(path)) reached.add(target); // a Set iterates over what is added
  return [...modules.keys()].filter((path) => !reached.has(path));
}

function neighbours(modules: Modules): (path: string) => readonly string[] {
  const imports = importsOf(modules).filter(({ to }) => modules.has(to));
  return (path) => imports.filter(({ from }) => from === path).map(({ to }) => to);
}
