import { describe, expect, it } from "vitest";
import { readFooter } from "../../../src/formats/parquet/metadata.js";
import { arrowSchemaText } from "./support/arrow-schema-text.js";
import { concat, craftedFile, listSchema, u32, valueSchema, varint } from "./support/crafted-file.js";
import { refusalOf } from "./support/read-parquet.js";
import { fileWith, pageWith, x, y } from "./support/small-file.js";

const file = fileWith();

/** The file without its footer, and then this. */
function withFooter(footer: Uint8Array, length = footer.length): Uint8Array {
  return concat(file.subarray(0, 4), footer, u32(length), file.subarray(-4));
}

describe.each<[string, Readonly<Record<string, [file: Uint8Array, message: string]>>]>([
  [
    "ends",
    {
      "no bytes": [new Uint8Array(0), "is empty"],
      "a few bytes": [file.subarray(0, 11), "is not a Parquet file: it does not begin and end with PAR1"],
      text: [
        new TextEncoder().encode("x0,x1,y\n1,2,3\n"),
        "is not a Parquet file: it does not begin and end with PAR1",
      ],
      "cut off": [file.subarray(0, -1), "is cut off or damaged: it does not end with PAR1"],
      encrypted: [
        concat(file.subarray(0, -4), new TextEncoder().encode("PARE")),
        "is an encrypted Parquet file. Write it without encryption.",
      ],
      "encrypted but for its footer, which is signed": [
        // FileMetaData.encryption_algorithm, of AES-GCM, in place of the end.
        withFooter(concat(footerOf(file).subarray(0, -1), Uint8Array.of(12, 16, 0x1c, 0, 0, 0), new Uint8Array(28))),
        "is an encrypted Parquet file. Write it without encryption.",
      ],
      "a footer longer than the file": [
        withFooter(new Uint8Array(10), 1000),
        "is cut off or damaged: its footer would be 1000 of its 22 bytes",
      ],
      "a footer of 2^32 - 1 bytes": [
        withFooter(new Uint8Array(10), 2 ** 32 - 1),
        "is cut off or damaged: its footer would be 4294967295 of its 22 bytes",
      ],
    },
  ],
  [
    "Thrift",
    {
      "no end": [withFooter(Uint8Array.of(0x15, 2)), "is damaged: the footer ends too early"],
      "bytes after the end": [
        concat(file.subarray(0, -8), Uint8Array.of(1, 2), u32(footerLength(file) + 2), file.subarray(-4)),
        "is damaged: the footer has 2 bytes after its end",
      ],
      "a number of 11 bytes": [
        withFooter(Uint8Array.of(0x15, ...Array(11).fill(0xff), 1)),
        "is damaged: the footer has a number of more than 10 bytes",
      ],
      "a number beyond 2^53": [
        withFooter(Uint8Array.of(0x15, ...Array(9).fill(0xff), 1)),
        "is damaged: the footer has a number beyond 2^53",
      ],
      "a list of 2^30 elements": [
        withFooter(Uint8Array.of(0x15, 2, 0x19, 0xfc, ...varint(2 ** 30))),
        "is damaged: the footer has a list of 1073741824 values, which it can't hold",
      ],
      "a text of 2^30 bytes": [
        withFooter(Uint8Array.of(0x15, 2, 0x19, 0x1c, 0x48, ...varint(2 ** 30))),
        "is damaged: the footer has 1073741824 bytes that it can't hold",
      ],
      "structures in structures, 100,000 deep": [
        withFooter(new Uint8Array(1e5).fill(0xfc)),
        "is damaged: the footer is nested too deep",
      ],
      "lists in lists, 100,000 deep": [
        withFooter(Uint8Array.of(0xf9, ...Array(1e5).fill(0x19))),
        "is damaged: the footer is nested too deep",
      ],
      "a list of structures without fields": [
        withFooter(concat(Uint8Array.of(0x15, 2, 0x19, 0xfc, ...varint(9999)), new Uint8Array(9999))),
        "is damaged: the footer has no field SchemaElement.name",
      ],
      "a list of 10^6 structures": [
        withFooter(concat(Uint8Array.of(0x15, 2, 0x19, 0xfc, ...varint(1e6)), new Uint8Array(1e6))),
        "the footer has a list of 1000000 values, and that of no dataset has so many",
      ],
      "another type": [
        withFooter(Uint8Array.of(0x18, 1, 65, 0)),
        "is damaged: the footer has a field FileMetaData.version of another type than integer",
      ],
      "a field twice": [
        withFooter(Uint8Array.of(0x15, 2, 0x05, 2, 2, 0)),
        "is damaged: the footer has the field FileMetaData.version twice",
      ],
      "no rows": [withFooter(Uint8Array.of(0x15, 2, 0)), "is damaged: the footer has no field FileMetaData.schema"],
    },
  ],
  [
    "schema",
    {
      "no y": [craftedFile({ rows: 4, columns: [x] }), 'has no column y, but "x"'],
      "no x": [craftedFile({ rows: 4, columns: [y] }), 'has no column x, but "y"'],
      "an unknown column": [
        fileWith({ more: [{ ...y, schema: valueSchema("id\u001b[31m", "INT64") }] }),
        'has a column "id\\u001b[31m", and a dataset only x, y, y_clean, x_clean, padding, scale, translation, shear and split',
      ],
      "a column that objects have": [
        fileWith({ more: [{ ...y, schema: valueSchema("constructor", "INT64") }] }),
        'has a column "constructor", and a dataset only x, y, y_clean, x_clean, padding, scale, translation, shear and split',
      ],
      "two columns y": [fileWith({ more: [y] }), 'has two columns "y"'],
      "x of integers": [
        fileWith({ x: { schema: [...listSchema().slice(0, 2), ...valueSchema("element", "INT32")] } }),
        "has a column x of type list of INT32, not of lists of float32 or float64",
      ],
      "x of single numbers": [
        fileWith({ x: { schema: valueSchema("x", "FLOAT") } }),
        "has a column x of type FLOAT, not of lists of float32 or float64",
      ],
      "x of lists of lists": [
        fileWith({ x: { schema: [...listSchema().slice(0, 2), ...listSchema()] } }),
        'has a column "x" that is neither a single value nor a list of values',
      ],
      "x of structures": [
        fileWith({
          x: {
            schema: [
              { name: "x", repetition_type: "REQUIRED", num_children: 2 },
              ...valueSchema("a", "FLOAT"),
              ...valueSchema("b", "FLOAT"),
            ],
          },
        }),
        'has a column "x" of structures, not of numbers',
      ],
      "x1 without x0": [
        craftedFile({ rows: 4, columns: [{ ...y, schema: valueSchema("x1", "FLOAT") }, y] }),
        "has 1 columns of points, and no column x0",
      ],
      "y of floats": [
        fileWith({ y: { schema: valueSchema("y", "DOUBLE") } }),
        "has a column y of type DOUBLE, not of integers",
      ],
      "y of dates": [
        fileWith({ y: { schema: valueSchema("y", "INT64", { converted_type: "TIMESTAMP_MILLIS" }) } }),
        "has a column y of type INT64 (TIMESTAMP_MILLIS), not of integers",
      ],
      "split of integers": [
        fileWith({ split: { schema: valueSchema("split", "INT32") } }),
        "has a column split of type INT32, not of text",
      ],
      "a column too few": [replaced(file, "schema\x15\x04", "schema\x15\x06"), "is damaged: its schema is not a tree"],
      "a column too many": [replaced(file, "schema\x15\x04", "schema\x15\x02"), "is damaged: its schema is not a tree"],
      "a list without elements": [
        replaced(file, "\x04list\x15\x02", "\x04list\x15\x0e"),
        'has a column "x" of structures, not of numbers',
      ],
    },
  ],
  [
    "places",
    {
      "a column beyond the footer": [
        fileWith({
          y: { metaData: { total_compressed_size: 5000n } },
        }),
        "is damaged: column y in row group 0 would be the bytes 82 to 5082, which is not before the footer",
      ],
      "a column before the file": [
        fileWith({ y: { metaData: { data_page_offset: -5n } } }),
        "is damaged: column y in row group 0 would be the bytes -5 to 44, which is not before the footer",
      ],
      "columns that overlap": [
        fileWith({ y: { metaData: { data_page_offset: 80n } } }),
        "is damaged: column y in row group 0 overlaps column x in row group 0",
      ],
      "another file": [
        fileWith({ y: { filePath: "/etc/passwd" } }),
        'has column y in row group 0 in another file, "/etc/passwd"',
      ],
      "a page longer than its column": [
        fileWith({ y: { pages: [pageWith(y.pages[0]!, { uncompressed_page_size: 99, compressed_page_size: 99 })] } }),
        "is damaged: the page at byte 82, of column y in row group 0, would be 99 bytes long, and its column has 32 left",
      ],
      "bytes after the last page": [
        fileWith({ y: { pages: [...y.pages, { header: y.pages[0]!.header, body: new Uint8Array(0) }] } }),
        "is damaged: the page at byte 131, of column y in row group 0, would be 32 bytes long, and its column has 0 left",
      ],
    },
  ],
  [
    "metadata",
    {
      "an unknown key of ours": [
        fileWith({ keyValues: { "mnist1d.colour": "blue" } }),
        'has metadata "mnist1d.colour", which nothing is known of',
      ],
      "a config that is no JSON": [fileWith({ keyValues: { "mnist1d.config": "{" } }), "mnist1d.config: is not JSON"],
      "a config that is no object": [
        fileWith({ keyValues: { "mnist1d.config": "[1]" } }),
        "mnist1d.config: is not a JSON object",
      ],
      "a config without end": [
        fileWith({ keyValues: { "mnist1d.config": `${'{"a":'.repeat(1e5)}1${"}".repeat(1e5)}` } }),
        "mnist1d.config: is not sound JSON: nested more than 32 deep",
      ],
      "another number of times": [
        fileWith({ keyValues: { "mnist1d.t": "[1, 2]" } }),
        "mnist1d.t: has 2 values, and an example 3 points",
      ],
      "times of text": [
        fileWith({ keyValues: { "mnist1d.t": '[1, 2, "3"]' } }),
        "mnist1d.t: is not an array of numbers",
      ],
      "no Arrow schema but text": [
        fileWith({ keyValues: { "ARROW:schema": "schema" } }),
        "is damaged: the metadata ARROW:schema is not base 64",
      ],
      "no Arrow schema but an empty one": [
        fileWith({ keyValues: { "ARROW:schema": "A".repeat(64) } }),
        "is damaged: the metadata ARROW:schema has 4 bytes at 0, and is 0 bytes long",
      ],
      "another digest in the Arrow schema": [
        fileWith({
          keyValues: {
            "mnist1d.digest": "sha256:1",
            "ARROW:schema": arrowSchemaText(3, { "mnist1d.digest": "sha256:2" }),
          },
        }),
        'has another "mnist1d.digest" in its Arrow schema than in its own metadata',
      ],
      "another length in the Arrow schema": [
        fileWith({ keyValues: { "ARROW:schema": arrowSchemaText(4) } }),
        "row 0 of x has 3 values, not 4. There are 12 values in 4 rows in column x in row group 0, and all rows must have as many.",
      ],
    },
  ],
])("Parquet is refused for its %s", (_, cases) => {
  it.each(Object.entries(cases))("%s", async (_, [bytes, message]) => {
    expect(await refusalOf(bytes)).toBe(message);
  });
});

it("Parquet is refused for a footer of 270 MB, which is not read", async () => {
  const ends = new Map([
    [0, file.subarray(0, 4)],
    [3e8 - 8, concat(u32(2.7e8), file.subarray(-4))],
  ]);
  const source = {
    path: "f",
    size: 3e8,
    readInto: async (target: Uint8Array, at: number) => target.set(ends.get(at)!),
  };
  await expect(readFooter(source)).rejects.toThrow("f: has a footer of 270000000 bytes, and no dataset needs so many");
});

/** The file with some of its bytes, given as Latin-1, replaced by as many. */
function replaced(bytes: Uint8Array, from: string, to: string): Uint8Array {
  const text = Buffer.from(bytes).toString("latin1");
  expect(text.split(from)).toHaveLength(2);
  return Buffer.from(text.replace(from, to), "latin1");
}

function footerLength(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(bytes.length - 8, true);
}

function footerOf(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(-8 - footerLength(bytes), -8);
}
