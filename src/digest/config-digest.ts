import type { Config } from "../config/config.js";
import { configToJson } from "../config/config-json.js";
import { hexFromBytes, sha256 } from "./sha256.js";

/**
 * The identity of a config, `sha256:…`: SHA-256 of its JSON text without white space, keys in their order. It stands
 * beside the config in files, so that one that was edited is noticed, and is what golden files look a config up by.
 */
export async function configDigest(config: Config): Promise<string> {
  const text = new TextEncoder().encode(JSON.stringify(configToJson(config)));
  return `sha256:${hexFromBytes(await sha256(text))}`;
}
