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
import { runBuilt, runHere } from "./cli/support/run-here.js";
import { dealt, THOROUGH } from "./support/thorough.js";

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
  const pages = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "docs", "examples", "fixtures"].flatMap(
    (name) =>
      /\.md$/.test(name)
        ? [name]
        : readdirSync(join(ROOT, name), { recursive: true, encoding: "utf8" })
            .filter((file) => /\.md$/.test(file))
            .map((file) => join(name, file)),
  );
  const { files } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { files: string[] };
  const isBelow = (path: string, parent: string) => path === parent || path.startsWith(`${parent}${sep}`);
  const isPacked = (path: string) =>
    ["README.md", ...files].some((file) => isBelow(path, file)) &&
    !files.some((file) => file[0] === "!" && isBelow(path, file.slice(1)));

  // README.md, which the repository shows, says itself what is only there.
  it.each(pages)("%s links to what is there, and in the package to pages that the package has", (page) => {
    const text = readFileSync(join(ROOT, page), "utf8");
    for (const [, link] of text.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)) {
      const [path, heading] = link!.split("#");
      const target = path === "" ? page : join(dirname(page), path!);
      expect(existsSync(join(ROOT, target)), link).toBe(true);
      if (page !== "README.md" && isPacked(page) && /\.md$/.test(target)) expect(isPacked(target), link).toBe(true);
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

describe("docs/decisions/README.md", () => {
  const folder = join(ROOT, "docs/decisions");

  it("lists every decision, by its title", () => {
    const decisions = readdirSync(folder).filter((file) => /^\d{4}-/.test(file));
    const lines = decisions.map((file) => {
      const [, title] = /^# \d+\. (.*)/.exec(readFileSync(join(folder, file), "utf8"))!;
      return `- [${file.slice(0, 4)}](${file}) ${title}`;
    });
    expect(
      readFileSync(join(folder, "README.md"), "utf8")
        .split("\n")
        .filter((line) => line.startsWith("- ")),
    ).toEqual(lines);
  });
});

describe("docs/algorithm.md", () => {
  const page = readFileSync(join(ROOT, "docs/algorithm.md"), "utf8");
  const named = Array.from(page.matchAll(/`(\w+)`\s+in\s+\[[^\]]*\]\(\.\.\/([^)]*)\)/g), ([, name, file]) => [
    name!,
    file!,
  ]);

  it("names functions", () => expect(named.length).toBeGreaterThan(20));

  it.each(named)("%s is in %s", (name, file) => {
    const isDefined = new RegExp(`(function\\*? |class |const |^  )${name}\\b`, "m");
    expect(readFileSync(join(ROOT, file), "utf8")).toMatch(isDefined);
  });
});

/** Runs a line of README; one without redirections in this process, but in CI. */
async function runLine(line: string): Promise<{ status: number | null; stderr: string }> {
  // Else each takes a minute.
  const few = `evaluate --steps 20${THOROUGH ? "" : " --models linear"}`;
  const quick = line.replace(/evaluate( --quick)?/, few).replace("ent human", "ent human --seeds 1");
  const [command] = quick.split(/ +# /);
  if (THOROUGH || /[|<>&"'$]/.test(command!)) return runShell(quick, folder);
  const words = command!.replace(/^npx mnist1d /, "").split(/ +/);
  const { exitCode, stderr } = await runHere(words, folder, {}, { command: runBuilt }); // as it has threads
  return { status: exitCode, stderr };
}

describe("README", () => {
  const commands = blocks("sh")
    .flatMap((block) => block.split("\n"))
    .filter((line) => line.startsWith("npx mnist1d"))
    // Pipes into programs that need not be there: test/interop runs them, and looks at what they print.
    .filter((line) => !/\| (duckdb|jq|python3)\b/.test(line))
    .filter((line) => THOROUGH || !line.includes("experiment human")); // as long as all others but `evaluate`

  it.runIf(process.platform !== "win32").each(commands)("runs: %s", async (line) => {
    const { status, stderr } = await runLine(line);
    // As diff does, ours says with 1 that there is a difference.
    const accepted = line.startsWith("npx mnist1d diff") && !line.includes("||") ? [0, 1] : [0];
    expect(accepted.includes(status!) ? "" : stderr).toBe("");
  });

  it.each(dealt([...blocks("js"), ...blocks("js", LIBRARY)], 2))("runs: %s", (program) => {
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
    expect(names).toContain("generate");
    for (const name of names) expect(README).toMatch(new RegExp(`^\\| \`${name}\\b`, "m"));
  });

  it("lists the original's parameters with their defaults, and names all others", () => {
    for (const { key, default: value } of PARAMETERS.filter((p) => ORIGINAL_KEYS.includes(p.key))) {
      expect(README).toContain(`| \`${key}\` | ${JSON.stringify(value).replace(",", ", ")} |`);
    }
    for (const { key } of PARAMETERS.filter((p) => p.key !== "engine")) expect(README).toContain(`\`${key}\``);
  });
});
