import { describe, expect, it } from "vitest";
import { dictionaryMessage, schemaMessage, stream, views } from "./support/crafted-arrow.js";
import { refusal } from "./support/read-arrow.js";
import {
  AT,
  batch,
  body,
  ENCODED_AT,
  encoded,
  encodedLabels,
  LABELS_AT,
  LISTS_AT,
  labelIndices,
  labels,
  lists,
  listViews,
  NONE,
  nodes,
  ranges,
  SPLIT_AT,
  small,
  texts,
  VIEWS_AT,
  values,
  withBuffers,
  withSplit,
  x,
  y,
} from "./support/small-table.js";

const SCREEN = "where a length or an offset must be";
const message = `is damaged: the message at ${AT}`;
const at = `is damaged: the record batch at ${AT}`;
const unread = `the record batch at ${AT}`;

describe("record batches are refused:", () => {
  const larger = [...body.buffers.slice(0, 4), y, new Uint8Array(80)];

  it.each([
    ["2^53 rows", batch({ rows: 2 ** 53 }), `${message} has 9007199254740992 ${SCREEN}`],
    ["2^50 rows", batch({ rows: 2 ** 50 }), `${at} has 3 values in x, not 1125899906842624`],
    ["too few values", batch({ nodes: nodes(3, 4, 3) }), `${at} has 4 values in the values of x, not 6`],
    ["too few labels", batch({ nodes: nodes(3, 6, 2) }), `${at} has 2 values in y, not 3`],
    [
      "nulls",
      batch({
        nodes: [
          [3, 0],
          [6, 2],
          [3, 0],
        ],
      }),
      `${unread} has 2 nulls in the values of x, and a dataset has none`,
    ],
    ["too many columns", batch({ nodes: nodes(3, 6, 3, 3) }), `${at} has more columns or buffers than its schema`],
    ["too few columns", batch({ nodes: nodes(3, 6) }), `${at} has fewer columns than its schema`],
    [
      "too many buffers",
      batch({ buffers: [...body.buffers, NONE] }),
      `${at} has more columns or buffers than its schema`,
    ],
    ["too few buffers", batch({ buffers: body.buffers.slice(0, 4) }), `${at} has fewer buffers than its columns need`],
    [
      "1,001 columns",
      batch({ nodes: nodes(...new Array(1001).fill(3)) }),
      `the message at ${AT} has 1001 columns or buffers, which no dataset has`,
    ],
    ["too little x", withBuffers(x.subarray(1), y), `${at} has 20 bytes for x, and 24 are needed`],
    [
      "buffers over each other",
      batch({ ranges: ranges(0, 0, 0, 0, 0, 24, 0, 0, 16, 24) }),
      `${at} has a buffer of 24 bytes at 16, after 24 of the 48 bytes of its body`,
    ],
    [
      "buffers in another order",
      batch({ ranges: ranges(0, 0, 0, 0, 24, 24, 0, 0, 0, 24) }),
      `${at} has a buffer of 24 bytes at 0, after 48 of the 48 bytes of its body`,
    ],
    [
      "a buffer outside of the body",
      batch({ ranges: ranges(0, 0, 0, 0, 0, 24, 0, 0, 24, 32) }),
      `${at} has a buffer of 32 bytes at 24, after 24 of the 48 bytes of its body`,
    ],
    [
      "a buffer at no whole word",
      batch({ ranges: ranges(0, 0, 0, 0, 0, 24, 0, 0, 25, 8) }),
      `${at} has a buffer of 8 bytes at 25, after 24 of the 48 bytes of its body`,
    ],
    [
      "a buffer at 2^62",
      batch({ ranges: ranges(0, 0, 0, 0, 2n ** 62n, 24, 0, 0, 24, 24) }),
      `${message} has 4611686018427387904 ${SCREEN}`,
    ],
    ["a buffer of -8 bytes", batch({ ranges: ranges(0, 0, 0, 0, 0, -8, 0, 0, 24, 24) }), `${message} has -8 ${SCREEN}`],
    [
      "bytes that are of no buffer",
      batch({ buffers: larger, ranges: ranges(0, 0, 0, 0, 0, 24, 0, 0, 24, 24) }),
      `${at} has nothing after 48 of the 128 bytes of its body`,
    ],
  ])("%s", async (_, bytes, expected) => {
    expect(await refusal(bytes)).toBe(`f: ${expected}`);
  });
});

/** A buffer of a compressed batch, with its size when it is decompressed. */
const sized = (size: number, ...bytes: number[]) =>
  Buffer.concat([Buffer.from(BigInt64Array.of(BigInt(size)).buffer), Buffer.from(bytes)]);

