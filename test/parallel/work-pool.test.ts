// Properties of working on several items at once: the results' order, and that a slot is one item's at a time.
import { setImmediate } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inOrder } from "../../src/parallel/work-pool.js";

describe("inOrder", () => {
  it("yields results in the items' order, begins no more than there are slots, and shares none", async () => {
    const delays = fc.array(fc.nat(3), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(delays, fc.integer({ min: 1, max: 4 }), fc.boolean(), async (items, slots, isAsync) => {
        const taken = new Set<number>();
        let begun = 0;
        async function work(delay: number, slot: number): Promise<number> {
          expect(taken.has(slot)).toBe(false);
          taken.add(slot);
          begun++;
          for (let turn = 0; turn < delay; turn++) await setImmediate();
          return delay;
        }
        async function* later() {
          for (const item of items) {
            await setImmediate();
            yield item;
          }
        }
        const results: number[] = [];
        for await (const { slot, result } of inOrder(isAsync ? later() : items, slots, work)) {
          expect(begun - results.length).toBeLessThanOrEqual(slots);
          results.push(result);
          taken.delete(slot);
        }
        expect(results).toEqual(items);
      }),
      { numRuns: 30 },
    );
  });

  it("tells of work that failed in its turn, after the results before it", async () => {
    const results: number[] = [];
    async function run() {
      const work = async (item: number) => {
        if (item === 2) throw new Error("two");
        return item;
      };
      for await (const { result } of inOrder([0, 1, 2, 3], 4, work)) results.push(result);
    }
    await expect(run()).rejects.toThrow("two");
    expect(results).toEqual([0, 1]);
  });

  it("stops taking items when its consumer does", async () => {
    let taken = 0;
    let isClosed = false;
    function* items() {
      try {
        for (;;) yield taken++;
      } finally {
        isClosed = true;
      }
    }
    for await (const { result } of inOrder(items(), 2, async (item) => item)) if (result === 3) break;
    expect(isClosed).toBe(true);
    expect(taken).toBeLessThanOrEqual(6);
  });
});
