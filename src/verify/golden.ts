import type { Config } from "../config/config.js";
import { ConfigError, show } from "../config/config-error.js";
import { configToJson, type JsonObject } from "../config/config-json.js";
import { digestKind } from "../config/kinds.js";
import { parseConfig } from "../config/parse-config.js";
import { configDigest } from "../digest/dataset-digest.js";

/** Raised when a reader of an earlier version could misunderstand a golden file. */
const GOLDEN_VERSION = 1;

/** What the data of some configs must be. */
export interface Golden {
  readonly golden_version: number;
  /** By config digest, in the order of the file. */
  readonly entries: Readonly<Record<string, GoldenEntry>>;
}

export interface GoldenEntry {
  /** `sha256:…` of the data. */
  readonly digest: string;
  /** The parameters that differ from the defaults, so that a person sees what an entry is about. */
  readonly config: JsonObject;
}

export const emptyGolden: Golden = { golden_version: GOLDEN_VERSION, entries: {} };

/**
 * @param value parsed JSON.
 * @throws ConfigError for anything but a golden file whose entries are filed under the digests of their configs.
 */
export async function parseGolden(value: unknown): Promise<Golden> {
  const { golden_version: version, entries, ...others } = objectOf(value, "golden file");
  if (version !== GOLDEN_VERSION) {
    const hint = Number(version) > GOLDEN_VERSION ? "A newer mnist1d made it: update this one to read it." : undefined;
    throw new ConfigError("golden_version", `${GOLDEN_VERSION}`, show(version), hint);
  }
  const [other] = Object.keys(others);
  if (other !== undefined) throw new ConfigError(other, "golden_version and entries only", "an unknown key");
  const parsed: Record<string, GoldenEntry> = {};
  for (const [key, entry] of Object.entries(objectOf(entries, "entries"))) {
    const name = `entries.${key}`;
    const { digest, config } = objectOf(entry, name);
    const filed = await configDigest(parseConfig(config));
    if (filed !== key) throw new ConfigError(name, `${filed}, the digest of its config`, "another key");
    parsed[key] = { digest: digestKind.parse(digest, `${name}.digest`), config: config as JsonObject };
  }
  return { golden_version: GOLDEN_VERSION, entries: parsed };
}

function objectOf(value: unknown, key: string): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new ConfigError(key, "an object", JSON.stringify(value) ?? "nothing");
}

/** What a golden file says that the data of a config is; undefined if it has no entry for it. */
export async function goldenDigest(golden: Golden, config: Config): Promise<string | undefined> {
  return golden.entries[await configDigest(config)]?.digest;
}

/** The same golden file with an entry for a config, in the place of an earlier one. */
export async function withEntry(golden: Golden, config: Config, digest: string): Promise<Golden> {
  const entry = { digest, config: withoutDefaults(config) };
  return { ...golden, entries: { ...golden.entries, [await configDigest(config)]: entry } };
}

/** The JSON of a config without what is at its default. */
function withoutDefaults(config: Config): JsonObject {
  const defaults = configToJson(parseConfig({}));
  const isChanged = ([key, value]: [string, unknown]) => JSON.stringify(value) !== JSON.stringify(defaults[key]);
  return Object.fromEntries(Object.entries(configToJson(config)).filter(isChanged));
}

/** The text of a golden file, two lines an entry: a change to one is a change to these. */
export function goldenText({ golden_version, entries }: Golden): string {
  const lines = Object.entries(entries).map(
    ([key, { digest, config }]) =>
      `    "${key}": {\n      "digest": "${digest}",\n      "config": ${JSON.stringify(config)}\n    }`,
  );
  const body = lines.length === 0 ? "{}" : `{\n${lines.join(",\n")}\n  }`;
  return `{\n  "golden_version": ${golden_version},\n  "entries": ${body}\n}\n`;
}
