import { describe, expect, it } from "vitest";
import { MAX_POINTS, MAX_ROW_BYTES } from "../../../src/config/limits.js";
import type { FormatName } from "../../../src/formats/format.js";
import { ByteWindow } from "../../../src/formats/text/byte-window.js";
import { CsvLines } from "../../../src/formats/text/csv-lines.js";
import { JsonlLines } from "../../../src/formats/text/jsonl-lines.js";
import { type LineParser, TextLines } from "../../../src/formats/text/text-lines.js";
import { THOROUGH } from "../../support/thorough.js";
import { contentsOf, decode, refusal, sourceOf } from "./support/read-text.js";

async function rowsOf(text: string, size: number, parser: LineParser): Promise<number[][]> {
  const lines = new TextLines(new ByteWindow(sourceOf(text, "f"), 0, size), parser, 1);
  const rows: number[][] = [];
  do {
    while (lines.next()) {
      rows.push([...parser.x.subarray(0, parser.length), ...parser.labels, parser.isTest ? 1 : 0]);
    }
  } while (await lines.more());
  return rows;
}

const [X0, X1, Y, Y_CLEAN, SPLIT, INDEX] = [0, 1, -1, -2, -3, -4];

describe("property: what is read does not depend on where the bytes in memory end", () => {
  const expected = [
    [-1.5e-7, 0.12345678901234566, 3, -7, 0],
    [1e300, -0, -2147483648, 150, 0],
    [0, 1234567890.5, 2147483647, 0, 1],
  ];

  it("JSON Lines", async () => {
    const text =
      '{"x":[-1.5e-7,0.12345678901234566],"y":3,"y_clean":-7,"split":"train"}\r\n' +
      '{ "split" : "train", "y" : -2147483648 , "y_clean" : 1.5e2, "x" : [ 1e+300 , -0.0 ] } \n' +
      '{"x":[0,1234567890.5],"y":2147483647,"y_clean":0.0,"split":"test"}';
    for (let size = 1; size <= text.length; size++) {
      expect(await rowsOf(text, size, new JsonlLines())).toEqual(expected);
    }
  });

  it("CSV", async () => {
    const text =
      "0,-1.5e-7,3,-7,train,0.12345678901234566\r\n" +
      '"1 ""or""\'s, 2","1e+300","-2147483648","1.5e2","train","-0.0"\n' +
      ",0,2147483647,0.0,test,1234567890.5";
    const columns = Int32Array.of(INDEX, X0, Y, Y_CLEAN, SPLIT, X1);
    for (let size = 1; size <= text.length; size++) {
      expect(await rowsOf(text, size, new CsvLines(columns))).toEqual(expected);
    }
  });

  it("JSON, in which the window of 256 kB ends at every byte", async () => {
    const text = '{"y":[3, 1.5e1],"x":[[-1.5e-7, 0.12345678901234566],[1e+300,-0.0]],"config":{"a":[true,"\\u00e9é"]},';
    const rest = '"digest":"d","t":[0,1],"templates":{"x":[[1,2]],"t":[0,1],"y":[-3]}}';
    for (let shift = 0; shift < text.length + rest.length; shift += 3) {
      const stored = await decode("json", sourceOf(" ".repeat((1 << 18) - shift) + text + rest, "f"));
      expect(stored.metadata).toMatchObject({ config: { a: [true, "éé"] }, digest: "d" });
      expect(await contentsOf(stored)).toEqual({
        train: { x: [-1.5e-7, 0.12345678901234566, 1e300, -0], y: [3, 15], yClean: undefined },
      });
    }
  });
});

