import { readdirSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../../../src/config/parse-config.js";
import { type BuildOptions, buildDataset } from "../../../src/dataset/build-dataset.js";
import { FileError } from "../../../src/dataset/errors.js";
import { type OutputPlan, planOutput } from "../../../src/dataset/output-plan.js";
import { isWorkplaceName } from "../../../src/dataset/paths.js";
import { proveOwn } from "../../../src/dataset/target/own-files.js";
import { addText, Staging } from "../../../src/dataset/write/staging.js";
import type { Encoder, FormatEntry, FormatName } from "../../../src/formats/format.js";
import { temporaryFolder } from "../../formats/support/temporary-folder.js";
import { mountSmallDisk } from "../support/small-disk.js";
import { tree } from "../support/tree.js";

const CONFIG = parseConfig({ num_samples: 10_000, final_seq_length: 8 });

/** What may be at a target, all of it to be left as it is by an output that fails. */
const BEFORE: readonly [
  string,
  target: string,
  formats: FormatName[],
  prepare: (folder: string) => Promise<unknown>,
][] = [
  ["nothing", "data", ["csv", "npy"], async () => {}],
  ["not even the directory above", "a/b/data", ["csv", "npy"], async () => {}],
  ["an empty directory", "data", ["csv", "npy"], (folder) => mkdir(join(folder, "data"))],
  ["a dataset", "data", ["csv", "npy"], (folder) => build(planOutput(join(folder, "data"), ["npz", "jsonl"]))],
  ["no file", "x.csv", [], async () => {}],
  ["no file, nor the directory above", "a/b/x.csv", [], async () => {}],
  ["a file", "x.csv", [], (folder) => writeFile(join(folder, "x.csv"), "old")],
];

function build(plan: OutputPlan, options: BuildOptions = {}) {
  return buildDataset(parseConfig({ num_samples: 50 }), plan, options);
}

type Stage = "load" | "open" | "write" | "finish";

/** The plan with a last format that fails: when its code is loaded, at once, in the second chunk, or at the end. */
function failing(plan: OutputPlan, stage: Stage): OutputPlan {
  if (plan.kind === "directory") return { ...plan, formats: [...plan.formats, broken(plan.formats[0]!, stage)] };
  return plan.kind === "file" ? { ...plan, format: broken(plan.format, stage) } : plan;
}

function broken(format: FormatEntry, stage: Stage): FormatEntry {
  const failAt = (place: Stage) => {
    if (place === stage) throw new Error(`broken at ${stage}`);
  };
  const breaks = (encoder: Encoder): Encoder => ({
    async write(chunk) {
      if (chunk.start > 0) failAt("write");
      await encoder.write(chunk);
    },
    async finish(digest) {
      failAt("finish");
      await encoder.finish(digest);
    },
  });
  return {
    ...format,
    async load() {
      failAt("load");
      const { encodeFolder, encodeFile, decode } = await format.load();
      return {
        decode,
        async encodeFolder(folder, info) {
          // Names of its own, beside those of the format that works.
          const own = { create: (path: string) => folder.create(`broken/${path}`) };
          const encoder = await encodeFolder(own, info);
          failAt("open");
          return breaks(encoder);
        },
        async encodeFile(sink, info) {
          const encoder = await encodeFile!(sink, info);
          failAt("open");
          return breaks(encoder);
        },
      };
    },
  };
}

describe.each(BEFORE)("an output where there is %s", (_, target, formats, prepare) => {
  it.each<Stage>(["load", "open", "write", "finish"])("leaves everything as it was if it fails: %s", async (stage) => {
    const folder = await temporaryFolder();
    await prepare(folder);
    const before = tree(folder);
    const files = openFiles();
    const plan = failing(planOutput(join(folder, target), formats), stage);
    await expect(buildDataset(CONFIG, plan, { force: true })).rejects.toThrow(`broken at ${stage}`);
    expect(tree(folder)).toEqual(before);
    expect(openFiles()).toBe(files);
  });

  it.each(["generating", "writing"] as const)("leaves everything as it was if it is aborted: %s", async (phase) => {
    const folder = await temporaryFolder();
    await prepare(folder);
    const before = tree(folder);
    const files = openFiles();
    const controller = new AbortController();
    const reason = new Error("enough");
    let stepsAfter = 0;
    const onProgress: BuildOptions["onProgress"] = (progress) => {
      if (controller.signal.aborted) stepsAfter++;
      if (progress.phase === phase && progress.done >= 4096) controller.abort(reason);
    };
    const plan = planOutput(join(folder, target), formats);
    await expect(buildDataset(CONFIG, plan, { force: true, onProgress, signal: controller.signal })).rejects.toBe(
      reason,
    );
    expect(stepsAfter).toBe(0);
    expect(tree(folder)).toEqual(before);
    expect(openFiles()).toBe(files);
  });

  it("shows what was there until all of the new is", async () => {
    const folder = await temporaryFolder();
    await prepare(folder);
    const path = join(folder, target);
    const visible = () =>
      Object.entries(tree(folder))
        .filter(([name]) => join(folder, name).startsWith(path))
        .filter(([name]) => !name.split("/").some(isWorkplaceName)); // the place of work, inside an empty directory
    const before = visible();
    let looks = 0;
    const onProgress = () => {
      expect(visible()).toEqual(before);
      looks++;
    };
    await buildDataset(CONFIG, planOutput(path, formats), { force: true, onProgress });
    expect(looks).toBeGreaterThan(5);
    expect(visible()).not.toEqual(before);
  });
});

it("leaves nothing if the name is too long for the file system", async () => {
  const folder = await temporaryFolder();
  const plan = planOutput(join(folder, "a/b", "n".repeat(300)), []);
  await expect(build(plan)).rejects.toThrow("the name is too long");
  expect(tree(folder)).toEqual({});
});

it("says that a part of the path is a file", async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "file"), "");
  const path = join(folder, "file/data");
  const failure = build(planOutput(path, []));
  await expect(failure).rejects.toThrow(FileError);
  await expect(failure).rejects.toThrow(`${path}: a part of the path is not a directory`);
});

