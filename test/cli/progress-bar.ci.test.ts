// The line of progress: as long as a terminal is wide at most, in words that mean something from the first example on.
import { Writable } from "node:stream";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import type { Context } from "../../src/cli/context.js";
import { type PhaseProgress, progressLine, withProgress } from "../../src/cli/progress-bar.js";
import { beforeCommand, runCli, temporaryFolder } from "./support/run-cli.js";
import { runHere } from "./support/run-here.js";

const folder = temporaryFolder();

/** Runs a command on what it takes for a terminal, and does something when it has hidden the cursor there. */
const whenHidden = (code: string) =>
  runCli(
    ["generate", "--engine", "blocked", "--num-samples", "20000000", "--workers", "1", "-o", "big"],
    folder,
    "",
    beforeCommand(`
      Object.assign(process.stderr, { isTTY: true, columns: 80 });
      const { write } = process.stderr;
      process.stderr.write = (text, ...others) => {
        if (String(text).includes("\x1b[?25l")) setImmediate(() => { ${code} });
        return write.call(process.stderr, text, ...others);
      };`),
  );

const at = (done: number, seconds: number): Omit<PhaseProgress, "since"> => ({
  phase: "generating",
  done,
  total: 20_000_000,
  from: 0,
  seconds,
});

describe("progressLine", () => {
  it.each([
    [80, "generating [######--------------------] 25 % | 5,000,000 of 20,000,000 examples | 30 s left"],
    [60, "generating 25 % | 5,000,000 of 20,000,000 examples"],
    [40, "generating [######------------------] 25 %"],
    [16, "generating 25 %"],
  ])("at %i columns", (columns, expected) => {
    const line = progressLine(at(5_000_000, 10), columns);
    expect(line.length).toBeLessThan(columns);
    expect(line.replace(/\[.*\]/, "[]")).toBe(expected.replace(/\[.*\]/, "[]"));
  });

  it.each([
    [100, /^writing \[#+-+\] 31 % \| 25 of 81 datasets \| 23 s left \| shear-0\.5-seed-3$/],
    [50, /^writing 31 % \| 25 of 81 datasets \| 23 s left$/],
    [40, /^writing 31 % \| 25 of 81 datasets$/],
  ])("tells of a sweep the datasets, and the name of one, at %i columns", (columns, expected) => {
    const sweep = {
      phase: "writing",
      done: 25.5,
      total: 81,
      from: 0,
      seconds: 10.5,
      dataset: "shear-0.5-seed-3",
    } as const;
    expect(progressLine(sweep, columns)).toMatch(expected);
  });

  it("says no time left before anything is done", () => {
    expect(progressLine(at(0, 0), 80)).toMatch(/\] 0 % \| 0 of 20,000,000 examples$/);
  });

  it("tells of trainings how many are done, though others count for more", () => {
    const progress = { phase: "training", done: 2.7, finished: 4, total: 24, from: 0, seconds: 10 } as const;
    expect(progressLine(progress, 80)).toMatch(/^training \[#+-+\] 11 % \| 4 of 24 trainings \| 79 s left$/);
  });

  it("says no time left while that is mostly how long threads take to start", () => {
    expect(progressLine(at(1000, 0.5), 80)).toMatch(/\] 0 % \| 1,000 of 20,000,000 examples$/);
  });

  it("never is too long, or says what is no number", () => {
    const count = fc.nat({ max: 2 ** 40 });
    const args = fc.tuple(
      count,
      count,
      count,
      fc.double({ min: 0, max: 1e9, noNaN: true }),
      fc.integer({ min: 1, max: 300 }),
    );
    fc.assert(
      fc.property(args, ([done, total, from, seconds, columns]) => {
        const line = progressLine({ phase: "writing", done, total, from, seconds }, columns);
        expect(line.length).toBeLessThan(columns);
        expect(line).not.toMatch(/NaN|Infinity|undefined|-\d/);
      }),
    );
  });
});

it("tells what is left of the second of two datasets by its own time", async () => {
  let now = 0;
  const clock = vi.spyOn(performance, "now").mockImplementation(() => now);
  let text = "";
  const stderr = Object.assign(
    new Writable({
      write(bytes, _, done) {
        text += bytes;
        done();
      },
    }),
    { isTTY: true, columns: 80 },
  );
  const context = { terminal: { stderr, showsProgress: true }, abortable: () => new AbortController().signal };
  await withProgress(context as unknown as Context, async ({ onProgress }) => {
    for (const [time, done] of [
      [0, 0],
      [90_000, 100],
      [90_000, 0],
      [95_000, 50],
    ] as const) {
      now = time;
      onProgress({ phase: "reading", done, total: 100 });
    }
    stderr.emit("resize");
  });
  clock.mockRestore();
  expect(text).toContain("50 of 100 examples | 5 s left");
});

describe("the cursor", () => {
  const [HIDE, SHOW] = ["\x1b[?25l", "\x1b[?25h"];
  it.each([
    ["a signal", 'process.kill(process.pid, "SIGINT")', 130, /interrupted: nothing was written\n$/],
    ["two signals", 'for (const name of ["SIGINT", "SIGTERM"]) process.kill(process.pid, name)', 143, /K$/],
    ["a fault", 'throw new Error("bug")', 70, /this is a fault in mnist1d[\s\S]*bug\)\n$/],
  ])("is there again after %s, and no rest of the bar", async (_, code, expected, end) => {
    const { exitCode, stderr } = await whenHidden(code);
    expect(exitCode).toBe(expected);
    expect(stderr).toContain(HIDE);
    const [, after] = stderr.split(SHOW);
    expect(after).toMatch(end);
    // Back to where the bar began, and that line is cleared: before anything else is said.
    expect(after!.startsWith("\x1b8\x1b[1G\x1b[2K")).toBe(true);
  });

  it("is there again after several datasets, of which each has a bar of its own", async () => {
    const datasets = ["1", "2"];
    for (const seed of datasets)
      await runHere(["generate", "--num-samples", "500", "--seed", seed, "-o", seed], folder);
    let now = 0;
    const clock = vi.spyOn(performance, "now").mockImplementation(() => (now += 1000));
    const terminal = { columns: 80 };
    const { exitCode, stderr } = await runHere(
      ["golden", "add", "golden.json", ...datasets],
      folder,
      { TERM: "xterm" },
      terminal,
    );
    clock.mockRestore();
    expect([exitCode, stderr.split(HIDE).length, stderr.split(SHOW).length]).toEqual([0, 3, 3]);
  });
});
