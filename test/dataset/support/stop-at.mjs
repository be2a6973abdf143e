// Loaded before a program (node --import): numbers what it does to the file system, and stops it at one step, STOP_AT, as a
// kill from outside could: before it, or amid one that is not atomic. STOP_HOW: "kill", or "wait" for a line on standard
// input, or "fail": the step is not permitted. NEVER names steps of which none is. Without STOP_AT the steps are printed when the
// program ends.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const { open, writeFile } = fs.promises;
const stopAt = Number(process.env.STOP_AT ?? -1);
const steps = [];

async function step(name) {
  steps.push(name);
  if (name === process.env.NEVER) throw Object.assign(new Error(`EPERM: ${name}`), { code: "EPERM" });
  if (steps.length - 1 !== stopAt) return;
  if (process.env.STOP_HOW === "fail") throw Object.assign(new Error(`EPERM: ${name}`), { code: "EPERM" });
  if (process.env.STOP_HOW === "kill") process.kill(process.pid, "SIGKILL");
  process.stdout.write("stopped\n");
  await new Promise((resolve) => process.stdin.once("data", resolve));
  process.stdin.destroy();
}

for (const name of ["mkdir", "rename", "link", "unlink", "rmdir", "chmod", "copyFile"]) {
  const original = fs.promises[name];
  fs.promises[name] = async (...args) => {
    await step(name);
    return original(...args);
  };
}

fs.promises.writeFile = async (path, text, options) => {
  await step("create");
  await writeFile(path, text.slice(0, text.length / 2), options);
  await step("amid writing");
  return writeFile(path, text);
};

fs.promises.open = async (path, flags, ...others) => {
  const isNew = flags === "wx" || flags === "w";
  if (isNew) await step("create");
  const file = await open(path, flags, ...others);
  const { sync, writeFile: write } = file;
  file.sync = async () => {
    await step("sync");
    return sync.call(file);
  };
  if (!isNew) return file;
  file.writeFile = async (text) => {
    await write.call(file, text.slice(0, text.length / 2));
    await step("amid writing");
    return write.call(file, text.slice(text.length / 2));
  };
  return file;
};

syncBuiltinESMExports();
process.on("exit", () => {
  if (stopAt < 0) process.stdout.write(JSON.stringify(steps));
});
