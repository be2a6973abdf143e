import type { LabelNoise, Templates } from "./config.js";
import { ConfigError, show } from "./config-error.js";
import { MAX_CLASSES, MAX_CONFIG_BYTES, MAX_TEMPLATE_VALUES } from "./limits.js";

/** What values of one sort a parameter takes: in words, as a check, as JSON Schema, and as text on a command line. */
export interface Kind<T> {
  /** The end of a sentence "expected …". */
  readonly expected: string;
  /** The JSON Schema of the value. */
  readonly schema: Readonly<Record<string, unknown>>;
  /** What stands for a value in the help of a flag, as `<n>`; "" where the flag says it all. */
  readonly argument: string;
  /** What is in the file whose name a flag takes, where that is one of JSON. */
  readonly contents?: string;
  /** Whether its flag, of the key's singular, can be given several times; `fromText` takes what comes with spaces between. */
  readonly isRepeated?: true;
  /** Fields of the value with flags of their own beside the value's: `--label-noise-mode` for the mode. */
  readonly parts?: Readonly<Record<string, Kind<unknown> & { readonly description: string }>>;
  /** Checks a value that came from JSON, a flag or a caller. Throws ConfigError. */
  parse(value: unknown, key: string): T;
  /** What a text stands for, for `parse` to check: numbers in plain decimal notation only. Not of what is in a file. */
  fromText(text: string): unknown;
  /** A value, or that there is none, as people read it; what is not in a file they can type so. */
  toText(value: T | undefined): string;
}

/** A kind that is checked by one predicate. @param hint what to know where a value is refused. */
export function kind<T>(
  expected: string,
  schema: Record<string, unknown>,
  accepts: (value: unknown) => boolean,
  hint?: string,
): Kind<T> {
  return {
    expected,
    schema,
    argument: "<name>",
    parse(value, key) {
      if (!accepts(value)) throw new ConfigError(key, expected, show(value), hint);
      // −0 means 0, and would not survive being written as JSON.
      return (value === 0 ? 0 : value) as T;
    },
    fromText: (text) => text,
    toText: (value) => String(value ?? "none"),
  };
}

const NUMBER = { argument: "<n>", fromText: numberFromText };

/** `Number` also takes "", "0x10", " 1 " and "Infinity": what is not a decimal number stays text, which nothing takes. */
export function numberFromText(text: string): number | string {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : text;
}

export function integer(minimum: number, maximum: number = Number.MAX_SAFE_INTEGER, hint?: string): Kind<number> {
  const bounded = maximum !== Number.MAX_SAFE_INTEGER;
  const expected = bounded ? `an integer from ${minimum} to ${maximum}` : `an integer of at least ${minimum}`;
  const schema = { type: "integer", minimum, maximum };
  const accepts = (v: unknown) => Number.isSafeInteger(v) && (v as number) >= minimum && (v as number) <= maximum;
  return { ...kind<number>(expected, schema, accepts, hint), ...NUMBER };
}

export function share(): Kind<number> {
  const accepts = (v: unknown) => typeof v === "number" && v >= 0 && v <= 1;
  return { ...kind<number>("a number from 0 to 1", { type: "number", minimum: 0, maximum: 1 }, accepts), ...NUMBER };
}

export function finite(): Kind<number> {
  return { ...kind<number>("a finite number", { type: "number" }, Number.isFinite), ...NUMBER };
}

export function boolean(): Kind<boolean> {
  return {
    ...kind<boolean>("true or false", { type: "boolean" }, (v) => typeof v === "boolean"),
    argument: "",
    fromText: (text) => (text === "true" || text === "false" ? text === "true" : text),
  };
}

export function oneOf<T extends string>(...names: readonly T[]): Kind<T> {
  const expected = names.map((name) => `"${name}"`).join(" or ");
  return kind(expected, { enum: names }, (v) => names.includes(v as T));
}

export const DIGEST: RegExp = /^sha256:[0-9a-f]{64}$/;

export const digestKind: Kind<string> = kind(
  "sha256: and 64 hexadecimal digits",
  { type: "string", pattern: DIGEST.source },
  (v) => typeof v === "string" && DIGEST.test(v),
);

