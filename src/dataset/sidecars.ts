import { croissantText } from "../describe/croissant.js";
import { describeDataset } from "./describe-dataset.js";
import type { Manifest } from "./manifest.js";

/** A text file beside the data. */
export interface Sidecar {
  readonly path: string;
  readonly text: string;
}

/** What stands beside Parquet files and is listed in the manifest as they are. @param manifest of the files so far. */
export function sidecarsOf(manifest: Manifest, name?: string): Sidecar[] {
  const description = describeDataset(manifest, name);
  return description === undefined ? [] : [{ path: "croissant.json", text: croissantText(description) }];
}
