import { ConfigError, show } from "./config-error.js";

/** The key of a config file that says what its data must be. It is no parameter: nothing is made from it. */
export const DIGEST_KEY = "digest";

export const DIGEST_PATTERN = "^sha256:[0-9a-f]{64}$";

/**
 * The digest that a config file pins its data to, `sha256:…`; undefined if it does not.
 *
 * @param value a config with keys as files spell them.
 * @throws ConfigError
 */
export function pinnedDigest(value: object): string | undefined {
  const { [DIGEST_KEY]: digest } = value as Readonly<Record<string, unknown>>;
  return digest === undefined ? undefined : parseDigest(digest, DIGEST_KEY);
}

/** @throws ConfigError for anything but `sha256:` and 64 hexadecimal digits in lower case. */
export function parseDigest(value: unknown, key: string): string {
  if (typeof value === "string" && new RegExp(DIGEST_PATTERN).test(value)) return value;
  throw new ConfigError(key, "sha256: and 64 hexadecimal digits", show(value));
}