export function range(): Kind<readonly [number, number]> {
  const bound = integer(0);
  const isBound = (v: unknown) => Number.isSafeInteger(v) && (v as number) >= 0;
  const isRange = (v: unknown) => Array.isArray(v) && v.length === 2 && v.every(isBound) && v[0] <= v[1];
  const schema = { type: "array", items: bound.schema, minItems: 2, maxItems: 2 };
  const pair = kind<readonly [number, number]>("two integers, low and high, with 0 <= low <= high", schema, isRange);
  return {
    ...pair,
    argument: "<low,high>",
    parse(value, key) {
      const [low, high] = pair.parse(value, key);
      return Object.freeze([bound.parse(low, key), bound.parse(high, key)] as const);
    },
    // [36,60], as JSON has it, as well as 36,60.
    fromText: (text) => (/^\s*\[(.*)\]\s*$/.exec(text)?.[1] ?? text).split(",").map((v) => numberFromText(v.trim())),
    toText: (value) => value?.join(",") ?? "none",
  };
}

const label = integer(-0x80000000, 0x7fffffff);

/** Labels of classes: numbers, and on a command line ranges of them as well. */
export const classes: Kind<readonly number[]> = {
  expected: "a list of labels, such as 0,1,7, on a command line also 0-4,7",
  schema: { type: "array", items: label.schema, uniqueItems: true, minItems: 1 },
  argument: "<labels>",
  parse(value, key) {
    const labels = list(value, key, classes.expected).map((v) => {
      if (!isLabel(v)) throw new ConfigError(key, classes.expected, show(v));
      return v;
    });
    if (labels.length === 0) throw new ConfigError(key, "at least one label", "none");
    checkDistinct(labels, key, "labels");
    return Object.freeze(labels);
  },
  fromText: (text) => text.split(",").flatMap(labelsFromText),
  toText: (value) => value?.join(",") ?? "all",
};

/** `3`, or a range such as `0-4`, as labels; what is neither is left to be refused. */
function labelsFromText(text: string): unknown[] {
  const [, first, last] = /^\s*(-?\d+)-(-?\d+)\s*$/.exec(text) ?? [];
  if (first === undefined || last === undefined) return [numberFromText(text.trim())];
  const count = Number(last) - Number(first) + 1;
  return count < 1 || count > MAX_CLASSES ? [text] : Array.from({ length: count }, (_, i) => Number(first) + i);
}

/** No character that breaks a line or a terminal, nor half of one. */
const CLASS_NAME = /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]{1,200}$/u;

const className = kind<string>(
  "a name of 1 to 200 characters on one line",
  { type: "string", pattern: CLASS_NAME.source },
  (v) => typeof v === "string" && CLASS_NAME.test(v),
);

/** Names of classes. */
export const classNames: Kind<readonly string[]> = {
  expected: "a list of names",
  schema: { type: "array", items: className.schema, uniqueItems: true, minItems: 1 },
  argument: "<names>",
  parse(value, key) {
    const names = list(value, key, classNames.expected).map((v, i) => className.parse(v, `${key}[${i}]`));
    if (names.length === 0) throw new ConfigError(key, "at least one name", "none");
    checkDistinct(names, key, "names");
    return Object.freeze(names);
  },
  fromText: (text) => text.split(",").map((name) => name.trim()),
  toText: (value) => value?.join(",") ?? "none",
};

/** @throws ConfigError for a value that is there twice. */
export function checkDistinct(values: readonly (number | string)[], key: string, what: string): void {
  const repeated = values.find((value, i) => values.indexOf(value) < i);
  if (repeated !== undefined) throw new ConfigError(key, `distinct ${what}`, `${show(repeated)} twice`);
}

type Fields = Readonly<Record<string, unknown>>;

/** An object with exactly these keys, of which those in `optional` may be missing. */
function fields(value: unknown, key: string, required: readonly string[], optional: readonly string[] = []): Fields {
  const names = [...required, ...optional];
  const expected = `an object with ${names.map((name) => `"${name}"`).join(", ")}`;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ConfigError(key, expected, show(value));
  }
  const unknown = Object.keys(value).find((name) => !names.includes(name));
  if (unknown !== undefined) throw new ConfigError(key, expected, `the unknown key "${unknown}"`);
  const missing = required.find((name) => !Object.hasOwn(value, name));
  if (missing !== undefined) throw new ConfigError(key, expected, `no "${missing}"`);
  return value as Fields;
}

const labelNoiseMode = {
  ...oneOf("resample", "flip", "udl"),
  argument: "<mode>",
  description: "resample (any class), flip (a wrong one) or udl (any, by Python's random) (default: resample)",
};

