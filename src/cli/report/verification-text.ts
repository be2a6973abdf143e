import { changedParameters } from "../../config/changed-parameters.js";
import { configToJson, jsonText } from "../../config/config-json.js";
import { visibleLine } from "../../formats/printable.js";
import type { Check } from "../../verify/check.js";
import type { Verification } from "../../verify/verify-dataset.js";
import type { Style } from "../terminal.js";

/** What was found of a dataset, for people. */
export function verificationText(verification: Verification, style: Style): string {
  const { path, checks, name, only, passed } = verification;
  const what = name ?? (only === undefined ? undefined : `the ${only} split alone`);
  const verified = what === undefined ? "verified" : `verified, ${what}`;
  const verdict = passed ? style("green", verified) : style("red", problem(checks));
  return [`${style("bold", path)}: ${verdict}`, ...checks.flatMap((check) => checkLines(check, style))].join("\n");
}

function problem(checks: readonly Check[]): string {
  if (checks.some(({ status }) => status === "failed")) return "FAILED";
  return "not verified: nothing says what this data should be. Give it --config or --golden";
}

function checkLines({ name, status, message, details = [] }: Check, style: Style): string[] {
  const [word, color] = WORDS[status];
  const lines = [`  ${style(color, word.padEnd(7))} ${style("dim", name.padEnd(8))} ${visibleLine(message)}`];
  return [...lines, ...details.map((detail) => `${" ".repeat(19)}${visibleLine(detail)}`)];
}

const WORDS = {
  passed: ["ok", "green"],
  failed: ["FAILED", "red"],
  skipped: ["-", "dim"],
} as const;

/** The same for programs. */
export function verificationJson({ config, checks, ...others }: Verification): string {
  const stated = config && { config: configToJson(config), changed: changedParameters(config).map(({ key }) => key) };
  return `${jsonText({ ...others, ...stated, checks }, "  ")}\n`;
}
