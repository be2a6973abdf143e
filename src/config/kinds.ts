import type { LabelNoise, Templates } from "./config.js";
import { ConfigError, show } from "./config-error.js";

/** What values of one sort a parameter takes: in words, as a check, and as JSON Schema. */
export interface Kind<T> {
  /** The end of a sentence "expected …". */
  readonly expected: string;
  /** The JSON Schema of the value. */
  readonly schema: Readonly<Record<string, unknown>>;
  /** Checks a value that came from JSON, a flag or a caller. Throws ConfigError. */
  parse(value: unknown, key: string): T;
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
    parse(value, key) {
      if (!accepts(value)) throw new ConfigError(key, expected, show(value), hint);
      // −0 means 0, and would not survive being written as JSON.
      return (value === 0 ? 0 : value) as T;
    },
  };
}

export function integer(minimum: number, maximum = Number.MAX_SAFE_INTEGER, hint?: string): Kind<number> {
  const bounded = maximum !== Number.MAX_SAFE_INTEGER;
  const expected = bounded ? `an integer from ${minimum} to ${maximum}` : `an integer of at least ${minimum}`;
  const schema = { type: "integer", minimum, maximum };
  const accepts = (v: unknown) => Number.isSafeInteger(v) && (v as number) >= minimum && (v as number) <= maximum;
  return kind(expected, schema, accepts, hint);
}

export function share(): Kind<number> {
  const accepts = (v: unknown) => typeof v === "number" && v >= 0 && v <= 1;
  return kind("a number from 0 to 1", { type: "number", minimum: 0, maximum: 1 }, accepts);
}

export function finite(): Kind<number> {
  return kind("a finite number", { type: "number" }, Number.isFinite);
}

export function boolean(): Kind<boolean> {
  return kind("true or false", { type: "boolean" }, (v) => typeof v === "boolean");
}

export function oneOf<T extends string>(...names: readonly T[]): Kind<T> {
  const expected = names.length === 1 ? `"${names[0]}"` : names.map((name) => `"${name}"`).join(" or ");
  return kind(expected, { enum: names }, (v) => names.includes(v as T));
}

export function range(): Kind<readonly [number, number]> {
  const expected = "two integers, low and high, with 0 <= low <= high";
  const bound = integer(0);
  return {
    expected,
    schema: { type: "array", items: bound.schema, minItems: 2, maxItems: 2 },
    parse(value, key) {
      if (!Array.isArray(value) || value.length !== 2) throw new ConfigError(key, expected, show(value));
      const [low, high] = value;
      const isBound = (v: unknown) => Number.isSafeInteger(v) && (v as number) >= 0;
      if (!isBound(low) || !isBound(high) || low > high) throw new ConfigError(key, expected, show(value));
      return Object.freeze([bound.parse(low, key), bound.parse(high, key)] as const);
    },
  };
}

/** An object with exactly these keys, of which those in `optional` may be missing. */
function fields(value: unknown, key: string, required: readonly string[], optional: readonly string[] = []): Fields {
  const expected = `an object with ${[...required, ...optional].map((name) => `"${name}"`).join(", ")}`;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ConfigError(key, expected, show(value));
  }
  for (const name of Object.keys(value)) {
    if (![...required, ...optional].includes(name)) throw new ConfigError(key, expected, `the unknown key "${name}"`);
  }
  for (const name of required) {
    if (!Object.hasOwn(value, name)) throw new ConfigError(key, expected, `no "${name}"`);
  }
  return value as Fields;
}
type Fields = Readonly<Record<string, unknown>>;

const labelNoiseMode = oneOf("resample", "flip");

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
  parse(value, key) {
    if (typeof value === "number")
      return Object.freeze({ fraction: share().parse(value, key), mode: "resample" as const });
    const { fraction, mode = "resample" } = fields(value, key, ["fraction"], ["mode"]);
    return Object.freeze({
      fraction: share().parse(fraction, `${key}.fraction`),
      mode: labelNoiseMode.parse(mode, `${key}.mode`),
    });
  },
};

const label = integer(-0x80000000, 0x7fffffff);

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
  parse(value, key) {
    const { x, t, y } = fields(value, key, ["x", "t", "y"]);
    const rows = list(x, `${key}.x`, "a list of rows").map((row, i) => numbers(row, `${key}.x[${i}]`));
    const points = rows[0]?.length ?? 0;
    if (points < 2) throw new ConfigError(`${key}.x`, "rows of at least 2 points", `${points}`);
    for (const [i, row] of rows.entries()) {
      if (row.length !== points) {
        throw new ConfigError(`${key}.x[${i}]`, `${points} points, as in row 0`, `${row.length}`);
      }
    }
    const times = numbers(t, `${key}.t`);
    if (times.length !== points) throw new ConfigError(`${key}.t`, `${points} points, as in x`, `${times.length}`);
    const labels = list(y, `${key}.y`, "a list of labels").map((v, i) => label.parse(v, `${key}.y[${i}]`));
    if (labels.length !== rows.length) {
      throw new ConfigError(`${key}.y`, `${rows.length} labels, one per row of x`, `${labels.length}`);
    }
    const seen = new Set<number>();
    const repeated = labels.find((v) => seen.size === seen.add(v).size);
    if (repeated !== undefined) throw new ConfigError(`${key}.y`, "distinct labels", `${repeated} twice`);
    return Object.freeze({ x: Object.freeze(rows), t: times, y: Object.freeze(labels) });
  },
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
