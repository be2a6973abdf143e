import { existsSync, statSync } from "node:fs";
import { basename, extname } from "node:path";
import { ConfigError, show } from "../config/config-error.js";
import { suggestions } from "../config/suggestion.js";
import type { FormatEntry, FormatName, Sink } from "../formats/format.js";
import { FORMATS, formatNamed, formatOfPath } from "../formats/registry.js";

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
  | { readonly kind: "stream"; readonly format: FormatEntry };

/** An output that makes no sense: which option is at fault, what it must be, and what came. */
export class PlanError extends Error {
  override readonly name = "PlanError";

  constructor(
    readonly option: "out" | "format" | "shard" | "rows-per-file" | "into" | "name",
    readonly expected: string,
    readonly got: string,
    readonly hint?: string,
  ) {
    super(`${option}: expected ${expected}, got ${got}${hint === undefined ? "" : `. ${hint}`}`);
  }
}

/**
 * Decides what `out` and `formats` mean together: "-" is standard output, a name with a format's extension is a single
 * file, anything else is a directory (by default of Parquet).
 *
 * @throws PlanError
 */
export function planOutput(out: string, formats: readonly FormatName[] = []): OutputPlan {
  if (typeof out !== "string") throw new PlanError("out", "a path", show(out));
  if (!Array.isArray(formats)) throw new PlanError("format", "a list of formats", show(formats));
  for (const name of formats) checkFormatName(name);
  if (out === "") throw new PlanError("out", "a path, or - for standard output", '""');
  if (out === "-") return planStream(formats);
  const hint = misreadPath(out);
  if (hint !== undefined) throw new PlanError("out", "a path", JSON.stringify(out), hint);
  const format = isDirectoryName(out) ? undefined : formatOfPath(out);
  if (format !== undefined) return planFile(out, format, formats);
  if (!isDirectoryName(out)) refuseUnknownExtension(out);
  const names = formats.length === 0 ? (["parquet"] as const) : [...new Set(formats)];
  return { kind: "directory", path: out, formats: names.map(formatNamed) };
}

/**
 * Why a path is not what was meant by it: what a shell was to replace and did not, and what came with it from a document.
 * Undefined of any other; after `./` a name may be what it likes.
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

/** Makes sure of a plan that it is one: from JavaScript anything may come. @throws ConfigError */
export function checkPlan(plan: OutputPlan): void {
  const given = (plan ?? {}) as { kind?: unknown; path?: unknown; format?: unknown; formats?: unknown };
  const formats = given.kind === "directory" ? given.formats : [given.format];
  const isPlan =
    ["directory", "file", "stream"].includes(given.kind as string) &&
    (given.kind === "stream" || typeof given.path === "string") &&
    Array.isArray(formats) &&
    formats.length > 0 &&
    formats.every((format) => FORMATS.some(({ name }) => name === format?.name));
  if (!isPlan) throw new ConfigError("plan", "what planOutput or planInRepository gives", show(plan));
}

/** Makes sure that there is a sink for standard output, if that is where a plan leads. @throws ConfigError */
export function checkSink(plan: OutputPlan, stream: Sink | undefined): void {
  if (plan.kind === "stream" && stream === undefined) {
    throw new ConfigError("stream", "a sink for the plan of standard output", "none");
  }
}

function checkFormatName(name: string): void {
  const names = FORMATS.map((format) => format.name);
  if (names.some((known) => known === name)) return;
  throw new PlanError("format", `one of ${names.join(", ")}`, `"${name}"`, formatHint(name));
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
  const names = [...FORMATS.map((format) => format.name), ...Object.keys(OTHER_NAMES)];
  const [near] = Object.hasOwn(OTHER_NAMES, plain) ? [plain] : suggestions(plain, names);
  return near === undefined ? undefined : `Did you mean ${prefix}${OTHER_NAMES[near] ?? near}?`;
}

function planStream(formats: readonly FormatName[]): OutputPlan {
  const streams = FORMATS.filter((format) => format.stream !== undefined).map((format) => format.name);
  const expected = `one of ${streams.join(", ")} for standard output`;
  if (formats.length !== 1) throw new PlanError("format", expected, formats.join(" and ") || "none");
  const format = formatNamed(formats[0]!);
  if (format.stream === undefined) throw new PlanError("format", expected, format.name);
  return { kind: "stream", format };
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
