import { type Config, classCount, exampleCount, type Shift, signalLength } from "./config.js";
import { show } from "./config-error.js";
import { PARAMETERS, type Parameter } from "./parameters.js";

/** Where shifts go further than datasets of their own: as far as the suite does (`SHIFT_SUITE`). */
const USUAL_IN_SHIFTS: { readonly [Name in keyof Shift]?: Parameter["usual"] } = { shearScale: [0, 30] };

export interface ConfigWarning {
  /** The parameter as files spell it; of one in a shift with its place, `shifts.noisy.iid_noise_scale`. */
  readonly key: string;
  readonly message: string;
}

/** What a config says that is legal but may not be what was meant. */
export function configWarnings(config: Config): ConfigWarning[] {
  const warnings = PARAMETERS.flatMap((parameter) =>
    ifFar(parameter.key, config[parameter.name], parameter.usual, parameter.default),
  );
  const examples = exampleCount(config);
  if (examples !== config.numSamples) {
    const message = `${config.numSamples} does not divide among ${classCount(config)} classes: making ${examples} examples`;
    warnings.push({ key: "num_samples", message });
  }
  warnings.push(...ifStill("max_translation", config));
  for (const [name, shift] of Object.entries(config.shifts ?? {})) {
    const place = `shifts.${name}`;
    for (const { name: changed, key, usual, default: original } of PARAMETERS) {
      const further = USUAL_IN_SHIFTS[changed as keyof Shift] ?? usual;
      warnings.push(...ifFar(`${place}.${key}`, shift[changed as keyof Shift], further, original));
    }
    // A shift to a shorter padding alone keeps translations that go around, as those of the suite do.
    if (shift.maxTranslation !== undefined) {
      warnings.push(...ifStill(`${place}.max_translation`, { ...config, ...shift }));
    }
  }
  return warnings;
}

function ifFar(key: string, value: unknown, usual: Parameter["usual"], original: unknown): ConfigWarning[] {
  if (usual === undefined) return [];
  const [lowest, highest] = usual;
  const isFar = [value].flat().some((v) => typeof v === "number" && (v < lowest || v > highest));
  const message = `${show(value)} is far from the original's ${show(original)} (usual: ${lowest} to ${highest})`;
  return isFar ? [{ key, message }] : [];
}

/** Of translations that bring a signal back to where it was. */
function ifStill(key: string, config: Config): ConfigWarning[] {
  const points = signalLength(config);
  if (config.maxTranslation <= points) return [];
  const message = `${config.maxTranslation} is more than the ${points} points of a signal, and a rotation by more leaves it unchanged`;
  return [{ key, message }];
}
