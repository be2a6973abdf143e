// Merge refuses shards that make no dataset, each by its name, and changes nothing on the disk.
import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { mergeShards } from "../../src/merge/merge-shards.js";
import { temporaryFolder as folderOfFile } from "../cli/support/run-cli.js";
import { tree } from "../dataset/support/tree.js";
import { temporaryFolder } from "../formats/support/temporary-folder.js";
import { makeShards, SMALL } from "./support/make-shards.js";

const SHARD = ".shards/00001-of-00003";
const CSV = `${SHARD}/data/train-00001-of-00003.csv`;
const MANIFEST = `${SHARD}/manifest.json`;

const whole = folderOfFile();
const others = folderOfFile();
beforeAll(async () => {
  await makeShards(whole, SMALL, { count: 3, rowsPerFile: 4096 });
  await makeShards(join(others, "seed"), { ...SMALL, seed: 7 }, { count: 3, rowsPerFile: 4096, indices: [0, 1] });
  await makeShards(join(others, "cut"), SMALL, { count: 3, rowsPerFile: 8192, indices: [1] });
  await makeShards(join(others, "count"), SMALL, { count: 4, rowsPerFile: 4096, indices: [3] });
});

async function shards(): Promise<string> {
  const path = await temporaryFolder();
  await cp(whole, path, { recursive: true });
  return path;
}

function edit(file: string, before: string | RegExp, after: string): void {
  const text = readFileSync(file, "utf8");
  const edited = text.replace(before, after);
  if (edited === text) throw new Error(`${file} has no ${before}`);
  writeFileSync(file, edited);
}

/** A byte in the middle, so that the text is still of numbers. */
function flip(file: string): void {
  const bytes = readFileSync(file);
  const digit = bytes.findIndex((byte, i) => i > bytes.length / 2 && byte >= 0x31 && byte <= 0x38);
  bytes[digit]! += 1;
  writeFileSync(file, bytes);
}

const copy = (from: string, to: string) => cp(from, to, { recursive: true });
const remove = (path: string) => rmSync(path, { recursive: true });

