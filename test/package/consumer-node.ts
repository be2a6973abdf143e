// The same for what needs Node: a dataset is written, read and verified.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigError } from "mnist1d";
import schema from "mnist1d/config.schema.json" with { type: "json" };
import {
  buildDataset,
  type OpenDataset,
  openDataset,
  planOutput,
  type Verification,
  verifyDataset,
} from "mnist1d/node";

const folder = mkdtempSync(join(tmpdir(), "mnist1d-consumer-"));
const path = join(folder, "data/");
try {
  await buildDataset({ numSamples: 100 }, planOutput(path, ["npy", "parquet"]), { workers: 2 });
  const dataset: OpenDataset = await openDataset(path);
  const rows: number = dataset.forms[0].examples.splits.reduce((sum, split) => sum + split.rows, 0);
  await dataset.close();
  const { passed }: Verification = await verifyDataset(path);
  if (!passed || rows !== 100 || schema.type !== "object") throw new Error("mnist1d/node is broken");

  // Both entries have one class of errors.
  const error = await buildDataset({ numSamples: 1 }, planOutput(path, ["csv"])).catch((thrown: unknown) => thrown);
  if (!(error instanceof ConfigError)) throw error;
} finally {
  rmSync(folder, { recursive: true });
}