/** One that is not compressed. */
const stored = ({ buffer }: Int32Array | BigInt64Array) => sized(-1, ...new Uint8Array(buffer));

/** One in an LZ4 frame, of one block that is stored as it is. */
const lz4Of = ({ buffer, byteLength }: Float32Array) =>
  sized(
    byteLength,
    ...[0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82, byteLength, 0, 0, 0x80],
    ...[...new Uint8Array(buffer as ArrayBuffer), 0, 0, 0, 0],
  );

describe("values are refused:", () => {
  const inLists = `is damaged: the record batch at ${LISTS_AT}`;
  const large = lists([0, 2 ** 23], new Float32Array(2 ** 23), { rows: 1, nodes: nodes(1, 2 ** 23, 1) });

  it.each([
    [
      "a label of 33 bits",
      withBuffers(x, BigInt64Array.of(1n, 2n ** 32n, 3n)),
      "row 1 of y is 4294967296, which 32 bits do not hold",
    ],
    ["a list that is too short", lists([0, 2, 3, 6]), "row 1 of x has 1 values, not 2"],
    ["a list that is too long", lists([0, 2, 4, 7]), "row 2 of x has 3 values, not 2"],
    ["lists that go back", lists([6, 4, 2, 0]), "has examples of -2 points"],
    ["empty lists", lists([0, 0, 0, 0]), "has examples of 0 points"],
    ["lists beyond the values", lists([1, 3, 5, 7]), `${inLists} has a list of the values 5 to 7, and there are 6`],
    ["lists before the values", lists([-2, 0, 2, 4]), `${inLists} has a list of the values -2 to 0, and there are 6`],
    ["too few offsets", lists([0, 2, 4]), `${inLists} has 12 bytes for x, and 16 are needed`],
    [
      "a list view that is too short",
      listViews([0, 2, 4], x, false, {
        buffers: [NONE, Int32Array.of(0, 2, 4), Int32Array.of(2, 1, 2), NONE, x, NONE, y],
      }),
      "row 1 of x has 1 values, not 2",
    ],
    [
      "a list view beyond the values",
      listViews([4, 5, 0]),
      `is damaged: the record batch at ${VIEWS_AT} has a list of the values 5 to 7, and there are 6`,
    ],
    [
      "list views in another order than their values, which are compressed",
      listViews([2, 0, 4], x, false, {
        more: { 3: ["table", { 0: ["int8", 0], 1: ["int8", 0] }] },
        buffers: [
          NONE,
          stored(Int32Array.of(2, 0, 4)),
          stored(Int32Array.of(2, 2, 2)),
          NONE,
          lz4Of(x),
          NONE,
          stored(y),
        ],
      }),
      `the record batch at ${VIEWS_AT} has list views in another order than their values, which are compressed: that is not supported`,
    ],
    [
      "an index beyond the labels",
      encodedLabels(dictionaryMessage(5, labels(1, 2)), labelIndices(0, 1, 2)),
      `is damaged: the record batch at ${LABELS_AT + dictionaryMessage(5, labels(1, 2)).length} has an index 2 into the 2 values of y`,
    ],
    [
      "a label of 33 bits in a dictionary",
      encodedLabels(dictionaryMessage(5, labels(1, 2 ** 32)), labelIndices(0, 1, 0)),
      "row 1 of y is 4294967296, which 32 bits do not hold",
    ],
    ["an example of 32 MB", large, "has examples of 8388608 points, more than can be read"],
  ])("%s", async (_, bytes, expected) => {
    expect(await refusal(bytes)).toBe(`f: ${expected}`);
  });
});

