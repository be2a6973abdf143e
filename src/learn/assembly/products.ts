// Matrix products. A row is one of `perGroup` in its group: the windows of a convolution are rows of a matrix that overlap,
// in groups of an example each, so that a convolution is a product, and no window is copied.
import { bytesAt, fill, rowAt, spread, storeLanes, zeros } from "./memory";

/**
 * C = A·B, with a row of biases added (`bias` not 0), or added to what is in C. B is (depth, columns), without gaps.
 * Tiles of four rows and eight columns stay in registers.
 */
export function product(
  groups: u32,
  perGroup: u32,
  depth: u32,
  columns: u32,
  a: u32,
  aStride: u32,
  aGroup: u32,
  b: u32,
  c: u32,
  cStride: u32,
  cGroup: u32,
  bias: u32,
  adds: bool,
): void {
  const rows = groups * perGroup;
  const bStride = bytesAt(columns);
  for (let row: u32 = 0; row < rows; row += 4) {
    const count = min<u32>(rows - row, 4);
    const last = row + count - 1;
    const a0 = rowAt(a, aStride, aGroup, perGroup, row);
    const a1 = rowAt(a, aStride, aGroup, perGroup, min(row + 1, last));
    const a2 = rowAt(a, aStride, aGroup, perGroup, min(row + 2, last));
    const a3 = rowAt(a, aStride, aGroup, perGroup, min(row + 3, last));
    const c0 = rowAt(c, cStride, cGroup, perGroup, row);
    const c1 = rowAt(c, cStride, cGroup, perGroup, min(row + 1, last));
    const c2 = rowAt(c, cStride, cGroup, perGroup, min(row + 2, last));
    const c3 = rowAt(c, cStride, cGroup, perGroup, min(row + 3, last));
    for (let j: u32 = 0; j < columns; j += 8) {
      const left = columns - j;
      const offset = bytesAt(j);
      const biases: usize = bias === 0 ? 0 : bytesAt(bias) + offset;
      const start = bytesAt(b) + offset;
      if (left > 4) {
        wideTile(
          depth,
          start,
          bStride,
          a0,
          a1,
          a2,
          a3,
          c0 + offset,
          c1 + offset,
          c2 + offset,
          c3 + offset,
          biases,
          adds,
          count,
          left,
        );
      } else {
        narrowTile(
          depth,
          start,
          bStride,
          a0,
          a1,
          a2,
          a3,
          c0 + offset,
          c1 + offset,
          c2 + offset,
          c3 + offset,
          biases,
          adds,
          count,
          left,
        );
      }
    }
  }
}

function write(to: usize, values: v128, adds: bool, count: u32): void {
  storeLanes(to, adds ? f32x4.add(v128.load(to), values) : values, count);
}

function wideTile(
  depth: u32,
  b: usize,
  bStride: usize,
  a0: usize,
  a1: usize,
  a2: usize,
  a3: usize,
  c0: usize,
  c1: usize,
  c2: usize,
  c3: usize,
  bias: usize,
  adds: bool,
  count: u32,
  left: u32,
): void {
  const first = bias === 0 ? zeros() : v128.load(bias);
  const second = bias === 0 ? zeros() : v128.load(bias + 16);
  let s0 = first;
  let s1 = first;
  let s2 = first;
  let s3 = first;
  let t0 = second;
  let t1 = second;
  let t2 = second;
  let t3 = second;
  const end = bytesAt(depth);
  for (let k: usize = 0; k < end; k += 4) {
    const left4 = v128.load(b);
    const right4 = v128.load(b + 16);
    b += bStride;
    let v = spread(a0 + k);
    s0 = f32x4.add(s0, f32x4.mul(v, left4));
    t0 = f32x4.add(t0, f32x4.mul(v, right4));
    v = spread(a1 + k);
    s1 = f32x4.add(s1, f32x4.mul(v, left4));
    t1 = f32x4.add(t1, f32x4.mul(v, right4));
    v = spread(a2 + k);
    s2 = f32x4.add(s2, f32x4.mul(v, left4));
    t2 = f32x4.add(t2, f32x4.mul(v, right4));
    v = spread(a3 + k);
    s3 = f32x4.add(s3, f32x4.mul(v, left4));
    t3 = f32x4.add(t3, f32x4.mul(v, right4));
  }
  write(c0, s0, adds, 4);
  write(c0 + 16, t0, adds, left - 4);
  if (count > 1) {
    write(c1, s1, adds, 4);
    write(c1 + 16, t1, adds, left - 4);
  }
  if (count > 2) {
    write(c2, s2, adds, 4);
    write(c2 + 16, t2, adds, left - 4);
  }
  if (count > 3) {
    write(c3, s3, adds, 4);
    write(c3 + 16, t3, adds, left - 4);
  }
}

