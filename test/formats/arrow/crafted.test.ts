import { describe, expect, it } from "vitest";
import { contentsOf } from "../support/read-back.js";
import {
  batchMessage,
  dictionaryMessage,
  END,
  file,
  oldMessage,
  schema,
  schemaMessage,
  stream,
  views,
} from "./support/crafted-arrow.js";
import { openArrow } from "./support/read-arrow.js";
import {
  batch,
  body,
  encoded,
  encodedLabels,
  labelIndices,
  labels,
  lists,
  listViews,
  NONE,
  nodes,
  small,
  texts,
  values,
  withBuffers,
  withSplit,
  x,
  xField,
  y,
  yField,
} from "./support/small-table.js";

const COMPRESSED = { 3: ["table", { 0: ["int8", 1], 1: ["int8", 0] }] } as const;

/** A buffer that is not compressed, in a batch that is. */
const stored = ({ buffer }: Float32Array | Int32Array | BigInt64Array) =>
  Buffer.concat([Buffer.from(BigInt64Array.of(-1n).buffer), Buffer.from(buffer as ArrayBuffer)]);

/** One in a Zstandard frame, of one block that is stored as it is. */
const zstdOf = ({ buffer, byteLength }: Float32Array) =>
  Buffer.concat([
    Buffer.from(BigInt64Array.of(BigInt(byteLength)).buffer),
    Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 88, byteLength * 8 + 1, 0, 0]),
    Buffer.from(buffer as ArrayBuffer),
  ]);

const bitmaps = [Uint8Array.of(7), Uint8Array.of(0xff), x, Uint8Array.of(0x3f), y];
const noRows = { rows: 0, nodes: nodes(0, 0, 0), buffers: [NONE, NONE, NONE, NONE, NONE] };
const messages = [{ kind: "batch" as const, bytes: batchMessage(body) }];
const withDigest = schema([xField, yField], [["mnist1d.digest", "sha256:0"]]);

// What the specification allows, and none of the writers that we have does.
describe("crafted files that are right", () => {
  it.each([
    ["a stream", batch({})],
    ["a file", file({ schema: small, messages })],
    ["a file without the schema at its start", file({ schema: small, first: NONE, messages })],
    ["a file without the marker of its end", file({ schema: small, messages, end: NONE })],
    ["a file whose magic is padded to 64 bytes", file({ schema: small, head: 64, messages })],
    [
      "a stream from before Arrow 0.15",
      Buffer.concat([...[schemaMessage(small), batchMessage(body)].map(oldMessage), END.subarray(4)]),
    ],
    [
      "a file from before Arrow 0.15",
      file({
        schema: small,
        first: oldMessage(schemaMessage(small)),
        messages: [{ kind: "batch", bytes: oldMessage(messages[0]!.bytes) }],
        end: END.subarray(4),
      }),
    ],
    ["list views", listViews([0, 2, 4])],
    ["large list views among other values", listViews([2, 4, 6], Float32Array.of(7, 8, ...x, 9), true)],
    ["list views in another order than their values", listViews([3, 5, 1], Float32Array.of(0, 5, 6, 1, 2, 3, 4))],
    [
      "list views in another order than their values, which are compressed with Zstandard",
      listViews([2, 4, 0], x, false, {
        more: COMPRESSED,
        buffers: [
          NONE,
          stored(Int32Array.of(2, 4, 0)),
          stored(Int32Array.of(2, 2, 2)),
          NONE,
          zstdOf(Float32Array.of(5, 6, 1, 2, 3, 4)),
          NONE,
          stored(y),
        ],
      }),
    ],
    ["labels in a dictionary", encodedLabels(dictionaryMessage(5, labels(2, 1, 3)), labelIndices(1, 0, 2))],
    [
      "labels in a dictionary in two parts",
      encodedLabels(dictionaryMessage(5, labels(2)), dictionaryMessage(5, labels(1, 3), true), labelIndices(1, 0, 2)),
    ],
    ["a digest in the footer only", file({ schema: withDigest, first: schemaMessage(small), messages })],
    [
      "buffers of more rows than the batch has",
      withBuffers(Float32Array.of(...x, ...new Array(94)), BigInt64Array.of(...y, ...y, ...y, ...y)),
    ],
    [
      "a compressed batch without rows, of whose buffers the length alone is written",
      stream(
        schemaMessage(small),
        batchMessage({ ...noRows, buffers: Array(5).fill(new Uint8Array(8)), more: COMPRESSED }),
        batchMessage(body),
      ),
    ],
    ["lists that begin and end among others", lists([2, 4, 6, 8], Float32Array.of(7, 8, ...x, 9))],
    ["bits that say that no value is null", batch({ buffers: bitmaps })],
    [
      "bits that say that a value is null, and a count of none",
      batch({ buffers: [NONE, NONE, x, Uint8Array.of(5), y] }),
    ],
    ["a batch without rows", stream(schemaMessage(small), batchMessage(noRows), batchMessage(body))],
    ["buffers that are not compressed among others", withBuffers(stored(x), stored(y), { more: COMPRESSED })],
  ])("%s", async (_, bytes) => {
    const { splits } = await contentsOf(await openArrow(bytes));
    expect(splits).toEqual({ train: { rows: 3, x, y: Int32Array.of(1, 2, 3), yClean: undefined } });
  });

  it("a dictionary of labels in place of another, each for the rows after it", async () => {
    const parts = [7, 8].flatMap((label) => [dictionaryMessage(5, labels(label)), labelIndices(0, 0, 0)]);
    const { splits } = await contentsOf(await openArrow(encodedLabels(...parts)));
    expect([...splits.train!.y]).toEqual([7, 7, 7, 8, 8, 8]);
  });

  it("batches in the order of the footer", async () => {
    const other = batchMessage({ ...body, buffers: [NONE, NONE, x, NONE, BigInt64Array.of(4n, 5n, 6n)] });
    const both = [...messages, { kind: "batch" as const, bytes: other }];
    const { splits } = await contentsOf(
      await openArrow(file({ schema: small, messages: both, blocks: ([a, b]) => [b!, a!] })),
    );
    expect([...splits.train!.y]).toEqual([4, 5, 6, 1, 2, 3]);
  });

  const view = (text: string) =>
    Buffer.concat([Buffer.from([text.length, 0, 0, 0]), Buffer.from(text.padEnd(12, "\0"))]);
  const threeViews = Buffer.concat([view("train"), view("train"), view("test")]);
  const both = dictionaryMessage(5, values("test", "train", "what no row is"));

  it.each([
    ["text", withSplit(texts("train", "train", "test"))],
    ["text, and padding that is not zeros", withSplit(texts("train", "train", "test"), undefined, { padding: 1 })],
    ["text after other text", withSplit([Int32Array.of(3, 8, 13, 17), Buffer.from("xyztraintraintest")])],
    ["views, and characters that none of them needs", withSplit([threeViews, x], views, { viewBuffers: [1] })],
    ["a dictionary", encoded([1, 1, 0], both)],
    [
      "a dictionary in two parts",
      encoded([1, 1, 0], dictionaryMessage(5, values("test")), dictionaryMessage(5, values("train"), true)),
    ],
    ["a dictionary in place of another", encoded([1, 1, 0], dictionaryMessage(5, values("a", "b")), both)],
  ])("a split column: %s", async (_, bytes) => {
    const { splits } = await openArrow(bytes);
    expect(splits.map(({ rows }) => rows)).toEqual([2, 1]);
  });
});
