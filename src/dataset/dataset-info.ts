import { configToJson } from "../config/config-json.js";
import { configDigest } from "../digest/config-digest.js";
import type { DatasetInfo } from "../formats/format.js";
import type { Examples } from "../generate/examples.js";
import { VERSION } from "./version.js";

/** What formats are told of generated examples. */
export async function datasetInfo({ config, length, splits, t, templates }: Examples): Promise<DatasetInfo> {
  return {
    config: configToJson(config),
    configDigest: await configDigest(config),
    version: VERSION,
    length,
    dtype: config.dtype,
    splits,
    t,
    templates,
    hasCleanLabels: config.labelNoise !== undefined,
  };
}
