// What `generate` says when something is in its way, or comes there while it works.
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { run as generate } from "../../src/cli/generate-command.js";
import { createTerminal } from "../../src/cli/terminal.js";
import { temporaryFolder } from "../formats/support/temporary-folder.js";
import { runCli } from "./support/run-cli.js";

/** A terminal, and what it warns of. */
function heard() {
  const warnings: string[] = [];
  return { terminal: { ...createTerminal(process, true), warn: (text: string) => void warnings.push(text) }, warnings };
}

it("a run that made a dataset and could not write the card has done what it was asked for, and warns", async () => {
  const repository = await temporaryFolder();
  const { signal } = new AbortController();
  // Asked between the steps of the work, long after the card was looked at.
  signal.throwIfAborted = () => void mkdirSync(join(repository, "README.md"), { recursive: true });
  const flags = { into: repository, name: "a", numSamples: "50" };
  const { terminal, warnings } = heard();
  await generate({ flags, terminal, abortable: () => signal, env: {} });
  expect(warnings).toEqual([
    expect.stringContaining("README.md: was left as it is: it could not be written: is not a file"),
  ]);
  expect(existsSync(join(repository, "a/manifest.json"))).toBe(true);
});

it.each([
  ["-o", "."],
  ["--into", "..", "--name", "b"],
])("a run that replaces the directory that it stands in renews the card above it: %s %s", async (...flags) => {
  const folder = await temporaryFolder();
  const generate = ["generate", "--num-samples", "50", "-q"];
  for (const name of ["a", "b"]) {
    expect((await runCli([...generate, "--into", "repo", "--name", name], folder)).exitCode).toBe(0);
  }
  const run = await runCli([...generate, "--seed", "7", "--force", ...flags], join(folder, "repo/b"));
  expect(run).toEqual({ exitCode: 0, stdout: "", stderr: "" });
  const { digest } = JSON.parse(readFileSync(join(folder, "repo/b/manifest.json"), "utf8")) as { digest: string };
  expect(readFileSync(join(folder, "repo/README.md"), "utf8")).toContain(`  description: ${digest}\n`);
});

describe("a dry run with --into", () => {
  it.each<[string, (repository: string) => void]>([
    ["the card is a link", (r) => symlinkSync("elsewhere", join(r, "README.md"))],
    ["the card is no text", (r) => writeFileSync(join(r, "README.md"), Uint8Array.of(0xff))],
    ["the folder is a link", (r) => symlinkSync("elsewhere", join(r, "a"))],
    ["a dataset is there", (r) => writeFileSync(join(r, "manifest.json"), '{"generator": {"name": "mnist1d"}}')],
  ])("refuses what the run refuses: %s", async (_, spoil) => {
    const repository = await temporaryFolder();
    spoil(repository);
    const before = readdirSync(repository);
    const run = (dryRun: boolean) => {
      const flags = { into: repository, name: "a", numSamples: "50", ...(dryRun && { dryRun }) };
      const { signal } = new AbortController();
      const terminal = createTerminal(process, true);
      return generate({ flags, terminal, abortable: () => signal, env: {} }).catch(String);
    };
    const refusal = await run(true);
    expect(refusal).toContain(`FileError: ${repository}`);
    expect(await run(false)).toBe(refusal);
    expect(readdirSync(repository)).toEqual(before);
  });
});
