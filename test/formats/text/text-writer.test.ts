// Rows of text: a kernel's numbers are those of JavaScript, and rows of any length go through.
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { TextWriter } from "../../../src/formats/text/text-writer.js";
import { exactText } from "../../../src/formats/text/write-number.js";
import { loadKernels, numberKernelFor } from "../../../src/kernels/kernels.js";
import type { Floats } from "../../../src/numeric/floats.js";
import { dealt, stride } from "../../support/thorough.js";

const LENGTH = 1000;
const INFO = { length: LENGTH, columns: [{ field: "x", name: "x", kind: "signal" }] } as const;
const before = process.env.MNIST1D_ENGINE;

beforeAll(loadKernels);

afterEach(() => {
  if (before === undefined) delete process.env.MNIST1D_ENGINE;
  else process.env.MNIST1D_ENGINE = before;
});

async function written(values: Floats, info: Parameters<typeof TextWriter.to>[1] = INFO): Promise<string> {
  const parts: string[] = [];
  const write = async (bytes: Uint8Array) => void parts.push(new TextDecoder().decode(bytes));
  const out = await TextWriter.to({ write, close: async () => {} }, info);
  for (let start = 0; start < values.length; start += info.length) {
    out.text("[");
    out.numbers(values, start, Math.min(start + info.length, values.length));
    out.text("]");
    if (out.isFull) await out.flush();
  }
  await out.flush();
  return parts.join("");
}

async function inJavaScript(values: Floats): Promise<string> {
  process.env.MNIST1D_ENGINE = "js";
  expect(numberKernelFor(1, 1)).toBeUndefined();
  return written(values);
}

/** Float32 by their bits, of both signs. */
function floats(first: number, step: number): Float32Array {
  const bits = Uint32Array.from({ length: LENGTH }, (_, i) => first + i * step);
  const positive = new Float32Array(bits.buffer);
  return Float32Array.from({ length: 2 * LENGTH }, (_, i) => (i % 2 === 0 ? 1 : -1) * positive[i >> 1]!);
}

describe("TextWriter", () => {
  it("has a kernel here", () => {
    expect(numberKernelFor(1, 100)).toBeDefined();
  });

  // The kernel's are from 114 on, below 156.
  const exponents = [0, 1, 112, 113, ...Array.from({ length: 42 }, (_, i) => 114 + i), 156, 157, 254, 255];

  it("writes float32 of every exponent as JavaScript does", async () => {
    for (const exponent of exponents) {
      for (const step of dealt([8388, 1, 4194], 3)) {
        const values = floats(exponent * 0x800000, step);
        const texts = [await written(values), await inJavaScript(values)];
        delete process.env.MNIST1D_ENGINE;
        expect(texts[0] === texts[1], `exponent ${exponent}, each ${step} bits`).toBe(true);
      }
    }
  });

  it("writes float32 as examples have them as JavaScript does", async () => {
    for (let i = 0; i < 1000; i += stride(10, 1)) {
      const values = floats(0x38000000 + i * 160_007, 151); // 2^-15 to 10
      const texts = [await written(values), await inJavaScript(values)];
      delete process.env.MNIST1D_ENGINE;
      expect(texts[0] === texts[1], `from ${values[0]}`).toBe(true);
    }
  });

  it.each([
    ["float32", Float32Array],
    ["float64", Float64Array],
  ] as const)("writes %s rows that are longer than its buffer, and short ones after them", async (dtype, ArrayType) => {
    const length = 150_000;
    const values = new ArrayType(2 * length + 3).map((_, i) => (i % 1009) / 7 - 50);
    const text = await written(values, { ...INFO, length });
    expect(text).toBe(
      [0, length, 2 * length]
        .map((start) => Array.from(values.subarray(start, start + length), (value) => exactText(value, dtype)))
        .map((row) => `[${row.join(",")}]`)
        .join(""),
    );
  });
});
