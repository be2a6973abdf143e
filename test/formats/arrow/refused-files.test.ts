import { describe, expect, it } from "vitest";
import {
  batchMessage,
  END,
  file,
  int32s,
  message,
  oldMessage,
  schema,
  schemaMessage,
  stream,
} from "./support/crafted-arrow.js";
import { refusal } from "./support/read-arrow.js";
import { AT, batch, body, NONE, patched, small, xField, yField } from "./support/small-table.js";

const valid = batch({});
const bytes = (...values: number[]) => Uint8Array.from(values);

describe("streams are refused:", () => {
  const at = `is damaged: the message at ${AT}`;
  const neither = "is neither an Arrow file, which begins with ARROW1, nor an Arrow stream";
  const end = valid.length;

  it.each([
    ["nothing", NONE, neither],
    ["text", Buffer.from("x0,x1,y\n1,2,3\n"), neither],
    [
      "the framing before 0.15 of metadata version V3",
      stream(oldMessage(schemaMessage(small, { 0: ["int16", 2] }))),
      "the message at 0 is of metadata version V3, not V4 or V5",
    ],
    [
      "Feather 1",
      Buffer.from("FEA1...."),
      "is a Feather file of version 1, which is not Arrow. Write it as version 2.",
    ],
    ["an end without a start", END, "is an Arrow stream that does not begin with a schema"],
    ["a batch without a schema", stream(batchMessage(body)), "is an Arrow stream that does not begin with a schema"],
    ["two schemas", stream(schemaMessage(small), schemaMessage(small)), `has a second schema, at ${AT}`],
    [
      "metadata version V3",
      stream(schemaMessage(small, { 0: ["int16", 2] })),
      "the message at 0 is of metadata version V3, not V4 or V5",
    ],
    [
      "a tensor",
      stream(schemaMessage(small), message(4, {})),
      `the message at ${AT} is of type 4, as tensors are, and not of a table`,
    ],
    [
      "a schema with a body",
      stream(message(1, small, new Uint8Array(8))),
      "is damaged: the message at 0 is a schema, and has a body",
    ],
    [
      "a body beyond the end",
      batch({ message: { 3: ["int64", 2 ** 50] } }),
      `is cut off: the message at ${AT} would go on to ${2 ** 50 + end - 56}, and must end at ${end}`,
    ],
    [
      "a body of 2^60 bytes",
      batch({ message: { 3: ["int64", 2n ** 60n] } }),
      `${at} has 1152921504606846976 where a length or an offset must be`,
    ],
    [
      "a body of half words",
      batch({ message: { 3: ["int64", 44] } }),
      `${at} has a body of 44 bytes, not of a multiple of 8`,
    ],
    [
      "no end, of which nobody knows whether it was cut off",
      valid.subarray(0, -8),
      `ends at ${end - 8} without the marker of the end of a stream, so that nothing tells whether it is whole or cut off. If it is whole, write it once more, as a file (pyarrow.ipc.new_file).`,
    ],
    ["half an end", valid.subarray(0, -4), `is damaged: the message at ${end - 8} is cut off`],
    ["more after the end", Buffer.concat([valid, bytes(1, 2)]), `has 2 bytes after the end of its data, at ${end}`],
    ["a message of 2 GB", patched(valid, AT + 4, int32s(2 ** 31 - 8)), `${at} would be 2147483640 bytes long`],
    ["a message of half words", patched(valid, AT + 4, int32s(100)), `${at} would be 100 bytes long`],
    ["a message beyond the end", patched(valid, AT + 4, int32s(4096)), `${at} is cut off`],
    [
      "a message without its marker",
      patched(valid, AT, int32s(0)),
      `has ${end - AT - 4} bytes after the end of its data, at ${AT + 4}`,
    ],
    [
      "a table outside of its message",
      patched(valid, AT + 8, int32s(9999)),
      `${at} has 4 bytes at 9999, and is 216 bytes long`,
    ],
    ["an offset to itself", patched(valid, AT + 8, int32s(0)), `${at} has an offset that leads to itself`],
  ])("%s", async (_, content, expected) => {
    expect(await refusal(content)).toBe(`f: ${expected}`);
  });
});

