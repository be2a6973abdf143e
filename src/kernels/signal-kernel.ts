import { type Config, signalLength } from "../config/config.js";
import { GAUSSIAN_WEIGHTS, RADIUS } from "../numeric/gaussian-filter.js";
import { interpolated, linspace, planInterpolation } from "../numeric/interpolate.js";
import { LN2_HIGH, LN2_LOW, LOG_CONSTANTS, LOG_TABLE } from "../numeric/log.js";
import { STATE_LENGTH } from "../random/mt19937.js";
import { EDGES, STEPS, TAIL_START, WIDTHS, Xoshiro } from "../random/xoshiro.js";
import { instanceWith } from "./instance.js";
import { keptRows, STANDARDISED_BYTES } from "./kept-rows.js";
import { type KernelFactory, LANES } from "./kernel.js";

/** Bytes of what is drawn for four examples: padding and translation in 32 bits, then scale and slope in 64. */
const DRAWN_BYTES = 96;

/** Dilated templates are kept for every padding, while they have no more points together (16 MB). */
const MAX_DILATED_POINTS = 2_000_000;

/** The kernel of `assembly/`. */
export const signalKernel: KernelFactory = (config, templateRows, options) => {
  const { scaleCoeff, maxTranslation, corrNoiseScale, iidNoiseScale, shearScale, finalSeqLength, factors } = config;
  const [leastPadding, mostPadding] = config.padding;
  const { streams, kept = 0, dtype, positions } = options;
  const { mean, std } = options.moments ?? { mean: 0, std: 1 };
  const length = signalLength(config);
  const rows = streams === 1 ? Math.ceil(options.rows / LANES) * LANES : options.rows;
  const groups = streams === 1 ? rows / LANES : rows;
  const paddings = mostPadding - leastPadding + 1;
  const valueBytes = dtype === "float64" ? 8 : 4;
  // A library's logarithm is the other engine's, and so is a choice among more than a word has.
  const isOfKernel = config.rounding === "exact" && maxTranslation <= 0x7fffffff;
  const dilated = isOfKernel ? dilatedTemplates(config, templateRows) : undefined;
  if (dilated === undefined) return undefined;

  // The last call may draw some beyond the last row, for there are always four together.
  const outputRows = kept === 0 ? streams * rows : kept + LANES;
  const outputBytes = valueBytes * outputRows * finalSeqLength;
  const contents = {
    logTable: LOG_TABLE, // at 0
    constants: constantTable(), // at 8192
    streams: 16 * LANES,
    twister: 4 * 3 * STATE_LENGTH,
    pair: 64,
    layers: layerTable(),
    edges: EDGES,
    weights: GAUSSIAN_WEIGHTS,
    line: linspace(-0.5, 0.5, length),
    subsampling: subsamplingTable(length, finalSeqLength, positions),
    dilations: dilated.table,
    dilated: dilated.values,
    signals: 8 * LANES * length,
    smoothed: 8 * LANES * (length + 2 * RADIUS),
    beforeNoise: 8 * LANES,
    noise: 8 * LANES * length,
    normals: 8 * 2 * length,
    points: 32 * (LANES * length + 2),
    halves: 32 * (LANES * length + 2),
    drawn: DRAWN_BYTES * (factors ? groups : 1),
    classes: 4 * streams * rows,
    aside: kept === 0 ? 0 : 8 * finalSeqLength,
    standardised: kept === 0 ? 0 : STANDARDISED_BYTES,
    order: 4 * kept,
    output: outputBytes,
  };
  const instance = instanceWith(contents, kept === 0 ? 0 : outputBytes + 4 * kept);
  if (instance === undefined) return kept > 0 ? signalKernel(config, templateRows, { ...options, kept: 0 }) : undefined;
  const { at, buffer, globals } = instance;
  const { drawFour, drawNext } = instance.functions;
  const parameters = {
    ...{ scaleCoeff, maxTranslation, corrNoiseScale, iidNoiseScale, shearScale },
    ...{ leastPadding, paddings, mean, std, signalLength: length, finalLength: finalSeqLength },
    ...{ tailStart: TAIL_START, isFloat64: Number(dtype === "float64") },
    ...{
      drawnStride: factors ? DRAWN_BYTES : 0,
      classStride: 4 * rows,
      outputStride: valueBytes * rows * finalSeqLength,
    },
  };
  for (const [name, value] of Object.entries({ ...at, ...parameters }))
    if (name in globals) globals[name]!.value = value;

  const lanes = new Int32Array(buffer, at.streams, 4 * LANES);
  const state = new Int32Array(buffer, at.twister, STATE_LENGTH);
  const words = new Int32Array(buffer, at.twister + 4 * 2 * STATE_LENGTH, STATE_LENGTH);
  const drawn = new DataView(buffer, at.drawn);
  const ValuesArray = dtype === "float64" ? Float64Array : Float32Array;

  return {
    templates: new Uint32Array(buffer, at.classes, streams * rows),
    values: new ValuesArray(buffer, at.output, outputRows * finalSeqLength),
    rows: kept > 0 ? keptRows(instance, kept, finalSeqLength) : undefined,

    drawFour(sources, count) {
      lanes.fill(0); // of zeros comes nothing but zeros, which nobody looks at
      for (const [lane, { state }] of sources.entries()) for (let i = 0; i < 4; i++) lanes[4 * i + lane] = state[i]!;
      drawFour(count);
      for (const [lane, { state }] of sources.entries()) for (let i = 0; i < 4; i++) state[i] = lanes[4 * i + lane]!;
    },

    drawNext(source, count, row = 0) {
      if (kept > 0) globals.output!.value = at.output + valueBytes * row * finalSeqLength;
      globals.isRandomState!.value = Number(!(source instanceof Xoshiro));
      if (source instanceof Xoshiro) {
        for (let i = 0; i < 4; i++) lanes[4 * i] = source.state[i]!;
        drawNext(count);
        for (let i = 0; i < 4; i++) source.state[i] = lanes[4 * i]!;
        return;
      }
      state.set(source.state);
      words.set(source.words);
      globals.position!.value = source.position;
      drawNext(count);
      source.state.set(state);
      source.words.set(words);
      source.position = globals.position!.value;
    },

    drawn(stream, row) {
      const [group, lane] = streams === 1 ? [Math.floor(row / LANES), row % LANES] : [row, stream];
      const from = DRAWN_BYTES * group;
      return {
        padding: drawn.getInt32(from + 4 * lane, true),
        translation: drawn.getInt32(from + 16 + 4 * lane, true),
        scale: drawn.getFloat64(from + 32 + 8 * lane, true),
        shear: drawn.getFloat64(from + 64 + 8 * lane, true),
      };
    },
  };
};

