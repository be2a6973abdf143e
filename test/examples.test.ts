// examples/ci: the pinned config pins what its config gives, and the workflow's commands do what its comments say.
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { parseConfig } from "../src/config/parse-config.js";
import { digestOfConfig } from "../src/dataset/build-dataset.js";
import { VERSION } from "../src/dataset/version.js";
import { temporaryFolder } from "./formats/support/temporary-folder.js";
import { THOROUGH } from "./support/thorough.js";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const CONFIG = join(ROOT, "examples/ci/dataset.json");
const workflow = readFileSync(join(ROOT, "examples/ci/dataset.yml"), "utf8");

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, string>>;
}

const { steps } = (parse(workflow, { strict: true, uniqueKeys: true }) as { jobs: { dataset: { steps: Step[] } } }).jobs
  .dataset;

/** The script of a step of the workflow. */
function scriptOf(step: string): string {
  return steps.find(({ name }) => name === step)!.run!;
}

describe.runIf(process.platform !== "win32")("examples/ci", () => {
  it("pins the digest of its own config", async () => {
    const json = JSON.parse(readFileSync(CONFIG, "utf8")) as { digest: string };
    expect(json.digest).toBe((await digestOfConfig(parseConfig(json))).digest);
  });

  it("names this version", () => {
    expect(workflow.match(/mnist1d-[\d.]+tgz/g)).toEqual([`mnist1d-${VERSION}.tgz`]);
  });

  it("caches the data by the hash of its config, before it is made or found up to date", () => {
    const cache = steps.findIndex(({ uses }) => uses === "actions/cache@v4");
    expect(steps[cache]!.with).toMatchObject({ path: "data/" });
    expect(steps[cache]!.with!.key).toContain("{{ hashFiles(env.CONFIG, 'package-lock.json') }}");
    expect(steps[cache + 1]!.run).toContain("generate");
  });

  it.runIf(THOROUGH)("generates, verifies, comments on a change, and edits its one comment on the next", async () => {
    const folder = await temporaryFolder();
    copyFileSync(CONFIG, join(folder, "dataset.json"));
    writeFileSync(join(folder, "ids"), "");
    const calls = () => {
      const text = readFileSync(join(folder, "calls"), "utf8");
      rmSync(join(folder, "calls"));
      return text.trim().split("\n").slice(1);
    };
    const run = (step: string, config = "dataset.json", git = "printf '{\"seed\": 7}'") => {
      const asFunctions = `
        npx() { test "$1 $2" = "--no mnist1d" && shift 2; "${process.execPath}" "${join(ROOT, "bin/mnist1d.js")}" "$@"; }
        git() { ${git}; }
        gh() {
          echo "$*" >> calls
          test "$2" != --paginate || cat ids
        }
      `;
      const env = { ...process.env, CONFIG: config, BASE: "base", NUMBER: "12", GITHUB_REPOSITORY: "a/b" };
      const script = `${asFunctions}\n${scriptOf(step)}`;
      return spawnSync("bash", ["-euo", "pipefail", "-c", script], { cwd: folder, env, encoding: "utf8" });
    };
    expect(run("Regenerate the data and check its digest").status).toBe(0);
    expect(run("Verify what was written").status).toBe(0);

    const say = "Say what a changed config does to the data";
    expect([run(say).status, calls()]).toEqual([0, ["pr comment 12 --body-file difference.md"]]);
    expect(readFileSync(join(folder, "difference.md"), "utf8")).toMatch(/^<!-- mnist1d.*-->\n### Another distribution/);
    writeFileSync(join(folder, "ids"), "34\n56\n");
    const edit = "api --method PATCH repos/a/b/issues/comments/34 --field body=@difference.md --silent";
    expect([run(say).status, calls()]).toEqual([0, [edit]]);
    // The change was taken back.
    expect([run(say, "dataset.json", "cat dataset.json").status, calls()]).toEqual([0, [edit]]);
    expect(readFileSync(join(folder, "difference.md"), "utf8")).toMatch(/-->\n### The same data/);
    writeFileSync(join(folder, "ids"), "");
    expect([run(say, "dataset.json", "cat dataset.json").status, calls()]).toEqual([0, []]);
    expect(run(say, "no.json").status).toBe(3);
    expect(run(say, "dataset.json", "false").status).toBe(0); // there was no config before

    writeFileSync(join(folder, "edited.json"), readFileSync(CONFIG, "utf8").replace('"seed": 7', '"seed": 8'));
    const refused = run("Regenerate the data and check its digest", "edited.json");
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain("nothing was written");
    expect(existsSync(join(folder, "data/manifest.json"))).toBe(true);
  });
});
