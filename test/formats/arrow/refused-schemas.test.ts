import { describe, expect, it } from "vitest";
import {
  batchMessage,
  dictionary,
  field,
  fixedList,
  float32,
  float64,
  int,
  int64,
  list,
  schema,
  schemaMessage,
  stream,
  utf8,
} from "./support/crafted-arrow.js";
import { refusal } from "./support/read-arrow.js";
import { body, patched, withFields, xField, yField } from "./support/small-table.js";

const float16 = { number: 3, table: { 0: ["int16", 0] } } as const;
const accented = withFields(field("é", int64));
const lists = "of lists of float32 or float64";

describe("columns are refused:", () => {
  it.each([
    ["none", withFields(), "has no column x, but none at all"],
    ["no x", withFields(yField), 'has no column x, but "y"'],
    ["no y", withFields(xField), 'has no column y, but "x"'],
    [
      "another",
      withFields(xField, yField, field("index", int64)),
      'has a column "index", and a dataset only x, y, y_clean, x_clean, padding, scale, translation, shear and split',
    ],
    ["one twice", withFields(xField, yField, yField), 'has two columns "y"'],
    [
      "x of float16",
      withFields(field("x", fixedList(2, float16))),
      `has a column x of type list of float16, not ${lists}`,
    ],
    ["x of integers", withFields(field("x", list(int64))), `has a column x of type list of int64, not ${lists}`],
    ["x of lists of lists", withFields(field("x", list(list()))), `has a column x of type list of list, not ${lists}`],
    [
      "x of list views of lists",
      withFields(field("x", { ...list(list()), number: 25 })),
      `has a column x of type list of list, not ${lists}`,
    ],
    ["x of one number", withFields(field("x", float64)), `has a column x of type float64, not ${lists}`],
    [
      "x in a dictionary",
      withFields(field("x", list(), dictionary(0))),
      `has a column x of type list of float32 with a dictionary, not ${lists}`,
    ],
    ["y of floats", withFields(field("y", float32)), "has a column y of type float32, not of integers"],
    [
      "y of texts in a dictionary",
      withFields(field("y", utf8, dictionary(0))),
      "has a column y of type text with a dictionary, not of integers",
    ],
    ["y of time stamps", withFields(field("y", { number: 10 })), "has a column y of type timestamp, not of integers"],
    [
      "y of a type of tomorrow",
      withFields(field("y", { number: 99 })),
      "has a column y of type a type that is not known, not of integers",
    ],
    ["y of 24 bits", withFields(field("y", int(24))), "is damaged: the message at 0 has an integer of 24 bits"],
    ["y without its type", withFields(field("y", { number: 2 })), "is damaged: the message at 0 has no type"],
    [
      "split of integers",
      withFields(xField, yField, field("split", int64)),
      "has a column split of type int64, not of text",
    ],
    [
      "a name that is not UTF-8",
      patched(accented, accented.indexOf("é"), Uint8Array.of(0xff)),
      'is damaged: the message at 0 has text that is not UTF-8: "\ufffd\ufffd"',
    ],
    ["no points", withFields(field("x", fixedList(0)), yField), "has examples of 0 points"],
    ["fewer than no points", withFields(field("x", fixedList(-2)), yField), "has examples of -2 points"],
    [
      "2^31 - 1 points",
      withFields(field("x", fixedList(2 ** 31 - 1)), yField),
      "has examples of 2147483647 points, more than can be read",
    ],
    [
      "lists, and no rows",
      withFields(field("x", list()), yField),
      "has no examples, and nothing says how many points they would have",
    ],
  ])("%s", async (_, bytes, expected) => {
    expect(await refusal(bytes)).toBe(`f: ${expected}`);
  });

  it("of a big-endian platform", async () => {
    const bytes = stream(schemaMessage(schema([xField, yField], [], { 0: ["int16", 1] })));
    expect(await refusal(bytes)).toBe("f: says that the data is big-endian, which is not supported");
  });
});

describe("metadata is refused:", () => {
  const metadata = (...entries: [string, string][]) =>
    stream(schemaMessage(schema([xField, yField], entries)), batchMessage(body));

  it.each([
    ["a config that is not JSON", "mnist1d.config", "{", ": mnist1d.config: is not JSON"],
    ["a config that is no object", "mnist1d.config", "[1]", ": mnist1d.config: is not a JSON object"],
    [
      "a config as deep as a stack",
      "mnist1d.config",
      `{"a":${"[".repeat(99)}${"]".repeat(99)}}`,
      ": mnist1d.config: is not sound JSON: nested more than 32 deep",
    ],
    ["a t that is no array", "mnist1d.t", '{"0":1,"1":2}', ": mnist1d.t: is not an array of numbers"],
    ["a t of text", "mnist1d.t", '["1","2"]', ": mnist1d.t: is not an array of numbers"],
    ["a t of another length", "mnist1d.t", "[1,2,3]", ": mnist1d.t: has 3 values, and an example 2 points"],
    [
      "a key of ours that is not known",
      "mnist1d.seed",
      "42",
      ': has metadata "mnist1d.seed", which nothing is known of',
    ],
  ])("%s", async (_, key, value, expected) => {
    expect(await refusal(metadata([key, value]))).toBe(`f${expected}`);
  });

  it("a key twice", async () => {
    expect(await refusal(metadata(["mnist1d.t", "[1,2]"], ["mnist1d.t", "[1,2]"]))).toBe(
      'f: the message at 0 has two metadata keys "mnist1d.t"',
    );
  });

  it("but not that of others", async () => {
    expect(await refusal(metadata(["pandas", "{"], ["huggingface", "?"], ["pandas", "}"]))).toBe("none");
    const bytes = metadata(["pickled", "é"]);
    expect(await refusal(patched(bytes, bytes.indexOf("é"), Uint8Array.of(0xff)))).toBe("none");
  });
});
