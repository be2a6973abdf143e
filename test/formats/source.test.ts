import { expect, it } from "vitest";
import { FormatError } from "../../src/formats/format-error.js";
import { forwardSource } from "../../src/formats/source.js";

const BYTES = Uint8Array.from({ length: 300_000 }, (_, i) => i % 251);

/** A forward source of the bytes above, and what became of its streams. */
function source(end = async () => {}) {
  const log = { opened: 0, closed: 0, ended: 0, read: 0 };
  const forward = forwardSource("x", BYTES.length, async function* () {
    log.opened++;
    try {
      for (let at = 0; at < BYTES.length; at += 10) {
        await Promise.resolve();
        log.read += 10;
        yield BYTES.subarray(at, at + 10);
      }
      log.ended++;
      await end();
    } finally {
      log.closed++;
    }
  });
  const read = async (offset: number, length: number) => {
    const target = new Uint8Array(length);
    await forward.readInto(target, offset);
    expect(Buffer.compare(target, BYTES.subarray(offset, offset + length))).toBe(0);
  };
  return { log, read, forward };
}

it("reads on from where it was, and passes over what nobody wants", async () => {
  const { log, read } = source();
  await read(0, 10);
  await read(10, 90);
  await read(200_003, 99_997);
  expect(log).toEqual({ opened: 1, closed: 1, ended: 1, read: 300_000 });
});

it("begins anew for an earlier place", async () => {
  const { log, read } = source();
  await read(100, 10);
  await read(50, 10);
  expect(log).toEqual({ opened: 2, closed: 0, ended: 0, read: 170 });
  // The nearest one goes on.
  await read(111, 9);
  await read(60, 10);
  expect(log).toEqual({ opened: 2, closed: 0, ended: 0, read: 190 });
});

it("serves readers that take turns, and keeps few streams", async () => {
  const { log, read } = source();
  await Promise.all(Array.from({ length: 10 }, (_, i) => read(1000 * i, 1000)));
  expect([log.opened, log.closed]).toEqual([10, 6]);
  await Promise.all(Array.from({ length: 4 }, (_, i) => read(20_000 + i, 1000)));
  expect([log.opened, log.closed]).toEqual([10, 6]);
});

it("closes a stream that failed", async () => {
  const { log, read } = source(async () => {
    throw new FormatError("x", "ends badly");
  });
  await expect(read(0, BYTES.length)).rejects.toThrow("x: ends badly");
  expect(log).toMatchObject({ opened: 1, closed: 1, ended: 1 });
});

it("refuses what is beyond its end, and reads nothing of nothing", async () => {
  const { log, read, forward } = source();
  await expect(forward.readInto(new Uint8Array(2), BYTES.length - 1)).rejects.toThrow("is cut off: it ends at 300000");
  await read(BYTES.length, 0);
  expect(log.opened).toBe(0);
});
