import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { expectRefusal } from "../support/expect-refusal.js";
import { labelsNpy, matrixNpy, npyOf, rawNpy } from "../support/raw-npy.js";
import { contentsOf, expectReadBack, openFiles, openSources } from "../support/read-back.js";
import { samples } from "../support/samples.js";
import { sourceOfBytes } from "../support/source-of-bytes.js";
import { temporaryFolder } from "../support/temporary-folder.js";

/** Opens files of the folder `data` by their names. */
function open(files: Readonly<Record<string, Uint8Array>>) {
  return openSources("npy", ...Object.entries(files).map(([name, bytes]) => sourceOfBytes(bytes, `data/${name}`)));
}

describe("NPY, as we write it", () => {
  it.each(samples)("is read back: $name", async (sample) => {
    const folder = await temporaryFolder();
    await sample.writeDirectory(folder, "npy");
    const names = (await readdir(folder)).filter((name) => name.endsWith(".npy"));
    const stored = await openFiles("npy", ...names.map((name) => join(folder, name)));
    await expectReadBack(stored, sample);
    expect(stored.metadata).toEqual({ t: sample.info.t, templates: sample.info.templates });
    expect([stored.pathOf("train", 0), stored.pathOf("test", 0)]).toEqual([
      join(folder, "x.npy"),
      join(folder, "x_test.npy"),
    ]);
  });
});

/** Two rows of two points, for a header of another spelling. */
const FOUR = new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer);

it.each([
  ["no space", "{'descr':'<f4','fortran_order':False,'shape':(2,2)}\n", 1],
  ["another order, double quotes", `{"shape": (2, 2), "fortran_order": False, "descr": "<f4"}    \n`, 1],
  ["as Python 2 wrote it", "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }            \n", 1],
  ["version 2.0", "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2, ), }\n", 2],
  ["version 3.0", "{ 'descr' : '<f4' , 'fortran_order' : False , 'shape' : ( 2 , 2 ) , } \n", 3],
])("NPY: a header is read, %s", async (_, header, version) => {
  const stored = await open({ "x.npy": rawNpy(header, FOUR, version), "y.npy": labelsNpy(2) });
  expect(Array.from((await contentsOf(stored)).splits.train!.x)).toEqual([1, 2, 3, 4]);
});

it.each([
  ["|i1", [-128, 127]],
  ["|u1", [0, 255]],
  ["<i2", [-32768, 32767]],
  [">i2", [-32768, 32767]],
  ["<u2", [0, 65535]],
  [">u2", [0, 65535]],
  ["<i4", [-2147483648, 2147483647]],
  [">i4", [-2147483648, 2147483647]],
  ["<u4", [0, 2147483647]],
  [">u4", [0, 2147483647]],
  ["<i8", [-2147483648, 2147483647]],
  [">i8", [-2147483648, 2147483647]],
  ["<u8", [0, 2147483647]],
  [">u8", [0, 2147483647]],
] as const)("NPY: labels are read from %s", async (descr, labels) => {
  const stored = await open({ "x.npy": matrixNpy(2, 1), "y.npy": npyOf(descr, [2], integers(descr, labels)) });
  expect(Array.from((await contentsOf(stored)).splits.train!.y)).toEqual(labels);
});

it.each<[name: string, header: string, version?: number]>([
  ["Python 2", "{'descr': '<f8', 'fortran_order': False, 'shape': (2L, 3L), }          \n"],
  ["Python 2, version 2", "{'descr': '<f8', 'fortran_order': False, 'shape': (2L, 3L), }\n", 2],
  ["Python 2 with unicode literals", "{u'descr': u'<f8', u'fortran_order': False, u'shape': (2L, 3L)}\n"],
  [
    "others, in double quotes and without an end of line",
    `{"descr": "<f8", "fortran_order": False, "shape": (2, 3)}`,
    3,
  ],
  ["others, over several lines", "{'descr': '<f8',\n 'fortran_order': False,\n 'shape': (2, 3)}  \n"],
  ["others, in the order of the machine", "{'descr': '=f8', 'fortran_order': False, 'shape': (2, 3), }\n"],
  ["others, without an order", "{'descr': 'f8', 'fortran_order': False, 'shape': (2, 3), }\n"],
])("NPY: headers are read that %s wrote, as NumPy does", async (_, header, version) => {
  const values = Float64Array.from({ length: 6 }, (_, i) => i);
  const x = rawNpy(header, new Uint8Array(values.buffer), version);
  const stored = await open({ "x.npy": x, "y.npy": npyOf("<u1", [2], Buffer.from([7, 200])) });
  const { train } = (await contentsOf(stored)).splits;
  expect([train!.x, Array.from(train!.y)]).toEqual([values, [7, 200]]);
});

