import type { Config } from "./config.js";
import { show } from "./config-error.js";
import { PARAMETERS } from "./parameters.js";
import { isDefault } from "./parse-config.js";

/** The parameters of a config that are not at their default, with their values as a person would read them. */
export function changedParameters(config: Config): { readonly key: string; readonly value: string }[] {
  const changed = PARAMETERS.filter((parameter) => !isDefault(config, parameter));
  return changed.map(({ key, name }) => ({ key, value: name === "templates" ? "of your own" : show(config[name]) }));
}
