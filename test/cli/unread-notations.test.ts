// Valid files of notations that are not read: refused by their name, with exit code 3, and never called damaged.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  batchMessage,
  file,
  message,
  oldMessage,
  schema,
  schemaMessage,
  stream,
} from "../formats/arrow/support/crafted-arrow.js";
import { body, small, xField, yField } from "../formats/arrow/support/small-table.js";
import { concat } from "../formats/parquet/support/crafted-file.js";
import { fileWith } from "../formats/parquet/support/small-file.js";
import { temporaryFolder } from "../formats/support/temporary-folder.js";
import { runHere } from "./support/run-here.js";

const parquet = fileWith();
const PARE = new TextEncoder().encode("PARE");
const bigEndian = schema([xField, yField], [], { 0: ["int16", 1] });
const batch = batchMessage(body);

describe("inspect refuses by name, with exit code 3:", () => {
  it.each<[string, Uint8Array, words: string]>([
    ["encrypted.parquet", concat(PARE, parquet.subarray(4, -4), PARE), "is an encrypted Parquet file"],
    ["encrypted", concat(PARE, parquet.subarray(4, -4), PARE), "is an encrypted Parquet file"],
    ["brotli.parquet", fileWith({ y: { codec: "BROTLI" } }), "compressed with BROTLI, which is not supported"],
    ["lz4.parquet", fileWith({ y: { codec: "LZ4_RAW" } }), "compressed with LZ4_RAW, which is not supported"],
    ["first.feather", Buffer.from("FEA1\0\0\0\0FEA1"), "is a Feather file of version 1"],
    ["big-endian.arrow", file({ schema: bigEndian, messages: [] }), "big-endian, which is not supported"],
    ["big-endian.arrows", stream(schemaMessage(bigEndian)), "big-endian, which is not supported"],
    ["2016.arrow", stream(oldMessage(schemaMessage(small, { 0: ["int16", 2] }))), "is of metadata version V3"],
    ["2016", stream(oldMessage(schemaMessage(small, { 0: ["int16", 2] }))), "is of metadata version V3"],
    ["tensor.arrow", stream(schemaMessage(small), message(4, {})), "is of type 4, as tensors are"],
    [
      "nulls.arrow",
      stream(
        schemaMessage(small),
        batchMessage({
          ...body,
          nodes: [
            [3, 1],
            [6, 0],
            [3, 0],
          ],
        }),
      ),
      "1 null in x",
    ],
    ["open.arrows", Buffer.concat([schemaMessage(small), batch]), "nothing tells whether it is whole or cut off"],
  ])("%s", async (name, bytes, words) => {
    const folder = await temporaryFolder();
    writeFileSync(join(folder, name), bytes);
    const { exitCode, stderr } = await runHere(["inspect", name], folder);
    expect(stderr).toContain(words);
    expect(stderr).not.toMatch(/damaged|is cut off/);
    expect(exitCode).toBe(3);
  });
});

describe("inspect reads, with a name or without:", () => {
  it.each([
    ["old.arrow", Buffer.concat([oldMessage(schemaMessage(small)), oldMessage(batch), Buffer.alloc(4)])],
    ["old", Buffer.concat([oldMessage(schemaMessage(small)), oldMessage(batch), Buffer.alloc(4)])],
    ["no-end.arrow", file({ schema: small, messages: [{ kind: "batch", bytes: batch }], end: new Uint8Array(0) })],
  ])("%s", async (name, bytes) => {
    const folder = await temporaryFolder();
    writeFileSync(join(folder, name), bytes);
    const { exitCode, stdout } = await runHere(["inspect", name, "--json"], folder);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ formats: ["arrow"] });
  });
});