it.each([
  ["<u4", 2 ** 31],
  [">u4", 2 ** 32 - 1],
  ["<i8", 2 ** 31],
  ["<i8", -(2 ** 31) - 1],
  ["<i8", 2 ** 40],
  [">i8", -(2 ** 40)],
  ["<u8", 2 ** 32],
  ["<u8", 2 ** 53],
])("NPY: labels of more than 32 bits are refused, %s %d", async (descr, label) => {
  const stored = await open({ "x.npy": matrixNpy(2, 1), "y.npy": npyOf(descr, [2], integers(descr, [1, label])) });
  await expectRefusal(contentsOf(stored), "data/y.npy: has an integer at 1 that 32 bits do not hold");
});

/** Integers in NumPy's notation of types. */
function integers(descr: string, values: readonly number[]): Buffer {
  const size = Number(descr.at(-1));
  const numbers = values.map((value) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt(value));
    return descr.startsWith(">") ? bytes.subarray(0, size).reverse() : bytes.subarray(0, size);
  });
  return Buffer.concat(numbers);
}

it("NPY: a time axis and templates may be integers", async () => {
  const files = { "t.npy": labelsNpy(3), "templates_x.npy": npyOf("|i1", [2, 2], Uint8Array.of(1, 2, 3, 255), true) };
  const rest = { "templates_t.npy": labelsNpy(2), "templates_y.npy": labelsNpy(2) };
  const { metadata } = await open({ ...INTACT, ...files, ...rest });
  expect(metadata).toEqual({
    t: Float64Array.of(0, 1, 2),
    templates: { x: [Float64Array.of(1, 3), Float64Array.of(2, -1)], t: Float64Array.of(0, 1), y: [0, 1] },
  });
});

const INTACT = { "x.npy": matrixNpy(2, 3), "y.npy": labelsNpy(2) };
const DICT = "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }\n";
const DATA = new Uint8Array(48);

/** A header instead of the one above, in part. */
const withHeader = (from: string, to: string) => ({ "x.npy": rawNpy(DICT.replace(from, to), DATA) });

