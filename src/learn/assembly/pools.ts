// Pools over `size` points that follow each other: (rows, length, channels) become (rows, points, channels).
import { bytesAt } from "./memory";

export const MAXIMUM: u32 = 0;
export const AVERAGE: u32 = 1;
/** The root of the sum of squares. */
export const L2: u32 = 2;

/** @param outputRow values from one example's output to the next one's. */
export function pool(
  kind: u32,
  rows: u32,
  length: u32,
  channels: u32,
  size: u32,
  input: u32,
  output: u32,
  outputRow: u32,
): void {
  const points = length / size;
  for (let row: u32 = 0; row < rows; row++) {
    for (let point: u32 = 0; point < points; point++) {
      for (let channel: u32 = 0; channel < channels; channel++) {
        const from = input + (row * length + point * size) * channels + channel;
        let result: f32 = kind === MAXIMUM ? load<f32>(bytesAt(from)) : 0;
        for (let i: u32 = 0; i < size; i++) {
          const value = load<f32>(bytesAt(from + i * channels));
          if (kind === MAXIMUM) result = max(result, value);
          else result += kind === AVERAGE ? value : value * value;
        }
        if (kind === AVERAGE) result /= <f32>size;
        if (kind === L2) result = sqrt(result);
        store<f32>(bytesAt(output + row * outputRow + point * channels + channel), result);
      }
    }
  }
}

/** Of equal maxima the first one has the gradient; at 0 the root has none. */
export function poolGradient(
  kind: u32,
  rows: u32,
  length: u32,
  channels: u32,
  size: u32,
  input: u32,
  inputGradient: u32,
  output: u32,
  gradient: u32,
  outputRow: u32,
): void {
  const points = length / size;
  for (let row: u32 = 0; row < rows; row++) {
    for (let point: u32 = 0; point < points; point++) {
      for (let channel: u32 = 0; channel < channels; channel++) {
        const place = (row * length + point * size) * channels + channel;
        const at = row * outputRow + point * channels + channel;
        const result = load<f32>(bytesAt(output + at));
        const slope = load<f32>(bytesAt(gradient + at));
        let isFound = false;
        for (let i: u32 = 0; i < size; i++) {
          const value = load<f32>(bytesAt(input + place + i * channels));
          let share: f32 = 0;
          if (kind === AVERAGE) share = slope / <f32>size;
          else if (kind === L2) share = result > 0 ? (slope * value) / result : 0;
          else if (!isFound && value === result) {
            share = slope;
            isFound = true;
          }
          store<f32>(bytesAt(inputGradient + place + i * channels), share);
        }
      }
    }
  }
}
