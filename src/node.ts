/** Datasets on disk, on Node and its like: writing, reading, verifying; `mnist1d` has the rest. */
export { type Built, buildDataset } from "./dataset/build-dataset.js";
export type { BuildOptions, WriteOptions } from "./dataset/build-options.js";
export type { CardWarnings, LeftAlone } from "./dataset/card-file.js";
export { checkTarget } from "./dataset/check-target.js";
export { type Converted, type ConvertOptions, convertDataset } from "./dataset/convert-dataset.js";
export { DigestMismatch } from "./dataset/digest-mismatch.js";
export type { DatasetFile } from "./dataset/file-sink.js";
export type { Manifest } from "./dataset/manifest.js";
export { openDataset } from "./dataset/open-dataset.js";
export { OutputError } from "./dataset/output-error.js";
export { type OutputPlan, PlanError, planOutput } from "./dataset/output-plan.js";
export { updateRepositoryCard } from "./dataset/repository-card.js";
export { planInRepository } from "./dataset/repository-plan.js";
export type { Division, Shard } from "./dataset/scope.js";
export { shardPath } from "./dataset/shard-path.js";
export type { OpenDataset, OpenExamples, StoredForm } from "./dataset/stored-dataset.js";
export { diffExamples } from "./diff/diff-examples.js";
export type { Difference } from "./diff/difference.js";
export type {
  DatasetInfo,
  Encoder,
  Folder,
  Format,
  FormatEntry,
  FormatName,
  Sink,
  StoredExamples,
  StoredMetadata,
} from "./formats/format.js";
export { FormatError } from "./formats/format-error.js";
export { FORMATS, formatNamed, formatOfPath } from "./formats/registry.js";
export type { Source, SourceFile } from "./formats/source.js";
export type { Progress, WorkOptions } from "./generate/work-options.js";
export { type Inspection, type InspectOptions, inspectExamples } from "./inspect/inspect-examples.js";
export { MergeError, type MergeProblem } from "./merge/merge-problem.js";
export { type Merged, type MergeOptions, mergeShards } from "./merge/merge-shards.js";
export type { Check } from "./verify/check.js";
export { type Verification, type VerifyOptions, verifyDataset } from "./verify/verify-dataset.js";
