/** Writing datasets to disk, on Node and its like; `mnist1d` has the rest. */
export { type BuildOptions, type Built, buildDataset, type Progress } from "./dataset/build-dataset.js";
export { checkTarget } from "./dataset/check-target.js";
export type { DatasetFile } from "./dataset/file-sink.js";
export type { Manifest } from "./dataset/manifest.js";
export { OutputError } from "./dataset/output-error.js";
export { type OutputPlan, PlanError, planOutput } from "./dataset/output-plan.js";
export type { DatasetInfo, Encoder, Folder, Format, FormatEntry, FormatName, Sink } from "./formats/format.js";
export { FORMATS, formatNamed, formatOfPath } from "./formats/registry.js";
