// npm run test:experiments: every experiment by the built command, with its quick protocol on two threads. All claims have to
// hold.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const BIN = fileURLToPath(new URL("../../bin/mnist1d.js", import.meta.url));

function mnist1d(...args) {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, "experiment", ...args], { encoding: "utf8" });
  return { status, stdout, stderr, seconds: (performance.now() - start) / 1000 };
}

const failed = [];
const times = [];
for (const { name } of JSON.parse(mnist1d("--list", "--json").stdout)) {
  const { status, stdout, stderr, seconds } = mnist1d(name, "--workers", "2");
  console.log(`${stdout}${stderr}`);
  times.push(`${seconds.toFixed(0).padStart(5)} s  ${name}`);
  if (status !== 0) failed.push(name);
}
console.log(times.join("\n"));
if (times.length === 0 || failed.length > 0) {
  console.error(`failed: ${failed.join(", ") || "there are no experiments"}`);
  process.exitCode = 1;
}
