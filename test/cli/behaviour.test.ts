// The command as a process among others: signals, pipes, full and unwritable places, huge requests.
import { execFileSync, spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { tree } from "../dataset/support/tree.js";
import { dealt, THOROUGH } from "../support/thorough.js";
import { BIN, beforeCommand, finished, runCli, runInterrupted, startCli, temporaryFolder } from "./support/run-cli.js";
import { runHere } from "./support/run-here.js";

const folder = temporaryFolder();
const place = () => mkdtempSync(join(folder, "b-"));

const SAY_WHEN_READING = `process.stdin.on("newListener", (name) => {
  if (name === "readable") setImmediate(() => process.stderr.write("reading\\n"));
});`;

describe("an interrupted run", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("stops on %s with code %i, leaves the earlier dataset and nothing else", async (signal, exitCode) => {
    const cwd = place();
    await runHere(["generate", "--num-samples", "50", "-q"], cwd);
    const before = readFileSync(join(cwd, "mnist1d/manifest.json"), "utf8");
    const result = await runInterrupted(["generate", "--num-samples", "3000000", "--force"], cwd, signal);
    expect(result).toMatchObject({ exitCode, stderr: "error: interrupted: nothing was written\n" });
    expect(readdirSync(cwd)).toEqual(["mnist1d"]);
    expect(readFileSync(join(cwd, "mnist1d/manifest.json"), "utf8")).toBe(before);
  });

  /** A folder with datasets that take more than a moment. */
  const large = place();
  beforeAll(async () => {
    for (const name of ["data.csv", "data.npz"]) {
      await runHere(["generate", "--num-samples", "20000", "-q", "-o", name, "--workers", "1"], large);
    }
  });

  const huge = "--engine blocked --num-samples 20000000";
  const [a, b] = ["engine=blocked,num_samples=20000000", "engine=blocked,num_samples=20000000,seed=1"];
  const lines = [
    `generate ${huge}`,
    `generate ${huge} -o - -f csv`,
    `config ${huge} --digest`,
    `golden add golden.json ${huge}`,
    `diff ${a} ${b}`,
    `diff ${a} ${b} --json --quiet`,
    "diff num_samples=3000000 seed=1",
    "diff data.npz data.csv",
    "inspect data.csv",
    "inspect data.npz",
    "verify data.csv --preset defaults",
    "convert data.csv out.parquet",
    "golden add golden.json data.npz",
    "generate --num-samples 20000 -o data.npz",
    "generate --num-samples 20000 -o data.npz --force",
  ];
  it.each(dealt(lines, 3))(
    "that only looks, or has written nothing yet, says so and has code 130, never 0 or 1: %s",
    async (line) => {
      const result = await runInterrupted(line.split(" "), large, "SIGINT");
      const writes = /^(generate|convert|golden)/.test(line);
      const left = line.includes("-o -") ? ": the output is incomplete" : writes ? ": nothing was written" : "";
      expect(result).toMatchObject({ exitCode: 130, stderr: `error: interrupted${left}\n` });
      expect(readdirSync(large)).toEqual(["data.csv", "data.npz"]);
    },
  );

  it("that waits for its config ends at once", async () => {
    const child = startCli(["generate", "--config", "-"], place(), beforeCommand(SAY_WHEN_READING));
    child.stderr!.once("data", () => child.kill("SIGINT"));
    const { exitCode, stderr } = await finished(child);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 130,
      stderr: "reading\nerror: interrupted: nothing was written\n",
    });
  });

  it("merge: says so, and leaves the shards", async () => {
    const cwd = place();
    const shard = "generate --engine blocked --num-samples 20000 -f csv -o data -q --shard".split(" ");
    for (const name of ["0/2", "1/2"]) await runHere([...shard, name, "--workers", "1"], cwd);
    const before = tree(cwd);
    const result = await runInterrupted(["merge", "data"], cwd, "SIGINT");
    expect(result).toMatchObject({ exitCode: 130, stderr: "error: interrupted: nothing was written\n" });
    expect(tree(cwd)).toEqual(before);
  });
});

