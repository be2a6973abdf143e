import { describe, expect, it } from "vitest";
import { MAX_POINTS, MAX_ROW_BYTES } from "../../../src/config/limits.js";
import type { FormatName } from "../../../src/formats/format.js";
import { THOROUGH } from "../../support/thorough.js";
import { contentsOf, decode, refusal, sourceOf } from "./support/read-text.js";

/** Bytes that are read at once. */
const STEP = 1 << 18;

describe("property: what is read does not depend on where the bytes in memory end, which is at every byte:", () => {
  const expected = {
    train: { x: [-1.5e-7, 0.12345678901234566, 1e300, -0], y: [3, -2147483648], yClean: [-7, 150] },
    test: { x: [0, 1234567890.5], y: [2147483647], yClean: [0] },
  };

  /** @param texts what comes before and after white space, or what else is passed by, of any length. */
  async function expectAtEveryByte(format: FormatName, filler: string, before: string, after: string): Promise<void> {
    for (let shift = 1; shift <= before.length + after.length; shift++) {
      const text = before + filler.repeat(STEP - shift) + after;
      expect(await contentsOf(await decode(format, sourceOf(text, "f")))).toEqual(expected);
    }
  }

  it("JSON Lines", async () => {
    const first = '"x":[-1.5e-7,0.12345678901234566],"y":3,"y_clean":-7,"split":"train"}\r\n';
    const rest =
      '{ "split" : "train", "y" : -2147483648 , "y_clean" : 1.5e2, "x" : [ 1e+300 , -0.0 ] } \n' +
      '{"x":[0,1234567890.5],"y":2147483647,"y_clean":0.0,"split":"test"}';
    await expectAtEveryByte("jsonl", " ", "{", first + rest);
  });

  it("CSV", async () => {
    const first = ",-1.5e-7,3,-7,train,0.12345678901234566\r\n";
    const rest =
      '"1 ""or""\'s, 2","1e+300","-2147483648","1.5e2","train","-0.0"\n' + ",0,2147483647,0.0,test,1234567890.5";
    await expectAtEveryByte("csv", "i", ",x0,y,y_clean,split,x1\n", first + rest);
  });

  it("JSON", async () => {
    const text = '{"y":[3, 1.5e1],"x":[[-1.5e-7, 0.12345678901234566],[1e+300,-0.0]],"config":{"a":[true,"\\u00e9é"]},';
    const rest = '"digest":"d","t":[0,1],"templates":{"x":[[1,2]],"t":[0,1],"y":[-3]}}';
    for (let shift = 0; shift < text.length + rest.length; shift += 3) {
      const stored = await decode("json", sourceOf(" ".repeat(STEP - shift) + text + rest, "f"));
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

  it.each<[FormatName, string, string, string]>([
    ["json", "", "[", 'f: line 1, column 1: unexpected "["'],
    ["json", '{"x":[', "[", "f: row 0 of x is longer than 64 MB"],
    ["json", '{"x":[[', "1", "f: row 0 of x is longer than 64 MB"],
    ["json", '{"y":[', "1", "f: value 0 of y is longer than 64 MB"],
    ["json", '{"x":[[', " ", "f: row 0 of x is longer than 64 MB"],
    ["json", '{"', "a", "f: a key is longer than 64 MB"],
    ["json", '{"digest":"', "a", "f: digest is longer than 64 MB"],
    ["json", '{"config":', "[", "f: line 1, column 11, in config: it is not an object"],
    ["json", '{"config":{"a":', "[", "f: line 1, column 48, in config: nested more than 32 deep"],
    ["json", '{"config":{"a":', " ", "f: config is longer than 64 MB"],
    ["jsonl", "", "[", "f: line 1 is longer than 64 MB"],
    ["jsonl", "", " ", "f: line 1 is longer than 64 MB"],
    ["jsonl", '{"x":[1],"y":2}\n{"', "a", "f: line 2 is longer than 64 MB"],
    ["jsonl", '{"x":[', "1", "f: line 1 is longer than 64 MB"],
    ["csv", "", "a", "f: line 1 is longer than 64 MB"],
    ["csv", "", "\0", "f: line 1 is longer than 64 MB"],
    ["csv", "x0,y\n", "1", "f: line 2 is longer than 64 MB"],
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
    const problem = `more than ${MAX_POINTS} values`;
    const place = `line 1, column ${2 * MAX_POINTS + 8}`;
    expect(await refusal("json", `{"x":[${list(MAX_POINTS + 1)}],"y":[1]}`)).toBe(
      `f: ${place}, in row 0 of x: ${problem}`,
    );
    const column = `line 1, column ${2 * MAX_POINTS + 7}`;
    expect(await refusal("jsonl", `{"x":${list(MAX_POINTS + 1)},"y":1}`)).toBe(`f: ${column}: ${problem}`);
    expect(await refusal("csv", `x0,y\n${"0,".repeat(3 * MAX_POINTS)}0\n`)).toContain(
      "line 2 has more fields than the 2",
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
