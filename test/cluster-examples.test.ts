// examples/kubernetes and examples/slurm, as far as they can be tried without a cluster: the arguments of the jobs work, and
// numbers and names that stand in several places are the same in all of them. (A real Slurm: npm run test:slurm.)
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, vi } from "vitest";
import { VERSION } from "../src/dataset/version.js";
import { BIN } from "./cli/support/run-cli.js";
import { age, MINUTE } from "./dataset/support/age.js";
import { tree } from "./dataset/support/tree.js";
import { temporaryFolder } from "./formats/support/temporary-folder.js";
import { THOROUGH } from "./support/thorough.js";

const pathOf = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const read = (path: string) => readFileSync(pathOf(path), "utf8");
const generate = read("examples/kubernetes/generate.yaml");
const merge = read("examples/kubernetes/merge.yaml");

/** What the first group finds, once for each occurrence. */
const all = (text: string, pattern: RegExp) => Array.from(text.matchAll(pattern), ([, found]) => found);

/** The arguments of a job's container. */
const argumentsOf = (job: string) => {
  const [inline] = all(job, /^ {10}args: \[(.*)\]$/gm);
  return inline?.split(", ") ?? all(job, /^ {12}- (\S+)$/gm).map((text) => text!.replace(/^"(.*)"$/, "$1"));
};

describe("examples/kubernetes", () => {
  it.runIf(THOROUGH)(
    "makes a dataset: its arguments make a shard of each index, and merge them, whatever pods have left",
    async () => {
      const folder = await temporaryFolder();
      const here: Record<string, string> = {
        "10000000": "40000",
        "/data/mnist1d": join(folder, "mnist1d"),
        "$(CPUS)": "1",
      };
      const inPod = (job: string, index?: number) => {
        const args = argumentsOf(job).map((argument) => here[argument] ?? argument);
        const env = { ...process.env, ...(index !== undefined && { JOB_COMPLETION_INDEX: `${index}` }) };
        return spawnSync(process.execPath, [BIN, ...args], { env, encoding: "utf8" });
      };
      const words = [...argumentsOf(generate), ...argumentsOf(merge)];
      expect(Object.keys(here).filter((text) => !words.includes(text))).toEqual([]);
      // Of a lost node, some minutes ago: that its run is dead can't be seen from here, and its shard is made by another pod.
      const place = join(folder, "mnist1d/.shards/.mnist1d-0123456789ab.tmp");
      mkdirSync(join(place, "new"), { recursive: true });
      writeFileSync(
        join(place, "owner.json"),
        JSON.stringify({ host: `not-${hostname()}`, pid: 1, target: "00003-of-00008" }),
      );
      age(place, 10 * MINUTE);

      // Code 2 ends the job at once: a job of more indices than shards is a mistake.
      expect(inPod(generate, 8).status).toBe(2);
      for (const index of [7, 3, 0, 1, 2, 4, 6]) expect([index, inPod(generate, index).status]).toEqual([index, 0]);
      const early = inPod(merge);
      expect([early.status, early.stderr.match(/\d{5}-of-\d{5}/g)]).toEqual([1, ["00005-of-00008"]]);

      expect(inPod(generate, 5).status).toBe(0);
      expect(inPod(generate, 5).stderr).toContain("up to date");
      expect([inPod(merge).stderr, inPod(merge).status]).toEqual([expect.stringContaining("8 shards"), 0]);
      const alone = ["config", "--engine", "blocked", "--num-samples", "40000", "--digest"];
      const { digest } = JSON.parse(spawnSync(process.execPath, [BIN, ...alone], { encoding: "utf8" }).stdout);
      const { digest: merged } = JSON.parse(readFileSync(join(folder, "mnist1d/manifest.json"), "utf8"));
      expect(merged).toBe(digest);
      expect(inPod(generate, 0).stderr).toContain("up to date");
    },
  );

  it("makes each shard of the dataset, and no other", () => {
    const [completions] = all(generate, /^ {2}completions: (\d+)$/gm);
    expect(all(generate, /^ {12}- auto\/(\d+)$/gm)).toEqual([completions]);
    expect(Number(all(generate, /^ {2}parallelism: (\d+)$/gm)[0])).toBeLessThanOrEqual(Number(completions));
  });

  it("merges the folder that the shards go to", () => {
    expect(all(generate, /- --out\n +- (\S+)/g)).toEqual(all(merge, /args: \[merge, (\S+)\]/g));
  });

  it("names this version", () => {
    const files = ["Dockerfile", "README.md", "generate.yaml", "merge.yaml"];
    const text = files.map((file) => read(`examples/kubernetes/${file}`)).join("\n");
    expect(new Set(all(text, /\/mnist1d:([\d.]+\d)/g))).toEqual(new Set([VERSION]));
    expect(new Set(all(text, /mnist1d-([\d.]+)\.tgz/g))).toEqual(new Set([VERSION]));
  });
});

describe.runIf(process.platform !== "win32")("examples/slurm", () => {
  it("is submitted from a clone as docs/scaling.md says, by a command that runs", async () => {
    const folder = await temporaryFolder();
    const [line] = all(read("docs/scaling.md"), /^(SHARDS=8 .*examples\/slurm\/submit\.sh .*)$/gm);
    // In the place of Slurm: what the jobs would call, and the number of the job.
    const sbatch = `#!/usr/bin/env bash\nread -ra command <<<"$MNIST1D"\n"\${command[@]}" --version >&2 && echo 17\n`;
    writeFileSync(join(folder, "sbatch"), sbatch, { mode: 0o755 });
    const env: NodeJS.ProcessEnv = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
    delete env.MNIST1D;
    const { status, stdout, stderr } = spawnSync("bash", ["-c", line!], { cwd: pathOf("."), env, encoding: "utf8" });
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: "shards  17\nmerge   17\n",
      stderr: `${VERSION}\n${VERSION}\n`,
    });
  });

  it("has the script outlive its command when a task is cancelled, which then leaves nothing", async () => {
    const folder = await temporaryFolder();
    const task = { SLURM_ARRAY_JOB_ID: "1", SLURM_ARRAY_TASK_ID: "5", SLURM_CPUS_PER_TASK: "1" };
    const env = {
      ...process.env,
      ...task,
      SHARDS: "8",
      OUT: join(folder, "out"),
      MNIST1D: `${process.execPath} ${BIN}`,
    };
    const args = [pathOf("examples/slurm/generate.sbatch"), "--engine", "blocked", "--num-samples", "40000000"];
    const script = spawn("bash", args, { cwd: folder, env, detached: true });
    let said = "";
    script.stderr.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    const ended = new Promise((resolve) => script.on("exit", (...how) => resolve(how)));
    const files = () => Object.entries(tree(folder)).flatMap(([path, text]) => (text === null ? [] : [path]));
    await vi.waitFor(() => expect(files()).toContainEqual(expect.stringMatching(/\.parquet$/)), {
      timeout: 30_000,
      interval: 10,
    });

    process.kill(-script.pid!, "SIGTERM"); // as Slurm does: to all processes of the task
    // The script is there last, and kills nobody's work: with its end Slurm kills what is left.
    expect(await ended).toEqual([143, null]);
    expect(said).toContain("interrupted: nothing was written");
    expect(files()).toEqual([]);
  });
});
