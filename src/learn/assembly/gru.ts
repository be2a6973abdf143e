// A gated recurrent unit (Cho et al. 2014, as PyTorch has it) over whole sequences, four examples in the lanes of a vector.
// Of one direction: where both are wanted, each has weights of its own, and half of the output's channels.
//
//   r = σ(Wr·x + br + Ur·h + cr)    z = σ(Wz·x + bz + Uz·h + cz)
//   q = Un·h + cn                   n = tanh(Wn·x + bn + r·q)        h' = n + z·(h − n)
//
// Weights are W (3·units, inputs), U (3·units, units), b and c (3·units), the gates in the order r, z, n.
import { sigmoid, tanh } from "./functions";
import { bytesAt, fill, gather, scatter, spread, zeros } from "./memory";

/** Vectors that are kept of a unit at a point for the way back: r, z, n, q, h'. */
const KEPT: usize = 5 * 16;

export function gru(
  rows: u32,
  length: u32,
  inputs: u32,
  units: u32,
  backwards: bool,
  x: u32,
  weights: u32,
  output: u32,
  outputPoint: u32,
  outputRow: u32,
  kept: u32,
  room: u32,
): void {
  const w = bytesAt(weights);
  const u = w + bytesAt(3 * units * inputs);
  const b = u + bytesAt(3 * units * units);
  const c = b + bytesAt(3 * units);
  const xs = bytesAt(room); // a point of four examples
  const perPoint = units * KEPT;
  const before = bytesAt(room + 4 * inputs); // what is before the first point: zeros
  fill(room + 4 * inputs, units * 20);
  for (let row: u32 = 0; row < rows; row += 4) {
    const group = bytesAt(kept) + (row >> 2) * length * perPoint;
    let past = before;
    for (let step: u32 = 0; step < length; step++) {
      const point = backwards ? length - 1 - step : step;
      const now = group + point * perPoint;
      for (let i: u32 = 0; i < inputs; i++) {
        v128.store(xs + (i << 4), gather(bytesAt(x + (row * length + point) * inputs + i), bytesAt(length * inputs)));
      }
      for (let unit: u32 = 0; unit < units; unit++) {
        let r = f32x4.add(spread(b + bytesAt(unit)), spread(c + bytesAt(unit)));
        let z = f32x4.add(spread(b + bytesAt(units + unit)), spread(c + bytesAt(units + unit)));
        let n = spread(b + bytesAt(2 * units + unit));
        let q = spread(c + bytesAt(2 * units + unit));
        for (let i: u32 = 0; i < inputs; i++) {
          const value = v128.load(xs + (i << 4));
          const at = w + bytesAt(unit * inputs + i);
          r = f32x4.add(r, f32x4.mul(value, spread(at)));
          z = f32x4.add(z, f32x4.mul(value, spread(at + bytesAt(units * inputs))));
          n = f32x4.add(n, f32x4.mul(value, spread(at + bytesAt(2 * units * inputs))));
        }
        let at = u + bytesAt(unit * units);
        let from = past + 64;
        for (let j: u32 = 0; j < units; j++) {
          const h = v128.load(from);
          r = f32x4.add(r, f32x4.mul(h, spread(at)));
          z = f32x4.add(z, f32x4.mul(h, spread(at + bytesAt(units * units))));
          q = f32x4.add(q, f32x4.mul(h, spread(at + bytesAt(2 * units * units))));
          at += 4;
          from += KEPT;
        }
        r = sigmoid(r);
        z = sigmoid(z);
        n = tanh(f32x4.add(n, f32x4.mul(r, q)));
        const h = f32x4.add(n, f32x4.mul(z, f32x4.sub(v128.load(past + unit * KEPT + 64), n)));
        const to = now + unit * KEPT;
        v128.store(to, r);
        v128.store(to + 16, z);
        v128.store(to + 32, n);
        v128.store(to + 48, q);
        v128.store(to + 64, h);
        scatter(bytesAt(output + row * outputRow + point * outputPoint + unit), bytesAt(outputRow), h, rows - row);
      }
      past = now;
    }
  }
}

/**
 * The gradients of the weights, and those of x added to what is there, if they are wanted (`xGradient` not 0).
 *
 * @param room for vectors: `inputs` of x, 5·units of zeros, then 6·units and as many as there are weights.
 */
