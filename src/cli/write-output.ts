import type { CardWarnings } from "../dataset/card-file.js";
import type { OutputPlan } from "../dataset/output-plan.js";
import { Interrupted } from "./exit-code.js";
import type { Terminal } from "./terminal.js";
import { UsageError } from "./usage-error.js";

/** Refuses a stream that would mix with something else, or be unreadable. */
export function checkStream(plan: OutputPlan, asJson: boolean, { stdout }: Terminal): void {
  if (plan.kind !== "stream") return;
  if (asJson) throw new UsageError("--json", "expected an output other than -, as both write to standard output");
  if (plan.format.stream === "binary" && stdout.isTTY) {
    const hint = "Redirect it to a file or a program.";
    throw new UsageError("--out", `got a terminal, and ${plan.format.name} is binary`, hint);
  }
}

/** Says of a card that is not up to date why it was left as it is, and of what it does not have why. */
export function warnOfCard({ leftAlone, leftOut = [] }: CardWarnings, terminal: Terminal): void {
  for (const { path, problem } of leftOut) terminal.warn(`${path}: was left out of the card: ${problem}`);
  if (leftAlone !== undefined) terminal.warn(`${leftAlone.path}: was left as it is: it ${leftAlone.problem}`);
}

/** Runs work that writes an output, and says of an interruption what it left. */
export async function writing<T>(plan: OutputPlan, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Interrupted && plan.kind === "stream") {
      throw new Interrupted(error.exitCode, "interrupted: the output is incomplete");
    }
    throw error;
  }
}
