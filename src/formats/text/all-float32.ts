/** Whether the first `count` values are float32 exactly. */
export function allFloat32(values: Float64Array, count: number): boolean {
  for (let i = 0; i < count; i++) if (Math.fround(values[i]!) !== values[i]) return false;
  return true;
}
