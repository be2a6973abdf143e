// What stands where data should be is named by what it is, whatever the file is called: never "damaged", never a riddle.
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "./support/run-cli.js";
import { runHere } from "./support/run-here.js";

const folder = temporaryFolder();
const NAMES = ["a.parquet", "a.arrow", "x.npy", "a.npz", "a.json", "a.jsonl", "a.csv", "a.pkl", "a.npy.gz", "a"];
const LFS = `version https://git-lfs.github.com/spec/v1\noid sha256:${"0".repeat(64)}\nsize 12345\n`;

const CONTENTS: readonly (readonly [what: string, content: string | Buffer, message: string])[] = [
  ["a Git LFS pointer", LFS, "is a pointer of Git LFS, not the file itself. git lfs pull fetches it."],
  [
    "a git-annex pointer",
    "/annex/objects/SHA256E-s1--0.npy\n",
    "is a pointer of git-annex, not the file itself. git annex get fetches it.",
  ],
  ["a page", "\n<!DOCTYPE html>\n<html>404</html>", "is a web page or XML. Was it downloaded whole?"],
  ["an answer of S3", '<?xml version="1.0"?><Error/>', "is a web page or XML. Was it downloaded whole?"],
  ["compressed", gzipSync("x0,y\n1,2\n"), "is compressed with gzip. Decompress it first."],
  ["Zstandard", Buffer.from("28b52ffd0400010000", "hex"), "is compressed with Zstandard. Decompress it first."],
  ["LZ4", Buffer.from("04224d186040820000", "hex"), "is compressed with LZ4. Decompress it first."],
  ["HDF5", Buffer.from("894844460d0a1a0a00", "hex"), "is an HDF5 file. Its arrays can be saved with numpy.savez."],
];

const run = (...args: string[]) => runHere(args, folder);

describe.each(CONTENTS)("%s", (what, content, message) => {
  it.each(NAMES)("named %s", async (name) => {
    const place = join(folder, what);
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, name), content);
    const path = join(what, name);
    for (const command of ["verify", "inspect"]) {
      expect(await run(command, path)).toEqual({ exitCode: 3, stdout: "", stderr: `error: ${path}: ${message}\n` });
    }
  });

  it("as a manifest, and as a config", async () => {
    const place = join(folder, `${what}-manifest`);
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, "manifest.json"), content);
    writeFileSync(join(place, "x0.csv"), "x0,y\n1,2\n");
    const { exitCode, stderr } = await run("verify", place);
    expect([exitCode, stderr]).toEqual([3, `error: ${join(place, "manifest.json")}: ${message}\n`]);
    const config = await run("config", "--config", join(place, "manifest.json"));
    expect([config.exitCode, config.stderr]).toEqual([2, `error: ${join(place, "manifest.json")}: ${message}\n`]);
  });
});

it("a file of no bytes is empty, in every format", async () => {
  for (const name of NAMES.filter((name) => name !== "a.jsonl")) {
    writeFileSync(join(folder, name), "");
    expect((await run("inspect", name)).stderr).toBe(`error: ${name}: is empty\n`);
  }
  writeFileSync(join(folder, "manifest.json"), "");
  expect((await run("inspect", ".")).stderr).toBe("error: manifest.json: is empty\n");
});

it("a link of git-annex to content that is not here", async () => {
  symlinkSync(".git/annex/objects/zz/SHA256E-s1--0/SHA256E-s1--0.npz", join(folder, "linked.npz"));
  const { exitCode, stderr } = await run("verify", "linked.npz");
  expect([exitCode, stderr]).toEqual([
    3,
    "error: linked.npz: is a link of git-annex, and its content is not here. git annex get fetches it.\n",
  ]);
});

it("an array beside a pointer, in one folder", async () => {
  mkdirSync(join(folder, "arrays"));
  writeFileSync(join(folder, "arrays", "x.npy"), LFS);
  writeFileSync(join(folder, "arrays", "y.npy"), LFS);
  const { stderr } = await run("verify", "arrays");
  expect(stderr).toBe(
    `error: ${join("arrays", "x.npy")}: is a pointer of Git LFS, not the file itself. git lfs pull fetches it.\n`,
  );
});
