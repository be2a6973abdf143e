import type { Config } from "../../../src/config/config.js";
import { configToJson, type Json, type JsonObject, jsonText } from "../../../src/config/config-json.js";
import { changedParameters } from "../../../src/config/parameters.js";
import { parseConfig } from "../../../src/config/parse-config.js";

/** The views of the page, in their order. */
export const VIEWS = ["steps", "gallery", "compare", "train", "take", "explain"] as const;

export type View = (typeof VIEWS)[number];

/** All that a link to the page says. */
export interface PageState {
  readonly view: View;
  readonly config: Config;
  /** What the config is compared with. */
  readonly other: Config;
  /** Seed and class of the example that is shown step by step; the seed is the config's where there is none. */
  readonly draw: number | undefined;
  readonly label: number | undefined;
}

/** A parameter's value beyond which no link is read: templates of a thousand classes fit. */
const MOST_CHARACTERS = 1_000_000;

/** `#gallery&shear_scale=1.5&padding=[10,30]`: the view, and each parameter that is not at its default, as JSON. */
export function hashOf({ view, config, other, draw, label }: PageState): string {
  const entries = Object.entries(changesOf(config));
  const others = Object.keys(changesOf(other)).length === 0 ? [] : [["a", changesOf(other)] as const];
  const example = Object.entries({ draw, label }).filter(([, value]) => value !== undefined) as [string, Json][];
  const parts = [...entries, ...others, ...example].map(([key, value]) => {
    const text = typeof value === "string" ? value : jsonText(value);
    return `&${key}=${escaped(text)}`;
  });
  return `#${view}${parts.join("")}`;
}

/** What a config changes of the defaults, as files have it. */
export function changesOf(config: Config): JsonObject {
  const all = configToJson(config);
  return Object.fromEntries(changedParameters(config).flatMap(({ key }) => (key in all ? [[key, all[key]!]] : [])));
}

/**
 * What a link says, with defaults for what it does not.
 * @throws ConfigError for a value that a parameter does not take; HashError for what is none of ours.
 */
export function parseHash(hash: string): PageState {
  if (hash.length > MOST_CHARACTERS) throw new HashError("it is longer than a million characters");
  const [name = "", ...parts] = hash.replace(/^#/, "").split("&");
  const view = name === "" ? "steps" : VIEWS.find((one) => one === name);
  if (view === undefined) throw new HashError(`it begins with "${cut(name)}", and there are ${VIEWS.join(", ")}`);
  const values: Record<string, unknown> = Object.create(null);
  for (const part of parts.filter((one) => one !== "")) {
    const [, key, text] = /^([^=]*)=(.*)$/s.exec(part) ?? [];
    if (key === undefined || text === undefined) throw new HashError(`"${cut(part)}" is no key=value`);
    if (key in values) throw new HashError(`${cut(key)} is there twice`);
    values[key] = readValue(unescaped(text));
  }
  const { a, draw, label, ...config } = values;
  return {
    view,
    config: parseConfig({ ...config }),
    other: parseConfig(a ?? {}),
    draw: integerOf("draw", draw, 0, 0xffffffff),
    label: integerOf("label", label, -0x80000000, 0x7fffffff),
  };
}

/** A link that is not understood. */
export class HashError extends Error {
  override readonly name = "HashError";

  constructor(problem: string) {
    super(`The link is not understood: ${problem}.`);
  }
}

function integerOf(key: string, value: unknown, least: number, most: number): number | undefined {
  if (value === undefined) return undefined;
  if (Number.isInteger(value) && (value as number) >= least && (value as number) <= most) return value as number;
  throw new HashError(`${key} is an integer from ${least} to ${most}, not ${cut(String(value))}`);
}

/** JSON where it is such, and else a word, as in `engine=blocked`. */
function readValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Only what would end a value or be changed by a browser: a link stays readable. */
const escaped = (text: string) => encodeURIComponent(text).replace(/%(2C|5B|5D|3A|2F|7B|7D)/g, decodeURIComponent);

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new HashError(`"${cut(text)}" has a % that escapes nothing`);
  }
}

const cut = (text: string) => (text.length > 40 ? `${text.slice(0, 39)}…` : text);
