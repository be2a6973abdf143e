/** The core: it runs wherever JavaScript does. Writing files is in `mnist1d/node`. */
export type { Config, Dtype, EngineName, LabelNoise, Rounding, Shift, Shifts, Templates } from "./config/config.js";
export { ConfigError, UnknownKeyError } from "./config/config-error.js";
export { configToJson, type Json, type JsonObject } from "./config/config-json.js";
export { configSchema } from "./config/config-schema.js";
export { type ErrorCode, Mnist1dError } from "./config/mnist1d-error.js";
export { defaults } from "./config/parameters.js";
export {
  type ConfigOptions,
  type PartialConfig,
  parseConfig,
  parseLayer,
  resolveConfig,
} from "./config/parse-config.js";
export { type PresetDtype, type PresetName, presets } from "./config/presets.js";
export {
  type BlockHashes,
  createDigest,
  type DatasetDigest,
  type DigestBuilder,
  type PerSplit,
  type SplitDigest,
} from "./digest/dataset-digest.js";
export { DigestError } from "./digest/split-hasher.js";
export type { Column, ColumnField, Columns } from "./generate/columns.js";
export { publicTemplates as digitTemplates } from "./generate/digit-templates.js";
export type {
  ArraysOptions,
  Chunk,
  ChunkOptions,
  Examples,
  ReadableExamples,
  ReuseOptions,
  RowRange,
  Split,
  SplitArrays,
  SplitName,
} from "./generate/examples.js";
export { generate, generateAsync, generateInSteps } from "./generate/generate.js";
export { GenerateError } from "./generate/generate-error.js";
export type { Progress, WorkOptions } from "./generate/work-options.js";
export type { Floats } from "./numeric/floats.js";
export type { Moments } from "./numeric/pairwise-sum.js";
