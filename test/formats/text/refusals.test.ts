import { describe, expect, it } from "vitest";
import { refusal } from "./support/read-text.js";

const HEADER =
  "The first line names the columns: x0, x1, …, y, and perhaps y_clean, x_clean0, …, padding and others, and split.";
const KEYS = [
  "x, y, y_clean, x_clean, padding, scale, translation, shear, those of other splits as x_val, x_test or x_test_<shift>",
  "and t, templates, config, standardisation, config_digest, digest",
].join(", ");

/** A JSON file that is right but for what comes after its y. */
const ending = (more: string) => `{"x":[[1,2],[3,4]],"y":[1,2]${more}`;
const deep = "[".repeat(1000);
const ONES = "1".repeat(2000);

describe("JSON is refused:", () => {
  it.each([
    ["", "line 1, column 1: the file ends too early"],
    ["{}", "has no array x, and none called x_test"],
    ["[1]", 'line 1, column 1: unexpected "["'],
    ["nul", 'line 1, column 1: unexpected "nul"'],
    [deep, 'line 1, column 1: unexpected "["'],
    [`{"x":${deep}`, 'line 1, column 8, in row 0 of x: unexpected "["'],
    [ending(`,"config":{"a":${deep}`), "line 1, column 76, in config: nested more than 32 deep"],
    ['{"x":[[1,2],[3,4]]}', "has an array x, and no y"],
    ['{"x":[[1,2]],"y":[1],"x_test":[[1,2]]}', "has an array x_test, and no y_test"],
    ['{"x":[],"y":[]}', "has no examples"],
    ['{"x":[],"y":[],"x_test":[],"y_test":[]}', "has no examples"],
    ['{"x":[[]],"y":[1]}', "x: has the shape (1, 0), not (examples, points)"],
    ['{"x":[[1,2],[3,4]],"y":[1]}', "y: has the shape (1), not (2)"],
    ['{"x":[[1,2]],"y":[1],"y_clean":[]}', "y_clean: has the shape (0), not (1)"],
    ['{"x":[[1,2]],"y":[1],"x_test":[[1]],"y_test":[1]}', "x_test: has examples of 1 points, and x of 2"],
    ['{"x":[[1,2],[3]],"y":[1,2]}', "line 1, column 13, in row 1 of x: its length is 1, not 2 as that of row 0"],
    ['{"x":{"a":1},"y":[1]}', 'line 1, column 6, in x: unexpected "{"'],
    ['{"x":[1,2],"y":[1]}', 'line 1, column 7, in row 0 of x: unexpected "1"'],
    ['{"x":[[1,2]],"y":[[1]]}', 'line 1, column 19, in value 0 of y: unexpected "["'],
    ['{"x":[[1,2]', "line 1, column 12, in x: the file ends too early"],

    ['{"x":[[1,NaN],[3,4]],"y":[1,2]}', "line 1, column 10, in row 0 of x: NaN is not a finite number"],
    ['{"x":[[1,2],\n[3,-Infinity]]}', "line 2, column 4, in row 1 of x: -Infinity is not a finite number"],
    ['{"x":[[1,2],\r\n[3,1e999]]}', "line 2, column 4, in row 1 of x: 1e999 is too large for a float64"],
    ['{"x":[[1,2],[3,null]]}', "line 1, column 16, in row 1 of x: null: the value is missing"],
    ['{"x":[[1,2],[3,"4"]]}', 'line 1, column 16, in row 1 of x: "4" is not a number'],
    ['{"x":[[1,2],[3,04]]}', 'line 1, column 16, in row 1 of x: "04" is not a number'],
    ['{"x":[[1,2],[3,+4]]}', 'line 1, column 16, in row 1 of x: "+4" is not a number'],
    ['{"x":[[1,2],[3 4]]}', 'line 1, column 16, in row 1 of x: unexpected "4"'],
    ['{"x":[[1,2],[3,4,]]}', 'line 1, column 18, in row 1 of x: unexpected "]"'],
    ['{"x":[[1,2],[3,4],]}', 'line 1, column 19, in row 2 of x: unexpected "]"'],
    [`{"x":[[${ONES}]]}`, `line 1, column 8, in row 0 of x: ${ONES.slice(0, 30)}… is too large for a float64`],
    ['{"y":[1,2.5]}', "line 1, column 9, in value 1 of y: 2.5 is not an integer of 32 bits"],
    ['{"y":[1,4294967296]}', "line 1, column 9, in value 1 of y: 4294967296 is not an integer of 32 bits"],
    ['{"y":[1,true]}', 'line 1, column 9, in value 1 of y: "true" is not a number'],

    [ending(",}"), 'line 1, column 30: unexpected "}"'],
    [ending("} x"), 'line 1, column 31: unexpected "x"'],
    [ending("}\n{"), 'line 2, column 1: unexpected "{"'],
    [ending("}\n\0"), "line 2, column 1: unexpected NUL byte"],
    [ending(" // y\n}"), 'line 1, column 30: unexpected "//"'],
    ['{x:[[1,2]]}"', 'line 1, column 2: unexpected "x"'],
    ["{'x':[[1,2]]}", "line 1, column 2: unexpected \"'x'\""],
    [ending(',"x":[]}'), 'line 1, column 30: the key "x" is there twice'],
    [ending(',"\\u0078":[]}'), 'line 1, column 30: the key "x" is there twice'],
    [ending(',"z":[]}'), `line 1, column 34, in z: no such key is known, only ${KEYS}`],
    [ending(',"__proto__":[]}'), `line 1, column 42, in __proto__: no such key is known, only ${KEYS}`],
    [ending(',"t":[0]}'), "t: has the shape (1), not (2)"],
    [ending(',"t":[0,Infinity]}'), "line 1, column 37, in value 1 of t: Infinity is not a finite number"],
    [ending(',"templates":{}}'), 'line 1, column 43, in templates: there is no key "x"'],
    [ending(',"templates":{"z":1}}'), "line 1, column 47, in templates.z: no such key is known, only x, t, y"],
    [ending(',"templates":{"x":[[1,2]],"t":[0],"y":[0]}}'), "templates_t: has the shape (1), not (2)"],
    [ending(',"config":{}}'), "has a config, but no t and no templates and no digest"],
    [ending(',"t":[0,1],"config":{},"digest":""}'), "has a config, but no templates"],
    [ending(',"config":5}'), "line 1, column 39, in config: it is not an object"],
    [ending(',"config":{"a":1,"a":2}}'), 'line 1, column 46, in config: the key "a" is there twice'],
    [ending(',"digest":5}'), 'line 1, column 39, in digest: unexpected "5"'],
    [ending(',"digest":"a\nb"}'), "line 1, column 41, in digest: the line ends too early"],
    [ending(',"digest":"a'), "line 1, column 41, in digest: the file ends too early"],
    [
      ending(',"digest":"\\q"}'),
      "line 1, column 39, in digest: a string that is no UTF-8 text, or has an unknown escape",
    ],
  ])("%.60j", async (content, message) => {
    expect(await refusal("json", content)).toBe(`f: ${message}`);
  });
});

