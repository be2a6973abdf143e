import { Mnist1dError } from "./mnist1d-error.js";
import { didYouMean } from "./suggestion.js";

/** A parameter, or an option of a function, that is not what it must be. The library throws it; the command renders it with the flag's name. */
export class ConfigError extends Mnist1dError {
  override readonly name: string = "ConfigError";
  override readonly code = "ERR_CONFIG";

  /**
   * @param key the parameter as files and manifests spell it, e.g. `train_split` or `templates.x[3]`; an option by
   *   its name, e.g. `shard.index`.
   * @param expected what would be accepted, as the end of "expected …".
   * @param got what came, ready to print.
   * @param hint one more sentence for people: a suggestion, or why.
   */
  constructor(
    readonly key: string,
    readonly expected: string,
    readonly got: string,
    hint?: string,
  ) {
    super(`${key}: expected ${expected}, got ${got}`, hint);
  }
}

/** A key that no parameter, or no option, has. */
export class UnknownKeyError extends ConfigError {
  override readonly name = "UnknownKeyError";

  /** @param known the keys that exist, for a suggestion. */
  constructor(
    key: string,
    readonly known: readonly string[],
    what = "a parameter",
  ) {
    super(key, `the name of ${what}`, show(key), didYouMean(key, known) ?? `There are ${known.join(", ")}.`);
  }
}

/** A value as messages show it: JSON where JSON can say it, and never longer than a line. */
export function show(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = typeof value === "object" || typeof value === "string" ? jsonOf(value) : String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function jsonOf(value: unknown): string {
  // What JSON has no notation for, as JavaScript writes it.
  const replacer = (_key: string, entry: unknown) =>
    typeof entry === "bigint" || (typeof entry === "number" && !Number.isFinite(entry)) ? String(entry) : entry;
  try {
    return JSON.stringify(value, replacer);
  } catch {
    return String(value); // circular
  }
}
