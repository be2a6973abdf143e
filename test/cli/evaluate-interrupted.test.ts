// Ctrl-C while models are trained: what is done is printed, and nothing is written. The built command, on a terminal of its own.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import { expect, it } from "vitest";
import { BIN, temporaryFolder } from "./support/run-cli.js";
import { runBuilt } from "./support/run-here.js";

const folder = temporaryFolder();

/** A stream that shows what comes to it. */
function stream(isTTY: boolean, onText: (all: string) => void) {
  let all = "";
  const write = (bytes: Buffer, _: unknown, done: () => void) => {
    all += bytes;
    onText(all);
    done();
  };
  return Object.assign(new Writable({ write }), { isTTY, columns: 100, text: () => all });
}

it("prints what is done, says that nothing was written, and ends with 130", async () => {
  const listeners = new Map<string, () => void>();
  let isInterrupted = false;
  const stdout = stream(false, () => {});
  const stderr = stream(true, (all) => {
    if (isInterrupted || !/ [1-3] of 4 trainings/.test(all)) return;
    isInterrupted = true;
    listeners.get("SIGINT")!();
  });
  const out = join(folder, "results");
  const process_ = {
    argv: [process.execPath, BIN, "evaluate", "--models", "linear,gru", "--steps", "500", "-o", out],
    env: { ...process.env, NO_COLOR: "1", TERM: "xterm" },
    ...{ stdout, stderr, exitCode: 0, exit() {}, removeAllListeners() {} },
    on: (name: string, listener: () => void) => void listeners.set(name, listener),
  };
  await runBuilt(process_ as unknown as NodeJS.Process);
  expect(isInterrupted).toBe(true);
  expect(stdout.text()).toMatch(/^interrupted: [1-3] of 4 trainings are done$/m);
  expect(stdout.text()).toMatch(/^ {2}linear.* 410 /m);
  expect(stderr.text()).toContain("interrupted: nothing was written");
  expect(process_.exitCode).toBe(130);
  expect(existsSync(out)).toBe(false);
});