describe("splits are refused:", () => {
  const text = `is damaged: the record batch at ${SPLIT_AT}`;
  const view = (length: number) => {
    const bytes = Buffer.from(`....train\0\0\0\0\0\0\0`.repeat(3));
    bytes.writeInt32LE(length, 0);
    return bytes;
  };
  const both = dictionaryMessage(5, values("train", "test"));
  const index = `is damaged: the record batch at ${ENCODED_AT + both.length} has an index`;

  it.each([
    [
      "an unknown one",
      withSplit(texts("train", "valid", "test")),
      'row 1 is of the split "valid", and there are train, validation, test and test_<shift>',
    ],
    [
      "none",
      withSplit(texts("train", "", "test")),
      'row 1 is of the split "", and there are train, validation, test and test_<shift>',
    ],
    [
      "train after test",
      withSplit(texts("train", "test", "train")),
      "row 2 is of train, and rows before it are of test",
    ],
    [
      "a long text",
      withSplit(texts("train", "t".repeat(65), "test")),
      `the record batch at ${SPLIT_AT} has a text of 65 bytes in its column split, which is no split`,
    ],
    [
      "a name that is too long for a shift",
      withSplit(texts("train", `test_${"t".repeat(41)}`, "test")),
      `row 1 is of the split "test_${"t".repeat(41)}", and there are train, validation, test and test_<shift>`,
    ],
    [
      "a text beyond the characters",
      withSplit([Int32Array.of(0, 5, 10, 14), Buffer.from("traintrain")]),
      `${text} has a text from 10 to 14 of 10 bytes in its column split`,
    ],
    [
      "a text that goes back",
      withSplit([Int32Array.of(0, 5, 0, 4), Buffer.from("train")]),
      `${text} has a text from 5 to 0 of 5 bytes in its column split`,
    ],
    [
      "a long view",
      withSplit([view(13)], views, { viewBuffers: [0] }),
      'row 0 is of the split "trai…", and there are train, validation, test and test_<shift>',
    ],
    [
      "a view of less than nothing",
      withSplit([view(-1)], views, { viewBuffers: [0] }),
      `${text} has a text of -1 bytes in its column split`,
    ],
    [
      "2^40 buffers of views",
      withSplit([view(5)], views, { viewBuffers: [2 ** 40] }),
      `${text} has fewer buffers than its columns need`,
    ],
    ["an index beyond the values", encoded([0, 0, 2], both), `${index} 2 into the 2 values of split`],
    ["an index below zero", encoded([0, 0, -1], both), `${index} -1 into the 2 values of split`],
    [
      "no dictionary",
      encoded([0, 0, 0]),
      `is damaged: the record batch at ${ENCODED_AT} has an index 0 into the 0 values of split`,
    ],
    [
      "a dictionary of another column",
      encoded([0], dictionaryMessage(6, values("train"))),
      `has a dictionary 6 at ${ENCODED_AT}, which is of no column`,
    ],
    [
      "a dictionary of no column",
      stream(schemaMessage(small), both),
      `has a dictionary 5 at ${AT}, which is of no column`,
    ],
    [
      "1,001 values",
      encoded([0], dictionaryMessage(5, values(...new Array(1001).fill("a")))),
      `the dictionary at ${ENCODED_AT} has 1001 values, more than a dataset needs`,
    ],
  ])("%s", async (_, bytes, expected) => {
    expect(await refusal(bytes)).toBe(`f: ${expected}`);
  });
});

describe("compressed batches are refused:", () => {
  const codec = (number: number) => ({ more: { 3: ["table", { 0: ["int8", number], 1: ["int8", 0] }] } }) as const;
  const zstd = [0x28, 0xb5, 0x2f, 0xfd];
  const noFrame = `${at} has data that is no Zstandard frame of 24 bytes`;
  const bomb = { rows: 2 ** 40, nodes: nodes(2 ** 40, 2 ** 41, 2 ** 40), ...codec(1) };

  it.each([
    ["another codec", batch(codec(2)), `${unread} is compressed in a way that is not known (2, 0)`],
    [
      "a buffer without its size",
      withBuffers(x.subarray(1, 2), y, codec(1)),
      `${at} has a compressed buffer of 4 bytes`,
    ],
    ["a size below zero", withBuffers(sized(-2, 1), y, codec(1)), `${at} has a compressed buffer of -2 bytes`],
    [
      "a bomb",
      withBuffers(sized(2 ** 43), sized(2 ** 43), bomb),
      `${unread} would grow from 16 bytes to 17592186044416 when decompressed, which no dataset does`,
    ],
    ["what is no zstd", withBuffers(sized(24, 1, 2, 3, 4, 5, 6), sized(24, 1), codec(1)), noFrame],
    [
      "what is no LZ4",
      withBuffers(sized(24, 1, 2, 3, 4, 5, 6), sized(24, 1), codec(0)),
      `${at} has a buffer whose LZ4 frame is not an LZ4 frame`,
    ],
    ["a frame that is cut off", withBuffers(sized(24, ...zstd), sized(24, 1), codec(1)), noFrame],
    ["a frame of less", withBuffers(sized(24, ...zstd, 0, 88, 1, 0, 0), sized(24, 1), codec(1)), noFrame],
    ["a frame of more", withBuffers(sized(24, ...zstd, 0, 88, 203, 0, 0, 65), sized(24, 1), codec(1)), noFrame],
    [
      "bytes after a frame",
      withBuffers(sized(24, ...zstd, 0, 88, 195, 0, 0, 65, 1), sized(24, ...zstd, 0, 88, 195, 0, 0, 0), codec(1)),
      noFrame,
    ],
  ])("%s", async (_, bytes, expected) => {
    expect(await refusal(bytes)).toBe(`f: ${expected}`);
  });
});