describe.runIf(THOROUGH)("limits", () => {
  /** A file of a gigabyte, all of it one byte after a beginning, of which no more is read than memory can hold. */
  function endless(start: string, byte: string) {
    const head = new TextEncoder().encode(start);
    const source = {
      path: "f",
      name: "f",
      size: 1_000_000_000,
      bytesRead: 0,
      async readInto(target: Uint8Array, offset: number) {
        target.fill(byte.charCodeAt(0));
        if (offset < head.length) target.set(head.subarray(offset, offset + target.length));
        source.bytesRead += target.length;
      },
    };
    return source;
  }

  const number = "a number of more than 1,000 characters";
  it.each<[FormatName, string, string, string]>([
    ["json", "", "[", 'f: line 1, column 1: unexpected "["'],
    ["json", '{"x":[', "[", 'f: line 1, column 8, in row 0 of x: unexpected "["'],
    ["json", '{"x":[[', "1", `f: line 1, column 8, in row 0 of x: ${number}`],
    ["json", '{"x":[[0.', "1", `f: line 1, column 8, in row 0 of x: ${number}`],
    ["json", '{"x":[[', " ", "f: row 0 is longer than 64 MB"],
    ["json", '{"', "a", "f: a key is longer than 64 MB"],
    ["json", '{"digest":"', "a", "f: digest is longer than 64 MB"],
    ["json", '{"config":', "[", "f: line 1, column 11, in config: it is not an object"],
    ["json", '{"config":{"a":', "[", "f: line 1, column 48, in config: nested more than 32 deep"],
    ["json", '{"config":{"a":', " ", "f: config is longer than 64 MB"],
    ["jsonl", "", "[", 'f: line 1, column 1: unexpected "["'],
    ["jsonl", "", " ", "f: line 1 is longer than 64 MB"],
    ["jsonl", '{"x":[1],"y":2}\n{"', "a", "f: line 2 is longer than 64 MB"],
    ["jsonl", '{"x":[', "1", `f: line 1, column 7: ${number}`],
    ["csv", "", "a", "f: line 1 is longer than 64 MB"],
    ["csv", "", "\0", "f: line 1 is longer than 64 MB"],
    ["csv", "x0,y\n", "1", `f: line 2, column x0: ${number}`],
    ["csv", 'x0,y\n"', "1", `f: line 2, column x0: ${number}`],
    ["csv", ",x0,y\n", "1", "f: line 2 is longer than 64 MB"],
    ["csv", ',x0,y\n"', '"', "f: line 2 is longer than 64 MB"],
  ])("of %s: a gigabyte that is %j and %j", async (format, start, byte, message) => {
    const source = endless(start, byte);
    await expect(decode(format, source)).rejects.toThrow(message);
    expect(source.bytesRead).toBeLessThan(2.5 * MAX_ROW_BYTES);
  });

  it("of an example: two million points", async () => {
    const list = (count: number) => `[${"0,".repeat(count - 1)}0]`;
    expect(await refusal("json", `{"x":[${list(MAX_POINTS)}],"y":[1]}`)).toBe("none");
    const problem = `f: line 1, column ${2 * MAX_POINTS + 8}, in row 0 of x: more than ${MAX_POINTS} values`;
    expect(await refusal("json", `{"x":[${list(MAX_POINTS + 1)}],"y":[1]}`)).toBe(problem);
    expect(await refusal("jsonl", `{"x":${list(MAX_POINTS + 1)},"y":1}`)).toBe(
      `f: line 1 has more than ${MAX_POINTS} values in x`,
    );
  });
});

describe("several files", () => {
  it("take the type that holds the values of all, and what a file without rows does not say from the others", async () => {
    const stored = await decode("jsonl", sourceOf("", "test.jsonl"), sourceOf('{"x":[0.1],"y":3}', "train.jsonl"));
    expect(stored.splits).toEqual([
      { name: "train", rows: 1 },
      { name: "test", rows: 0 },
    ]);
    const [test, train] = [sourceOf("x0,y\n0.5,1\n", "test.csv"), sourceOf("x0,y\n0.1,1\n", "train.csv")];
    expect((await decode("csv", test, train)).dtype).toBe("float64");
    expect(await contentsOf(await decode("csv", test, train))).toEqual({
      train: { x: [0.1], y: [1], yClean: undefined },
      test: { x: [0.5], y: [1], yClean: undefined },
    });
  });

  it("of JSON are two datasets", async () => {
    const files = ["a.json", "b.json"].map((name) => sourceOf('{"x":[[1]],"y":[1]}', name));
    await expect(decode("json", ...files)).rejects.toThrow("b.json: is another dataset beside a.json");
  });

  it.each(["json", "jsonl", "csv"] as const)("that change are noticed: %s", async (format) => {
    const texts = { json: '{"x":[[1]],"y":[1]}', jsonl: '{"x":[1],"y":1}\n', csv: "x0,y\n1,1\n" };
    const bytes = new TextEncoder().encode(texts[format]);
    const stored = await decode(format, sourceOf(bytes, "f"));
    bytes.fill(0x20);
    await expect(contentsOf(stored)).rejects.toThrow(/^f: /);
  });
});
