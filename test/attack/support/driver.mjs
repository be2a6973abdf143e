// A process that runs command lines one after the other, as processes of their own would, and tells of each what it printed,
// what it cost, and what became of the files that were there before. For root, with the rights of nobody, so that
// permissions count.
import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
} from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { run } from "../../../dist/cli.js";
import { peakMemory } from "../../support/peak-memory.mjs";

const BIN = fileURLToPath(new URL("../../../bin/mnist1d.js", import.meta.url));

if (process.geteuid?.() === 0) {
  process.seteuid(65_534);
  try {
    accessSync(BIN, constants.R_OK);
  } catch {
    process.seteuid(0); // the clone is root's alone
  }
}

/** A stream that is no terminal. */
class Text extends Writable {
  isTTY = false;
  parts = [];

  _write(chunk, _, done) {
    this.parts.push(Buffer.from(chunk)); // whoever writes uses it again
    done();
  }
}

async function runLine({ args, cwd, watched, env }) {
  const before = watched && snapshot(watched);
  const [stdout, stderr] = [new Text(), new Text()];
  const asProcess = {
    argv: [process.execPath, BIN, ...args],
    env: { ...process.env, ...env },
    stdout,
    stderr,
    exitCode: 0,
    on() {},
    removeAllListeners() {},
  };
  process.chdir(cwd);
  const start = process.cpuUsage();
  let crash;
  process.once("uncaughtException", (error) => {
    crash = String(error?.stack);
  });
  try {
    await run(asProcess);
  } catch (error) {
    crash = String(error?.stack);
  }
  process.removeAllListeners("uncaughtException");
  const { user, system } = process.cpuUsage(start);
  const text = (stream) => Buffer.concat(stream.parts).toString();
  return {
    exitCode: asProcess.exitCode,
    stdout: text(stdout),
    stderr: text(stderr),
    cpuSeconds: (user + system) / 1e6,
    maxRss: peakMemory(),
    ...(crash && { crash }),
    ...(before && changes(before, snapshot(watched))),
  };
}

/** What is below a folder, by path: text that differs where anything does. */
function snapshot(folder, below = "", found = new Map()) {
  let names;
  try {
    names = readdirSync(join(folder, below));
  } catch {
    return found.set(below, "unreadable");
  }
  for (const name of names) {
    const path = below === "" ? name : `${below}/${name}`;
    const stats = lstatSync(join(folder, path));
    if (stats.isDirectory()) snapshot(folder, path, found.set(path, "directory"));
    else if (stats.isSymbolicLink()) found.set(path, `link to ${readlinkSync(join(folder, path))}`);
    else if (stats.isFile() && (stats.mode & 0o400) !== 0) found.set(path, readFileSync(join(folder, path), "latin1"));
    else found.set(path, `${stats.ino}`);
  }
  return found;
}

function changes(before, after) {
  const lost = [...before.keys()].filter((path) => before.get(path) !== after.get(path));
  const made = [...after.keys()].filter((path) => !before.has(path));
  return { lost, made };
}

process.on("message", async (message) => {
  if (message.copy === undefined) return process.send(await runLine(message));
  const { from, to, unreadable } = message.copy;
  mkdirSync(to, { recursive: true });
  cpSync(from, to, { recursive: true, verbatimSymlinks: true, filter: (path) => !lstatSync(path).isFIFO() });
  for (const path of unreadable) chmodSync(join(to, path), 0);
  process.send({});
});
process.on("disconnect", () => process.exit());
