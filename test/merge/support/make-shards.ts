import { join } from "node:path";
import type { ConfigOptions } from "../../../src/config/parse-config.js";
import { buildDataset } from "../../../src/dataset/build-dataset.js";
import { planOutput } from "../../../src/dataset/output-plan.js";
import type { FormatName } from "../../../src/formats/format.js";

/** Three blocks of train and one of test, of short examples. */
export const SMALL: ConfigOptions = {
  engine: "blocked",
  numSamples: 9000,
  testSize: 500,
  finalSeqLength: 4,
  padding: [2, 4],
  maxTranslation: 8,
};

export interface ShardsOptions {
  readonly count: number;
  readonly formats?: readonly FormatName[];
  readonly rowsPerFile?: number;
  /** Which of them to make, in this order; all by default. */
  readonly indices?: readonly number[];
}

/** Makes shards of a dataset, by the thread of the tests: others need the built code. */
export async function makeShards(target: string, config: ConfigOptions, options: ShardsOptions): Promise<void> {
  const { count, formats = ["csv"], rowsPerFile, indices = Array.from({ length: count }, (_, i) => i) } = options;
  for (const index of indices) {
    await buildDataset(config, planOutput(join(target, "/"), formats), {
      workers: 1,
      shard: { index, count },
      ...(rowsPerFile !== undefined && { rowsPerFile }),
    });
  }
}
