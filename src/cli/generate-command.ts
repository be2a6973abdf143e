import type { Config } from "../config/config.js";
import { type BuildOptions, buildDataset, type Progress } from "../dataset/build-dataset.js";
import { checkTarget } from "../dataset/check-target.js";
import { type OutputPlan, planOutput } from "../dataset/output-plan.js";
import type { FormatName } from "../formats/format.js";
import { compileLess } from "./compile-less.js";
import { effectiveConfig, type FlagValues } from "./effective-config.js";
import { Interrupted } from "./exit-code.js";
import { createProgressBar } from "./progress-bar.js";
import { stdoutSink } from "./stdout-sink.js";
import { seconds, upToDateJson, upToDateText, writtenJson, writtenText } from "./summary.js";
import type { Terminal } from "./terminal.js";
import { UsageError } from "./usage-error.js";

/**
 * `mnist1d generate`: config, target, examples, files, summary.
 *
 * @param abortable called when there is something to clean up; its signal stops the work.
 */
export async function generateCommand(
  flags: FlagValues,
  terminal: Terminal,
  abortable: () => AbortSignal,
): Promise<void> {
  compileLess();
  const { config, warnings, pinnedDigest } = await effectiveConfig(flags);
  const plan = planOutput(flags.out as string, (flags.format ?? []) as FormatName[]);
  const asJson = flags.json === true;
  checkStream(plan, asJson, terminal);
  for (const warning of warnings) terminal.warn(warning);

  const existing = await checkTarget(config, plan, flags.force === true);
  if (existing !== undefined && (pinnedDigest === undefined || existing.digest === pinnedDigest)) {
    terminal.say(upToDateText(existing, plan, terminal));
    if (asJson) await terminal.print(upToDateJson(existing, plan));
    return;
  }
  const options = { force: flags.force === true, signal: abortable() };
  const expected = pinnedDigest === undefined ? {} : { expectedDigest: pinnedDigest };
  const built = await buildWithProgress(config, plan, { ...options, ...expected }, terminal);
  const { generating, writing } = built.times;
  terminal.say(writtenText(built, plan, `${seconds(generating)} generating, ${seconds(writing)} writing`, terminal));
  const times = { generating: generating / 1000, writing: writing / 1000 };
  if (asJson) await terminal.print(writtenJson(built, plan, times));
}

async function buildWithProgress(config: Config, plan: OutputPlan, options: BuildOptions, terminal: Terminal) {
  const bar = await createProgressBar(terminal);
  try {
    const onProgress = (progress: Progress) => bar.update(progress);
    const stream = stdoutSink(terminal.stdout, options.signal);
    return await buildDataset(config, plan, { ...options, onProgress, stream });
  } catch (error) {
    if (error instanceof Interrupted && plan.kind === "stream") {
      throw new Interrupted(error.exitCode, "interrupted: the output is incomplete");
    }
    throw error;
  } finally {
    bar.stop();
  }
}

function checkStream(plan: OutputPlan, asJson: boolean, { stdout }: Terminal): void {
  if (plan.kind !== "stream") return;
  if (asJson) throw new UsageError("--json", "expected an output other than -, as both write to standard output");
  if (plan.format.stream === "binary" && stdout.isTTY) {
    const hint = "Redirect it to a file or a program.";
    throw new UsageError("--out", `got a terminal, and ${plan.format.name} is binary`, hint);
  }
}
