// Products with weights of which most are pruned. Examples are beside each other, at `lanes` a row, so that a weight that is kept
// is multiplied with all of them; of each row of weights there is a list: how many are kept, and their places.
import { bytesAt, spread, zeros } from "./memory";

/** Examples whose sums stay in registers, nearly all that there are: LANES of src/learn/arithmetic.ts. */
const TILE: u32 = 52;

/** W·X, plus a bias of each row (`bias` not 0). */
export function sparseProduct(
  rows: u32,
  lanes: u32,
  kept: u32,
  weights: u32,
  rowStep: u32,
  step: u32,
  x: u32,
  to: u32,
  bias: u32,
): void {
  let list = bytesAt(kept);
  for (let row: u32 = 0; row < rows; row++) {
    const end = list + 4 + bytesAt(load<u32>(list));
    const start = bias === 0 ? zeros() : spread(bytesAt(bias + row));
    for (let lane: u32 = 0; lane < lanes; lane += TILE) {
      const target = bytesAt(to + row * lanes + lane);
      tile(
        list + 4,
        end,
        bytesAt(weights + row * rowStep),
        bytesAt(step),
        bytesAt(x + lane),
        bytesAt(lanes),
        target,
        start,
      );
    }
    list = end;
  }
}

function tile(
  list: usize,
  end: usize,
  weights: usize,
  step: usize,
  from: usize,
  rowBytes: usize,
  to: usize,
  start: v128,
): void {
  let s0 = start;
  let s1 = start;
  let s2 = start;
  let s3 = start;
  let s4 = start;
  let s5 = start;
  let s6 = start;
  let s7 = start;
  let s8 = start;
  let s9 = start;
  let s10 = start;
  let s11 = start;
  let s12 = start;
  for (; list < end; list += 4) {
    const place = <usize>load<u32>(list);
    const weight = spread(weights + place * step);
    const row = from + place * rowBytes;
    s0 = f32x4.add(s0, f32x4.mul(weight, v128.load(row)));
    s1 = f32x4.add(s1, f32x4.mul(weight, v128.load(row, 16)));
    s2 = f32x4.add(s2, f32x4.mul(weight, v128.load(row, 32)));
    s3 = f32x4.add(s3, f32x4.mul(weight, v128.load(row, 48)));
    s4 = f32x4.add(s4, f32x4.mul(weight, v128.load(row, 64)));
    s5 = f32x4.add(s5, f32x4.mul(weight, v128.load(row, 80)));
    s6 = f32x4.add(s6, f32x4.mul(weight, v128.load(row, 96)));
    s7 = f32x4.add(s7, f32x4.mul(weight, v128.load(row, 112)));
    s8 = f32x4.add(s8, f32x4.mul(weight, v128.load(row, 128)));
    s9 = f32x4.add(s9, f32x4.mul(weight, v128.load(row, 144)));
    s10 = f32x4.add(s10, f32x4.mul(weight, v128.load(row, 160)));
    s11 = f32x4.add(s11, f32x4.mul(weight, v128.load(row, 176)));
    s12 = f32x4.add(s12, f32x4.mul(weight, v128.load(row, 192)));
  }
  v128.store(to, s0);
  v128.store(to, s1, 16);
  v128.store(to, s2, 32);
  v128.store(to, s3, 48);
  v128.store(to, s4, 64);
  v128.store(to, s5, 80);
  v128.store(to, s6, 96);
  v128.store(to, s7, 112);
  v128.store(to, s8, 128);
  v128.store(to, s9, 144);
  v128.store(to, s10, 160);
  v128.store(to, s11, 176);
  v128.store(to, s12, 192);
}

/** Of a gradient (rows, columns) what is kept of X·Dᵀ, four of a row at a time; the rest stays as it is. */
export function sparseGradient(rows: u32, columns: u32, lanes: u32, kept: u32, x: u32, d: u32, gradient: u32): void {
  let list = bytesAt(kept);
  for (let row: u32 = 0; row < rows; row++) {
    const end = list + 4 + bytesAt(load<u32>(list));
    const from = bytesAt(x + row * lanes);
    const to = bytesAt(gradient + row * columns);
    for (list += 4; list < end; list += 16) {
      const p0 = load<u32>(list);
      const p1 = load<u32>(min(list + 4, end - 4));
      const p2 = load<u32>(min(list + 8, end - 4));
      const p3 = load<u32>(min(list + 12, end - 4));
      const sums = dots(
        from,
        bytesAt(d + p0 * lanes),
        bytesAt(d + p1 * lanes),
        bytesAt(d + p2 * lanes),
        bytesAt(d + p3 * lanes),
        bytesAt(lanes),
      );
      v128.store32_lane(to + bytesAt(p0), sums, 0);
      v128.store32_lane(to + bytesAt(p1), sums, 1);
      v128.store32_lane(to + bytesAt(p2), sums, 2);
      v128.store32_lane(to + bytesAt(p3), sums, 3);
    }
    list = end;
  }
}

/** Sums of the products of a row with four others. */
function dots(a: usize, b0: usize, b1: usize, b2: usize, b3: usize, length: usize): v128 {
  let s0 = zeros();
  let s1 = zeros();
  let s2 = zeros();
  let s3 = zeros();
  for (let i: usize = 0; i < length; i += 16) {
    const values = v128.load(a + i);
    s0 = f32x4.add(s0, f32x4.mul(values, v128.load(b0 + i)));
    s1 = f32x4.add(s1, f32x4.mul(values, v128.load(b1 + i)));
    s2 = f32x4.add(s2, f32x4.mul(values, v128.load(b2 + i)));
    s3 = f32x4.add(s3, f32x4.mul(values, v128.load(b3 + i)));
  }
  const left = f32x4.add(v128.shuffle<f32>(s0, s1, 0, 4, 1, 5), v128.shuffle<f32>(s0, s1, 2, 6, 3, 7));
  const right = f32x4.add(v128.shuffle<f32>(s2, s3, 0, 4, 1, 5), v128.shuffle<f32>(s2, s3, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<f32>(left, right, 0, 1, 4, 5), v128.shuffle<f32>(left, right, 2, 3, 6, 7));
}
