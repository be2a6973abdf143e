// Files as the specification allows them, which no software at hand writes.
import { describe, expect, it } from "vitest";
import { arrowSchemaText } from "./support/arrow-schema-text.js";
import {
  bytesFrom,
  type CraftedColumn,
  concat,
  craftedFile,
  dataPage,
  dictionaryPage,
  listSchema,
  packedLevels,
  repeatedLevel,
  u32,
  valueSchema,
} from "./support/crafted-file.js";
import { decode, splitsOf } from "./support/read-parquet.js";
import { DEFINITION, fileWith, LABELS, NUMBERS, pageWith, plainText, REPETITION, x, y } from "./support/small-file.js";

const float = { type: "FLOAT" } as const;
const required = { repetition_type: "REQUIRED" } as const;
const repeated = { repetition_type: "REPEATED" } as const;
const list = { ...required, name: "x", num_children: 1, converted_type: "LIST" } as const;

const FILES: Readonly<Record<string, Uint8Array>> = {
  "lists in two levels": fileWith({ x: { schema: [list, { ...repeated, ...float, name: "array" }] } }),
  "lists in three levels under other names": fileWith({
    x: {
      schema: [list, { ...repeated, name: "bag", num_children: 1 }, { ...required, ...float, name: "array_element" }],
    },
  }),
  "lists that only the newer annotation calls so": fileWith({
    x: {
      schema: [{ ...required, name: "x", num_children: 1, logical_type: { type: "LIST" } }, ...listSchema().slice(1)],
    },
  }),
  "a repeated column": fileWith({ x: { schema: [{ ...repeated, ...float, name: "x" }] } }),
  "pages that end within a row": fileWith({
    x: {
      pages: [
        dataPage(5, [packedLevels([0, 1, 1, 0, 1]), repeatedLevel(1, 5), NUMBERS.subarray(0, 20)]),
        dataPage(0, [u32(0), u32(0)]),
        dataPage(7, [packedLevels([1, 0, 1, 1, 0, 1, 1]), repeatedLevel(1, 7), NUMBERS.subarray(20)]),
      ],
    },
  }),
  "a run for each level": fileWith({
    x: {
      pages: [
        dataPage(12, [
          runs(
            ...Array(4)
              .fill([
                [0, 1],
                [1, 1],
                [1, 1],
              ])
              .flat(),
          ),
          runs(...Array(12).fill([1, 1])),
          NUMBERS,
        ]),
      ],
    },
  }),
  "bytes after the values of a page, as fastparquet has them": fileWith({
    x: { pages: [dataPage(12, [REPETITION, DEFINITION, NUMBERS, u32(7), u32(7)])] },
    y: { pages: [dataPage(4, [LABELS, u32(7), u32(7)])] },
    split: { pages: [dataPage(4, [...Array(4).fill(plainText("train")), u32(7), u32(7)])] },
  }),
  "bytes after the indices into a dictionary, and after its values": fileWith({
    x: {
      pages: [
        dictionaryPage(12, concat(NUMBERS, u32(7))),
        dataPage(
          12,
          [REPETITION, DEFINITION, Uint8Array.of(4, 5, 0x10, 0x32, 0x54, 0x76, 0x98, 0xba, 0, 0)],
          "RLE_DICTIONARY",
        ),
      ],
    },
    y: {
      pages: [
        dictionaryPage(3, concat(LABELS.subarray(0, 24), u32(7))),
        dataPage(4, [Uint8Array.of(2, 3, 0b01100100, 0), u32(7), u32(7)], "RLE_DICTIONARY"),
      ],
    },
  }),
  "bounds in its statistics that no value has": fileWith({
    y: { statistics: { min_value: -9n, max_value: 9n, null_count: 0n } },
  }),
  "a page of an index": fileWith({
    y: { pages: [{ header: { ...dictionaryPage(0, LABELS).header, type: "INDEX_PAGE" }, body: LABELS }, ...y.pages] },
  }),
  "a page of version 2 that is not compressed in a column that is": fileWith({
    y: {
      codec: "ZSTD",
      pages: [
        pageWith(y.pages[0]!, {
          type: "DATA_PAGE_V2",
          data_page_header_v2: {
            num_values: 4,
            num_nulls: 0,
            num_rows: 4,
            encoding: "PLAIN",
            definition_levels_byte_length: 0,
            repetition_levels_byte_length: 0,
            is_compressed: false,
          },
        }),
      ],
    },
  }),
  "columns of points in another order": craftedFile({
    rows: 4,
    columns: [point(2), y, point(0), { ...y, schema: valueSchema("__index_level_0__", "INT64") }, point(1)],
  }),
};