const line = '{"x":[1,2],"y":3}\n';

describe("JSON Lines is refused:", () => {
  it.each([
    ["", "has no examples, and nothing says how many points they would have"],
    ["\n", "has no examples, and nothing says how many points they would have"],
    ["{}", 'line 1 has no key "x"'],
    ["null", 'line 1, column 1: unexpected "null"'],
    ['"x"', 'line 1, column 1: unexpected "x"'],
    ["[]", 'line 1, column 1: unexpected "["'],
    [deep, 'line 1, column 1: unexpected "["'],
    [`{"x":${deep}`, 'line 1, column 7: unexpected "["'],
    [`${line}\n${line}`, "line 2 is empty"],
    [`${line} \n`, "line 2, column 2: the line ends too early"],
    [`${line}{"x":[1],"y":3}\n`, "line 2 has an x of length 1, not 2 as the first"],
    [
      `${line}{"x":[1,2],"y":3,"z":1}\n`,
      'line 2, column 18: the key "z" is none of x, y, y_clean, x_clean, padding, scale, translation, shear, split',
    ],
    [`${line}{"x":[1,2],"y":3,"split":"test"}`, 'line 2 has a key "split", unlike the first'],
    [`{"x":[1,2],"y":3,"split":"test"}\n${line}`, 'line 2 has no key "split", unlike the first'],
    [`${line}{"x":[1,2],"y_clean":3}`, 'line 2 has no key "y"'],
    [
      '{"x":[1,2],"y":3,"split":"tset"}',
      "line 1, column 26: split is none of train, validation, test and test_<shift>",
    ],
    [
      '{"x":[1,2],"y":3,"split":"training"}',
      "line 1, column 26: split is none of train, validation, test and test_<shift>",
    ],
    ['{"x":[1,2],"y":3,"split":1}', "line 1, column 26: split is none of train, validation, test and test_<shift>"],
    [
      '{"x":[1],"y":3,"split":"test"}\n{"x":[1],"y":3,"split":"train"}',
      "line 2 is an example of train after examples of test. Sort the rows by split: all of train must come first.",
    ],
    ['{"x":[1,2]}', 'line 1 has no key "y"'],
    ['{"y":2}', 'line 1 has no key "x"'],
    ['{"x":[],"y":1}', "line 1 has no values in x"],
    ['{"x":[1,2],"y":3,"y":4}', 'line 1, column 18: the key "y" is there twice'],
    [
      '{"X":[1,2],"y":3}',
      'line 1, column 2: the key "X" is none of x, y, y_clean, x_clean, padding, scale, translation, shear, split',
    ],
    ['{"x":[1,2],"y":3.5}', "line 1, column 16: 3.5 is not an integer of 32 bits"],
    ['{"x":[1,2],"y":null}', "line 1, column 16: null: the value is missing"],
    ['{"x":[1,2],"y":"3"}', 'line 1, column 16: "3" is not a number'],
    ['{"x":[1,NaN],"y":3}', "line 1, column 9: NaN is not a finite number"],
    ['{"x":null,"y":3}', "line 1, column 6: null: the value is missing"],
    ['{"x":[1 2],"y":3}', 'line 1, column 9: unexpected "2"'],
    ['{"x":[1,\n2],"y":3}', "line 1, column 9: the line ends too early"],
    [`${line.trim()} ${line}`, 'line 1, column 19: unexpected "{"'],
    [`${line.trim()},\n`, 'line 1, column 18: unexpected ","'],
    [`${line.trim()}\r${line}`, "line 1 has a carriage return in the middle. Lines end in \\n or \\r\\n."],
    ['{"x":[1,2],"y":3', "line 1, column 17: the line ends too early"],
    ['{"x":[1,2', "line 1, column 10: the line ends too early"],
    ['{"x":[1,2],"y":3,}', 'line 1, column 18: unexpected "}"'],
    ['{"x":[1,2],"y', "line 1, column 14: the line ends too early"],
    ["\0\0", "line 1, column 1: unexpected NUL byte"],
    [Uint8Array.of(0x1f, 0x8b, 8, 0), "line 1, column 1: unexpected byte 0x1f"],
    [Uint8Array.of(0x80, 0x03, 0x7d), "line 1, column 1: unexpected byte 0x80"],
    [
      Uint8Array.of(0xff, 0xfe, 0x7b, 0),
      "is UTF-16 text, not UTF-8. Windows PowerShell writes it with >: give mnist1d an output file instead.",
    ],
  ])("%.60j", async (content, message) => {
    expect(await refusal("jsonl", content)).toBe(`f: ${message}`);
  });
});

