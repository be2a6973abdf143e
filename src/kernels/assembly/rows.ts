// What the engine `reference` does to all its rows, as src/generate/rows.ts and src/numeric/pairwise-sum.ts do it.

/** A permutation of the rows: row i becomes what row order[i] was. */
export let order: usize = 0;
/** Room for a row. */
export let aside: usize = 0;

/** Marks the rows that are in their place. */
const PLACED: u32 = 0x80000000;
/** Longest run that is summed without recursion. */
const RUN: u32 = 128;

/** The cycle that is walked, by its first row, and the row of it that is next; none, if that is the first. */
let first: u32 = 0;
let place: u32 = 0;

function entry(row: u32): usize {
  return order + ((<usize>row) << 2);
}

/**
 * Goes on with permuting rows, each cycle once with one row held aside. At the end the order is what it was.
 * @param most rows that are moved.
 * @returns whether there are more.
 */
export function permuteRows(values: usize, rowBytes: usize, rows: u32, most: u32): bool {
  for (; most > 0; most--) {
    if (place === first) {
      while (first < rows && (load<u32>(entry(first)) & PLACED) !== 0) first++;
      place = first;
      if (first === rows) break;
      memory.copy(aside, values + <usize>first * rowBytes, rowBytes);
    }
    const next = load<u32>(entry(place));
    store<u32>(entry(place), next | PLACED);
    const source = next === first ? aside : values + <usize>next * rowBytes;
    memory.copy(values + <usize>place * rowBytes, source, rowBytes);
    place = next;
  }
  if (first < rows) return true;
  for (let row: u32 = 0; row < rows; row++) store<u32>(entry(row), load<u32>(entry(row)) & ~PLACED);
  first = 0;
  place = 0;
  return false;
}

/** NumPy's pairwise sum of values, or of the squares of their deviations from the mean. */
export function sumPairwise(values: usize, count: u32, isSquared: bool, mean: f64): f64 {
  if (count <= RUN) return sumRun(values, count, isSquared, mean);
  let half = count >> 1;
  half -= half & 7;
  const sum = sumPairwise(values, half, isSquared, mean);
  return sum + sumPairwise(values + ((<usize>half) << 3), count - half, isSquared, mean);
}

function terms(values: v128, isSquared: bool, mean: v128): v128 {
  if (!isSquared) return values;
  const deviations = f64x2.sub(values, mean);
  return f64x2.mul(deviations, deviations);
}

function across(pair: v128): f64 {
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1);
}

/** Eight running sums, combined in pairs, then what is left one by one. */
function sumRun(p: usize, count: u32, isSquared: bool, mean: f64): f64 {
  const means = f64x2.splat(mean);
  const end = p + ((<usize>count) << 3);
  let sum: f64 = 0;
  if (count >= 8) {
    let a = terms(v128.load(p), isSquared, means);
    let b = terms(v128.load(p, 16), isSquared, means);
    let c = terms(v128.load(p, 32), isSquared, means);
    let d = terms(v128.load(p, 48), isSquared, means);
    for (p += 64; p + 64 <= end; p += 64) {
      a = f64x2.add(a, terms(v128.load(p), isSquared, means));
      b = f64x2.add(b, terms(v128.load(p, 16), isSquared, means));
      c = f64x2.add(c, terms(v128.load(p, 32), isSquared, means));
      d = f64x2.add(d, terms(v128.load(p, 48), isSquared, means));
    }
    sum = across(a) + across(b) + (across(c) + across(d));
  }
  for (; p < end; p += 8) sum += f64x2.extract_lane(terms(v128.load64_zero(p), isSquared, means), 0);
  return sum;
}

/** Writes (value − mean)/std of values, two at a time: there is room for one more. */
export function standardise(values: usize, count: u32, mean: f64, std: f64, asFloat64: bool, target: usize): void {
  const means = f64x2.splat(mean);
  const stds = f64x2.splat(std);
  const end = values + ((<usize>count) << 3);
  for (; values < end; values += 16) {
    const two = f64x2.div(f64x2.sub(v128.load(values), means), stds);
    if (asFloat64) {
      v128.store(target, two);
      target += 16;
    } else {
      v128.store64_lane(target, f32x4.demote_f64x2_zero(two), 0);
      target += 8;
    }
  }
}
