import { describe, expect, it } from "vitest";
import { FormatError } from "../../../src/formats/format-error.js";
import { contentsOf, decode, sourceOf } from "./support/read-text.js";

const MUTANTS = 500;

const ROWS = [0, 1, 2, 3].map((i) => ({ x: [i / 3, -0.0, -1e-7 * i], y: i * 7, y_clean: -i, split: "train" }));
const TEXTS = {
  json: JSON.stringify({
    x: ROWS.map(({ x }) => x),
    y: ROWS.map(({ y }) => y),
    t: [0, 0.5, 1],
    templates: { x: [[1, 2]], t: [0, 1], y: [0] },
    config: { seed: 42, padding: [36, 60], dtype: "float64" },
    digest: "sha256:00",
  }),
  jsonl: ROWS.map((row) => `${JSON.stringify(row)}\n`).join(""),
  csv: `x0,x1,x2,y,y_clean,split\n${ROWS.map(({ x, y, y_clean, split }) => `${x},${y},${y_clean},${split}\n`).join("")}`,
};

/** The same numbers in every run, 0 <= n < limit. */
function randomNumbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

/** A text with one to three bytes changed, put in or left out, a piece repeated, or the end cut off. */
function mutant(bytes: Uint8Array, random: (limit: number) => number): Uint8Array {
  const mutated = [...bytes];
  for (let edits = 1 + random(3); edits > 0; edits--) {
    const [at, other] = [random(mutated.length), random(mutated.length)];
    const byte = random(2) === 0 ? mutated[other]! : random(256);
    const edit = random(6);
    if (edit === 0) mutated[at] = byte;
    else if (edit === 1) mutated[at]! ^= 1 << random(8);
    else if (edit === 2) mutated.splice(at, 0, byte);
    else if (edit === 3) mutated.splice(at, 1 + random(3));
    else if (edit === 4) mutated.splice(at, 0, ...mutated.slice(other, other + 40));
    else mutated.length = at + 1;
  }
  return Uint8Array.from(mutated);
}

describe.each(["json", "jsonl", "csv"] as const)("mutations of %s", (format) => {
  it("are datasets, or refused by name, each at once", async () => {
    const random = randomNumbers(format.length);
    const counts = { read: 0, refused: 0 };
    const original = new TextEncoder().encode(TEXTS[format]);
    for (let i = 0; i < MUTANTS; i++) {
      const bytes = mutant(original, random);
      const start = performance.now();
      try {
        const contents = await contentsOf(await decode(format, sourceOf(bytes, "f")));
        for (const split of Object.values(contents)) expect(split!.x.every(Number.isFinite)).toBe(true);
        counts.read++;
      } catch (error) {
        if (!(error instanceof FormatError)) throw new Error(JSON.stringify([...bytes]), { cause: error });
        counts.refused++;
      }
      expect(performance.now() - start).toBeLessThan(1000);
    }
    // Most digits can be others; most other bytes cannot.
    expect(counts.read).toBeGreaterThan(MUTANTS / 50);
    expect(counts.refused).toBeGreaterThan(MUTANTS / 2);
  });
});
