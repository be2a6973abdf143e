// What `generate` says when something happens while it works.
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { generateCommand } from "../../src/cli/generate-command.js";
import { createTerminal } from "../../src/cli/terminal.js";
import { temporaryFolder } from "../formats/support/temporary-folder.js";

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
