/** One thing that was checked. */
export interface Check {
  readonly name: CheckName;
  readonly status: "passed" | "failed" | "skipped";
  /** What was found, a sentence. */
  readonly message: string;
  /** More, one line each: where, how much. */
  readonly details?: readonly string[];
}

export type CheckName = "files" | "digest" | "data" | "metadata" | "layout" | "pinned" | "golden";

export function passed(name: CheckName, message: string): Check {
  return { name, status: "passed", message };
}

export function failed(name: CheckName, message: string, details?: readonly string[]): Check {
  return { name, status: "failed", message, ...(details && { details }) };
}

export function skipped(name: CheckName, message: string): Check {
  return { name, status: "skipped", message };
}
