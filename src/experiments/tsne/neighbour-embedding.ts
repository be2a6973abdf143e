import { exp } from "../../numeric/exp.js";
import { log } from "../../numeric/log.js";

/** The nearest others of each point, by Euclidean distance. */
export interface Neighbours {
  readonly count: number;
  /** Shape (rows, count): the nearest first, of equally far ones the first. */
  readonly rows: Int32Array;
  readonly squares: Float64Array;
}

/** @param x shape (rows, width). @yields after each point. */
export function* nearestOf(x: ArrayLike<number>, rows: number, count: number): Generator<void, Neighbours, void> {
  const width = x.length / rows;
  const found = { count, rows: new Int32Array(rows * count), squares: new Float64Array(rows * count).fill(Infinity) };
  for (let row = 0; row < rows; row++) {
    const first = row * count;
    const last = first + count - 1;
    for (let other = 0; other < rows; other++) {
      if (other === row) continue;
      let square = 0;
      for (let i = 0; i < width; i++) {
        const difference = x[row * width + i]! - x[other * width + i]!;
        square += difference * difference;
      }
      if (!(square < found.squares[last]!)) continue;
      let place = last;
      for (; place > first && square < found.squares[place - 1]!; place--) {
        found.squares[place] = found.squares[place - 1]!;
        found.rows[place] = found.rows[place - 1]!;
      }
      found.squares[place] = square;
      found.rows[place] = other;
    }
    yield;
  }
  return found;
}

/** Of each point the others that attract it, and how much: symmetric, and 1 in all. */
export interface Affinities {
  /** Shape (rows + 1,): where those of each point begin. */
  readonly starts: Int32Array;
  readonly others: Int32Array;
  readonly values: Float64Array;
}

const [MOST_HALVINGS, TOLERANCE] = [200, 1e-8];

/**
 * Gaussian affinities to the nearest others, as wide around each point as makes their entropy that of `perplexity` equal ones; made
 * symmetric by the mean.
 */
export function affinitiesOf({ count, rows: others, squares }: Neighbours, perplexity: number): Affinities {
  const rows = others.length / count;
  const own = new Float64Array(others.length);
  for (let row = 0; row < rows; row++) gaussian(own, squares, row * count, count, log(perplexity));
  const to: Map<number, number>[] = Array.from({ length: rows }, () => new Map());
  for (let i = 0; i < own.length; i++) {
    const [row, other, half] = [Math.floor(i / count), others[i]!, own[i]! / (2 * rows)];
    to[row]!.set(other, (to[row]!.get(other) ?? 0) + half);
    to[other]!.set(row, (to[other]!.get(row) ?? 0) + half);
  }
  const starts = new Int32Array(rows + 1);
  for (let row = 0; row < rows; row++) starts[row + 1] = starts[row]! + to[row]!.size;
  return {
    starts,
    others: Int32Array.from(to.flatMap((all) => [...all.keys()])),
    values: Float64Array.from(to.flatMap((all) => [...all.values()])),
  };
}

/** Writes exp(−βd²) / Σ, of the β at which the entropy is what is asked for. */
function gaussian(target: Float64Array, squares: Float64Array, start: number, count: number, entropy: number): void {
  let [beta, low, high] = [1, 0, Infinity];
  for (let halving = 0; halving < MOST_HALVINGS; halving++) {
    let [sum, weighted] = [0, 0];
    for (let i = start; i < start + count; i++) {
      // Less the nearest: else all might be 0.
      const square = squares[i]! - squares[start]!;
      target[i] = exp(-beta * square);
      sum += target[i]!;
      weighted += target[i]! * square;
    }
    for (let i = start; i < start + count; i++) target[i]! /= sum;
    const excess = log(sum) + (beta * weighted) / sum - entropy;
    if (Math.abs(excess) < TOLERANCE) return;
    if (excess > 0) [low, beta] = [beta, high === Infinity ? 2 * beta : (beta + high) / 2];
    else [high, beta] = [beta, (beta + low) / 2];
  }
}

/** Steps of power iteration: more than these two components need. */
const POWER_STEPS = 100;

/** The first two principal components of points as their places, with a standard deviation of 1e-4 in the first. */
export function principalPlane(x: ArrayLike<number>, rows: number): Float64Array {
  const width = x.length / rows;
  const mean = new Float64Array(width);
  for (let i = 0; i < x.length; i++) mean[i % width]! += x[i]! / rows;
  const places = new Float64Array(2 * rows);
  const axes: Float64Array[] = [];
  for (let component = 0; component < 2; component++) {
    // No principal axis is at right angles to it, but for one made so.
    let axis = Float64Array.from({ length: width }, (_, i) => 1 + (i % 7) / 7 + (component === 0 ? 0 : i / width));
    for (let step = 0; step <= POWER_STEPS; step++) {
      for (const other of axes) {
        const along = dot(axis, other);
        for (let i = 0; i < width; i++) axis[i]! -= along * other[i]!;
      }
      const norm = Math.sqrt(dot(axis, axis)) || 1;
      for (let i = 0; i < width; i++) axis[i]! /= norm;
      const next = new Float64Array(width);
      for (let row = 0; row < rows; row++) {
        let place = 0;
        for (let i = 0; i < width; i++) place += (x[row * width + i]! - mean[i]!) * axis[i]!;
        places[2 * row + component] = place;
        for (let i = 0; i < width; i++) next[i]! += (x[row * width + i]! - mean[i]!) * place;
      }
      if (step < POWER_STEPS) axis = next;
    }
    axes.push(axis);
  }
  let variance = 0;
  for (let row = 0; row < rows; row++) variance += (places[2 * row]! * places[2 * row]!) / rows;
  const scale = 1e-4 / (Math.sqrt(variance) || 1);
  return places.map((place) => scale * place);
}

