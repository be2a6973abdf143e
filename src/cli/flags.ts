import { type Command, Option } from "commander";
import { ConfigError, show } from "../config/config-error.js";
import { integer, type Kind } from "../config/kinds.js";
import { MAX_WORKERS } from "../config/limits.js";
import { presetDescriptions } from "../config/presets.js";
import { didYouMean } from "../config/suggestion.js";
import { FORMATS } from "../formats/registry.js";
import { unexpected } from "./exit-code.js";

/** What commander made of the flags: by TypeScript names, as text, absent where not given. */
export type FlagValues = Readonly<Record<string, unknown>>;

/** Makes options that stand under a heading in the help. */
export function group(heading: string): (flags: string, description: string) => Option {
  return (flags, description) => new Option(flags, description).helpGroup(heading);
}

/**
 * Names the words that an option takes, if there are such, for shells to complete. What else is typed is refused where the
 * value is used, with more to say than commander has.
 */
export function withValues(option: Option, values: unknown): Option {
  if (Array.isArray(values)) option.argChoices = values;
  return option;
}

/** The flags of commands that write a dataset: as what, and over what. */
export function addFormatFlags(command: Command): Command {
  const output = group("Output:");
  const format = output("-f, --format <name>", "see below; repeat it for several (default: parquet)");
  // Repeated, or separated by commas. What is no format is refused where the output is planned.
  format.argParser((value, earlier: string[] = []) => [...earlier, ...value.split(",")]);
  const names = FORMATS.map(({ name }) => name);
  command.addOption(withValues(format, names));
  command.addOption(
    output("--array <name>", "of npy on stdout, the array: x, y, x_test, … (default: x, if of one split)"),
  );
  return command.addOption(output("--force", "replace a dataset that is there"));
}

export function workersOption(): Option {
  return group("Large datasets:")("--workers <n>", "threads that work on it (default: all cores; 1 works without)");
}

/** What commands have in common, after flags of their own. */
export interface Ending {
  /** What the flags do there; without it there is no such flag. */
  readonly quiet?: string;
  readonly json?: string;
  /** What stands below the flags in the help; each example in a line that is begun. */
  readonly lists?: readonly (keyof typeof LISTS | List)[];
  readonly examples: string;
  /** Whether it makes files: then an interruption says that there are none. */
  readonly writes?: (flags: FlagValues) => boolean;
}

export function addEnding(command: Command, { quiet, json, lists = [], examples }: Ending): void {
  if (json !== undefined) command.option("--json", json);
  if (quiet !== undefined) command.option("-q, --quiet", quiet).option("--debug", "print a stack trace with an error");
  const sections = [...lists.map(listed), `Examples:${examples}`];
  command.addHelpText("after", `\n${sections.join("\n\n")}`);
}

/** By their headings. */
const LISTS = {
  Presets: Object.entries(presetDescriptions),
  Formats: FORMATS.map(({ name, description }) => [name, description] as const),
};

/** Words that mean something, under a heading. */
type List = readonly [heading: string, entries: readonly (readonly [name: string, description: string])[]];

function listed(list: keyof typeof LISTS | List): string {
  const [heading, entries]: List = typeof list === "string" ? [list, LISTS[list]] : list;
  const width = Math.max(...entries.map(([name]) => name.length));
  const lines = entries.map(([name, description]) => `  ${name.padEnd(width)}  ${description}`);
  return [`${heading}:`, ...lines].join("\n");
}

/** What the text of a flag means; undefined without it. @throws UsageError */
export function flagValue<T>(flag: string, kind: Kind<T>, text: unknown): T | undefined {
  if (text === undefined) return undefined;
  try {
    return kind.parse(kind.fromText(text as string), flag);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw unexpected(flag, error.expected, show(text), error.hint ?? valueMeant(kind, text as string));
  }
}

export function workersOf({ workers }: FlagValues): { readonly workers?: number } {
  const count = flagValue("--workers", integer(1, MAX_WORKERS), workers);
  return count === undefined ? {} : { workers: count };
}

/** Asks whether a value was meant that is written otherwise. */
export function valueMeant(kind: Kind<unknown>, text: string): string | undefined {
  if (Array.isArray(kind.schema.enum)) return didYouMean(text, kind.schema.enum);
  if (kind.schema.type !== "array") return numberMeant(text, kind);
  const bounds = (text.match(/\d+/g) ?? []).sort((a, b) => Number(a) - Number(b));
  if (bounds.length !== 2) return undefined;
  if (kind.schema.maxItems === 2) return `Did you mean ${bounds.join(",")}?`;
  // A range of labels, as others write it, or with the larger first.
  const isRange = /^\s*\d+\s*([-–:]|\.\.\.?|to)\s*\d+\s*$/.test(text);
  return isRange && accepts(kind, kind.fromText(bounds.join("-"))) ? `Did you mean ${bounds.join("-")}?` : undefined;
}

const UNITS: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, g: 1e9, b: 1e9 };

/** Of `5k`, `5_000`, `0,8`, `80%`, `80/20`, or 80 for a share. */
function numberMeant(text: string, kind: Kind<unknown>): string | undefined {
  const plain = text
    .trim()
    .replace(/^[−–—‒]/, "-")
    .replace(/^["'“”‘’=]+|["'“”‘’]+$/g, "");
  const [, digits, unit = "", over] = /^([+-]?[\d.,_' \u00a0\u202f]+)(?:([kmgb%])|\/([\d.]+))?$/i.exec(plain) ?? [];
  if (digits === undefined) return undefined;
  const hasThousands = /^[+-]?[1-9]\d{0,2}([,_' \u00a0\u202f]\d{3})+(\.\d*)?$/.test(digits);
  const number = Number(hasThousands ? digits.replace(/[^\d.+-]/g, "") : digits.replace(",", ".").replaceAll("_", ""));
  const size = Number((number * (UNITS[unit.toLowerCase()] ?? 1)).toPrecision(15));
  const shares = over === undefined ? [size / 100] : [number / (number + Number(over))];
  const meant = unit === "%" || over !== undefined ? shares : size >= 5 && size <= 100 ? [size, ...shares] : [size];
  const found = meant.find((value) => Number.isFinite(value) && accepts(kind, value));
  return found === undefined ? undefined : `Did you mean ${found}?`;
}

function accepts(kind: Kind<unknown>, value: unknown): boolean {
  try {
    kind.parse(value, "");
    return true;
  } catch {
    return false;
  }
}