/** What loops of `assembly/` have as constants: of the logarithm (2^52 + 1023 is the last real), and of MT19937. */
function constantTable(): Uint8Array {
  const reals = [...LOG_CONSTANTS.subarray(0, 7), LOG_CONSTANTS[8]!, LN2_HIGH, LN2_LOW, 1, -0.5, 4503599627371519];
  const least = 0x3fe6a000_00000000n; // REDUCED_HIGH_WORD of numeric/log.ts
  const words = [
    ...[0x43300000_00000000n, (1023n << 52n) - least, 0x000fffff_ffffffffn, least, 0x1fe0n, 0xffffffff_f0000000n],
    ...[0x80000000n, 0x7fffffffn, 0x9908b0dfn, 0x9d2c5680n, 0xefc60000n].map((word) => (word << 32n) | word),
  ];
  const table = new BigUint64Array(reals.length + words.length);
  table.set(words, reals.length);
  new Float64Array(table.buffer).set(reals);
  return new Uint8Array(table.buffer);
}

/** For each layer of the ziggurat its step, and the width of the one above. */
function layerTable(): Float64Array {
  return Float64Array.from({ length: 2 * STEPS.length }, (_, i) =>
    i % 2 === 0 ? STEPS[i / 2]! : WIDTHS[(i + 1) / 2]!,
  );
}

/** For each value of an example the point left of it (in bytes, of four signals), the spacing and the offset. */
function subsamplingTable(length: number, finalLength: number, positions?: Uint32Array): Uint8Array {
  const { left, spacing, offset } = planInterpolation(length, finalLength);
  const table = new DataView(new ArrayBuffer(24 * finalLength));
  for (let i = 0; i < finalLength; i++) {
    const position = positions?.[i] ?? i;
    table.setUint32(24 * i, 8 * LANES * left[position]!, true);
    table.setFloat64(24 * i + 8, spacing[position]!, true);
    table.setFloat64(24 * i + 16, offset[position]!, true);
  }
  return new Uint8Array(table.buffer);
}

/**
 * The templates with each padding, dilated: there are no others. Of each padding its place among the values (in bytes)
 * and its points per template stand in the table. Nothing if they are too many.
 */
function dilatedTemplates(
  config: Config,
  templateRows: readonly Float64Array[],
): { readonly table: Uint8Array; readonly values: Float64Array } | undefined {
  const [low, high] = config.padding;
  const length = signalLength(config);
  const templateLength = templateRows[0]!.length - 1;
  const table = new Uint32Array(2 * (high - low + 1));
  const values: number[] = [];
  for (let zeros = low; zeros <= high; zeros++) {
    const plan = planInterpolation(templateLength + zeros, length, templateLength);
    if (values.length + plan.active * templateRows.length > MAX_DILATED_POINTS) return undefined;
    table.set([8 * values.length, plan.active], 2 * (zeros - low));
    for (const row of templateRows) for (let i = 0; i < plan.active; i++) values.push(interpolated(plan, row, i));
  }
  return { table: new Uint8Array(table.buffer), values: Float64Array.from(values) };
}
