import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { crc32 } from "node:zlib";
import { describe, expect, it } from "vitest";
import { FileSource } from "../../../src/dataset/read/regular-file.js";
import type { SourceFile } from "../../../src/formats/source.js";
import { expectRefusal } from "../support/expect-refusal.js";
import { labelsNpy, matrixNpy, npyOf } from "../support/raw-npy.js";
import { type RawMember, rawZip } from "../support/raw-zip.js";
import { contentsOf, expectReadBack, openFiles, openSources } from "../support/read-back.js";
import { samples } from "../support/samples.js";
import { sourceOfBytes } from "../support/source-of-bytes.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const member = (name: string, data: Uint8Array): RawMember => ({ name: `${name}.npy`, data });

/** @param files members by name, instead of those of a small dataset or beside them. */
function archive(files: Readonly<Record<string, RawMember>> = {}): Buffer {
  const intact = { x: member("x", matrixNpy(2, 3)), y: member("y", labelsNpy(2)) };
  return rawZip(Object.values({ ...intact, ...files }));
}

function open(bytes: Uint8Array) {
  return openSources("npz", sourceOfBytes(bytes, "a.npz"));
}

/** A scalar string as NumPy saves it. */
function textNpy(text: string, descr = `<U${[...text].length}`): Buffer {
  const points = Uint32Array.from(text, (character) => character.codePointAt(0)!);
  const bytes = Buffer.from(points.buffer);
  return npyOf(descr, [], descr.startsWith(">") ? bytes.swap32() : bytes);
}

describe("NPZ, as we write it", () => {
  it.each(samples)("is read back: $name", async (sample) => {
    const path = join(await temporaryFolder(), "a.npz");
    await sample.writeFile(path);
    const stored = await openFiles("npz", path);
    await expectReadBack(stored, sample);
    const { config, t, templates } = sample.info;
    expect(stored.metadata).toMatchObject({ config, digest: sample.digest, t, templates });
    expect(stored.pathOf("test", 0)).toBe(`${path}: x_test`);
  });
});

it("NPZ: texts are read in both byte orders, without the zeros at their end", async () => {
  const texts = {
    config: member("config", textNpy('{"é": "\u{1f600}"}\0\0')),
    configDigest: member("config_digest", textNpy("sha256:1", ">U8")),
    version: member("version", textNpy("1.2.3")),
    digest: member("digest", textNpy("")),
  };
  const vector = npyOf("<f8", [3], Buffer.alloc(24));
  const beside = {
    t: member("t", vector),
    templatesX: member("templates_x", matrixNpy(2, 3)),
    templatesT: member("templates_t", vector),
    templatesY: member("templates_y", labelsNpy(2)),
  };
  const { metadata } = await open(archive({ ...texts, ...beside }));
  expect(metadata).toMatchObject({
    config: { é: "\u{1f600}" },
    configDigest: "sha256:1",
    version: "1.2.3",
    digest: "",
  });
});

it("NPZ: readers that take turns do not disturb each other, compressed or not", async () => {
  const rows = 20_000;
  for (const isDeflated of [false, true]) {
    const x = { ...member("x", matrixNpy(rows, 3)), isDeflated };
    const stored = await open(archive({ x, y: member("y", npyOf("<i4", [rows], new Uint8Array(4 * rows))) }));
    const [first, second] = await Promise.all([contentsOf(stored), contentsOf(stored)]);
    expect(first.splits.train!.x.at(-1)).toBe(3 * rows - 1);
    expect(first).toEqual(second);
  }
});

it("NPZ: examples that are left in the middle hold nothing", async () => {
  const path = join(await temporaryFolder(), "a.npz");
  const rows = 200_000;
  const noise = Float64Array.from({ length: 3 * rows }, (_, i) => Math.sin(i * i));
  const x = { ...member("x", npyOf("<f8", [rows, 3], new Uint8Array(noise.buffer))), isDeflated: true };
  await writeFile(path, archive({ x, y: member("y", npyOf("<i4", [rows], new Uint8Array(4 * rows))) }));
  const source = await FileSource.open(path);
  const reads: Promise<void>[] = [];
  const observed: SourceFile = {
    path,
    name: source.name,
    size: source.size,
    readInto(target, offset) {
      const read = source.readInto(target, offset);
      reads.push(read);
      return read;
    },
  };
  const stored = await openSources("npz", observed);
  for await (const chunk of stored.chunks()) if (chunk.start > 0) break;
  await source.close();
  // What was being read when the file was closed has failed by now; an error that nobody handles would end the test run.
  await Promise.allSettled(reads);
  await setImmediate();
});

it("NPZ: labels that compress well are read", async () => {
  const rows = 300_000;
  const y = { ...member("y", npyOf("<i8", [rows], new Uint8Array(8 * rows))), isDeflated: true };
  const stored = await open(archive({ x: member("x", npyOf("<f4", [rows, 1], new Uint8Array(4 * rows))), y }));
  expect((await contentsOf(stored)).splits.train!.rows).toBe(rows);
});

