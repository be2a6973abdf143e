import { Damage } from "./damage.js";
import { HybridRuns } from "./hybrid-runs.js";

/**
 * Checks the repetition levels of `count` values in lists of `length`: 0 where a list begins, otherwise 1.
 *
 * @param position of the first of them in its list, from 0 on.
 * @returns the first value whose level is the other one, or `count`.
 * @throws Damage
 */
export function checkRepetitionLevels(levels: Uint8Array, count: number, position: number, length: number): number {
  const runs = new HybridRuns(levels, 1);
  let next = position === 0 ? 0 : length - position; // where the next list begins
  for (let index = 0; index < count; ) {
    runs.next(count - index);
    const end = index + runs.count;
    if (!runs.isPacked) {
      if (runs.value === 1) {
        if (next < end) return next;
      } else {
        if (next !== index) return index;
        if (length > 1 && end > index + 1) return index + 1;
        next = index + Math.max(length, runs.count);
      }
      index = end;
      continue;
    }
    for (let at = runs.packedAt; index < end; at++, index += 8) {
      let expected = 0xff;
      for (; next < index + 8; next += length) expected &= ~(1 << (next - index));
      const wrong = levels[at]! ^ expected;
      if (wrong !== 0) {
        const first = index + lowestBit(wrong);
        if (first < end) return first;
      }
    }
    index = end;
  }
  runs.end();
  return count;
}

/** A value that is not there. */
export interface Absence {
  readonly index: number;
  /** Its definition level. */
  readonly level: number;
}

/**
 * Finds the first of `count` values whose definition level is not `max`, of at most 3: there is none.
 *
 * @throws Damage
 */
export function findAbsence(levels: Uint8Array, count: number, max: number): Absence | undefined {
  const width = max > 1 ? 2 : 1;
  const runs = new HybridRuns(levels, width);
  const present = max * (width === 2 ? 0b01010101 : 0b11111111);
  for (let index = 0; index < count; ) {
    runs.next(count - index);
    if (!runs.isPacked) {
      if (runs.value > max) throw new Damage(`has the level ${runs.value}`);
      if (runs.value < max) return { index, level: runs.value };
    } else {
      for (let i = 0; i < runs.count; i += 8 / width) {
        const at = runs.packedAt + (i * width) / 8;
        const wrong = levels[at]! ^ present;
        if (wrong === 0) continue;
        const first = Math.floor(lowestBit(wrong) / width);
        if (i + first >= runs.count) break; // padding
        const level = (levels[at]! >> (first * width)) & (2 ** width - 1);
        if (level > max) throw new Damage(`has the level ${level}`);
        return { index: index + i + first, level };
      }
    }
    index += runs.count;
  }
  runs.end();
  return undefined;
}

/** Position of the lowest bit that is set. */
function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}
