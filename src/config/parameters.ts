import type { Config } from "./config.js";
import {
  boolean,
  classes,
  classNames,
  finite,
  integer,
  type Kind,
  labelNoise,
  oneOf,
  range,
  share,
  templates,
} from "./kinds.js";
import { MAX_POINTS, MAX_UINT32 } from "./limits.js";
import { shifts } from "./shifts.js";
import { keyOf } from "./spelling.js";

/** One parameter of a config: its names, what it takes, and what people are told of it. */
export interface Parameter<Name extends keyof Config = keyof Config> {
  /** In TypeScript. */
  readonly name: Name;
  /** In files, manifests and messages: the original's spelling. */
  readonly key: string;
  readonly kind: Kind<NonNullable<Config[Name]>>;
  /** The value when no one says otherwise; undefined where absence is the default. */
  readonly default: Config[Name] | undefined;
  readonly description: string;
  /** Beyond these bounds a value is legal but probably a mistake, such as a scale_coeff of 4 for 0.4. */
  readonly usual?: readonly [lowest: number, highest: number];
}

function parameter<Name extends keyof Config>(
  name: Name,
  kind: Kind<NonNullable<Config[Name]>>,
  defaultValue: Config[Name] | undefined,
  description: string,
  usual?: readonly [number, number],
): Parameter {
  return {
    name,
    key: keyOf(name),
    kind,
    default: defaultValue,
    description,
    ...(usual && { usual }),
  } as unknown as Parameter;
}

/** All parameters: the original's twelve in its order, then ours. */
export const PARAMETERS: readonly Parameter[] = [
  parameter("numSamples", integer(1), 5000, "examples in both splits, rounded down to a multiple of the classes"),
  parameter("trainSplit", share(), 0.8, "share of the examples that goes to train"),
  parameter("templateLen", integer(1), 12, "signals have template_len + high padding points", [2, 200]),
  parameter("padding", range(), [36, 60], "least and most zeros appended to a template", [0, 1000]),
  parameter("scaleCoeff", finite(), 0.4, "amplitudes vary by ± half of this", [0, 2]),
  parameter(
    "maxTranslation",
    integer(1, MAX_UINT32, "For no translation it is 1."),
    48,
    "signals are rotated by less than this many points",
    [1, 1000],
  ),
  parameter("corrNoiseScale", finite(), 0.25, "smoothed noise where a signal is zero", [0, 2]),
  parameter("iidNoiseScale", finite(), 0.02, "noise on every point", [0, 0.5]),
  parameter("shearScale", finite(), 0.75, "slopes vary by ± half of this", [0, 5]),
  parameter("shuffleSeq", boolean(), false, "shuffle the positions, the same way in every signal"),
  parameter("finalSeqLength", integer(1, MAX_POINTS), 40, "points of a finished signal", [4, 1000]),
  parameter("seed", integer(0, MAX_UINT32), 42, "seed of the random stream"),
  parameter("templates", templates, undefined, "templates instead of the ten digits"),
  parameter("testSize", integer(0), undefined, "exact number of test examples, instead of train_split"),
  parameter(
    "labelNoise",
    labelNoise,
    undefined,
    "share of train labels that are drawn anew; the true ones are kept as y_clean",
  ),
  parameter(
    "valSize",
    integer(1, undefined, "It is a number of examples; for none, leave it out."),
    undefined,
    "examples of a validation split, taken from train",
  ),
  parameter(
    "shifts",
    shifts,
    undefined,
    "a further test split, test_<name>: the same examples with parameters changed; repeatable",
  ),
  parameter("factors", boolean(), false, "keep what was drawn for each example: padding, scale, translation, shear"),
  parameter("clean", boolean(), false, "keep each example without noise as well, as x_clean"),
  parameter("classes", classes, undefined, "labels of the classes to make, such as 0-4,7"),
  parameter("classNames", classNames, undefined, "a name for each class"),
  parameter(
    "engine",
    oneOf("reference", "blocked"),
    "reference",
    "how examples are drawn: reference as the original does, blocked for any size",
  ),
  parameter(
    "dtype",
    { ...oneOf("float32", "float64"), argument: "<type>" },
    "float32",
    "element type of x: float32 or float64",
  ),
  parameter(
    "rounding",
    { ...oneOf("exact", "published"), argument: "<mode>" },
    "exact",
    "of logarithms: exact or published",
  ),
];

/** The keys of the original's `get_dataset_args`, which the default config consists of. */
export const ORIGINAL_KEYS: readonly string[] = PARAMETERS.slice(0, 12).map(({ key }) => key);

/** The config when no one says anything: the published dataset. Frozen, since everyone shares it. */
export const defaults: Config = Object.freeze(
  Object.fromEntries(PARAMETERS.filter((p) => p.default !== undefined).map((p) => [p.name, Object.freeze(p.default)])),
) as unknown as Config;

export function isDefault(config: Config, parameter: Parameter): boolean {
  return JSON.stringify(config[parameter.name]) === JSON.stringify(parameter.default);
}

/** The parameters of a config that are not at their default. */
export function changedParameters(config: Config): Parameter[] {
  return PARAMETERS.filter((parameter) => !isDefault(config, parameter));
}

/** Of more, people read how many there are. */
const MOST_SHIFTS_SHOWN = 4;

/** How a config differs from the defaults, as people read it: `seed 7, shear_scale 1.5`. */
export function changesText(config: Config): string {
  const changes = changedParameters(config).map(({ key, name, kind }) => {
    const shifted = name === "shifts" ? Object.keys(config.shifts!).length : 0;
    return shifted > MOST_SHIFTS_SHOWN ? `${shifted} shifts` : `${key} ${kind.toText(config[name])}`;
  });
  return changes.length === 0 ? "the defaults" : changes.join(", ");
}
