import type { Config } from "../../config/config.js";
import type { Built } from "../../dataset/build-dataset.js";
import { seconds } from "./summary.js";

/** How long a build took, by what it did: the blocked engine draws examples while they are written. */
export function buildSeconds({ engine }: Config, { generating, writing }: Built["times"]): Record<string, number> {
  if (engine === "blocked") return { generating_and_writing: (generating + writing) / 1000 };
  return { generating: generating / 1000, writing: writing / 1000 };
}

/** The same for people. */
export function buildTimeText(times: Readonly<Record<string, number>>): string {
  return Object.entries(times)
    .map(([what, value]) => `${seconds(1000 * value)} ${what.replaceAll("_", " ")}`)
    .join(", ");
}