type Damage = readonly [name: string, damage: (path: string) => unknown, message: string | RegExp];
const DAMAGES: readonly Damage[] = [
  ["missing", (path) => remove(join(path, SHARD)), "00001-of-00003 is missing"],
  [
    "a copy of another",
    async (path) => {
      remove(join(path, SHARD));
      await copy(join(path, ".shards/00000-of-00003"), join(path, SHARD));
    },
    "00001-of-00003 is a duplicate of 00000-of-00003, by what its manifest says",
  ],
  [
    "of another seed",
    async (path) => {
      remove(join(path, SHARD));
      await copy(join(others, "seed", SHARD), join(path, SHARD));
    },
    "00001-of-00003 is foreign: it has another seed than 00000-of-00003",
  ],
  [
    "of another seed, and the first",
    async (path) => {
      remove(join(path, ".shards/00000-of-00003"));
      await copy(join(others, "seed", ".shards/00000-of-00003"), join(path, ".shards/00000-of-00003"));
    },
    "00000-of-00003 is foreign: it has another seed than 00001-of-00003",
  ],
  [
    "of another --rows-per-file",
    async (path) => {
      remove(join(path, SHARD));
      await copy(join(others, "cut", SHARD), join(path, SHARD));
    },
    "00001-of-00003 is foreign: it has another --rows-per-file than 00000-of-00003",
  ],
  [
    "one of another count beside them",
    (path) => copy(join(others, "count", ".shards/00003-of-00004"), join(path, ".shards/00003-of-00004")),
    "00003-of-00004 is one of 4, and the others are of 3",
  ],
  [
    "of another engine",
    (path) => edit(join(path, MANIFEST), "blocked-v1", "reference-v1"),
    "00001-of-00003 is foreign: it has another engine than 00000-of-00003",
  ],
  [
    "of a later engine",
    (path) => edit(join(path, MANIFEST), "blocked-v1", "blocked-v2"),
    "00001-of-00003 can't be read: manifest.json is of the engine blocked-v2, of a newer mnist1d: update it to read this",
  ],
  ["a changed digit", (path) => flip(join(path, CSV)), "00001-of-00003 is damaged: data/train-00001-of-00003.csv"],
  [
    "cut off",
    (path) => truncateSync(join(path, CSV), 1000),
    "00001-of-00003 is damaged: data/train-00001-of-00003.csv",
  ],
  ["without a file", (path) => remove(join(path, CSV)), "train-00001-of-00003.csv: no such file or directory"],
  ["without a manifest", (path) => remove(join(path, MANIFEST)), "00001-of-00003 is incomplete: it has no manifest"],
  [
    "with half a manifest",
    (path) => truncateSync(join(path, MANIFEST), 500),
    "00001-of-00003 is damaged: manifest.json",
  ],
  ["with a file more", (path) => writeFileSync(join(path, SHARD, "data/notes.txt"), ""), "data/notes.txt is in it"],
  ["no shard beside it", (path) => writeFileSync(join(path, ".shards/notes.txt"), ""), "notes.txt is no shard"],
  ["hidden things beside it", (path) => mkdirSync(join(path, ".shards/.git")), ".git is no shard"],
  [
    "a number that none of so many has",
    (path) => copy(join(path, SHARD), join(path, ".shards/00003-of-00003")),
    "00003-of-00003 is no shard",
  ],
  // What is in a manifest, key by key: nothing of it may be other than it was written.
  ...(
    [
      ["config", '"seed": 42', '"seed": 43', "is foreign: it has another seed"],
      ["config_digest", /"config_digest": "sha256:./, '"config_digest": "sha256:x', "config_digest"],
      ["classes", '"classes": [0,1', '"classes": [1,0', "is foreign: it has another classes"],
      ["length", '"length": 4', '"length": 5', "is foreign: it has another length"],
      ["t", /"t": \[[^,]*/, '"t": [0.5', "is foreign: it has another t"],
      ["digest", /"digest": "sha256:.{8}/, '"digest": "sha256:00000000', "another digest"],
      ["rows", '"rows":4096', '"rows":4097', "splits"],
      ["a block", /"blocks":\["......../, '"blocks":["00000000', "another digest"],
      ["the count", '"count": 3', '"count": 4', "is a duplicate of 00001-of-00004"],
      ["bytes", /"bytes":\d/, '"bytes":9', "is not what its manifest says"],
      ["a file twice", /(\n {4}\{"path":"data.*\})/, "$1,$1", "files is not what it must be"],
    ] as const
  ).map(
    ([name, before, after, message]): Damage => [
      `with ${name} edited`,
      (path) => edit(join(path, MANIFEST), before, after),
      message,
    ],
  ),
];

describe("a shard that is refused", () => {
  it.each(DAMAGES)("%s", async (_, damage, message) => {
    const path = await shards();
    await damage(path);
    const before = tree(path);
    const refusal = mergeShards(path);
    await expect(refusal).rejects.toThrow(message);
    await expect(refusal).rejects.toMatchObject({ name: "MergeError" });
    expect(tree(path)).toEqual(before);
  });

  it("with an edited config is refused though it is alone", async () => {
    const path = await temporaryFolder();
    await makeShards(path, SMALL, { count: 1 });
    edit(join(path, ".shards/00000-of-00001/manifest.json"), '"seed": 42', '"seed": 43');
    await expect(mergeShards(path)).rejects.toThrow("config, or config_digest, is not what it must be");
  });

  it("of another engine, as all are, is refused all the same", async () => {
    const path = await shards();
    for (const index of [0, 1, 2]) {
      edit(join(path, `.shards/0000${index}-of-00003/manifest.json`), "blocked-v1", "reference-v1");
    }
    await expect(mergeShards(path)).rejects.toThrow("manifest.json: generator is not what it must be");
  });
});

describe("a place that is refused", () => {
  type Place = readonly [name: string, prepare: (path: string) => unknown, message: string];
  const PLACES: readonly Place[] = [
    [
      "a file in the way",
      (path) => file(path, "data/train-00001-of-00003.csv"),
      "is in the way, and no manifest lists",
    ],
    ["a stray file of data", (path) => file(path, "data/train-00000-of-00009.csv"), "00009.csv: is in the way"],
    ["a file named as the directory", (path) => writeFileSync(join(path, "data"), ""), "data: is in the way"],
    [
      "a directory as a file",
      (path) => mkdirSync(join(path, "data/test-00000-of-00001.csv"), { recursive: true }),
      "way",
    ],
    ["a damaged manifest", (path) => file(path, "manifest.json"), "manifest.json: is not JSON"],
  ];

  function file(path: string, name: string): void {
    mkdirSync(join(path, name, ".."), { recursive: true });
    writeFileSync(join(path, name), "mine");
  }

  it.each(PLACES)("%s", async (_, prepare, message) => {
    const path = await shards();
    prepare(path);
    const before = tree(path);
    await expect(mergeShards(path)).rejects.toThrow(message);
    expect(tree(path)).toEqual(before);
  });

  it("is a shard itself, and a folder without shards", async () => {
    const path = await shards();
    await expect(mergeShards(join(path, SHARD))).rejects.toThrow("is shard 1 of 3");
    await expect(mergeShards(join(path, ".shards"))).rejects.toThrow("has no shards to merge");
    await expect(mergeShards(join(path, "none"))).rejects.toThrow("no such file or directory");
  });

  it("is that of a merged dataset with other things among its shards: they stay", async () => {
    const path = await shards();
    await mergeShards(path);
    mkdirSync(join(path, ".shards"));
    writeFileSync(join(path, ".shards", "notes.txt"), "mine");
    const before = tree(path);
    await expect(mergeShards(path)).rejects.toThrow(path);
    await expect(mergeShards(path, { force: true })).rejects.toThrow("notes.txt is no shard");
    expect(tree(path)).toEqual(before);
  });

  it("is that of a dataset whose new shards are damaged, all of them: they stay", async () => {
    const path = await shards();
    await mergeShards(path);
    await copy(join(others, "seed", ".shards"), join(path, ".shards"));
    for (const index of [0, 1]) appendFileSync(join(path, `.shards/0000${index}-of-00003/manifest.json`), "x");
    const before = tree(path);
    await expect(mergeShards(path)).rejects.toThrow("has another dataset in it");
    await expect(mergeShards(path, { force: true })).rejects.toThrow("00001-of-00003 is damaged");
    expect(tree(path)).toEqual(before);
  });
});

describe("what is no file and no directory among shards", () => {
  it("is refused: links would be moved, and lead elsewhere", async () => {
    const path = await shards();
    const elsewhere = join(await temporaryFolder(), "train.csv");
    renameSync(join(path, CSV), elsewhere);
    symlinkSync(elsewhere, join(path, CSV));
    await expect(mergeShards(path)).rejects.toThrow("data/train-00001-of-00003.csv, a link is in it");
    expect([lstatSync(join(path, CSV)).isSymbolicLink(), existsSync(elsewhere)]).toEqual([true, true]);

    const other = await shards();
    const directory = join(await temporaryFolder(), "shard");
    renameSync(join(other, SHARD), directory);
    symlinkSync(directory, join(other, SHARD));
    await expect(mergeShards(other)).rejects.toThrow("00001-of-00003 is no directory");
  });

  it.skipIf(process.platform === "win32")("is refused: nobody waits for a pipe", async () => {
    const path = await shards();
    remove(join(path, MANIFEST));
    execFileSync("mkfifo", [join(path, MANIFEST)]);
    await expect(mergeShards(path)).rejects.toThrow("00001-of-00003 is damaged: manifest.json is a pipe, not a file");
  });
});

describe("two merges at once", () => {
  it("make the dataset, and at least one says so", async () => {
    for (let round = 0; round < 4; round++) {
      const path = await shards();
      const results = await Promise.allSettled([mergeShards(path), mergeShards(path)]);
      expect(results.some(({ status }) => status === "fulfilled")).toBe(true);
      expect(await mergeShards(path)).toMatchObject({ shards: 0 });
      expect(existsSync(join(path, ".shards"))).toBe(false);
    }
  });
});

describe("what an earlier version moved before its merge was cut off", () => {
  it("is in the way, by its name, as nothing proves whose it is", async () => {
    const path = await shards();
    const name = "data/train-00001-of-00003.csv";
    mkdirSync(join(path, "data"));
    await copy(join(path, SHARD, name), join(path, name));
    const before = tree(path);
    await expect(mergeShards(path)).rejects.toThrow(`${name}: is in the way, and no manifest lists it`);
    expect(tree(path)).toEqual(before);
  });
});
