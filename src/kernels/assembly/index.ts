// Draws examples, four at a time: of four streams side by side, or four that follow each other on one stream. Writes their text.

export { scales, writeFloats, written } from "./digits";
export { halves, pair } from "./log";
export { points, position, twister } from "./random-state";
export { aside, order, permuteRows, standardise, sumPairwise } from "./rows";
export {
  dilated,
  dilations,
  finalLength,
  isFloat64,
  line,
  mean,
  noise,
  signalLength,
  signals,
  smoothed,
  std,
  subsampling,
  weights,
} from "./signals";
export { edges, layers, streams, tailStart } from "./xoshiro";

import * as state from "./random-state";
import * as steps from "./signals";
import { FACTORS, SHIFTS, SLOPES, ZEROS } from "./signals";
import * as xoshiro from "./xoshiro";

/** Fewest zeros of a padding, and how many paddings there are. */
export let leastPadding: u32 = 0;
export let paddings: u32 = 0;
export let maxTranslation: u32 = 0;
export let scaleCoeff: f64 = 0;
export let corrNoiseScale: f64 = 0;
export let iidNoiseScale: f64 = 0;
export let shearScale: f64 = 0;

/** Templates of the examples: of each of four streams so many, or of one stream. */
export let classes: usize = 0;
/** Bytes from the templates of one stream to the next one's. */
export let classStride: usize = 0;
export let output: usize = 0;
/** Bytes from the examples of one stream to the next one's. */
export let outputStride: usize = 0;
/** What was drawn of each four examples, if `drawnStride` is not 0; else of the last. */
export let drawn: usize = 0;
export let drawnStride: usize = 0;
/** Room for the normals of an example. */
export let normals: usize = 0;
/** Whether the one stream is a RandomState, or the first of the four. */
export let isRandomState: bool = false;

const ALL: v128 = i32x4.splat(-1);

function uniforms(high: v128, low: v128): v128 {
  const h = f64x2.convert_low_i32x4_s(i32x4.shr_u(high, 5));
  const l = f64x2.convert_low_i32x4_s(i32x4.shr_u(low, 6));
  return f64x2.div(f64x2.add(f64x2.mul(h, f64x2.splat(67108864)), l), f64x2.splat(9007199254740992));
}

function upper(words: v128): v128 {
  return v128.shuffle<i64>(words, words, 1, 1);
}

/** factor·(u − 0.5) */
function centred(u: v128, factor: f64): v128 {
  return f64x2.mul(f64x2.splat(factor), f64x2.sub(u, f64x2.splat(0.5)));
}

function choiceMask(): u32 {
  return <u32>0xffffffff >>> clz<u32>(maxTranslation - 1);
}

function fourChoices(): v128 {
  if (maxTranslation === 1) return i32x4.splat(0);
  const mask = i32x4.splat(<i32>choiceMask());
  const most = i32x4.splat(<i32>(maxTranslation - 1));
  let undecided = ALL;
  let chosen = i32x4.splat(0);
  do {
    chosen = v128.bitselect(v128.and(xoshiro.fourWords(undecided), mask), chosen, undecided);
    undecided = i32x4.gt_u(chosen, most);
  } while (v128.any_true(undecided));
  return chosen;
}

/** Draws the next examples of each of the four streams. */
export function drawFour(rows: u32): void {
  const count = <i32>steps.signalLength;
  const rowBytes = (<usize>steps.finalLength) << (steps.isFloat64 ? 3 : 2);
  for (let row: usize = 0; row < <usize>rows; row++) {
    const into = drawn + row * drawnStride;
    let high = xoshiro.fourWords(ALL);
    let low = xoshiro.fourWords(ALL);
    const range = f64x2.splat(<f64>paddings);
    const zeros = v128.shuffle<i64>(
      i32x4.trunc_sat_f64x2_u_zero(f64x2.mul(uniforms(high, low), range)),
      i32x4.trunc_sat_f64x2_u_zero(f64x2.mul(uniforms(upper(high), upper(low)), range)),
      0,
      2,
    );
    v128.store(into, i32x4.add(zeros, i32x4.splat(<i32>leastPadding)), ZEROS);
    high = xoshiro.fourWords(ALL);
    low = xoshiro.fourWords(ALL);
    v128.store(into, f64x2.add(f64x2.splat(1), centred(uniforms(high, low), scaleCoeff)), FACTORS);
    v128.store(into, f64x2.add(f64x2.splat(1), centred(uniforms(upper(high), upper(low)), scaleCoeff)), FACTORS + 16);
    v128.store(into, fourChoices(), SHIFTS);
    xoshiro.fillFourNormals(steps.smoothed + 256, count, corrNoiseScale);
    xoshiro.fillFourNormals(steps.noise, count, iidNoiseScale);
    high = xoshiro.fourWords(ALL);
    low = xoshiro.fourWords(ALL);
    v128.store(into, centred(uniforms(high, low), shearScale), SLOPES);
    v128.store(into, centred(uniforms(upper(high), upper(low)), shearScale), SLOPES + 16);

    steps.clear(into);
    const templates = classes + (row << 2);
    steps.placeTemplate(0, load<u32>(templates), i32x4.extract_lane(zeros, 0), into);
    steps.placeTemplate(1, load<u32>(templates + classStride), i32x4.extract_lane(zeros, 1), into);
    steps.placeTemplate(2, load<u32>(templates + 2 * classStride), i32x4.extract_lane(zeros, 2), into);
    steps.placeTemplate(3, load<u32>(templates + 3 * classStride), i32x4.extract_lane(zeros, 3), into);
    steps.addNoiseAndShear(into);
    steps.subsample(output + row * rowBytes, outputStride);
  }
}

