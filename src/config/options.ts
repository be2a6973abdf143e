import { ConfigError, show, UnknownKeyError } from "./config-error.js";
import { type Kind, kind } from "./kinds.js";

export type OptionKinds<T> = { readonly [Name in keyof Required<T>]: Pick<Kind<unknown>, "parse"> };

export const callback: Kind<unknown> = kind("a function", {}, (value) => typeof value === "function");

/** By its shape: in some environments there are several classes of this name. */
export const abortSignal: Kind<unknown> = kind(
  "an AbortSignal",
  {},
  (value) => typeof (value as AbortSignal | null)?.throwIfAborted === "function",
);

/** Text, which may be empty. */
export const text: Kind<string> = kind("a string", {}, (value) => typeof value === "string");

/** An object; what is in it is checked by whoever takes it. */
export const object: Kind<unknown> = kind("an object", {}, (value) => typeof value === "object" && value !== null);

/**
 * Checks the options that a caller passed; what is undefined is as good as absent.
 * @param path what they are options of, where they are in another object: `shard`.
 * @returns a copy, so that what the caller does to theirs later changes nothing.
 * @throws ConfigError for an unknown option, or a value that is not what it must be.
 */
export function checkedOptions<T extends object>(options: T, kinds: OptionKinds<T>, path?: string): T {
  // From JavaScript anything may come.
  if (Object.prototype.toString.call(options) !== "[object Object]") {
    throw new ConfigError(path ?? "options", "an object", show(options));
  }
  const checked: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    const key = path === undefined ? name : `${path}.${name}`;
    if (!Object.hasOwn(kinds, name)) throw new UnknownKeyError(key, Object.keys(kinds), "an option");
    checked[name] = kinds[name as keyof T].parse(value, key);
  }
  return Object.freeze(checked) as T;
}