/** Column of a point of all rows. */
function point(i: number): CraftedColumn {
  return {
    schema: valueSchema(`x${i}`, "FLOAT"),
    values: 4,
    pages: [dataPage(4, [bytesFrom(Float32Array.of(i, 3 + i, 6 + i, 9 + i))])],
  };
}

/** Levels in these runs of repeated ones. */
function runs(...levels: [level: number, count: number][]): Uint8Array {
  const bytes = levels.flatMap(([level, count]) => [count * 2, level]);
  return concat(bytesFrom(Uint32Array.of(bytes.length)), Uint8Array.from(bytes));
}

describe("Parquet is read with", () => {
  it.each(Object.entries(FILES))("%s", async (_, bytes) => {
    const { train } = await splitsOf(bytes);
    expect([...train.x]).toEqual([...Array(12).keys()]);
    expect([...train.y]).toEqual([3, 1, 4, 1]);
  });

  it("labels at the limits of 32 bits, in each encoding of integers", async () => {
    const limits = [2 ** 31 - 1, -(2 ** 31), -(2 ** 31), 2 ** 31 - 1];
    // Blocks of 128 in 4 parts, 4 values, the first, and then the smallest delta and what the others are more than it.
    const deltas = Uint8Array.of(0x80, 1, 4, 4, ...zigzag(2n ** 31n - 1n), ...zigzag(1n - 2n ** 32n), 33, 0, 0, 0);
    const packed = new Uint8Array(132);
    for (const [i, more] of [0n, 2n ** 32n - 1n, 2n ** 33n - 2n].entries()) {
      for (let bit = 0; bit < 33; bit++) {
        if ((more >> BigInt(bit)) & 1n) packed[(i * 33 + bit) >> 3]! |= 1 << ((i * 33 + bit) & 7);
      }
    }
    const plain = bytesFrom(BigInt64Array.from(limits, BigInt));
    for (const pages of [
      [dataPage(4, [plain])],
      [dictionaryPage(2, plain.subarray(0, 16)), dataPage(4, [Uint8Array.of(1, 3, 0b0110)], "RLE_DICTIONARY")],
      [dataPage(4, [deltas, packed], "DELTA_BINARY_PACKED")],
    ]) {
      const { train } = await splitsOf(fileWith({ y: { pages } }));
      expect([...train.y]).toEqual(limits);
    }
  });

  it.each([
    ["the file alone", { "mnist1d.digest": "sha256:1", "ARROW:schema": arrowSchemaText(3) }],
    ["its Arrow schema alone", { "ARROW:schema": arrowSchemaText(3, { "mnist1d.digest": "sha256:1" }) }],
    ["a file without Arrow schema", { "mnist1d.digest": "sha256:1", pandas: "{}" }],
  ])("our metadata in %s", async (_, keyValues) => {
    expect((await decode(fileWith({ keyValues }))).metadata).toEqual({ digest: "sha256:1" });
  });

  it("the bits of numbers as they are: NaN with its payload, infinities, -0", async () => {
    const words = Uint32Array.of(
      0x7fc00001,
      0xffc12345,
      0x7f800001,
      0x7f800000,
      0xff800000,
      0x80000000,
      1,
      0,
      0,
      0,
      0,
      0,
    );
    const pages = [dataPage(12, [REPETITION, DEFINITION, bytesFrom(words)])];
    const { train } = await splitsOf(craftedFile({ rows: 4, columns: [{ ...x, pages }, y] }));
    expect(bytesFrom(train.x)).toEqual(bytesFrom(words));
  });
});

function zigzag(value: bigint): number[] {
  const bytes: number[] = [];
  let rest = value < 0n ? -value * 2n - 1n : value * 2n;
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return [...bytes, Number(rest)];
}
