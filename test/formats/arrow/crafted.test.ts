import { describe, expect, it } from "vitest";
import { contentsOf } from "../support/read-back.js";
import {
  batchMessage,
  dictionaryMessage,
  file,
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
  lists,
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
const stored = ({ buffer }: Float32Array | BigInt64Array) =>
  Buffer.concat([Buffer.from(BigInt64Array.of(-1n).buffer), Buffer.from(buffer as ArrayBuffer)]);

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
    ["a digest in the footer only", file({ schema: withDigest, first: schemaMessage(small), messages })],
    ["lists that begin and end among others", lists([2, 4, 6, 8], Float32Array.of(7, 8, ...x, 9))],
    ["bits that say that no value is null", batch({ buffers: bitmaps })],
    ["a batch without rows", stream(schemaMessage(small), batchMessage(noRows), batchMessage(body))],
    ["buffers that are not compressed among others", withBuffers(stored(x), stored(y), { more: COMPRESSED })],
  ])("%s", async (_, bytes) => {
    const { splits } = await contentsOf(await openArrow(bytes));
    expect(splits).toEqual({ train: { rows: 3, x, y: Int32Array.of(1, 2, 3), yClean: undefined } });
  });

  const view = (text: string) =>
    Buffer.concat([Buffer.from([text.length, 0, 0, 0]), Buffer.from(text.padEnd(12, "\0"))]);
  const threeViews = Buffer.concat([view("train"), view("train"), view("test")]);
  const both = dictionaryMessage(5, values("test", "train", "what no row is"));

  it.each([
    ["text", withSplit(texts("train", "train", "test"))],
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
