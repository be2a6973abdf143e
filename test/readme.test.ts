// README.md as a newcomer follows it: every command and every program in it is run, and what it states is compared. So are the
// commands of the pages that are made of them.
import { execFileSync, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { ORIGINAL_KEYS, PARAMETERS } from "../src/config/parameters.js";
import { THOROUGH } from "./support/thorough.js";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const README = readFileSync(join(ROOT, "README.md"), "utf8");
const LIBRARY = readFileSync(join(ROOT, "docs/library.md"), "utf8");
const DIFF = readFileSync(join(ROOT, "docs/diff.md"), "utf8");

/** A folder where this package is installed, as far as Node can tell. */
const folder = mkdtempSync(join(tmpdir(), "mnist1d-readme-"));
writeFileSync(join(folder, "package.json"), "{}\n"); // and not in whatever package the folder is in
mkdirSync(join(folder, "node_modules"));
symlinkSync(ROOT, join(folder, "node_modules", "mnist1d"), "dir");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function blocks(language: string, page = README): string[] {
  return Array.from(page.matchAll(/^```(\w*)\n(.*?)^```$/gms))
    .filter(([, name]) => name === language)
    .map(([, , text]) => text!);
}

/** Runs lines as a shell does that has the command. */
function runShell(lines: string, cwd: string): { status: number | null; stderr: string } {
  const asFunction = `mnist1d() { "${process.execPath}" "${join(ROOT, "bin/mnist1d.js")}" "$@"; }`;
  const script = `set -euo pipefail\n${asFunction}\n${lines.replaceAll("npx mnist1d", "mnist1d")}`;
  return spawnSync("bash", ["-c", script], { cwd, encoding: "utf8" });
}

describe.runIf(THOROUGH && process.platform !== "win32").each(["recipes", "ci"])("docs/%s.md", (name) => {
  const cwd = join(folder, name);
  mkdirSync(join(cwd, "out"), { recursive: true });

  it.each(blocks("sh", readFileSync(join(ROOT, `docs/${name}.md`), "utf8")))("runs: %s", (block) => {
    const { status, stderr } = runShell(block, cwd);
    expect(status === 0 ? "" : stderr || `exit ${status}`).toBe("");
    expect(stderr).not.toMatch(/up to date/);
  });
});

describe("the pages", () => {
  const pages = ["README.md", "SECURITY.md", "CHANGELOG.md", "docs", "examples", "fixtures"].flatMap((name) =>
    /\.md$/.test(name)
      ? [name]
      : readdirSync(join(ROOT, name), { recursive: true, encoding: "utf8" })
          .filter((file) => /\.md$/.test(file))
          .map((file) => join(name, file)),
  );
  const { files } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { files: string[] };
  const packed = ["README.md", ...files];
  const isPacked = (path: string) => packed.includes(path.split(sep)[0]!);

  it.each(pages)("%s links to what is there, and to pages that the package has", (page) => {
    const text = readFileSync(join(ROOT, page), "utf8");
    for (const [, link] of text.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)) {
      const [path, heading] = link!.split("#");
      const target = path === "" ? page : join(dirname(page), path!);
      expect(existsSync(join(ROOT, target)), link).toBe(true);
      if (isPacked(page) && /\.md$/.test(target)) expect(isPacked(target), link).toBe(true);
      if (heading === undefined) continue;
      const titles = readFileSync(join(ROOT, target), "utf8").matchAll(/^#+ (.*)$/gm);
      const names = Array.from(titles, ([, title]) =>
        title!
          .toLowerCase()
          .replace(/[^\w -]/g, "")
          .replaceAll(" ", "-"),
      );
      expect(names, link).toContain(heading);
    }
  });
});

describe("README", () => {
  const commands = blocks("sh")
    .flatMap((block) => block.split("\n"))
    .filter((line) => line.startsWith("npx mnist1d"))
    // Pipes into programs that need not be there: test/interop runs them, and looks at what they print.
    .filter((line) => !/\| (duckdb|jq|python3)\b/.test(line));

  it.runIf(process.platform !== "win32").each(commands)("runs: %s", (line) => {
    const { status, stderr } = runShell(line, folder);
    // As diff does, ours says with 1 that there is a difference.
    const accepted = line.startsWith("npx mnist1d diff") && !line.includes("||") ? [0, 1] : [0];
    expect(accepted.includes(status!) ? "" : stderr).toBe("");
  });

  it.each([...blocks("js"), ...blocks("js", LIBRARY)])("runs: %s", (program) => {
    execFileSync(process.execPath, ["--input-type=module", "-e", program], { cwd: folder, stdio: "pipe" });
  });

  it("shows what the first command prints", () => {
    const shown = blocks("").find((block) => block.startsWith("mnist1d/"))!;
    const transcript = readFileSync(join(ROOT, "test/cli/transcripts/generate.txt"), "utf8");
    expect(transcript).toContain(shown.replace(/\d\.\d\d s/g, "0.00 s"));
  });

  it("has a page that shows what its diff prints", () => {
    const shown = blocks("", DIFF).find((block) => block.startsWith("A defaults"))!;
    expect(readFileSync(join(ROOT, "test/cli/transcripts/diff.txt"), "utf8")).toContain(shown);
  });

  it("has the exit codes of docs/ci.md", () => {
    const table = readFileSync(join(ROOT, "docs/ci.md"), "utf8").split("## Exit codes")[1]!;
    const codes = Array.from(table.matchAll(/^\| (\d[\d, ]*) \|/gm), ([, code]) => code!.split(", ")).flat();
    const sentence = /Exit codes: [^#]*/.exec(README)![0];
    expect(codes.filter((code) => !new RegExp(`\\b${code}\\b`).test(sentence))).toEqual([]);
  });

  it("lists the commands", () => {
    const help = readFileSync(join(ROOT, "test/cli/transcripts/help.txt"), "utf8");
    const commands = Array.from(help.matchAll(/^ {2}([a-z]+) .*$/gm), ([, name]) => name!);
    const names = commands.filter((name) => !["mnist1d", "help"].includes(name));
    expect(names).toHaveLength(8);
    for (const name of names) expect(README).toMatch(new RegExp(`^\\| \`${name}\\b`, "m"));
  });

  it("lists the original's parameters with their defaults, and names all others", () => {
    for (const { key, default: value } of PARAMETERS.filter((p) => ORIGINAL_KEYS.includes(p.key))) {
      expect(README).toContain(`| \`${key}\` | ${JSON.stringify(value).replace(",", ", ")} |`);
    }
    for (const { key } of PARAMETERS.filter((p) => p.key !== "engine")) expect(README).toContain(`\`${key}\``);
  });
});
