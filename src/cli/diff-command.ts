import { configToJson, type JsonObject, jsonText } from "../config/config-json.js";
import { PARAMETERS, type Parameter } from "../config/parameters.js";
import { checkMemory } from "../dataset/check-memory.js";
import { type DrawOptions, drawExamples } from "../dataset/draw-examples.js";
import { diffExamples } from "../diff/diff-examples.js";
import type { ReadableExamples } from "../generate/examples.js";
import { CheckFailed } from "./check-failed.js";
import type { FlagValues } from "./effective-config.js";
import { changedOperand, type Operand, operandOf } from "./operand.js";
import { withProgress } from "./progress-bar.js";
import { diffMarkdown } from "./report/diff-markdown.js";
import type { DiffReport, ParameterPair } from "./report/diff-report.js";
import { diffText } from "./report/diff-text.js";
import type { Terminal } from "./terminal.js";
import { expectedGot, UsageError } from "./usage-error.js";

/** `mnist1d diff [A] [B]`: which parameters differ, and what that does to the data. */
export async function diffCommand(
  words: readonly string[],
  flags: FlagValues,
  terminal: Terminal,
  abortable: () => AbortSignal,
): Promise<void> {
  if (flags.json === true && flags.md === true) {
    throw new UsageError("--md", expectedGot("one of --json and --md", "both"));
  }
  const [a, b] = await operandsOf(words, flags, abortable);
  const signal = abortable();
  try {
    for (const warning of new Set([...a.warnings, ...b.warnings])) terminal.warn(warning);
    const difference = await withProgress(terminal, async (onProgress) => {
      const options = { onProgress, signal };
      return diffExamples(await examplesOf(a, options), await examplesOf(b, options), options);
    });
    const report: DiffReport = { a: a.name, b: b.name, parameters: parameterPairs(a, b), difference };
    await print(report, flags, terminal);
    if (difference.differs) throw new CheckFailed();
  } finally {
    await a.dataset?.close();
    await b.dataset?.close();
  }
}

/** With flags, B is what they make of A; A is the defaults if nothing else is said. */
async function operandsOf(
  [a, b]: readonly string[],
  flags: FlagValues,
  abortable: () => AbortSignal,
): Promise<[Operand, Operand]> {
  const given = [...PARAMETERS.map(({ name }) => name), "preset", "config", "labelNoiseMode"];
  const isChanged = given.some((name) => flags[name] !== undefined);
  if (b !== undefined && isChanged) throw new UsageError("diff", "expected A and B, or A and flags, got all three");
  if (b === undefined && !isChanged) {
    const hint = `For a comparison with the defaults: mnist1d diff defaults ${a ?? "my.json"}`;
    throw new UsageError("diff", `expected two things to compare, got ${a === undefined ? "none" : "one"}`, hint);
  }
  const first = await operandOf(a ?? "defaults", abortable);
  return [first, b === undefined ? await changedOperand(first, flags) : await operandOf(b, abortable)];
}

async function examplesOf({ dataset, config }: Operand, options: DrawOptions): Promise<ReadableExamples> {
  if (dataset !== undefined) {
    const { t } = dataset.metadata;
    return { ...dataset.forms[0].examples, ...(t && { t }) };
  }
  checkMemory(config!);
  return drawExamples(config!, options);
}

function parameterPairs({ config: a }: Operand, { config: b }: Operand): ParameterPair[] | undefined {
  if (a === undefined || b === undefined) return undefined;
  const [jsonA, jsonB] = [configToJson(a), configToJson(b)];
  const stated = PARAMETERS.filter(({ key }) => key in jsonA || key in jsonB);
  // Files leave out what is at its default; not so train_split, in whose place test_size may stand.
  const valueIn = (json: JsonObject, { key, default: value }: Parameter) =>
    key === "train_split" ? json[key] : (json[key] ?? value);
  return stated.map((parameter) => ({
    key: parameter.key,
    a: valueIn(jsonA, parameter),
    b: valueIn(jsonB, parameter),
  }));
}

async function print(report: DiffReport, flags: FlagValues, terminal: Terminal): Promise<void> {
  const all = flags.all === true;
  if (flags.json === true) {
    const { parameters = null, difference, a, b } = report;
    const json = { names: { a, b }, parameters, ...difference };
    await terminal.print(`${jsonText(json, "  ")}\n`);
  } else if (flags.md === true) {
    if (flags.quiet !== true) await terminal.print(`${diffMarkdown(report, { all })}\n`);
  } else {
    await terminal.report(diffText(report, { style: terminal.reportStyle, width: terminal.reportWidth }, { all }));
  }
}
