// What `generate` says when something is in its way, or comes there while it works.
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { generateCommand } from "../../src/cli/generate-command.js";
import { createTerminal } from "../../src/cli/terminal.js";
import { CardError, updateRepositoryCard } from "../../src/dataset/repository-card.js";
import { temporaryFolder } from "../formats/support/temporary-folder.js";
import { runCli } from "./support/run-cli.js";

vi.mock(import("../../src/dataset/repository-card.js"), async (original) => {
  const actual = await original();
  return { ...actual, updateRepositoryCard: vi.fn(actual.updateRepositoryCard) };
});

it("a run that made a dataset and could not write the card does not say that nothing was written", async () => {
  const repository = await temporaryFolder();
  const { signal } = new AbortController();
  // Asked between the steps of the work, long after the card was looked at.
  signal.throwIfAborted = () => void mkdirSync(join(repository, "README.md"), { recursive: true });
  const flags = { into: repository, name: "a", numSamples: "50" };
  const run = generateCommand(flags, createTerminal(process, true), () => signal, {});
  await expect(run).rejects.toThrow("README.md: could not be written, though the dataset is in place: is not a file");
  expect(existsSync(join(repository, "a/manifest.json"))).toBe(true);
});

it("nor does one whose card failed for a moment, and could be written by now", async () => {
  const repository = await temporaryFolder();
  vi.mocked(updateRepositoryCard).mockRejectedValueOnce(new CardError("README.md", "the disk reported an error"));
  const flags = { into: repository, name: "a", numSamples: "50" };
  const run = generateCommand(flags, createTerminal(process, true), () => new AbortController().signal, {});
  await expect(run).rejects.toThrow("README.md: the disk reported an error");
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
      return generateCommand(flags, createTerminal(process, true), () => signal, {}).catch(String);
    };
    const refusal = await run(true);
    expect(refusal).toContain(`OutputError: ${repository}`);
    expect(await run(false)).toBe(refusal);
    expect(readdirSync(repository)).toEqual(before);
  });
});