describe("standard output", () => {
  it
    .runIf(existsSync("/dev/full"))
    .each([["config"], ["generate -o - -f csv -q"], ["generate --num-samples 50 -q --json"]])(
    "that is full is reported with code 3: %s",
    async (line) => {
      const shell = `"${process.execPath}" "${BIN}" ${line} > /dev/full`;
      const { exitCode, stderr } = await finished(spawn("sh", ["-c", shell], { cwd: place() }));
      expect({ exitCode, stderr }).toEqual({
        exitCode: 3,
        stderr: "error: standard output: no space left on the disk\n",
      });
    },
  );

  it("whose reader takes its time does not keep an interrupted run", async () => {
    const child = startCli(["generate", "--num-samples", "20000", "-o", "-", "-f", "csv", "-q"], place());
    child.stdout!.once("readable", () => child.kill("SIGINT")); // which is not read, and so the pipe fills up
    const stderr = new Promise((resolve) => child.stderr!.once("data", (text: Buffer) => resolve(text.toString())));
    const exitCode = await new Promise((resolve) => child.on("exit", resolve));
    expect({ exitCode, stderr: await stderr }).toEqual({
      exitCode: 130,
      stderr: "error: interrupted: the output is incomplete\n",
    });
  });

  it.each(dealt(["jsonl", "parquet", "npz", "npy --array x"], 2))(
    "ends quietly, with code 0, when the reader has enough: %s",
    async (format) => {
      const line = `generate --num-samples 20000 -o - -q -f ${format}`;
      const child = startCli(line.split(" "), place());
      child.stdout!.once("data", () => child.stdout!.destroy());
      const { exitCode, stderr } = await finished(child);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    },
  );

  it("that is a terminal gets no bytes of a binary format", async () => {
    const cwd = place();
    await runHere(["generate", "--num-samples", "20", "-q"], cwd);
    for (const format of ["parquet", "arrow", "npz", "npy"]) {
      for (const line of [`generate -o - -f ${format}`, `convert mnist1d - -f ${format}`]) {
        const { exitCode, stdout, stderr } = await runHere(line.split(" "), cwd, {}, { columns: 80 });
        expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
        expect(stderr).toContain(`got a terminal, and ${format} is binary`);
      }
    }
  });

  it("gets a dataset without end from its beginning, as far as its reader wants it", async () => {
    const args = ["generate", "--engine", "blocked", "--num-samples", `${10 ** 15}`, "-o", "-", "-f", "csv", "-q"];
    const child = startCli(args, place());
    const stdout = new Promise<string>((resolve) =>
      child.stdout!.once("data", (text: Buffer) => {
        child.stdout!.destroy();
        resolve(text.toString());
      }),
    );
    const { exitCode, stderr } = await finished(child);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    const { stdout: small } = await runCli(
      args.map((arg) => (arg === args[4] ? "10000" : arg)),
      place(),
    );
    expect(small.startsWith((await stdout).slice(0, 1000))).toBe(true);
  });

  it("has the data and nothing else", async () => {
    const { stdout } = await runCli(["generate", "--num-samples", "50", "-o", "-", "-f", "jsonl"], place());
    const rows = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { x: number[]; y: number; split: string });
    expect(rows.map((row) => row.split)).toEqual([...Array(40).fill("train"), ...Array(10).fill("test")]);
    expect(rows.every((row) => row.x.length === 40)).toBe(true);
  });
});

describe("a dataset whose files are hashed on a thread of their own", () => {
  it.runIf(THOROUGH)("is verified, and a changed byte of it told", async () => {
    const cwd = place();
    await runCli(["generate", "--num-samples", "320000", "-f", "npy", "-q"], cwd);
    const verify = ["verify", "mnist1d", "--no-regenerate"];
    expect(await runCli(verify, cwd)).toMatchObject({ exitCode: 0, stderr: "" });
    const file = join(cwd, "mnist1d/x.npy");
    const bytes = readFileSync(file);
    bytes[30_000_000]! ^= 1;
    writeFileSync(file, bytes);
    const { exitCode, stdout } = await runCli(verify, cwd);
    expect(exitCode).toBe(1);
    expect(stdout).toContain("x.npy has the SHA-256");
    expect(stdout).toContain("train: something differs in rows 184320 to 188415");
    rmSync(join(cwd, "mnist1d/t.npy"));
    const incomplete = await runCli(verify, cwd);
    expect(incomplete).toMatchObject({ exitCode: 1, stderr: "" });
    expect(incomplete.stdout).toContain("t.npy: no such file or directory");
  });
});

