import type { Command } from "commander";
import { integer } from "../config/kinds.js";
import type { Context } from "./context.js";
import { type Ending, flagValue } from "./flags.js";
import { withProgress } from "./progress-bar.js";

export const ending: Ending = {
  quiet: "print nothing but errors",
  json: "print it as JSON on stdout",
  examples: `
  mnist1d inspect data/
  mnist1d inspect mnist1d_data.pkl --head 3
  mnist1d inspect mnist1d.parquet --json | jq .splits`,
};

/** Examples that are printed at most: `--head` is for a look, `convert` for the whole. */
const MAX_HEAD = 1000;

const DEFAULT_HEAD = 5;

export function declare(command: Command): Command {
  return command
    .description(
      "Tells what a dataset is, in any format and from any source: format, config, digest, statistics, pictures.",
    )
    .option("--head [n]", `print the first n examples (${DEFAULT_HEAD} without a number)`);
}

export async function run(context: Context, path: string): Promise<void> {
  const { flags, terminal } = context;
  const head = flags.head === true ? DEFAULT_HEAD : (flagValue("--head", integer(0, MAX_HEAD), flags.head) ?? 0);
  const { openDataset } = await import("../dataset/read/open-dataset.js");
  const { hashedExamples } = await import("../dataset/read/read-form.js");
  const { inspectExamples } = await import("../inspect/inspect-examples.js");
  const { factRows, factsOf, inspectText } = await import("./report/inspect-text.js");
  const dataset = await openDataset(path, { signal: context.abortable() });
  try {
    const { examples } = dataset.forms[0];
    const { hashed, digest } = hashedExamples(examples);
    const inspection = await withProgress(context, (work) => inspectExamples(hashed, { head, ...work }));
    const facts = factsOf(dataset, await digest());
    if (flags.json === true) return await terminal.printJson({ path, ...facts, ...inspection });
    const { classNames } = facts;
    const report = { name: path, facts: factRows(dataset, facts), inspection, ...(classNames && { classNames }) };
    await terminal.report(inspectText(report, terminal.paper));
  } finally {
    await dataset.close();
  }
}