describe("files are refused:", () => {
  const messages = [{ kind: "batch" as const, bytes: batchMessage(body) }];
  const whole = { schema: small, messages };
  const valid = file(whole);
  const first = 8 + AT;
  const end = first + messages[0]!.bytes.length;
  const otherPlace = (at: number) => `is damaged: its footer names a message at ${at}, where one ended at ${first}`;
  const otherMessage = `is damaged: its footer names the message at ${first} as another one`;
  const changed = schema([xField, yField], [["mnist1d.t", "[1,2]"]]);

  it.each([
    ["a magic without zeros", patched(valid, 6, bytes(1)), "is damaged: no two zeros follow ARROW1 at its start"],
    ["a magic alone", valid.subarray(0, 8), "is cut off: it has 8 bytes, and so no footer"],
    [
      "one that is cut off",
      valid.subarray(0, -1),
      "is cut off or damaged: it begins with ARROW1, and does not end with it",
    ],
    [
      "a footer of 2 GB",
      patched(valid, -10, int32s(2 ** 31 - 1)),
      "is damaged: its footer would be 2147483647 bytes long",
    ],
    ["a footer of -8 bytes", patched(valid, -10, int32s(-8)), "is damaged: its footer would be -8 bytes long"],
    [
      "a footer over all",
      patched(valid, -10, int32s(valid.length)),
      `is damaged: its footer would be ${valid.length} bytes long`,
    ],
    [
      "a footer of another version",
      file({ ...whole, more: { 0: ["int16", 1] } }),
      "the footer is of metadata version V2, not V4 or V5",
    ],
    [
      "other columns at the start",
      file({ ...whole, first: schemaMessage(schema([yField, xField])) }),
      "is damaged: the schema at its start has other columns or metadata than that of the footer",
    ],
    [
      "more metadata at the start",
      file({ ...whole, first: schemaMessage(changed) }),
      "is damaged: the schema at its start has other columns or metadata than that of the footer",
    ],
    [
      "more metadata at the end",
      file({ ...whole, schema: changed, first: schemaMessage(small) }),
      "is damaged: the schema at its start has other columns or metadata than that of the footer",
    ],
    [
      "no schema at the start",
      file({ ...whole, first: batchMessage(body) }),
      "is damaged: the schema at its start is not a schema",
    ],
    [
      "a block at another place",
      file({ ...whole, blocks: ([[at, ...rest]]) => [[at! + 8, ...rest]] as number[][] }),
      otherPlace(first + 8),
    ],
    [
      "a block of another length",
      file({ ...whole, blocks: ([[at, length, size]]) => [[at!, length!, size! + 8]] }),
      otherMessage,
    ],
    [
      "a block at 2^40",
      file({ ...whole, blocks: ([[, ...rest]]) => [[2 ** 40, ...rest]] as number[][] }),
      "is damaged: its first message would be at 1099511627776",
    ],
    [
      "a block at 0",
      file({ ...whole, blocks: ([[, ...rest]]) => [[0, ...rest]] as number[][] }),
      "is damaged: its first message would be at 0",
    ],
    [
      "no blocks",
      file({ ...whole, blocks: () => [] }),
      `is damaged: it has ${end + 8 - first} bytes between its data and its footer, at ${first}`,
    ],
    [
      "a block twice",
      file({ ...whole, blocks: ([block]) => [block!, block!] }),
      `is damaged: its footer names a message at ${first}, where one ended at ${end}`,
    ],
    [
      "something beside a block",
      file({ ...whole, blocks: ([[at, length, size]]) => [[at!, length! + 2 ** 40, size!]] }),
      "is damaged: the footer has a block with something in its padding",
    ],
    [
      "something else than the end",
      file({ ...whole, end: Buffer.from("12345678") }),
      `is damaged: it has 8 bytes between its data and its footer, at ${end}`,
    ],
    [
      "something before the footer",
      file({ ...whole, end: Buffer.concat([END, Buffer.alloc(16)]) }),
      `is damaged: it has 24 bytes between its data and its footer, at ${end}`,
    ],
    ["a batch as a dictionary", file({ ...whole, messages: [{ ...messages[0]!, kind: "dictionary" }] }), otherMessage],
  ])("%s", async (_, content, expected) => {
    expect(await refusal(content)).toBe(`f: ${expected}`);
  });
});