export function gruGradient(
  rows: u32,
  length: u32,
  inputs: u32,
  units: u32,
  backwards: bool,
  x: u32,
  xGradient: u32,
  weights: u32,
  weightGradient: u32,
  outputGradient: u32,
  outputPoint: u32,
  outputRow: u32,
  kept: u32,
  room: u32,
): void {
  const count: u32 = 3 * units * (inputs + units + 2);
  const w = bytesAt(weights);
  const u = w + bytesAt(3 * units * inputs);
  const perPoint = units * KEPT;
  const xs = bytesAt(room);
  const before = bytesAt(room + 4 * inputs);
  const vector: usize = 16;
  const dh = before + 5 * units * vector;
  const next = dh + units * vector; // of the point before
  const da = next + units * vector; // of r, z and n before their functions, then of q
  const sums = da + 4 * units * vector;
  const sumsU = sums + 3 * units * inputs * vector;
  const sumsB = sumsU + 3 * units * units * vector;
  const sumsC = sumsB + 3 * units * vector;
  const one = f32x4.splat(1);
  memory.fill(before, 0, 5 * units * vector);
  memory.fill(sums, 0, count * vector);
  for (let row: u32 = 0; row < rows; row += 4) {
    const group = bytesAt(kept) + (row >> 2) * length * perPoint;
    memory.fill(dh, 0, units * vector);
    for (let step: u32 = length; step-- > 0; ) {
      const point = backwards ? length - 1 - step : step;
      const now = group + point * perPoint;
      const past = step === 0 ? before : backwards ? now + perPoint : now - perPoint;
      for (let i: u32 = 0; i < inputs; i++) {
        v128.store(xs + (i << 4), gather(bytesAt(x + (row * length + point) * inputs + i), bytesAt(length * inputs)));
      }
      for (let unit: u32 = 0; unit < units; unit++) {
        const at = now + unit * KEPT;
        const r = v128.load(at);
        const z = v128.load(at + 16);
        const n = v128.load(at + 32);
        const q = v128.load(at + 48);
        const h = v128.load(past + unit * KEPT + 64);
        const from = bytesAt(outputGradient + row * outputRow + point * outputPoint + unit);
        const d = f32x4.add(v128.load(dh + unit * vector), gathered(from, bytesAt(outputRow), rows - row));
        const dn = f32x4.mul(f32x4.mul(d, f32x4.sub(one, z)), f32x4.sub(one, f32x4.mul(n, n)));
        const dz = f32x4.mul(f32x4.mul(d, f32x4.sub(h, n)), f32x4.mul(z, f32x4.sub(one, z)));
        const dr = f32x4.mul(f32x4.mul(dn, q), f32x4.mul(r, f32x4.sub(one, r)));
        v128.store(da + unit * vector, dr);
        v128.store(da + (units + unit) * vector, dz);
        v128.store(da + (2 * units + unit) * vector, dn);
        v128.store(da + (3 * units + unit) * vector, f32x4.mul(dn, r));
        v128.store(next + unit * vector, f32x4.mul(d, z));
      }
      for (let gate: u32 = 0; gate < 3 * units; gate++) {
        const slope = v128.load(da + gate * vector);
        addTo(sumsB + gate * vector, slope);
        for (let i: u32 = 0; i < inputs; i++) {
          addTo(sums + (gate * inputs + i) * vector, f32x4.mul(slope, v128.load(xs + (i << 4))));
        }
        // To the state of the point before, n goes through q.
        const back = gate < 2 * units ? slope : v128.load(da + (gate + units) * vector);
        addTo(sumsC + gate * vector, back);
        let to = sumsU + gate * units * vector;
        let from = past + 64;
        let at = u + bytesAt(gate * units);
        for (let j: u32 = 0; j < units; j++) {
          addTo(to, f32x4.mul(back, v128.load(from)));
          addTo(next + j * vector, f32x4.mul(back, spread(at)));
          to += vector;
          from += KEPT;
          at += 4;
        }
      }
      memory.copy(dh, next, units * vector);
      if (xGradient === 0) continue;
      for (let i: u32 = 0; i < inputs; i++) {
        let sum = zeros();
        for (let gate: u32 = 0; gate < 3 * units; gate++) {
          sum = f32x4.add(sum, f32x4.mul(v128.load(da + gate * vector), spread(w + bytesAt(gate * inputs + i))));
        }
        const to = bytesAt(xGradient + (row * length + point) * inputs + i);
        const stride = bytesAt(length * inputs);
        scatter(to, stride, f32x4.add(sum, gathered(to, stride, rows - row)), rows - row);
      }
    }
  }
  for (let i: u32 = 0; i < count; i++) {
    const sum = v128.load(sums + i * vector);
    const low = f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1);
    store<f32>(bytesAt(weightGradient + i), low + (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3)));
  }
}

function addTo(at: usize, value: v128): void {
  v128.store(at, f32x4.add(v128.load(at), value));
}

/** Of the first `count` of four examples; zeros for the others. */
function gathered(at: usize, stride: usize, count: u32): v128 {
  if (count >= 4) return gather(at, stride);
  let values = v128.load32_zero(at);
  if (count > 1) values = v128.load32_lane(at + stride, values, 1);
  return count > 2 ? v128.load32_lane(at + 2 * stride, values, 2) : values;
}