const ZEROS = Buffer.alloc(2 ** 21);
const DEEP = `{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;

const refusals: [name: string, files: Record<string, RawMember>, message: string][] = [
  [
    "another file",
    { z: { name: "README.txt", data: ZEROS } },
    'a.npz: has a member "README.txt", which is no .npy file',
  ],
  ["a folder", { z: { name: "x/", data: Buffer.alloc(0) } }, 'has a member "x/", which is no .npy file'],
  ["an archive in it", { z: { name: "a.npz", data: ZEROS } }, 'has a member "a.npz", which is no .npy file'],
  [
    "an unknown array",
    { z: member("arr_0", matrixNpy(2, 3)) },
    'a.npz: has an array "arr_0", and a dataset has only x, y',
  ],
  [
    "an array in a folder",
    { z: member("../x", matrixNpy(2, 3)) },
    'a.npz: has an array "../x", and a dataset has only',
  ],
  ["a name of a terminal's commands", { z: member("\x1b[2J", ZEROS) }, 'has an array "\\u001b[2J", and a dataset'],
  ["templates of the dict", { z: member("templates", ZEROS) }, "has templates as a Python object, which only a pickle"],
  ["a member that is no array", { y: member("y", ZEROS) }, "a.npz: y: is no .npy file"],
  ["an empty member", { y: member("y", Buffer.alloc(0)) }, "a.npz: y: is no .npy file"],
  [
    "a member that is too long",
    { y: member("y", Buffer.concat([labelsNpy(2), ZEROS])) },
    "a.npz: y: is cut off or damaged",
  ],
  [
    "a wrong checksum of x",
    { x: { ...member("x", matrixNpy(2, 3)), crc: 1 } },
    "a.npz: x: is damaged: its bytes do not have",
  ],
  [
    "a wrong checksum of no rows",
    { z: { ...member("x_test", npyOf("<f8", [0, 3], Buffer.alloc(0))), crc: 1 }, v: member("y_test", labelsNpy(0)) },
    "a.npz: x_test: is damaged: its bytes do not have",
  ],
  [
    "a bomb of examples",
    { x: { ...member("x", npyOf("<f8", [2 ** 16, 4], ZEROS)), isDeflated: true }, y: member("y", ZEROS) },
    "a.npz: has 2097226 bytes of x in 2131: a zip bomb, since examples are noise",
  ],
  [
    "a config that is no text",
    { z: member("config", labelsNpy(1)) },
    "a.npz: config: is not a text, as a scalar string",
  ],
  [
    "several configs",
    { z: member("config", npyOf("<U2", [2], Buffer.alloc(16))) },
    "a.npz: config: is not a text, as a scalar",
  ],
  [
    "a cut text",
    { z: member("digest", textNpy("abc", "<U4")) },
    "a.npz: digest: is cut off or damaged: 4 characters do not",
  ],
  [
    "a text of 4 GB",
    { z: member("digest", textNpy("abc", "<U999999999")) },
    "a.npz: digest: is a text of 999999999 characters",
  ],
  [
    "a text beyond Unicode",
    { z: member("digest", npyOf("<U1", [], Buffer.alloc(4, 0x11))) },
    "has the character 0x11111111",
  ],
  [
    "half of a surrogate pair",
    { z: member("digest", textNpy("\ud800")) },
    "a.npz: digest: is damaged: it has the character 0xd800",
  ],
  ["a zero in a text", { z: member("digest", textNpy("a\0b")) }, "a.npz: digest: is damaged: it has the character 0x0"],
  ["a config that is no JSON", { z: member("config", textNpy("{seed: 42}")) }, "a.npz: config: is not JSON"],
  ["a config that is no object", { z: member("config", textNpy("[42]")) }, "a.npz: config: is not a JSON object"],
  [
    "a config, and nothing else that we write beside one",
    { z: member("config", textNpy("{}")) },
    "a.npz: has a config, but no t and no templates and no digest",
  ],
  ["no config", { z: member("config", textNpy("null")) }, "a.npz: config: is not a JSON object"],
  [
    "a key twice in its config",
    { z: member("config", textNpy('{"a": 1, "a": 1}')) },
    'a.npz: config: is not sound JSON: the key "a" is there twice',
  ],
  [
    "a deep config",
    { z: member("config", textNpy(DEEP)) },
    "a.npz: config: is not sound JSON: nested more than 32 deep",
  ],
];

describe("NPZ is refused with", () => {
  it.each(refusals)("%s", async (_, files, message) => {
    await expectRefusal(open(archive(files)).then(contentsOf), message);
  });

  it("no array", async () => {
    await expectRefusal(open(rawZip([])), "a.npz: has no array x, and none called x_test");
  });

  it("a second archive beside it", async () => {
    const [first, second] = ["a.npz", "b.npz"].map((path) => sourceOfBytes(archive(), path));
    await expectRefusal(
      openSources("npz", first!, second!),
      "b.npz: is another dataset beside a.npz. Name the file that is meant.",
    );
  });

  it("a checksum that is wrong at the end of many chunks, when that comes", async () => {
    const x = matrixNpy(20_000, 3);
    const bytes = archive({
      x: { ...member("x", x), crc: (crc32(x) ^ 1) >>> 0 },
      y: member("y", npyOf("|i1", [20_000], new Uint8Array(20_000))),
    });
    let rows = 0;
    const read = async () => {
      for await (const chunk of (await open(bytes)).chunks()) rows += chunk.rows;
    };
    await expect(read()).rejects.toThrow("a.npz: x: is damaged: its bytes do not have the checksum of the archive");
    expect(rows).toBe(16_384);
  });
});
