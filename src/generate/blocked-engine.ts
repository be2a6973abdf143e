import { type Config, exampleCount, signalLength } from "../config/config.js";
import type { Moments } from "../numeric/pairwise-sum.js";
import { allocate } from "./allocate.js";
import { BLOCK_EXAMPLES, BlockDrawer } from "./block-drawer.js";
import { blockStreams } from "./block-streams.js";
import { calibrate } from "./calibrate.js";
import { digitTemplates } from "./digit-templates.js";
import { drawnExamples } from "./drawn-examples.js";
import { defaultChunkRows, type Examples } from "./examples.js";
import { checkStandardisable } from "./standardisation.js";
import { Transform, transformTime } from "./transform.js";

/** Bytes that the engine holds for a config: buffers for signals, a block's labels and a chunk. */
export function blockedMemory(config: Config): number {
  const perPoint = 8 * 5 + 20 * 2; // signal buffers, interpolation plans
  const chunk = defaultChunkRows(config.finalSeqLength) * config.finalSeqLength * 8;
  return perPoint * (signalLength(config) + config.finalSeqLength) + chunk + 12 * BLOCK_EXAMPLES;
}

/**
 * The engine for size, `blocked-v1`: train and test are two endless sequences of examples in blocks of 4,096, each block
 * with a stream of its own. So any rows can be made alone, in any order, on any machine, and a smaller dataset is the
 * beginning of a larger one. The examples are made as the reference engine makes them, from other random numbers, and
 * standardised by the moments of a calibration stream that all datasets of the same parameters share.
 *
 * The bits of this engine never change; what would change them is another engine.
 *
 * Yields now and then while it calibrates; examples are drawn when their chunks are asked for.
 *
 * @throws GenerateError if memory does not suffice or the values are not finite.
 */
export function* drawBlocked(config: Config): Generator<number, Examples, void> {
  const templates = config.templates ?? digitTemplates;
  const transform = allocate(
    { rows: exampleCount(config), length: config.finalSeqLength },
    blockedMemory(config),
    () => new Transform(config, templates.x),
  );
  const calibration = yield* calibrate(config, transform, blockStreams(config.seed).calibration());
  const examples = blockedExamples(config, calibration);
  checkStandardisable(calibration, calibration.isConstant, examples.t);
  return examples;
}

/** The examples of a config whose moments are known: a worker makes those of another thread. */
export function blockedExamples(config: Config, standardisation: Moments): Examples {
  const templates = config.templates ?? digitTemplates;
  const t = transformTime(config, templates.t).map((time) => time / standardisation.std);
  return drawnExamples(config, templates, t, standardisation, () => {
    const drawer = new BlockDrawer(config, templates, standardisation);
    return (range, target) => drawer.draw(range, target);
  });
}
