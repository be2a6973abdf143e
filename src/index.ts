/** The core: it runs wherever JavaScript does. Writing files is in `mnist1d/node`. */
export type { Config, Dtype, EngineName, LabelNoise, Rounding, Templates } from "./config/config.js";
export { ConfigError, UnknownKeyError } from "./config/config-error.js";
export { configToJson, type Json, type JsonObject } from "./config/config-json.js";
export { configSchema } from "./config/config-schema.js";
export { defaults } from "./config/parameters.js";
export {
  type ConfigOptions,
  type PartialConfig,
  parseConfig,
  parseLayer,
  resolveConfig,
} from "./config/parse-config.js";
export { type PresetName, presets } from "./config/presets.js";
export { createDigest, type DatasetDigest, type DigestBuilder, type SplitDigest } from "./digest/dataset-digest.js";
export { DigestError } from "./digest/digest-error.js";
export { publicTemplates as digitTemplates } from "./generate/digit-templates.js";
export type {
  ArraysOptions,
  Chunk,
  ChunkOptions,
  Examples,
  ReuseOptions,
  RowRange,
  Split,
  SplitArrays,
  SplitName,
} from "./generate/examples.js";
export { generate, generateInSteps } from "./generate/generate.js";
export { GenerateError } from "./generate/generate-error.js";
export type { Progress, WorkOptions } from "./generate/work-options.js";
