import { lutimesSync, readdirSync } from "node:fs";
import { join } from "node:path";

export const MINUTE = 60;
export const HOUR = 3600;

/** Makes everything below a path, and the path, look as if it had last changed so many seconds ago. */
export function age(path: string, seconds: number): void {
  const then = Date.now() / 1000 - seconds;
  for (const entry of [...readdirSync(path, { recursive: true, encoding: "utf8" }), ""]) {
    lutimesSync(join(path, entry), then, then);
  }
}