const refusals: [name: string, files: Record<string, Uint8Array>, message: string][] = [
  ["an unknown name", { "z.npy": labelsNpy(2) }, 'data/z.npy: has an array "z", and a dataset has only x, y, y_clean'],
  ["a name of a terminal's commands", { "\x1b[2J.npy": labelsNpy(2) }, 'has an array "\\u001b[2J", and'],
  ["another folder", { "sub/t.npy": labelsNpy(2) }, "data/sub/t.npy: is not in the same folder as data/x.npy"],
  ["a name twice", { "x.NPY": matrixNpy(2, 3) }, "data/x.NPY: is a second array x"],
  ["no labels", { "x_test.npy": matrixNpy(2, 3) }, "data: has an array x_test, and no y_test"],
  ["labels alone", { "y_test.npy": labelsNpy(2) }, "data: has arrays of test, and no x_test"],
  ["an empty file", { "x.npy": Buffer.alloc(0) }, "data/x.npy: is no .npy file"],
  ["another file", { "x.npy": Buffer.from("PK\x03\x04      ") }, "data/x.npy: is no .npy file"],
  ["a later version", { "x.npy": rawNpy(DICT, DATA, 4) }, "data/x.npy: is a .npy file of version 4.0, and only"],
  [
    "no header",
    { "x.npy": Buffer.from("\x93NUMPY\x01\0", "latin1") },
    "is cut off or damaged: the length of the header",
  ],
  ["a cut header", { "x.npy": rawNpy(DICT, DATA).subarray(0, 40) }, "data/x.npy: is cut off or damaged: the header"],
  ["a huge header", { "x.npy": hugeHeader(20_000) }, "data/x.npy: is damaged: its header would have 20000 bytes"],
  ["a header of 4 GB", { "x.npy": hugeHeader(2 ** 32 - 1) }, "is damaged: its header would have 4294967295 bytes"],
  [
    "a cut array",
    { "x.npy": matrixNpy(2, 3).subarray(0, -1) },
    "the shape (2, 3) with 8 bytes per element does not have 47",
  ],
  ["bytes after it", { "x.npy": Buffer.concat([matrixNpy(2, 3), Buffer.alloc(1)]) }, "does not have 49 bytes"],
  ["2^50 rows", withHeader("(2, 3)", "(1125899906842624, 3)"), "of the shape (1125899906842624, 3) with 8"],
  ["2^60 rows", withHeader("(2, 3)", "(1152921504606846976, 3)"), "data/x.npy: announces more elements than any file"],
  [
    "2^40 points of no rows",
    { "x.npy": npyOf("<f8", [0, 2 ** 40], Buffer.alloc(0)), "y.npy": labelsNpy(0) },
    "has examples of 1099511627776 points, and none has so many",
  ],
  [
    "2^40 rows of no points",
    { "x.npy": npyOf("<f8", [2 ** 40, 0], Buffer.alloc(0)) },
    "has the shape (1099511627776, 0), not (examples, points)",
  ],
  ["one dimension", { "x.npy": npyOf("<f8", [6], DATA) }, "data/x.npy: has the shape (6), not (examples, points)"],
  [
    "three dimensions",
    { "x.npy": npyOf("<f8", [2, 3, 1], DATA, true) },
    "data/x.npy: has 3 dimensions, and no array of a dataset has so many",
  ],
  ["no dimension", { "y.npy": npyOf("|u1", [], Buffer.alloc(1)) }, "data/y.npy: has the shape (), not (2)"],
  ["other rows", { "y.npy": labelsNpy(3) }, "data/y.npy: has the shape (3), not (2)"],
  [
    "other points",
    { "x_test.npy": matrixNpy(1, 4), "y_test.npy": labelsNpy(1) },
    "data/x_test.npy: has examples of 4 points, and x of 3",
  ],
  [
    "another type",
    { "x_test.npy": npyOf("<f4", [0, 3], Buffer.alloc(0)), "y_test.npy": labelsNpy(0) },
    "data/x_test.npy: is float32, and x float64",
  ],
  ["a time too many", { "t.npy": npyOf("<f8", [6], DATA) }, "data/t.npy: has the shape (6), not (3)"],
  ["some templates", { "templates_x.npy": matrixNpy(2, 3) }, "data/templates_x.npy: is there without the other arrays"],
  [
    "no template",
    {
      "templates_x.npy": npyOf("<f8", [2 ** 50, 0], Buffer.alloc(0)),
      "templates_t.npy": labelsNpy(0),
      "templates_y.npy": labelsNpy(0),
    },
    "data/templates_x.npy: is an array without templates",
  ],
  [
    "a million templates",
    {
      "templates_x.npy": npyOf("|i1", [2 ** 20, 1], new Uint8Array(2 ** 20)),
      "templates_t.npy": labelsNpy(1),
      "templates_y.npy": labelsNpy(1),
    },
    "has 1048576 templates, and no dataset has so many",
  ],
  ["clean labels of test too", { "y_clean.npy": labelsNpy(4) }, "data/y_clean.npy: has the shape (4), not (2)"],
  ["float16", withHeader("<f8", "<f2"), 'data/x.npy: is an array of float16 ("<f2"), and only float32, float64 and'],
  ["long double", withHeader("<f8", "<f16"), 'is an array of float128 ("<f16"), and only'],
  ["complex numbers", withHeader("<f8", "<c16"), 'is an array of complex numbers ("<c16"), and only'],
  [
    "objects",
    withHeader("<f8", "|O"),
    "is an array of Python objects, which only a pickle can hold, and loading that runs",
  ],
  ["texts", withHeader("<f8", "<U2"), 'is an array of texts ("<U2"), and only'],
  ["byte strings", withHeader("<f8", "|S8"), 'is an array of byte strings ("|S8"), and only'],
  [
    "booleans",
    { "y.npy": npyOf("|b1", [2], Buffer.alloc(2)) },
    'data/y.npy: is an array of booleans ("|b1"), and only',
  ],
  ["dates", withHeader("<f8", "<M8[ns]"), 'is an array of another type ("<M8[ns]"), and only'],
  ["raw bytes", withHeader("<f8", "|V8"), 'is an array of structures ("|V8"), and only'],
  ["fields", withHeader("'<f8'", "[('a', '<f4'), ('b', '<f4')]"), "data/x.npy: is a structured array, and no array"],
  ["a subarray", withHeader("'<f8'", "('<f4', (2,))"), "data/x.npy: is a structured array, and no array"],
  ["booleans by their other letter", withHeader("<f8", "?"), 'is an array of booleans ("?"), and only'],
  ["half floats", withHeader("<f8", "<f2"), 'is an array of float16 ("<f2"), and only'],
  ["a type as bytes, which NumPy refuses", withHeader("'<f8'", "b'<f8'"), "has a header that NumPy does not write"],
  ["an unknown order", withHeader("<f8", "!f8"), 'is an array of another type ("!f8"), and only'],
  [
    "integers",
    { "x.npy": npyOf("<i8", [2, 3], DATA) },
    "data/x.npy: is an array of integers, not of float32 or float64",
  ],
  [
    "float labels",
    { "y.npy": npyOf("<f4", [2], Buffer.alloc(8)) },
    "data/y.npy: is an array of float32, not of integers",
  ],
  ["a key too many", withHeader("'shape'", "'a': 1, 'shape'"), `from "'a': 1, 'shape': (2, 3), }" on`],
  ["a key twice", withHeader("'shape'", "'descr': '<f8', 'shape'"), "has a header that NumPy does not write"],
  ["a key too few", withHeader("'descr': '<f8', ", ""), 'has a header that NumPy does not write, from "" on'],
  ["a number for a flag", withHeader("False", "0"), "has a header that NumPy does not write"],
  ["a list for a shape", withHeader("(2, 3)", "[2, 3]"), 'has a header that NumPy does not write, from "[2, 3], }" on'],
  ["a number for a shape", withHeader("(2, 3)", "(6)"), "has a header that NumPy does not write"],
  ["a negative shape", withHeader("(2, 3)", "(-2, -3)"), "has a header that NumPy does not write"],
  ["a sum for a shape", withHeader("(2, 3)", "(2, 1+2)"), "has a header that NumPy does not write"],
  ["a leading zero", withHeader("(2, 3)", "(02, 3)"), "has a header that NumPy does not write"],
  ["a call", withHeader("'<f8'", "__import__('os')"), "has a header that NumPy does not write"],
  ["an escape", withHeader("<f8", "\\x3cf8"), "has a header that NumPy does not write"],
  ["a text without end", withHeader("'<f8'", "'<f8"), "has a header that NumPy does not write"],
  ["something after the dict", withHeader("}", "} + {}"), 'has a header that NumPy does not write, from "+ {}" on'],
  ["no dict", withHeader(DICT, "None\n"), 'has a header that NumPy does not write, from "None" on'],
  ["brackets without end", withHeader(DICT, "{".repeat(9000)), "has a header that NumPy does not write"],
];

function hugeHeader(length: number): Buffer {
  const file = rawNpy(DICT, DATA, 2);
  file.writeUInt32LE(length, 8);
  return file;
}

describe("NPY is refused with", () => {
  it.each(refusals)("%s", async (_, files, message) => {
    await expectRefusal(open({ ...INTACT, ...files }).then(contentsOf), message);
  });

  it("nothing, as the files are that these replace", async () => {
    expect((await contentsOf(await open(INTACT))).splits.train!.rows).toBe(2);
  });
});