describe("a config", () => {
  it("that was printed makes the same dataset when it is passed back, by file or pipe", async () => {
    const cwd = place();
    const flags = ["--num-samples", "60", "--shear-scale", "-1.5", "--label-noise", "0.25", "--test-size", "7"];
    const printed = await runHere(["config", ...flags], cwd);
    writeFileSync(join(cwd, "printed.json"), printed.stdout);
    const json = ["-o", "x.json", "-q", "--json"];
    const outputs = [
      await runHere(["generate", ...flags, ...json], cwd),
      await runHere(["generate", "--config", "printed.json", "--force", ...json], cwd),
      await runCli(["generate", "--config", "-", "--force", ...json], cwd, printed.stdout),
    ].map(({ stdout }) => JSON.parse(stdout) as { digest: string; config: unknown });
    expect(new Set(outputs.map(({ digest }) => digest)).size).toBe(1);
    expect(outputs[0]!.config).toEqual(JSON.parse(printed.stdout));
  });

  it("of 100 MB is refused", async () => {
    const cwd = place();
    writeFileSync(join(cwd, "huge.json"), Buffer.alloc(100_000_000, 32));
    const result = await runHere(["generate", "--config", "huge.json"], cwd);
    expect(result).toMatchObject({
      exitCode: 3,
      stderr: "error: huge.json: is larger than 16 MB, which no config is\n",
    });
  });

  it("that memory cannot hold is refused before anything is written, with the figures", async () => {
    const cwd = place();
    const result = await runHere(["generate", "--num-samples", "1000000000000000"], cwd);
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toMatch(
      /^error: 1,000,000,000,000,000 examples of 40 points need 328 PB of memory, and [\d.]+ GB are free: .+\n$/,
    );
    expect(readdirSync(cwd)).toEqual([]);
  });
});

describe("an output that cannot be written", () => {
  it.runIf(process.platform === "linux")("is reported with code 3", async () => {
    const { exitCode, stderr } = await runHere(["generate", "-o", "/proc/mnist1d/"], place());
    expect({ exitCode, stderr }).toEqual({ exitCode: 3, stderr: "error: /proc/mnist1d/: no such file or directory\n" });
  });

  it.skipIf(!canMount())("on a full disk: code 3, and what was there is still there", async () => {
    const cwd = place();
    const disk = join(cwd, "disk");
    mkdirSync(disk);
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=3m", "tmpfs", disk]);
    try {
      await runHere(["generate", "-o", "disk/data/", "-q"], cwd);
      const before = readFileSync(join(disk, "data/manifest.json"), "utf8");
      // One is known to be too large before; of the other, whose numbers are longer than they must be, it shows.
      const large = await runCli(["generate", "-o", "disk/data/", "--num-samples", "50000", "--force"], cwd);
      expect(large.exitCode).toBe(3);
      expect(large.stderr).toMatch(
        /^error: disk\/data\/: the dataset needs at least 8\.4 MB, and 2\.\d+ MB are free on the disk\. Use fewer examples, or another disk\.\n$/,
      );
      const flags = ["--num-samples", "20000", "-f", "csv", "--force"];
      const result = await runCli(["generate", "-o", "disk/data/", ...flags], cwd);
      expect(result).toMatchObject({ exitCode: 3, stderr: "error: disk/data/: no space left on the disk\n" });
      expect(readdirSync(disk)).toEqual(["data"]);
      expect(readFileSync(join(disk, "data/manifest.json"), "utf8")).toBe(before);
    } finally {
      execFileSync("umount", [disk]);
    }
  });
});

/** Mounting a small file system needs Linux and root. */
function canMount(): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0 || !existsSync("/proc/mounts")) return false;
  const probe = place();
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", probe], { stdio: "ignore" });
    execFileSync("umount", [probe]);
    return true;
  } catch {
    return false;
  }
}

it("what is in a file already is not written again: nobody need be allowed to", async () => {
  const cwd = place();
  const commands = ["golden add golden.json --num-samples 50", "config --seed 7 --digest -o c.json"];
  for (const line of [...commands, ...commands]) {
    const before = times(cwd);
    expect(await runHere(line.split(" "), cwd)).toMatchObject({ exitCode: 0 });
    expect(times(cwd)).toMatchObject(before);
  }
});

/** The numbers and times of all files in a folder. */
function times(folder: string): Record<string, readonly number[]> {
  const stats = (name: string) => statSync(join(folder, name));
  return Object.fromEntries(readdirSync(folder).map((name) => [name, [stats(name).ino, stats(name).mtimeMs]]));
}
