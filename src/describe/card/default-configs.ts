import type { Item } from "./yaml-items.js";

/** Whether an item says that its config is loaded where none is named; Python takes other values than `true` for true. */
export function saysDefault({ value }: Item): boolean {
  const said = value instanceof Map ? value.get("default") : undefined;
  const isEmpty = (Array.isArray(said) && said.length === 0) || (said instanceof Map && said.size === 0);
  return Boolean(said) && !isEmpty;
}

/** Whether the library takes it for the default: also by its name. */
export function isDefault(item: Item): boolean {
  return item.name === "default" || saysDefault(item);
}