function narrowTile(
  depth: u32,
  b: usize,
  bStride: usize,
  a0: usize,
  a1: usize,
  a2: usize,
  a3: usize,
  c0: usize,
  c1: usize,
  c2: usize,
  c3: usize,
  bias: usize,
  adds: bool,
  count: u32,
  left: u32,
): void {
  let s0 = bias === 0 ? zeros() : v128.load(bias);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  const end = bytesAt(depth);
  for (let k: usize = 0; k < end; k += 4) {
    const row = v128.load(b);
    b += bStride;
    s0 = f32x4.add(s0, f32x4.mul(spread(a0 + k), row));
    s1 = f32x4.add(s1, f32x4.mul(spread(a1 + k), row));
    s2 = f32x4.add(s2, f32x4.mul(spread(a2 + k), row));
    s3 = f32x4.add(s3, f32x4.mul(spread(a3 + k), row));
  }
  write(c0, s0, adds, left);
  if (count > 1) write(c1, s1, adds, left);
  if (count > 2) write(c2, s2, adds, left);
  if (count > 3) write(c3, s3, adds, left);
}

/** Rows whose products are summed before the next tile: what they have stays in the first cache. */
const ROWS_AT_ONCE: u32 = 128;

/** C = Aᵀ·D, the sums over all rows. C is (depth, columns), without gaps. */
export function transposedProduct(
  groups: u32,
  perGroup: u32,
  depth: u32,
  columns: u32,
  a: u32,
  aStride: u32,
  aGroup: u32,
  d: u32,
  dStride: u32,
  dGroup: u32,
  c: u32,
): void {
  fill(c, depth * columns);
  if (perGroup === 1) {
    // Groups of a row each are rows of one group.
    perGroup = groups;
    groups = 1;
    aStride = aGroup;
    dStride = dGroup;
  }
  const atOnce = max<u32>(1, ROWS_AT_ONCE / perGroup);
  for (let group: u32 = 0; group < groups; group += atOnce) {
    const count = min(atOnce, groups - group);
    for (let i: u32 = 0; i < depth; i += 4) {
      for (let j: u32 = 0; j < columns; j += 8) {
        const from = a + group * aGroup + i;
        const beside = d + group * dGroup + j;
        const to = c + i * columns + j;
        transposedTile(
          count,
          perGroup,
          from,
          aStride,
          aGroup,
          beside,
          dStride,
          dGroup,
          to,
          columns,
          min<u32>(depth - i, 4),
          columns - j,
        );
      }
    }
  }
}

function transposedTile(
  groups: u32,
  perGroup: u32,
  a: u32,
  aStride: u32,
  aGroup: u32,
  d: u32,
  dStride: u32,
  dGroup: u32,
  c: u32,
  columns: u32,
  count: u32,
  left: u32,
): void {
  let s0 = zeros();
  let s1 = zeros();
  let s2 = zeros();
  let s3 = zeros();
  let t0 = zeros();
  let t1 = zeros();
  let t2 = zeros();
  let t3 = zeros();
  const aStep = bytesAt(aStride);
  const dStep = bytesAt(dStride);
  for (let group: u32 = 0; group < groups; group++) {
    let pa = bytesAt(a + group * aGroup);
    let pd = bytesAt(d + group * dGroup);
    for (let row: u32 = 0; row < perGroup; row++) {
      const left4 = v128.load(pd);
      const right4 = v128.load(pd + 16);
      let v = spread(pa);
      s0 = f32x4.add(s0, f32x4.mul(v, left4));
      t0 = f32x4.add(t0, f32x4.mul(v, right4));
      v = spread(pa + 4);
      s1 = f32x4.add(s1, f32x4.mul(v, left4));
      t1 = f32x4.add(t1, f32x4.mul(v, right4));
      v = spread(pa + 8);
      s2 = f32x4.add(s2, f32x4.mul(v, left4));
      t2 = f32x4.add(t2, f32x4.mul(v, right4));
      v = spread(pa + 12);
      s3 = f32x4.add(s3, f32x4.mul(v, left4));
      t3 = f32x4.add(t3, f32x4.mul(v, right4));
      pa += aStep;
      pd += dStep;
    }
  }
  const to = bytesAt(c);
  const step = bytesAt(columns);
  addRow(to, s0, t0, left);
  if (count > 1) addRow(to + step, s1, t1, left);
  if (count > 2) addRow(to + 2 * step, s2, t2, left);
  if (count > 3) addRow(to + 3 * step, s3, t3, left);
}

function addRow(to: usize, first: v128, second: v128, left: u32): void {
  write(to, first, true, left);
  if (left > 4) write(to + 16, second, true, left - 4);
}

/** The sums of the columns of D. */
export function columnSums(groups: u32, perGroup: u32, columns: u32, d: u32, dStride: u32, dGroup: u32, c: u32): void {
  const rows = groups * perGroup;
  for (let j: u32 = 0; j < columns; j += 4) {
    let sum = zeros();
    for (let row: u32 = 0; row < rows; row++) {
      sum = f32x4.add(sum, v128.load(rowAt(d, dStride, dGroup, perGroup, row) + bytesAt(j)));
    }
    storeLanes(bytesAt(c + j), sum, columns - j);
  }
}

/** The transpose of (rows, columns). */
export function transpose(rows: u32, columns: u32, from: u32, fromStride: u32, to: u32, toStride: u32): void {
  for (let i: u32 = 0; i < rows; i++) {
    for (let j: u32 = 0; j < columns; j++) {
      store<f32>(bytesAt(to + j * toStride + i), load<f32>(bytesAt(from + i * fromStride + j)));
    }
  }
}
