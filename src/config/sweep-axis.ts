import type { Config } from "./config.js";
import { ConfigError, show, UnknownKeyError } from "./config-error.js";
import { toJson } from "./config-json.js";
import type { Kind } from "./kinds.js";
import { PARAMETERS, type Parameter } from "./parameters.js";

/** More were made by mistake, and take longer than anybody waits. */
const MOST_POINTS = 10_000;

/** Parameters whose values are no short text. */
const NOT_SWEPT: ReadonlySet<keyof Config> = new Set(["templates", "shifts", "classNames", "rounding"]);

/** Those that an axis may have. */
export const SWEPT: readonly Parameter[] = PARAMETERS.filter(({ name }) => !NOT_SWEPT.has(name));

/** A parameter that is swept, and its values. */
export interface Axis {
  readonly parameter: Parameter;
  readonly values: readonly unknown[];
}

/** `shear_scale=0.25,0.5` as an axis. @throws ConfigError */
export function parseAxis(text: string): Axis {
  const [, spelled = text, list] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  const key = keyOfAxis(spelled);
  const parameter = SWEPT.find((p) => p.key === key);
  if (parameter === undefined && PARAMETERS.some((p) => p.key === key || (p.kind.isRepeated && p.key === `${key}s`))) {
    const hint = "A list of configs can change it (--sweep-file).";
    throw new ConfigError("sweep", "a parameter of short values", show(spelled), hint);
  }
  if (parameter === undefined) {
    const [, near = "", values] = /^\s*([\w-]+)(?:\s*:|\s)\s*(.+)$/s.exec(text) ?? [];
    if (list === undefined && SWEPT.some((p) => p.key === keyOfAxis(near))) {
      throw new ConfigError("sweep", "key=values", show(text), `Type ${keyOfAxis(near)}=${values}`);
    }
    throw new UnknownKeyError(
      spelled,
      SWEPT.map((p) => p.key),
    );
  }
  if (list === undefined || list.trim() === "") {
    throw new ConfigError("sweep", `values, such as ${key}=0.25,0.5 or seed=0..7`, show(text));
  }
  const values = valuesIn(list.trim(), parameter);
  const texts = values.map((value) => JSON.stringify(toJson(value)));
  const repeated = texts.find((value, i) => texts.indexOf(value) < i);
  if (repeated !== undefined) throw new ConfigError(`sweep ${key}`, "each value once", `${repeated} twice`);
  return { parameter, values };
}

function keyOfAxis(spelled: string): string {
  return spelled.trim().replace(/^--/, "").replaceAll("-", "_");
}

/** What is a list has its commas in brackets, and so may be what has a comma: `[0.15,flip]`. */
const IN_BRACKETS = /^\[([^[\]]*)\]$/;

function valuesIn(list: string, parameter: Parameter): unknown[] {
  const { key, kind } = parameter;
  const isOfLists = kind.schema.type === "array";
  // Commas within brackets are those of a value.
  const texts = list.split(/,(?![^[]*\])/).map((text) => text.trim());
  const [, inner] = /^\[(.*)\]$/s.exec(list) ?? [];
  if (isOfLists && !texts.every((text) => IN_BRACKETS.test(text))) {
    const hint = listsMeant(list, texts, parameter);
    throw new ConfigError(`sweep ${key}`, "a list in brackets for each dataset", show(list), hint);
  }
  // As JSON has a list of values.
  if (["integer", "number", "boolean"].includes(kind.schema.type as string) && inner !== undefined) {
    throw new ConfigError(`sweep ${key}`, "values without brackets", show(list), `Type ${key}=${inner}`);
  }
  return texts.flatMap((text) => valuesFrom(text, parameter));
}

/** What to type instead of lists without brackets, or of a list of lists, as JSON has it. */
function listsMeant(list: string, texts: readonly string[], { key, kind }: Parameter): string | undefined {
  const [, lists] = /^\[(\[.*\])\]$/s.exec(list) ?? [];
  if (lists !== undefined) return `Type ${key}=${lists}`;
  if (/[[\]]/.test(list)) return undefined;
  const isEither = kind.schema.minItems === 1 && texts.length > 1;
  return `Type ${isEither ? `${key}=[${texts.join("],[")}] or ` : ""}${key}=[${list}]`;
}

function valuesFrom(text: string, { key, kind }: Parameter): unknown[] {
  const [, first, last] = (kind.schema.type === "integer" && /^(\d+)\.\.(\d+)$/.exec(text)) || [];
  const count = Number(last) - Number(first) + 1;
  if (count >= 1) {
    checkCount(count);
    return Array.from({ length: count }, (_, i) => kind.parse(Number(first) + i, `sweep ${key}`));
  }
  try {
    return [kind.parse(kind.fromText(IN_BRACKETS.exec(text)?.[1] ?? text), `sweep ${key}`)];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const isRange = kind.schema.type === "integer" && text.includes("..");
    const expected = isRange ? "a range first..last, such as 0..7" : error.expected;
    throw new ConfigError(
      error.key,
      expected,
      isRange ? show(text) : error.got,
      error.hint ?? rangeMeant(text, key, kind),
    );
  }
}

/** What to type instead of a range as others write it, or of one that there is not. */
function rangeMeant(text: string, key: string, kind: Kind<unknown>): string | undefined {
  const typed = /^(\d*\.?\d+)\s*(?:\.{2,}|…|[-–:]|to)\s*(\d*\.?\d+)(?::.*)?$/.exec(text)?.slice(1);
  const [first, last] = (typed ?? []).map(Number).sort((a, b) => a - b);
  if (first === undefined || last === undefined) return undefined;
  if (kind.schema.type === "integer") return `Did you mean ${key}=${first}..${last}?`;
  const middle = Number(((first + last) / 2).toPrecision(4));
  return `Ranges are of integers: type the values, such as ${key}=${first},${middle},${last}`;
}

/** @throws ConfigError for more datasets than a sweep has. */
export function checkCount(count: number): void {
  if (count > MOST_POINTS) throw new ConfigError("sweep", `at most ${MOST_POINTS} datasets`, String(count));
}