describe("CSV is refused:", () => {
  it.each([
    ["", `has no header: line 1 is empty. ${HEADER}`],
    ["\r\nx0,y", `has no header: line 1 is empty. ${HEADER}`],
    ["1,2,3\n4,5,6\n", `has no header: line 1 begins with numbers. ${HEADER}`],
    ["x0,x1\n1,2\n", `line 1 has no column y. ${HEADER}`],
    ["x0,x2,y\n", `line 1 has no column x1. ${HEADER}`],
    ["y\n3\n", `line 1 has no column x0. ${HEADER}`],
    ["x999999999,y\n", `line 1 has no column x0. ${HEADER}`],
    ["x0,x1,y,x1\n", "line 1 has the column x1 twice"],
    ["x0,y,label\n", `line 1 has the column "label", which a dataset does not have. ${HEADER}`],
    ["X0,Y\n", `line 1 has the column "X0", which a dataset does not have. ${HEADER}`],
    ["x00,y\n", `line 1 has the column "x00", which a dataset does not have. ${HEADER}`],
    ["x0,,y\n", `line 1 has the column "", which a dataset does not have. ${HEADER}`],
    ["x0;x1;y\n0,5;1;3\n", 'has columns separated by ";", not ",". Write it with commas, and numbers with points.'],
    ["x0\tx1\ty\n", 'has columns separated by "\\t", not ",". Write it with commas, and numbers with points.'],
    ['"x0,y\n', "line 1 has a quote that does not end before a comma"],
    ['"x0"x,y\n', "line 1 has a quote that does not end before a comma"],
    [Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a), "is not a text file: line 1 has bytes that are no text"],
    ["\0\0\0\n", "is not a text file: line 1 has bytes that are no text"],
    ["x0,x1,y\n1,2\n", "line 2 ends after field 2 of 3"],
    ["x0,x1,y\n1,2,3\n1,2", "line 3 ends after field 2 of 3"],
    ["x0,x1,y\n1,2,3,4\n", "line 2 has more fields than the 3 of the header. Numbers have a point, not a comma."],
    ["x0,y\n1,2\n\n1,2", "line 3 is empty"],
    ["x0,x1,y\n1,,3\n", "line 2, column x1: the value is missing"],
    ["x0,x1,y\n1,2,\n", "line 2, column y: the value is missing"],
    ["x0,y\n1,NA\n", "line 2, column y: NA: the value is missing"],
    ["x0,y\nnan,2\n", "line 2, column x0: nan is not a finite number"],
    ["x0,y\n-inf,2\n", "line 2, column x0: -inf is not a finite number"],
    ["x0,y\n1e999,2\n", "line 2, column x0: 1e999 is too large for a float64"],
    ["x0,y\nabc,2\n", 'line 2, column x0: "abc" is not a number'],
    ["x0,y\n+1,2\n", 'line 2, column x0: "+1" is not a number'],
    ["x0,y\n.5,2\n", 'line 2, column x0: ".5" is not a number'],
    ["x0,y\n1, 2\n", 'line 2, column y: " 2" is not a number'],
    ["x0,y\n1,2.5\n", "line 2, column y: 2.5 is not an integer of 32 bits"],
    ["x0,y\n1,4294967296", "line 2, column y: 4294967296 is not an integer of 32 bits"],
    ["x0,y\n1,2\0\n", 'line 2, column y: "2\\u0000" is not a number'],
    ['x0,y\n"1""",2\n', 'line 2, column x0: "1\\"" is not a number'],
    ['x0,y\n"1,2\n', "line 2 has a quote that does not end before a comma"],
    [`x0,y\n${ONES},2\n`, `line 2, column x0: ${ONES.slice(0, 30)}… is too large for a float64`],
    [",x0,y\na\0,1,2\n", "line 2, column 1: unexpected NUL byte"],
    [',x0,y\n"a"b,1,2\n', "line 2 has a quote that does not end before a comma"],
    ["x0,y\n1,2\r\n3,4\r", "line 3 has a carriage return in the middle. Lines end in \\n or \\r\\n."],
    ["x0,y\n1,2\r3,4\n", "line 2 has a carriage return in the middle. Lines end in \\n or \\r\\n."],
    [',x0,y\n"a\nb",1,2\n', "line 2 has a quote that does not end before a comma"],
    ["x0,y,split\n1,2,tset\n", 'line 2, column split: "tset" is none of train, validation, test and test_<shift>'],
    ["x0,y,split\n1,2,tests\n", 'line 2, column split: "tests" is none of train, validation, test and test_<shift>'],
    ["x0,y,split\n1,2,träin\n", 'line 2, column split: "träin" is none of train, validation, test and test_<shift>'],
    [
      "x0,y,split\n1,2,test\n1,2,train\n",
      "line 3 is an example of train after examples of test. Sort the rows by split: all of train must come first.",
    ],
  ])("%.60j", async (content, message) => {
    expect(await refusal("csv", content)).toBe(`f: ${message}`);
  });
});

describe("is not refused:", () => {
  it.each([
    ["json", '\ufeff \r\n\t{ "y" : [ 3 ] , "x" : [ [ 1 , 2 ] ] } \n'],
    ["jsonl", '\ufeff{ "y" : 3, "x" : [ 1 ,\t2 ] } \r\n\r\n\n'],
    ["jsonl", '{"x":[1,2],"y":3.0}'],
    ["jsonl", `{"x":[0.${ONES}],"y":1}`],
    ["jsonl", '{"\\u0078":[1,2],"y":3}'],
    ["csv", 'y,"x1",x0\r\n"3",2,1'],
    ["csv", "\ufeffx0,x1,y\n1,2,3\n\n\r\n"],
  ] as const)("%s %j", async (format, content) => {
    expect(await refusal(format, content)).toBe("none");
  });
});
