import type { Dtype } from "../config/config.js";
import { convertDataset } from "../dataset/convert-dataset.js";
import { type OutputPlan, PlanError, planOutput } from "../dataset/output-plan.js";
import type { FormatName } from "../formats/format.js";
import type { FlagValues } from "./effective-config.js";
import { withProgress } from "./progress-bar.js";
import { seconds, writtenJson, writtenText } from "./report/summary.js";
import { stdoutSink } from "./stdout-sink.js";
import type { Terminal } from "./terminal.js";
import { expectedGot, UsageError } from "./usage-error.js";
import { workersOf } from "./whole-number.js";
import { checkStream, warnOfCard, writing } from "./write-output.js";

/** `mnist1d convert IN OUT`: the same dataset in other formats. */
export async function convertCommand(
  [input, output]: readonly [string, string],
  flags: FlagValues,
  terminal: Terminal,
  abortable: () => AbortSignal,
): Promise<void> {
  const plan = planOf(output, (flags.format ?? []) as FormatName[]);
  const asJson = flags.json === true;
  checkStream(plan, asJson, terminal);
  const dtype = dtypeOf(flags.dtype);
  const workers = workersOf(flags.workers);
  const signal = abortable();
  const converted = await writing(plan, () =>
    withProgress(terminal, (onProgress) =>
      convertDataset(input, plan, {
        force: flags.force === true,
        ...(dtype && { dtype }),
        ...workers,
        onProgress,
        signal,
        stream: stdoutSink(terminal.stdout, signal),
      }),
    ),
  );
  terminal.say(writtenText(converted, plan, ["wrote", seconds(converted.time)], terminal));
  warnOfCard(converted, terminal);
  if (asJson) await terminal.print(writtenJson(converted, plan, { converting: converted.time / 1000 }));
}

function planOf(output: string, formats: readonly FormatName[]): OutputPlan {
  try {
    return planOutput(output, formats);
  } catch (error) {
    if (!(error instanceof PlanError) || error.option !== "out") throw error;
    throw new UsageError("OUT", expectedGot(error.expected, error.got), error.hint);
  }
}

function dtypeOf(value: unknown): Dtype | undefined {
  if (value === undefined || value === "float32" || value === "float64") return value;
  throw new UsageError("--dtype", expectedGot("float32 or float64", `"${value}"`));
}
