import { crc32 as zlibCrc32 } from "node:zlib";
import fc from "fast-check";
import { expect, it } from "vitest";
import { crc32, crc32OfTable } from "../../../src/formats/zip/write.js";

it("reference: the check value of the standard", () => {
  expect(crc32OfTable(new TextEncoder().encode("123456789"))).toBe(0xcbf43926);
});

it("property: is zlib's, in one piece or in several", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ minLength: 1, maxLength: 300 }), (one, other) => {
      const before = crc32OfTable(one);
      expect(before).toBe(zlibCrc32(one));
      expect(crc32OfTable(other, before)).toBe(zlibCrc32(Uint8Array.of(...one, ...other)));
    }),
  );
});

it("is the platform's here, for its speed", () => {
  expect(crc32).toBe(zlibCrc32);
});
