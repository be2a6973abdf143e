// examples/ci: the pinned config pins what its config gives, and the workflow's commands do what its comments say.
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../src/config/parse-config.js";
import { digestOfConfig } from "../src/dataset/digest-of-config.js";
import { VERSION } from "../src/dataset/version.js";
import { temporaryFolder } from "./formats/support/temporary-folder.js";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const CONFIG = join(ROOT, "examples/ci/dataset.json");
const workflow = readFileSync(join(ROOT, "examples/ci/dataset.yml"), "utf8");

/** The script of a step of the workflow. */
function scriptOf(step: string): string {
  const text = workflow.slice(workflow.indexOf(`- name: ${step}`));
  const [, oneLine] = /^ {8}run: (?!\|)(.*)$/m.exec(text) ?? [];
  const [, block = ""] = /^ {8}run: \|\n((?: {10}.*\n)+)/m.exec(text) ?? [];
  const isBlock = oneLine === undefined || (block !== "" && text.indexOf(block) < text.indexOf(oneLine));
  return isBlock ? block.replace(/^ {10}/gm, "") : oneLine;
}

describe.runIf(process.platform !== "win32")("examples/ci", () => {
  it("pins the digest of its own config", async () => {
    const json = JSON.parse(readFileSync(CONFIG, "utf8")) as { digest: string };
    expect(json.digest).toBe((await digestOfConfig(parseConfig(json))).digest);
  });

  it("names this version", () => {
    expect(workflow.match(/mnist1d-[\d.]+tgz/g)).toEqual([`mnist1d-${VERSION}.tgz`]);
  });

  it("generates, verifies and comments on a change", async () => {
    const folder = await temporaryFolder();
    copyFileSync(CONFIG, join(folder, "dataset.json"));
    const run = (step: string, config = "dataset.json") => {
      const asFunctions = `
        npx() { test "$1 $2" = "--no mnist1d" && shift 2; "${process.execPath}" "${join(ROOT, "bin/mnist1d.js")}" "$@"; }
        git() { printf '{"seed": 7}'; }
        gh() { echo "$*"; }
      `;
      const env = { ...process.env, CONFIG: config, BASE: "base", NUMBER: "12" };
      const script = `${asFunctions}\n${scriptOf(step)}`;
      return spawnSync("bash", ["-euo", "pipefail", "-c", script], { cwd: folder, env, encoding: "utf8" });
    };
    expect(run("Regenerate the data and check its digest").status).toBe(0);
    expect(run("Verify what was written").status).toBe(0);

    const comment = run("Say what a changed config does to the data");
    expect([comment.status, comment.stdout]).toEqual([0, "pr comment 12 --body-file difference.md\n"]);
    expect(readFileSync(join(folder, "difference.md"), "utf8")).toMatch(/^### Another distribution/);

    writeFileSync(join(folder, "edited.json"), readFileSync(CONFIG, "utf8").replace('"seed": 7', '"seed": 8'));
    const refused = run("Regenerate the data and check its digest", "edited.json");
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain("nothing was written");
    expect(existsSync(join(folder, "data/manifest.json"))).toBe(true);
  });
});