const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

export interface EmbeddingOptions {
  readonly perplexity: number;
  readonly exaggeration: number;
  /** With exaggeration, and then without. */
  readonly steps: readonly [number, number];
}

const [MOMENTUM, LEAST_GAIN, LONGEST_STEP] = [0.8, 0.01, 5];

/** Moves places to where t-SNE has them, in place. @yields after each step. */
export function* embed(
  places: Float64Array,
  affinities: Affinities,
  { exaggeration, steps }: EmbeddingOptions,
): Generator<void, void, void> {
  const rows = places.length / 2;
  const [gradient, repulsion] = [new Float64Array(2 * rows), new Float64Array(2 * rows)];
  const velocity = new Float64Array(2 * rows);
  for (const [phase, count] of steps.entries()) {
    const strength = phase === 0 ? exaggeration : 1;
    const rate = rows / strength;
    const gains = new Float64Array(2 * rows).fill(1);
    velocity.fill(0);
    for (let step = 0; step < count; step++) {
      const sum = repel(places, repulsion);
      attract(places, affinities, gradient);
      for (let i = 0; i < 2 * rows; i++) {
        const slope = strength * gradient[i]! - repulsion[i]! / sum;
        const isSame = velocity[i]! > 0 ? slope > 0 : velocity[i]! < 0 && slope < 0;
        gains[i] = isSame ? 0.8 * gains[i]! + LEAST_GAIN : gains[i]! + 0.2;
        velocity[i] = MOMENTUM * velocity[i]! - rate * gains[i]! * slope;
      }
      move(places, velocity);
      yield;
    }
  }
}

/** Sums of q²·(difference), with q = 1/(1 + distance²). @returns the sum of q over all pairs, both ways. */
function repel(places: Float64Array, forces: Float64Array): number {
  forces.fill(0);
  let sum = 0;
  for (let i = 0; i < places.length; i += 2) {
    const [x, y] = [places[i]!, places[i + 1]!];
    let [right, up] = [0, 0];
    for (let j = i + 2; j < places.length; j += 2) {
      const [dx, dy] = [x - places[j]!, y - places[j + 1]!];
      const q = 1 / (1 + dx * dx + dy * dy);
      sum += q;
      const [fx, fy] = [q * q * dx, q * q * dy];
      right += fx;
      up += fy;
      forces[j]! -= fx;
      forces[j + 1]! -= fy;
    }
    forces[i]! += right;
    forces[i + 1]! += up;
  }
  return 2 * sum;
}

function attract(places: Float64Array, { starts, others, values }: Affinities, forces: Float64Array): void {
  for (let row = 0; row < starts.length - 1; row++) {
    const [x, y] = [places[2 * row]!, places[2 * row + 1]!];
    let [right, up] = [0, 0];
    for (let i = starts[row]!; i < starts[row + 1]!; i++) {
      const j = 2 * others[i]!;
      const [dx, dy] = [x - places[j]!, y - places[j + 1]!];
      const pull = values[i]! / (1 + dx * dx + dy * dy);
      right += pull * dx;
      up += pull * dy;
    }
    forces[2 * row] = right;
    forces[2 * row + 1] = up;
  }
}

/** By steps that are not too long, with the middle kept at 0. */
function move(places: Float64Array, velocity: Float64Array): void {
  let [sumX, sumY] = [0, 0];
  for (let i = 0; i < places.length; i += 2) {
    const length = Math.sqrt(velocity[i]! * velocity[i]! + velocity[i + 1]! * velocity[i + 1]!);
    if (length > LONGEST_STEP) {
      velocity[i]! *= LONGEST_STEP / length;
      velocity[i + 1]! *= LONGEST_STEP / length;
    }
    sumX += places[i]! += velocity[i]!;
    sumY += places[i + 1]! += velocity[i + 1]!;
  }
  for (let i = 0; i < places.length; i += 2) {
    places[i]! -= (2 * sumX) / places.length;
    places[i + 1]! -= (2 * sumY) / places.length;
  }
}

/** Kullback-Leibler divergence of the map from the affinities: what t-SNE makes small. */
export function divergence(places: Float64Array, { starts, others, values }: Affinities): number {
  const sum = repel(places, new Float64Array(places.length));
  let found = 0;
  for (let row = 0; row < starts.length - 1; row++) {
    for (let i = starts[row]!; i < starts[row + 1]!; i++) {
      const j = 2 * others[i]!;
      const [dx, dy] = [places[2 * row]! - places[j]!, places[2 * row + 1]! - places[j + 1]!];
      found += values[i]! * (log(values[i]!) + log(sum * (1 + dx * dx + dy * dy)));
    }
  }
  return found;
}
