import type { Config } from "./config.js";
import { ConfigError, show } from "./config-error.js";
import { type Json, toJson } from "./config-json.js";
import { PARAMETERS, type Parameter } from "./parameters.js";
import { type PartialConfig, parseLayer, pinnedDigest } from "./parse-config.js";
import { checkCount, parseAxis, SWEPT } from "./sweep-axis.js";

/** One of the configs of a sweep: what it changes of the others' common one. */
export interface SweepPoint {
  /** From its parameters, as in `shear-0.5-seed-3`; or its own. */
  readonly name: string;
  readonly layer: PartialConfig;
  /** The digest that its data must have, if a list of configs says so. */
  readonly digest?: string;
}

/**
 * All combinations of values: the last parameter changes fastest.
 * @param axes as they are typed, `key=value,value`: `shear_scale=0.25,0.5`, `seed=0..7`, and what is a list in brackets,
 *   `padding=[36,60],[0,24]`.
 * @throws ConfigError whose key is `sweep`.
 */
export function sweepGrid(axes: readonly string[]): SweepPoint[] {
  const parsed = axes.map(parseAxis);
  const repeated = parsed.find(({ parameter }, i) => parsed.findIndex((axis) => axis.parameter === parameter) < i);
  if (repeated !== undefined) throw new ConfigError("sweep", "each parameter once", `${repeated.parameter.key} twice`);
  checkCount(parsed.reduce((product, { values }) => product * values.length, 1));
  let points: SweepPoint[] = [{ name: "", layer: {} }];
  for (const { parameter, values } of parsed) {
    points = points.flatMap(({ name, layer }) =>
      values.map((value) => ({
        name: [name, nameOfValue(parameter, value)].filter((part) => part !== "").join("-"),
        layer: { ...layer, [parameter.name]: value },
      })),
    );
  }
  return checkPoints(points);
}

/**
 * The configs that a file lists.
 * @param list objects with keys as config files have them, and each a `name` and a `digest` or not.
 * @throws ConfigError
 */
export function sweepList(list: unknown): SweepPoint[] {
  if (!Array.isArray(list) || list.length === 0) {
    throw new ConfigError("sweep", "a list of objects with parameters", show(list));
  }
  checkCount(list.length);
  const points = list.map((entry: unknown, i) => {
    if (typeof entry !== "object" || entry === null) throw new ConfigError(`[${i}]`, "an object", show(entry));
    const { name, ...parameters } = entry as Record<string, unknown>;
    const layer = at(`[${i}]`, () => parseLayer(parameters));
    const digest = at(`[${i}]`, () => pinnedDigest(parameters));
    if (name !== undefined && typeof name !== "string") throw new ConfigError(`[${i}].name`, "a string", show(name));
    return { name: name ?? nameOfLayer(layer, i), layer, ...(digest !== undefined && { digest }) };
  });
  return checkPoints(points);
}

/** The parameters that some point of a sweep sets, in the order of the config. */
export function sweptParameters(points: readonly SweepPoint[]): Parameter[] {
  return PARAMETERS.filter(({ name }) => points.some(({ layer }) => layer[name] !== undefined));
}

/** The value that a point has for a parameter, as files have it. */
export function sweptValue(config: Config, { name }: Parameter): Json {
  return toJson(config[name] ?? null);
}

/** `shear-0.5`: the parameter without what many have at their end, and the value. */
function nameOfValue({ key, kind }: Parameter, value: unknown): string {
  const short = key.replace(/_(scale|coeff)$/, "").replaceAll("_", "-");
  return `${short}-${kind.toText(value as never).replace(/[^A-Za-z0-9.+-]+/g, "-")}`;
}

function nameOfLayer(layer: PartialConfig, index: number): string {
  const named = SWEPT.filter(({ name }) => layer[name] !== undefined);
  const name = named.map((parameter) => nameOfValue(parameter, layer[parameter.name])).join("-");
  return name === "" ? `config-${index}` : name;
}

/**
 * Makes sure that each has a name of its own: some file systems take names that differ in capitals alone for the same.
 * @throws ConfigError
 */
export function checkPoints<T extends readonly SweepPoint[]>(points: T): T {
  const names = new Set<string>();
  for (const { name } of points) {
    if (names.has(name.toLowerCase()))
      throw new ConfigError("sweep", "datasets of different names", `${show(name)} twice`);
    names.add(name.toLowerCase());
  }
  return points;
}

/** Says of an error where in the list it is. */
function at<T>(place: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(`${place}.${error.key}`, error.expected, error.got, error.hint);
  }
}