export const labelNoise: Kind<LabelNoise> = {
  expected: "a fraction, or an object with a fraction and a mode",
  schema: {
    anyOf: [
      share().schema,
      {
        type: "object",
        properties: { fraction: share().schema, mode: { ...labelNoiseMode.schema, default: "resample" } },
        required: ["fraction"],
        additionalProperties: false,
      },
    ],
  },
  argument: "<fraction>",
  parts: { mode: labelNoiseMode },
  parse(value, key) {
    if (typeof value === "number") return Object.freeze({ fraction: share().parse(value, key), mode: "resample" });
    const { fraction, mode = "resample" } = fields(value, key, ["fraction"], ["mode"]);
    return Object.freeze({
      fraction: share().parse(fraction, `${key}.fraction`),
      mode: labelNoiseMode.parse(mode, `${key}.mode`),
    });
  },
  fromText(text) {
    const [fraction = "", ...mode] = text.trim().split(/[\s,]+/);
    return { fraction: numberFromText(fraction), ...(mode.length > 0 && { mode: mode.join(" ") }) };
  },
  toText: (value) => (value === undefined ? "none" : `${value.fraction} ${value.mode}`),
};

/** Whether a value is a label: an integer of 32 bits. `3.0` is one, too: pandas writes it beside values. */
export function isLabel(value: unknown): value is number {
  return typeof value === "number" && value === (value | 0);
}

export const templates: Kind<Templates> = {
  expected: "an object with x (a row of numbers per class), t and y",
  schema: {
    type: "object",
    properties: {
      x: {
        type: "array",
        items: { type: "array", items: { type: "number" }, minItems: 2 },
        minItems: 1,
        description: "One row of values per class, all of one length.",
      },
      t: { type: "array", items: { type: "number" }, minItems: 2, description: "Time of each point." },
      y: { type: "array", items: label.schema, uniqueItems: true, minItems: 1, description: "Label of each row." },
    },
    required: ["x", "t", "y"],
    additionalProperties: false,
  },
  argument: "<file>",
  contents: '{"x": rows, "t": times, "y": labels}',
  parse(value, key) {
    const { x, t, y } = fields(value, key, ["x", "t", "y"]);
    const check = (holds: boolean, place: string, expected: string, got: number | string) => {
      if (!holds) throw new ConfigError(key + place, expected, `${got}`);
    };
    const rows = list(x, `${key}.x`, "a list of rows").map((row, i) => numbers(row, `${key}.x[${i}]`));
    const points = rows[0]?.length ?? 0;
    check(points >= 2, ".x", "rows of at least 2 points", points);
    for (const [i, { length }] of rows.entries()) {
      check(length === points, `.x[${i}]`, `${points} points, as in row 0`, length);
    }
    const times = numbers(t, `${key}.t`);
    check(times.length === points, ".t", `${points} points, as in x`, times.length);
    const labels = list(y, `${key}.y`, "a list of labels").map((v, i) => label.parse(v, `${key}.y[${i}]`));
    check(labels.length === rows.length, ".y", `${rows.length} labels, one per row of x`, labels.length);
    check(rows.length <= MAX_CLASSES, ".x", `at most ${MAX_CLASSES} rows`, rows.length);
    const values = rows.length * points;
    check(values <= MAX_TEMPLATE_VALUES, ".x", `at most ${MAX_TEMPLATE_VALUES} values in all rows`, values);
    const { length } = JSON.stringify([...rows, times].map((row) => Array.from(row)));
    const most = MAX_CONFIG_BYTES - 1_000_000; // what is left is for labels, and all other parameters
    check(length <= most, "", `at most ${most / 1e6} MB as JSON text`, `${Math.ceil(length / 1e5) / 10} MB`);
    const seen = new Set<number>();
    const repeated = labels.find((v) => seen.size === seen.add(v).size);
    check(repeated === undefined, ".y", "distinct labels", `${repeated} twice`);
    return Object.freeze({ x: Object.freeze(rows), t: times, y: Object.freeze(labels) });
  },
  fromText: (text) => text,
  toText: (value) => (value === undefined ? "the digits" : "of its own"),
};

function list(value: unknown, key: string, expected: string): readonly unknown[] {
  if (Array.isArray(value)) return Array.from(value); // holes become undefined, which no element may be
  if (ArrayBuffer.isView(value) && !(value instanceof DataView))
    return Array.from(value as unknown as Iterable<unknown>);
  throw new ConfigError(key, expected, show(value));
}

function numbers(value: unknown, key: string): Float64Array {
  return Float64Array.from(list(value, key, "a list of numbers"), (v, i) => finite().parse(v, `${key}[${i}]`));
}
