import type { OutputPlan } from "../dataset/output-plan.js";
import type { CardWarnings } from "../dataset/write/card-file.js";
import type { Context } from "./context.js";
import { Interrupted, UsageError } from "./exit-code.js";
import type { Report } from "./report/summary.js";

/** Refuses a stream that would mix with something else, or be unreadable. */
export function checkStream(plan: OutputPlan, { flags, terminal }: Context): void {
  if (plan.kind !== "stream") return;
  if (flags.json === true)
    throw new UsageError("--json", "expected an output other than -, as both write to standard output");
  if (plan.format.stream === "binary" && terminal.stdout.isTTY) {
    const hint = "Redirect it to a file or a program.";
    throw new UsageError("--out", `got a terminal, and ${plan.format.name} is binary`, hint);
  }
}

/** Runs work that writes an output, and says of an interruption what it left. */
export async function writing<T>(plan: OutputPlan, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Interrupted && plan.kind === "stream") {
      throw new Interrupted(error.exitCode, "the output is incomplete");
    }
    throw error;
  }
}

/** Says what was written, and why a card is not up to date, or does not have all. */
export async function reportWritten(
  { text, json }: Report,
  { leftAlone, leftOut = [] }: CardWarnings,
  { flags, terminal }: Context,
): Promise<void> {
  terminal.say(text);
  for (const { path, problem } of leftOut) terminal.warn(`${path}: was left out of the card: ${problem}`);
  if (leftAlone !== undefined) terminal.warn(`${leftAlone.path}: was left as it is: it ${leftAlone.problem}`);
  if (flags.json === true) await terminal.printJson(json);
}
