import { existsSync, statSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { ConfigError, show } from "../config/config-error.js";
import { Mnist1dError } from "../config/mnist1d-error.js";
import { suggestions } from "../config/suggestion.js";
import type { FormatEntry, FormatName, Sink } from "../formats/format.js";
import { FORMATS, formatNamed, formatOfPath } from "../formats/registry.js";
import { isLitter } from "./paths.js";

const NAMES = FORMATS.map(({ name }) => name);

/** Where a dataset goes, and as what. */
export type OutputPlan =
  | {
      readonly kind: "directory";
      readonly path: string;
      readonly formats: readonly FormatEntry[];
      /** The repository of several datasets that it is one of: the directory above, whose card is its own. */
      readonly repository?: string;
    }
  | { readonly kind: "file"; readonly path: string; readonly format: FormatEntry }
  | {
      readonly kind: "stream";
      readonly format: FormatEntry;
      /** Of NPY, which has one array in a file, the name of the one to write. By default x of the only split with rows. */
      readonly array?: string;
    };

/** An output that makes no sense: which option is at fault, what it must be, and what came. */
export class PlanError extends Mnist1dError {
  override readonly name = "PlanError";
  override readonly code = "ERR_PLAN";

  constructor(
    readonly option: "out" | "format" | "array" | "shard" | "rows-per-file" | "into" | "name",
    readonly expected: string,
    readonly got: string,
    hint?: string,
  ) {
    super(`${option}: expected ${expected}, got ${got}`, hint);
  }
}

/**
 * Decides what `out` and `formats` mean together: "-" is standard output, a name with a format's extension is a single
 * file, anything else is a directory (by default of Parquet).
 * @param array of NPY on standard output, the array to write: `x_test`.
 * @throws PlanError
 */
export function planOutput(out: string, formats: readonly FormatName[] = [], array?: string): OutputPlan {
  if (typeof out !== "string") throw new PlanError("out", "a path", show(out));
  if (!Array.isArray(formats)) throw new PlanError("format", "a list of formats", show(formats));
  const unknown = formats.find((name) => !NAMES.includes(name));
  if (unknown !== undefined) {
    throw new PlanError("format", `one of ${NAMES.join(", ")}`, `"${unknown}"`, formatHint(unknown));
  }
  if (out === "") throw new PlanError("out", "a path, or - for standard output", '""');
  if (out === "-") return planStream(formats, array);
  if (array !== undefined) throw new PlanError("array", ONE_ARRAY, show(out));
  checkPath("out", "a path", out);
  const format = isDirectoryName(out) ? undefined : formatOfPath(out);
  if (format !== undefined) return planFile(out, format, formats);
  if (!isDirectoryName(out)) refuseUnknownExtension(out);
  const names = formats.length === 0 ? (["parquet"] as const) : [...new Set(formats)];
  return { kind: "directory", path: out, formats: names.map(formatNamed) };
}

function checkPath(option: "out" | "into", expected: string, path: string): void {
  const hint = misreadPath(path);
  if (hint !== undefined) throw new PlanError(option, expected, JSON.stringify(path), hint);
}

/**
 * Why a path is not what was meant by it: what a shell was to replace and did not, and what came with it from a
 * document. Undefined of any other; after `./` a name may be what it likes.
 */
export function misreadPath(path: string): string | undefined {
  if (path.startsWith("./")) return undefined;
  const asItIs = `For that very name, write "./${path.trim()}".`;
  if (/^~[\w.-]*([/\\]|$)/.test(path))
    return `A shell replaces ~ only where it begins a word without quotes. ${asItIs}`;
  if (/(^|\/)\$[\w{(]/.test(path)) return `A shell replaces $ only outside single quotes. ${asItIs}`;
  if (/^%\w+%/.test(path)) return `cmd.exe alone replaces %NAME%. ${asItIs}`;
  if (/^[-–—−]/.test(path)) return `It looks like a flag: is the path missing? ${asItIs}`;
  if (/^=/.test(path)) return `A value follows -o after a space, or --out after =. ${asItIs}`;
  const quotes = /^["'“”‘’«»„]+|["'“”‘’«»]+$/g;
  if (path.search(quotes) === 0) return `The quotes are a part of it. Without them: ${path.replace(quotes, "")}`;
  return path === path.trim() ? undefined : "It begins or ends with a space or a line break.";
}

/**
 * Makes sure of a plan that it is one, as from JavaScript anything may come; and that there is a sink for standard
 * output, if that is where it leads.
 * @throws ConfigError
 */
export function checkPlan(plan: OutputPlan, stream: Sink | undefined): void {
  const given = (plan ?? {}) as { kind?: unknown; path?: unknown; format?: unknown; formats?: unknown };
  const formats = given.kind === "directory" ? given.formats : [given.format];
  const isPlan =
    ["directory", "file", "stream"].includes(given.kind as string) &&
    (given.kind === "stream" || typeof given.path === "string") &&
    Array.isArray(formats) &&
    formats.length > 0 &&
    formats.every((format) => NAMES.includes(format?.name));
  if (!isPlan) throw new ConfigError("plan", "what planOutput or planInRepository gives", show(plan));
  if (plan.kind === "stream" && stream === undefined) {
    throw new ConfigError("stream", "a sink for the plan of standard output", "none");
  }
}

/** What formats are called elsewhere. */
const OTHER_NAMES: Readonly<Record<string, FormatName>> = {
  pq: "parquet",
  parq: "parquet",
  feather: "arrow",
  ipc: "arrow",
  numpy: "npz",
  ndjson: "jsonl",
  tsv: "csv",
  pickle: "pkl",
};

/** What else a name or extension may stand for. */
function formatHint(name: string, prefix = ""): string | undefined {
  const plain = name.toLowerCase().replace(/^[.\s]+|\s+$/g, "");
  if (/^(h5|hdf5?|pth?|torch|mat|safetensors|tfrecords?)$/.test(plain)) return "For arrays by name there is npz.";
  const [near] = Object.hasOwn(OTHER_NAMES, plain)
    ? [plain]
    : suggestions(plain, [...NAMES, ...Object.keys(OTHER_NAMES)]);
  return near === undefined ? undefined : `Did you mean ${prefix}${OTHER_NAMES[near] ?? near}?`;
}

/** What takes the name of an array. */
const ONE_ARRAY = "-o - -f npy, whose output is one array";

function planStream(formats: readonly FormatName[], array: string | undefined): OutputPlan {
  const streams = FORMATS.filter((format) => format.stream !== undefined).map((format) => format.name);
  const expected = `one of ${streams.join(", ")} for standard output`;
  if (formats.length !== 1) throw new PlanError("format", expected, formats.join(" and ") || "none");
  const format = formatNamed(formats[0]!);
  if (format.stream === undefined) throw new PlanError("format", expected, format.name);
  if (array !== undefined && format.name !== "npy") throw new PlanError("array", ONE_ARRAY, format.name);
  return { kind: "stream", format, ...(array !== undefined && { array }) };
}

function planFile(path: string, format: FormatEntry, formats: readonly FormatName[]): OutputPlan {
  if (!format.singleFile) {
    const hint = `A ${format.name} dataset is several files: -o ${basename(path, extname(path))}/ -f ${format.name}`;
    throw new PlanError("out", "a directory", `"${path}"`, hint);
  }
  const other = formats.find((name) => name !== format.name);
  if (other !== undefined) {
    const hint = `The output "${path}" is ${format.name} by its extension. Several formats go into a directory.`;
    throw new PlanError("format", format.name, other, hint);
  }
  return { kind: "file", path, format };
}

/** Ends with a slash, or is a directory that exists: then an extension means nothing. */
function isDirectoryName(path: string): boolean {
  return /[/\\]$/.test(path) || (existsSync(path) && statSync(path).isDirectory());
}

/** A name like data.txt was meant as a file of a format that there is not, not as a directory. */
function refuseUnknownExtension(path: string): void {
  const extension = extname(path);
  if (!/^\.[a-z][a-z0-9]*$/i.test(extension)) return;
  const known = FORMATS.filter((format) => format.singleFile).map((format) => format.extension);
  const hint = [formatHint(extension, "."), `For a directory of that name, write "${path}/".`].join(" ").trim();
  throw new PlanError("out", `one of the extensions ${known.join(", ")}`, `"${extension}"`, hint);
}

const MAX_NAME = 100;

/** Files of a repository or a dataset, and the one by which `datasets` knows a folder that it stored itself. */
const FILES = /^(readme\.md|manifest\.json|croissant\.json|state\.json|sweep\.json|sweep\.csv)$/i;

/** What Windows has no folder for, whatever follows after a dot. */
const DEVICES = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i;

/**
 * The plan of a dataset in a repository of several, where each is a config as Hugging Face has them.
 * @param repository its directory, which need not be there yet.
 * @param name of the config, and of its directory.
 * @throws PlanError
 */
export function planInRepository(repository: string, name: string, formats: readonly FormatName[] = []): OutputPlan {
  if (typeof repository !== "string") throw new PlanError("into", "a directory", show(repository));
  if (typeof name !== "string") throw new PlanError("name", "the name of a dataset", show(name));
  if (repository === "" || repository === "-") throw new PlanError("into", "a directory", JSON.stringify(repository));
  checkPath("into", "a directory", repository);
  const problem = nameProblem(name);
  if (problem !== undefined) throw new PlanError("name", problem, JSON.stringify(name));
  // A directory, whatever its name looks like.
  const plan = planOutput(`./${name}/`, formats);
  if (plan.kind !== "directory" || !plan.formats.includes(formatNamed("parquet"))) {
    throw new PlanError("format", "parquet beside --into, which Hugging Face loads", formats.join(" and "));
  }
  return { ...plan, path: join(repository, name), repository };
}

/**
 * What a name must be that is no name of a config; undefined for one that is. Stricter than Hugging Face, which forbids
 * `<>:/\|?*`: brackets would be taken for patterns of files, `y=3` for a column of a partitioned table, and other
 * characters differ from one system to the next.
 */
export function nameProblem(name: string): string | undefined {
  if (name.length > MAX_NAME) return `a name of at most ${MAX_NAME} characters`;
  if (!/^[a-z0-9](?:[a-z0-9._+-]*[a-z0-9_+-])?$/i.test(name)) {
    return "a name of a-z, A-Z, 0-9 and . _ + - that begins with a letter or digit and does not end with a dot";
  }
  if (FILES.test(name) || isLitter(name)) return "a name that no file of a repository or dataset has";
  return DEVICES.test(name) ? "a name that is not a device's on Windows" : undefined;
}
