import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { compressed, dataPage, dictionaryPage, u32, varint, withLength } from "./support/crafted-file.js";
import { refusalOf, splitsOf } from "./support/read-parquet.js";
import { DEFINITION, fileWith, LABELS, NUMBERS, pageWith, plainText, x, y } from "./support/small-file.js";

it("what the others are changes of is read", async () => {
  const { train, test } = await splitsOf(fileWith({ split: {} }));
  expect([...train.x, ...test.x]).toEqual([...Array(12).keys()]);
  expect([...train.y, ...test.y]).toEqual([3, 1, 4, 1]);
});

describe.each<[string, Readonly<Record<string, [file: Uint8Array, message: string]>>]>([
  [
    "counts",
    {
      "2^60 rows": [fileWith({ announcedRows: 2 ** 60 }), "is damaged: the footer has a number beyond 2^53"],
      "2^50 rows": [
        fileWith({ rows: 2 ** 50, x: { values: 2 ** 50 }, y: { values: 2 ** 50 } }),
        "announces 1125899906842624 rows of 1 points, and has 321 bytes",
      ],
      "2^40 points": [fileWith({ x: { values: 2 ** 42 } }), "would have 1099511627776 points per example"],
      "another number of rows in the row group": [
        fileWith({ announcedRows: 5 }),
        "is damaged: it announces 5 rows, and its row groups have 4",
      ],
      "another number of values": [
        fileWith({ y: { values: 5 } }),
        "is damaged: column y in row group 0 announces 5 values, and the row group 4 rows",
      ],
      negative: [fileWith({ rows: -4 }), "is damaged: row group 0 has -4 rows"],
      "a page with more values": [
        fileWith({ y: { pages: [dataPage(5, [LABELS])] } }),
        "is damaged: the page at byte 82, of column y in row group 0, has 5 values, more than its column",
      ],
      "pages with fewer values": [
        fileWith({ y: { pages: [dataPage(3, [LABELS.subarray(0, 24)])] } }),
        "is damaged: column y in row group 0 announces 4 values and has 3",
      ],
      "a page with fewer bytes": [
        fileWith({ y: { pages: [dataPage(4, [LABELS.subarray(0, 31)])] } }),
        "is damaged: the page at byte 82, of column y in row group 0, has 31 bytes for 4 values of 8 bytes",
      ],
    },
  ],
  [
    "pages",
    {
      "levels longer than the page": [
        fileWith({ x: { pages: [dataPage(12, [u32(1000), NUMBERS])] } }),
        "is damaged: the page at byte 4, of column x in row group 0, ends within its levels",
      ],
      "a run of 2^31 levels": [
        fileWith({
          x: { pages: [dataPage(12, [withLength(Uint8Array.of(...varint(2 ** 32), 1)), DEFINITION, NUMBERS])] },
        }),
        "is damaged: the page at byte 4, of column x in row group 0, has a run that goes on after the last value",
      ],
      "runs without end": [
        fileWith({ x: { pages: [dataPage(12, [withLength(new Uint8Array(40).fill(0xff)), DEFINITION, NUMBERS])] } }),
        "is damaged: the page at byte 4, of column x in row group 0, has a number of more than 10 bytes",
      ],
      "runs of nothing": [
        fileWith({ x: { pages: [dataPage(12, [withLength(new Uint8Array(40)), DEFINITION, NUMBERS])] } }),
        "is damaged: the page at byte 4, of column x in row group 0, has a run of no values",
      ],
      "a wrong checksum": [
        fileWith({ y: { pages: [pageWith(y.pages[0]!, { crc: 1 })] } }),
        "is damaged: the page at byte 82, of column y in row group 0, is not what its checksum says",
      ],
      "levels in the encoding of the first writers": [
        fileWith({
          x: {
            pages: [
              pageWith(x.pages[0]!, {
                data_page_header: { ...x.pages[0]!.header.data_page_header!, repetition_level_encoding: "BIT_PACKED" },
              }),
            ],
          },
        }),
        "the page at byte 4, of column x in row group 0, has levels in the encoding BIT_PACKED, which is not supported",
      ],
      "a split of many letters": [
        fileWith({ split: { pages: [dataPage(4, Array(4).fill(plainText("train".repeat(99))))] } }),
        "the page at byte 131, of column split in row group 0, would have 1996 bytes for 4 values, more than a dataset needs",
      ],
      "an unknown encoding": [
        fileWith({ y: { pages: [dataPage(4, [LABELS], "DELTA_BYTE_ARRAY")] } }),
        "the page at byte 82, of column y in row group 0, has values in the encoding DELTA_BYTE_ARRAY, which is not supported there",
      ],
      "no dictionary": [
        fileWith({ y: { pages: [dataPage(4, [Uint8Array.of(1, 8, 0)], "RLE_DICTIONARY")] } }),
        "is damaged: the page at byte 82, of column y in row group 0, refers to a dictionary, and there is none",
      ],
      "an index beyond the dictionary": [
        fileWith({
          y: {
            pages: [dictionaryPage(2, LABELS.subarray(0, 16)), dataPage(4, [Uint8Array.of(2, 8, 2)], "RLE_DICTIONARY")],
          },
        }),
        "is damaged: the page at byte 111, of column y in row group 0, refers to value 2 of a dictionary of 2",
      ],
      "a packed index beyond the dictionary": [
        fileWith({
          y: {
            pages: [
              dictionaryPage(2, LABELS.subarray(0, 16)),
              dataPage(4, [Uint8Array.of(2, 3, 0b11_01_00_01, 0)], "RLE_DICTIONARY"),
            ],
          },
        }),
        "is damaged: the page at byte 111, of column y in row group 0, refers to value 3 of a dictionary of 2",
      ],
      "indexes of 200 bits": [
        fileWith({
          y: {
            pages: [
              dictionaryPage(2, LABELS.subarray(0, 16)),
              dataPage(4, [Uint8Array.of(200, 8, 2)], "RLE_DICTIONARY"),
            ],
          },
        }),
        "is damaged: the page at byte 111, of column y in row group 0, has integers of 200 bits",
      ],
      "a dictionary of 2^31 - 1 values": [
        fileWith({ y: { pages: [dictionaryPage(2 ** 31 - 1, LABELS.subarray(0, 16)), ...y.pages] } }),
        "is damaged: the page at byte 82, of column y in row group 0, has 16 bytes for 2147483647 values of 8 bytes",
      ],
      "a dictionary in between": [
        fileWith({
          y: {
            pages: [
              dataPage(1, [LABELS.subarray(0, 8)]),
              dictionaryPage(2, LABELS.subarray(0, 16)),
              dataPage(3, [LABELS.subarray(0, 24)]),
            ],
          },
        }),
        "is damaged: the page at byte 107, of column y in row group 0, is a dictionary out of place",
      ],
      "deltas of 2^31 - 1 values": [
        fileWith({
          y: {
            pages: [dataPage(4, [Uint8Array.of(...varint(128), 4, ...varint(2 ** 31 - 1), 0)], "DELTA_BINARY_PACKED")],
          },
        }),
        "is damaged: the page at byte 82, of column y in row group 0, has 2147483647 integers, not 4",
      ],
      "deltas in blocks of 2^31 values": [
        fileWith({ y: { pages: [dataPage(4, [Uint8Array.of(...varint(2 ** 31), 4, 4, 0)], "DELTA_BINARY_PACKED")] } }),
        "is damaged: the page at byte 82, of column y in row group 0, has blocks of 2147483648 integers in 4 parts",
      ],
      "an unknown type": [
        fileWith({ y: { pages: [pageWith(y.pages[0]!, { type: "DATA_PAGE_V2" })] } }),
        "is damaged: the page at byte 82, of column y in row group 0, has no header of its type",
      ],
    },
  ],
  [
    "compression",
    {
      "an unknown codec": [
        fileWith({ y: { codec: "LZO" } }),
        "has column y in row group 0 compressed with LZO, which is not supported. Write it with zstd, snappy, gzip, or none.",
      ],
      "2 GB that 10 bytes would become": [
        fileWith({
          y: {
            codec: "ZSTD",
            pages: [
              pageWith(
                compressed(y.pages[0]!, () => new Uint8Array(10)),
                { uncompressed_page_size: 2 ** 31 - 1 },
              ),
            ],
          },
        }),
        "the page at byte 82, of column y in row group 0, would have 2147483647 bytes for 4 values, more than a dataset needs",
      ],
      "no Zstandard": [
        fileWith({ y: { codec: "ZSTD", pages: [compressed(y.pages[0]!, (body) => body)] } }),
        "is damaged: the page at byte 82, of column y in row group 0, has data that is no Zstandard frame of 32 bytes",
      ],
      "Snappy that goes back for ever": [
        fileWith({
          y: {
            codec: "SNAPPY",
            pages: [compressed(y.pages[0]!, () => Uint8Array.of(32, 63 << 2, 0xfa, 0xff, 0xff, 0xff, 0))],
          },
        }),
        "is damaged: the page at byte 82, of column y in row group 0, has Snappy data that is cut off",
      ],
      "a gzip bomb": [
        fileWith({ y: { codec: "GZIP", pages: [compressed(y.pages[0]!, () => gzipSync(new Uint8Array(1e6)))] } }),
        "is damaged: the page at byte 82, of column y in row group 0, has gzip data that does not decompress: Cannot create a Buffer larger than 32 bytes",
      ],
    },
  ],
])("Parquet is refused for its %s", (_, cases) => {
  it.each(Object.entries(cases))("%s", async (_, [bytes, message]) => {
    expect(await refusalOf(bytes)).toBe(message);
  });
});