function word(): u32 {
  return isRandomState ? state.twisterWord() : xoshiro.word(xoshiro.streams);
}

function uniform(): f64 {
  return isRandomState ? state.twisterUniform() : xoshiro.uniform(xoshiro.streams);
}

function choice(): u32 {
  if (maxTranslation === 1) return 0;
  const mask = choiceMask();
  while (true) {
    const candidate = word() & mask;
    if (candidate < maxTranslation) return candidate;
  }
}

/** Draws what makes one example, into one of the four signals: normals of a RandomState as points, which all four share. */
function drawLane(lane: usize, into: usize): void {
  const count = steps.signalLength;
  const zeros = <u32>(uniform() * <f64>paddings);
  store<u32>(into + (lane << 2), zeros, ZEROS);
  store<f64>(into + (lane << 3), 1 + scaleCoeff * (uniform() - 0.5), FACTORS);
  store<u32>(into + (lane << 2), choice(), SHIFTS);
  if (isRandomState) state.drawPoints(state.points + lane * pointsOfLane(), count);
  else {
    xoshiro.fillNormals(normals, 2 * count);
    spread(normals, steps.smoothed + 256 + (lane << 3), count, corrNoiseScale);
    spread(normals + ((<usize>count) << 3), steps.noise + (lane << 3), count, iidNoiseScale);
  }
  store<f64>(into + (lane << 3), shearScale * (uniform() - 0.5), SLOPES);
}

/** Scales normals, and puts them into one of four steps. */
function spread(source: usize, target: usize, count: u32, scale: f64): void {
  const end = source + ((<usize>count) << 3);
  for (; source < end; source += 8, target += 32) store<f64>(target, scale * load<f64>(source));
}

/** Bytes of the points of an example: of each pair of its normals one. */
function pointsOfLane(): usize {
  return (<usize>steps.signalLength) << 5;
}

/**
 * Makes normals of the points. Of an odd number the pair in the middle is of both noises: its other one is written too, and
 * is in the margin, or before the noise.
 */
function placeNormals(lanes: usize): void {
  const count = steps.signalLength;
  const stride = pointsOfLane();
  const half = (count + 1) >> 1;
  const rest = count - half;
  state.logPoints(<u32>lanes * count);
  state.placeNormals(state.points, stride, half, steps.smoothed + 256, corrNoiseScale);
  const odd = <usize>(count & 1);
  state.placeNormals(state.points + ((<usize>rest) << 5), stride, half, steps.noise - (odd << 5), iidNoiseScale);
}

/** Draws the next examples of one stream. What they are drawn into has room for a multiple of four. */
export function drawNext(rows: u32): void {
  const rowBytes = (<usize>steps.finalLength) << (steps.isFloat64 ? 3 : 2);
  let target = output;
  for (let row: usize = 0; row < <usize>rows; row += 4, target += rowBytes << 2) {
    const into = drawn + (row >> 2) * drawnStride;
    const lanes = min<usize>(4, <usize>rows - row);
    const templates = classes + (row << 2);
    for (let lane: usize = 0; lane < lanes; lane++) drawLane(lane, into);
    steps.clear(into);
    for (let lane: usize = 0; lane < lanes; lane++) {
      const zeros = load<u32>(into + (lane << 2), ZEROS);
      steps.placeTemplate(lane, load<u32>(templates + (lane << 2)), zeros, into);
      store<u32>(into + (lane << 2), zeros + leastPadding, ZEROS);
    }
    if (isRandomState) placeNormals(lanes);
    steps.addNoiseAndShear(into);
    steps.subsample(target, rowBytes);
  }
}