const disk = mountSmallDisk("size=512k");
const diskOfTwo = mountSmallDisk("nr_inodes=2");

describe.skipIf(disk === undefined)("on a full disk (needs root on Linux, to mount one in memory)", () => {
  it.each(["data", "x.csv", "new/data"])("an output fails with words and leaves nothing: %s", async (name) => {
    await writeFile(join(disk!, "keep"), "this");
    const failure = buildDataset(CONFIG, planOutput(join(disk!, name), ["csv"]));
    await expect(failure).rejects.toThrow(FileError);
    await expect(failure).rejects.toThrow(`${join(disk!, name)}: no space left on the disk`);
    expect(tree(disk!)).toEqual({ keep: "this" });
  });

  it("an output leaves nothing if its directory is all that can be made", async () => {
    // The disk itself is one of the two.
    const failure = build(planOutput(join(diskOfTwo!, "new/data"), []));
    await expect(failure).rejects.toThrow("no space left on the disk");
    expect(tree(diskOfTwo!)).toEqual({});
  });
});

/** Files that this process has open; where the system does not say, always 0. */
function openFiles(): number {
  try {
    return readdirSync("/proc/self/fd").length;
  } catch {
    return 0;
  }
}

describe("an output that comes while another replaces what is there", () => {
  it("stays; the other says so, and leaves nothing", async () => {
    const folder = await temporaryFolder();
    const path = join(folder, "data");
    const plan = planOutput(path, ["csv"]);
    await build(plan);
    await expect(publishDuring(path, () => build(plan, { force: true }))).rejects.toThrow(
      "another run has put its output there meanwhile",
    );
    expect(readdirSync(folder)).toEqual(["data"]);
    expect(readdirSync(path)).toContain("manifest.json");
  });

  it("stays where what was there is not to be replaced, and the message says where that is now", async () => {
    const folder = await temporaryFolder();
    const path = join(folder, "data");
    const plan = planOutput(path, ["csv"]);
    await build(plan);
    const change = (old: string) => writeFile(join(old, "thesis.tex"), "mine");
    const error = await publishDuring(path, () => build(plan, { force: true }), change).catch((e: unknown) => e);
    expect(error).toMatchObject({ name: "FileError", problem: expect.stringContaining("could not go back there") });
    expect(readdirSync((error as FileError).path)).toContain("thesis.tex");
    expect(readdirSync(path)).not.toContain("thesis.tex");
  });
});

/** Replaces the dataset at a path; while that is aside and looked at, another run works there. */
async function publishDuring(
  path: string,
  other: () => Promise<unknown>,
  change: (old: string) => Promise<unknown> = async () => {},
): Promise<void> {
  const staging = await Staging.open(path);
  try {
    await addText(staging, "t.npy", "new");
    await staging.publishDirectory(async (old) => {
      await other();
      await change(old);
      return proveOwn(old);
    });
    await staging.end();
  } catch (error) {
    await staging.discard();
    throw error;
  }
}
