import { croissantText } from "../describe/croissant.js";
import { publicationDate } from "../describe/publication-date.js";
import { formatNamed } from "../formats/registry.js";
import { describeDataset } from "./describe-dataset.js";
import type { Manifest } from "./manifest.js";
import type { OutputPlan } from "./output-plan.js";
import { VERSION } from "./version.js";

/** A text file beside the data. */
export interface Sidecar {
  readonly path: string;
  readonly text: string;
}

/**
 * Makes sure, before anything is made, that what stands beside Parquet files can be written.
 *
 * @throws ConfigError for a SOURCE_DATE_EPOCH that is none.
 */
export function checkSidecars(plan: OutputPlan): void {
  if (plan.kind === "directory" && plan.formats.includes(formatNamed("parquet"))) publicationDate(VERSION);
}

/** What stands beside Parquet files and is listed in the manifest as they are. @param manifest of the files so far. */
export function sidecarsOf(manifest: Manifest, name?: string): Sidecar[] {
  const description = describeDataset(manifest, name);
  return description === undefined ? [] : [{ path: "croissant.json", text: croissantText(description) }];
}
