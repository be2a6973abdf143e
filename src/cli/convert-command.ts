import type { Command } from "commander";
import type { Dtype } from "../config/config.js";
import { oneOf } from "../config/kinds.js";
import { type OutputPlan, PlanError, planOutput } from "../dataset/output-plan.js";
import type { FormatName } from "../formats/format.js";
import { FORMATS } from "../formats/registry.js";
import type { Context } from "./context.js";
import { unexpected } from "./exit-code.js";
import {
  addFormatFlags,
  type Ending,
  type FlagValues,
  flagValue,
  group,
  withValues,
  workersOf,
  workersOption,
} from "./flags.js";
import { withProgress } from "./progress-bar.js";
import { stdoutSink } from "./terminal.js";
import { checkStream, reportWritten, writing } from "./write-output.js";

export const ending: Ending = {
  quiet: "print nothing but errors",
  json: "print the summary as JSON on stdout",
  lists: ["Formats"],
  writes: () => true,
  examples: `
  mnist1d convert mnist1d_data.pkl pickled.parquet --dtype float32
  mnist1d convert data/ both/ -f npz,csv
  mnist1d convert mnist1d.parquet - -f arrow | my-program`,
};

const DTYPE = oneOf<Dtype>("float32", "float64");

export function declare(command: Command): Command {
  command.description(
    "Writes a dataset in other formats: values bit for bit, with everything that is known of it. OUT is a directory, a " +
      "file by its extension, or - for stdout.",
  );
  const dtype = group("Output:")("--dtype <type>", "element type of x: float32 or float64 (default: as it is stored)");
  return addFormatFlags(command).addOption(withValues(dtype, DTYPE.schema.enum)).addOption(workersOption());
}

export async function run(context: Context, input: string, output: string): Promise<void> {
  const { flags, terminal, abortable } = context;
  const plan = planOf(input, output, flags);
  checkStream(plan, context);
  const dtype = flagValue("--dtype", DTYPE, flags.dtype);
  const options = { force: flags.force === true, ...(dtype && { dtype }), ...workersOf(flags) };
  const { convertDataset } = await import("../dataset/convert-dataset.js");
  const { seconds, writtenReport } = await import("./report/summary.js");
  const stream = stdoutSink(terminal.stdout, abortable());
  const converted = await writing(plan, () =>
    withProgress(context, (work) => convertDataset(input, plan, { ...options, ...work, stream })),
  );
  const { time } = converted;
  const report = writtenReport(converted, plan, ["wrote", seconds(time)], { converting: time / 1000 }, terminal.style);
  await reportWritten(report, converted, context);
}

function planOf(input: string, output: string, { format = [], array }: FlagValues): OutputPlan {
  if (FORMATS.some(({ name }) => name === output)) {
    const hint = `For the format, type mnist1d convert ${input} FOLDER/ -f ${output}; for a folder of that name, ./${output}`;
    throw unexpected("OUT", "a path", `the name of a format, "${output}"`, hint);
  }
  try {
    return planOutput(output, format as FormatName[], array as string | undefined);
  } catch (error) {
    if (!(error instanceof PlanError) || error.option !== "out") throw error;
    throw unexpected("OUT", error.expected, error.got, error.hint);
  }
}
