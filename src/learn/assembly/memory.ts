// Places are counted in values of four bytes. Every array has room for a vector behind its end, so that vectors may be read
// across it; what is written of a vector that crosses the end of a row is cut.

export function bytesAt(place: u32): usize {
  return (<usize>place) << 2;
}

/** Where a row is that is one of `perGroup` in its group, as windows of an example are. */
export function rowAt(start: u32, stride: u32, groupStride: u32, perGroup: u32, row: u32): usize {
  const group = row / perGroup;
  return bytesAt(start + group * groupStride + (row - group * perGroup) * stride);
}

export function zeros(): v128 {
  return f32x4.splat(0);
}

/** Four times the value. */
export function spread(at: usize): v128 {
  return v128.load32_splat(at);
}

/** Writes the first `count` lanes. */
export function storeLanes(to: usize, values: v128, count: u32): void {
  if (count >= 4) {
    v128.store(to, values);
    return;
  }
  if (count >= 2) v128.store64_lane(to, values, 0);
  if (count === 1) v128.store32_lane(to, values, 0);
  if (count === 3) v128.store32_lane(to + 8, values, 2);
}

export function fill(start: u32, count: u32): void {
  memory.fill(bytesAt(start), 0, bytesAt(count));
}

/** Values in place of the bytes that four examples have beside each other: the value of each lane is `stride` bytes from the last. */
export function gather(at: usize, stride: usize): v128 {
  let values = v128.load32_zero(at);
  values = v128.load32_lane(at + stride, values, 1);
  values = v128.load32_lane(at + 2 * stride, values, 2);
  return v128.load32_lane(at + 3 * stride, values, 3);
}

/** The opposite, for the first `count` lanes. */
export function scatter(to: usize, stride: usize, values: v128, count: u32): void {
  v128.store32_lane(to, values, 0);
  if (count > 1) v128.store32_lane(to + stride, values, 1);
  if (count > 2) v128.store32_lane(to + 2 * stride, values, 2);
  if (count > 3) v128.store32_lane(to + 3 * stride, values, 3);
}
