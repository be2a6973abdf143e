// Whose places of work may be touched: what is said of dead runs must be true of no live one.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { uptime } from "node:os";
import { join } from "node:path";
import type { Writable } from "node:stream";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { findWorkplaces, isAbandoned, type RunIdentity, thisRun } from "../../../src/dataset/write/workplace.js";
import { temporaryFolder } from "../../formats/support/temporary-folder.js";
import { age, HOUR, MINUTE } from "../support/age.js";

const onLinux = process.platform === "linux";
const here = await thisRun();

/** What is decided of a place with this note, this output, and last changed so many seconds ago. */
async function judge(note: Partial<RunIdentity> | string | undefined, hasOutput: boolean, seconds: number) {
  const folder = await temporaryFolder();
  const path = join(folder, ".mnist1d-0123456789ab.tmp");
  mkdirSync(path);
  const text = typeof note === "object" ? JSON.stringify({ ...note, target: "data" }) : note;
  if (text !== undefined) writeFileSync(join(path, "owner.json"), text);
  if (hasOutput) mkdirSync(join(path, "new"));
  if (hasOutput) writeFileSync(join(path, "new/x.npy"), "part");
  age(path, seconds);
  const [workplace] = await findWorkplaces(folder);
  return (await isAbandoned(workplace!)) ? "dead" : "alive";
}

/** The pid of a process that has ended. */
async function endedPid(): Promise<number> {
  const child = spawn(process.execPath, ["--version"], { stdio: "ignore" });
  await once(child, "close");
  return child.pid!;
}

/**
 * The pid of a process that has ended, and that its parent has not asked for its exit code: a sleep, which nobody waits for, and
 * which is ended with the test.
 */
async function zombiePid(): Promise<number> {
  const child = spawn("sh", ["-c", "cat <&3 & echo $!; exec sleep 600"], {
    stdio: ["ignore", "pipe", "ignore", "pipe"],
  });
  onTestFinished(() => void child.kill());
  const [text] = (await once(child.stdout!, "data")) as [Buffer];
  const pid = Number(text.toString());
  // A shell may still ask for the exit code of what ends before it has become the sleep, which never asks.
  await vi.waitFor(() => expect(readFileSync(`/proc/${child.pid}/comm`, "utf8")).toBe("sleep\n"), 30_000);
  (child.stdio[3] as Writable).end();
  await vi.waitFor(() => expect(readFileSync(`/proc/${pid}/stat`, "utf8")).toMatch(/\) Z /), 30_000);
  return pid;
}

describe("the place of a run of this machine", () => {
  it("is a live one's as long as its process is there, whenever it last changed", async () => {
    // Elsewhere a pid may be another process's since the machine was started anew.
    for (const seconds of onLinux ? [0, 10_000 * HOUR] : [0]) expect(await judge(here, true, seconds)).toBe("alive");
  });

  it("is a live one's if the process is another user's", async () => {
    const init = { ...here, pid: 1 };
    const { started: _, ...withoutStart } = init;
    expect(await judge(withoutStart, true, 0)).toBe("alive");
  });

  it("is a dead one's as soon as its process has ended", async () => {
    const { started: _, ...rest } = here;
    expect(await judge({ ...rest, pid: await endedPid() }, true, 0)).toBe("dead");
  });

  it.runIf(onLinux)("is a dead one's if its pid is another process's by now, our own too", async () => {
    expect(await judge({ ...here, started: "1" }, true, 0)).toBe("dead");
    expect(await judge({ ...here, pid: process.ppid, started: "1" }, true, 0)).toBe("dead");
  });

  it.runIf(onLinux)("is a dead one's if its process is a zombie", async () => {
    const { started: _, ...rest } = here;
    expect(await judge({ ...rest, pid: await zombiePid() }, true, 0)).toBe("dead");
  });

  it.runIf(onLinux)("is, after the machine was started anew, a dead one's unless something changed since", async () => {
    const before = { ...here, boot: "another" };
    expect(await judge(before, true, uptime() + HOUR)).toBe("dead");
    expect(await judge(before, true, 0)).toBe("alive"); // a machine of the same name, then
  });
});

describe.each([
  ["another machine", { host: "elsewhere", pid: 1 }],
  ["another container", { ...here, namespace: "pid:[1]" }],
])("the place of a run of %s", (_, note) => {
  it("is a dead one's when nothing has changed for a day", async () => {
    const found = [];
    for (const seconds of [0, 23 * HOUR, 25 * HOUR]) found.push(await judge(note, true, seconds));
    expect(found).toEqual(["alive", "alive", "dead"]);
  });
});

describe("a place that does not say whose it is", () => {
  it.each([
    ["nothing", undefined],
    ["half a note", '{"host":"el'],
  ])("is a dead one's at once if it has %s: its run would make another", async (_, note) => {
    expect(await judge(note, false, 0)).toBe("dead");
  });

  it("may be an older version's for a day, if it has an output", async () => {
    expect(await judge(undefined, true, 2 * MINUTE)).toBe("alive");
    expect(await judge(undefined, true, 25 * HOUR)).toBe("dead");
  });
});
