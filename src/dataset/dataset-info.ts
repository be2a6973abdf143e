import { configToJson } from "../config/config-json.js";
import type { DatasetInfo } from "../formats/format.js";
import type { Examples } from "../generate/examples.js";
import { VERSION } from "./version.js";

/** What formats are told of generated examples. */
export function datasetInfo({ config, length, splits, t, templates }: Examples): DatasetInfo {
  return {
    config: configToJson(config),
    version: VERSION,
    length,
    dtype: config.dtype,
    splits,
    t,
    templates,
    hasCleanLabels: config.labelNoise !== undefined,
  };
}
