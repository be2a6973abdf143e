import type { Config, Shift, Shifts } from "./config.js";
import { ConfigError, show } from "./config-error.js";
import { checkDistinct, finite, integer, type Kind, numberFromText, range } from "./kinds.js";
import { MAX_SHIFTS, MAX_UINT32 } from "./limits.js";
import { keyOf, nameOf } from "./spelling.js";
import { didYouMean } from "./suggestion.js";

/** What each parameter takes that a shift can change. */
const SHIFTABLE: { readonly [Name in keyof Shift]-?: Kind<Config[Name]> } = {
  padding: range(),
  scaleCoeff: finite(),
  maxTranslation: integer(1, MAX_UINT32),
  corrNoiseScale: finite(),
  iidNoiseScale: finite(),
  shearScale: finite(),
};

/**
 * A name is a part of file names (also where case does not count), of Hugging Face's split names and of arrays' names. No two
 * arrays have the same, but one that a split has already, or that begins as the split of the shift will, would only be taken
 * for it; and `x_test_clean` of a shift for `x_clean_test`, which is test without noise.
 */
const NAME = /^(?!(?:train|validation|val|test|clean)$|test_)[a-z][a-z0-9_]{0,39}$/;

const KEYS = Object.keys(SHIFTABLE).map(keyOf);

/** How a shift is typed. */
const TYPED = "name:key=value without spaces, such as noisy:iid_noise_scale=0.2,padding=10,30";

/** Named changes of parameters: an object of objects, whose keys may be spelled as files or as TypeScript do. */
export const shifts: Kind<Shifts> = {
  expected: "an object of shifts by name, each an object with changed parameters",
  schema: {
    type: "object",
    propertyNames: { pattern: NAME.source },
    minProperties: 1,
    maxProperties: MAX_SHIFTS,
    additionalProperties: {
      type: "object",
      properties: Object.fromEntries(Object.entries(SHIFTABLE).map(([name, kind]) => [keyOf(name), kind.schema])),
      minProperties: 1,
      additionalProperties: false,
    },
  },
  argument: "<name:key=value,...>",
  isRepeated: true,
  parse(value, key) {
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    if (!isObject) throw new ConfigError(key, shifts.expected, show(value));
    const entries = Object.entries(value);
    if (entries.length === 0 || entries.length > MAX_SHIFTS) {
      throw new ConfigError(key, `1 to ${MAX_SHIFTS} shifts`, String(entries.length));
    }
    const parsed = entries.map(([name, changes]) => {
      checkName(name, key);
      return [name, parseShift(changes, `${key}.${name}`)] as const;
    });
    // Objects have no order to everybody; the splits of a dataset do.
    return Object.freeze(Object.fromEntries(parsed.sort(([a], [b]) => (a < b ? -1 : 1))));
  },
  fromText: (text) => fromPairs(text.trim().split(/\s+/).map(shiftFromText), "shifts"),
  toText: (value) =>
    value === undefined
      ? "none"
      : Object.entries(value)
          .map(([name, shift]) => `${name}:${changesText(shift)}`)
          .join(" "),
};

function checkName(name: string, key: string): void {
  if (NAME.test(name)) return;
  const expected =
    "a name other than train, validation, val, test and clean, of lower-case letters, digits and _ that begins with a letter, 40 characters at most";
  const near = name
    .toLowerCase()
    .replace(/^test_/, "")
    .replaceAll("-", "_");
  const hint = name === "clean" ? "For each example without its noise there is --clean." : undefined;
  throw new ConfigError(key, expected, show(name), NAME.test(near) ? `Did you mean ${near}?` : hint);
}

function parseShift(value: unknown, key: string): Shift {
  if (typeof value !== "object" || value === null || Array.isArray(value) || Object.keys(value).length === 0) {
    throw new ConfigError(key, `an object with some of ${KEYS.join(", ")}`, show(value));
  }
  const entries = Object.entries(value).map(([spelled, entry]) => {
    const name = nameOf(spelled);
    if (!Object.hasOwn(SHIFTABLE, name)) {
      const expected = `parameters that can change: ${KEYS.join(", ")}`;
      throw new ConfigError(key, expected, show(spelled), didYouMean(spelled, KEYS));
    }
    return [name, SHIFTABLE[name as keyof Shift].parse(entry, `${key}.${keyOf(name)}`)] as const;
  });
  const changes = fromPairs(entries, "parameters", key) as Readonly<Record<string, unknown>>;
  const inOrder = Object.keys(SHIFTABLE).filter((name) => Object.hasOwn(changes, name));
  return Object.freeze(Object.fromEntries(inOrder.map((name) => [name, changes[name]]))) as Shift;
}

/** `noisy:iid_noise_scale=0.2,padding=0,24` as a pair of its name and its changes. @throws ConfigError */
function shiftFromText(text: string): [name: string, changes: unknown] {
  const [, name, list] = /^([^:=]*):(.*)$/s.exec(text) ?? [];
  if (name === undefined || list === undefined) throw new ConfigError("shifts", TYPED, show(text));
  // A comma is between parameters, and between the two numbers of a padding.
  const changes = list.split(/,(?=[^,]*=)/).map((part): [key: string, value: unknown] => {
    const [, key, value] = /^([^=]+)=(.+)$/s.exec(part) ?? [];
    if (key === undefined || value === undefined) throw new ConfigError("shifts", TYPED, show(text));
    const kind = SHIFTABLE[nameOf(key) as keyof Shift] as Kind<unknown> | undefined;
    return [key, (kind?.fromText ?? numberFromText)(value)];
  });
  return [name, fromPairs(changes, "parameters")];
}

/** @throws ConfigError for a name that is there twice, as an object would have the last of them. */
function fromPairs(pairs: readonly (readonly [name: string, value: unknown])[], what: string, key = "shifts"): object {
  checkDistinct(
    pairs.map(([name]) => name),
    key,
    what,
  );
  return Object.fromEntries(pairs);
}

/** What a shift changes, as people type it: `iid_noise_scale=0.2,padding=0,24`. */
export function changesText(shift: Shift): string {
  return Object.entries(shift)
    .map(([name, value]) => `${keyOf(name)}=${String(value)}`)
    .join(",");
}
