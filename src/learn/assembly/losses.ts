// Losses of outputs (rows, classes), with the gradients of their mean. Labels are floats.
import { exp } from "./functions";
import { bytesAt } from "./memory";

/** Of JavaScript, correctly rounded: src/numeric/log.ts. */
declare function log(x: f64): f64;

/** @returns the sum over all rows of the negative log-likelihood of the label. */
export function crossEntropy(rows: u32, classes: u32, outputs: u32, labels: u32, gradient: u32): f64 {
  let loss: f64 = 0;
  for (let row: u32 = 0; row < rows; row++) {
    const from = bytesAt(outputs + row * classes);
    const to = bytesAt(gradient + row * classes);
    const label = <u32>load<f32>(bytesAt(labels + row));
    let most = load<f32>(from);
    for (let j: u32 = 1; j < classes; j++) most = max(most, load<f32>(from + bytesAt(j)));
    // What is written behind a row is written again by the next one.
    for (let j: u32 = 0; j < classes; j += 4) {
      v128.store(to + bytesAt(j), exp(f32x4.sub(v128.load(from + bytesAt(j)), f32x4.splat(most))));
    }
    let sum: f32 = 0;
    for (let j: u32 = 0; j < classes; j++) sum += load<f32>(to + bytesAt(j));
    const scale: f32 = <f32>1 / (sum * <f32>rows);
    for (let j: u32 = 0; j < classes; j++) store<f32>(to + bytesAt(j), load<f32>(to + bytesAt(j)) * scale);
    const at = to + bytesAt(label);
    store<f32>(at, load<f32>(at) - <f32>1 / <f32>rows);
    loss += log(sum) + (<f64>most - <f64>load<f32>(from + bytesAt(label)));
  }
  return loss;
}

/** @returns the sum over all rows of the mean squared difference from 1 for the label and 0 for the others. */
export function squaredError(rows: u32, classes: u32, outputs: u32, labels: u32, gradient: u32): f64 {
  let loss: f64 = 0;
  const scale: f32 = 2 / (<f32>rows * <f32>classes);
  for (let row: u32 = 0; row < rows; row++) {
    const label = <u32>load<f32>(bytesAt(labels + row));
    for (let j: u32 = 0; j < classes; j++) {
      const place = row * classes + j;
      const difference = load<f32>(bytesAt(outputs + place)) - (j === label ? <f32>1 : <f32>0);
      store<f32>(bytesAt(gradient + place), difference * scale);
      loss += <f64>difference * <f64>difference;
    }
  }
  return loss / classes;
}
