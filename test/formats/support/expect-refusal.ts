import { expect } from "vitest";
import { FormatError } from "../../../src/formats/format-error.js";

/** Checks that a reader refuses a file, with a message that has these words, within a second. */
export async function expectRefusal(reading: Promise<unknown>, message: string): Promise<void> {
  const start = performance.now();
  await expect(reading).rejects.toThrow(message);
  await expect(reading).rejects.toBeInstanceOf(FormatError);
  expect(performance.now() - start).toBeLessThan(1000);
}
