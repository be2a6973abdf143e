/** Datasets on disk, on Node and its like: writing, reading, verifying; `mnist1d` has the rest. */
export { type SweepPoint, sweepGrid } from "./config/sweep.js";
export { type BuildOptions, type Built, buildDataset, type UpToDate } from "./dataset/build-dataset.js";
export { type Converted, type ConvertOptions, convertDataset } from "./dataset/convert-dataset.js";
export { DigestMismatch, FileError, FileError as OutputError } from "./dataset/errors.js";
export type { Manifest, ManifestShard } from "./dataset/manifest.js";
export { type OutputPlan, PlanError, planInRepository, planOutput } from "./dataset/output-plan.js";
export { type OpenDataset, type OpenExamples, openDataset, type StoredForm } from "./dataset/read/open-dataset.js";
export type { ManifestFile } from "./dataset/read/read-manifest.js";
export { updateRepositoryCard } from "./dataset/repository/repository.js";
export { type Division, type Shard, shardPath } from "./dataset/scope.js";
export { buildSweep } from "./dataset/sweep/build-sweep.js";
export type { Sweep, SweepDataset, SweepOptions, SweepProgress } from "./dataset/sweep/sweep-options.js";
export type { CardWarnings, LeftAlone } from "./dataset/write/card-file.js";
export type { DatasetFile, WrittenFile } from "./dataset/write/file-sink.js";
export type { Published, WriteOptions } from "./dataset/write/publish-dataset.js";
export { diffExamples } from "./diff/diff-examples.js";
export type {
  ChangedExample,
  ClassFigures,
  ClassRows,
  CleanLabelFigures,
  ColumnDifference,
  Difference,
  FirstDifference,
  PositionFigures,
  RowFigures,
  ShapeDistance,
  ShapeName,
  SideFigures,
  SplitFigures,
  SplitRows,
  TimeFigures,
  ValueFigures,
  VerdictKind,
} from "./diff/difference.js";
export type { ClassBalance } from "./diff/two-sample-tests.js";
export type { Claim } from "./evaluate/claims.js";
export type { ModelDifference } from "./evaluate/comparison.js";
export {
  type EvaluateOptions,
  evaluateChange,
  evaluateModels,
  type ModelComparison,
  type NamedExamples,
} from "./evaluate/evaluate-models.js";
export type { Evaluation } from "./evaluate/evaluation.js";
export { EvaluationError } from "./evaluate/evaluation-error.js";
export type { Accuracies, Divergence, ModelScores } from "./evaluate/model-scores.js";
export type { Task, Trained } from "./evaluate/protocol.js";
export type { Statistic } from "./evaluate/statistics.js";
export type {
  DatasetInfo,
  Encoder,
  FilePart,
  Folder,
  Format,
  FormatEntry,
  FormatName,
  FormatWriter,
  RowsInfo,
  Sink,
  StoredExamples,
  StoredMetadata,
} from "./formats/format.js";
export { FormatError } from "./formats/format-error.js";
export { FORMATS, formatNamed, formatOfPath } from "./formats/registry.js";
export type { Source, SourceFile } from "./formats/source.js";
export type { Progress, WorkOptions } from "./generate/work-options.js";
export type { ColumnSummaries } from "./inspect/column-figures.js";
export {
  type ClassInspection,
  type ExampleRow,
  type Inspection,
  type InspectOptions,
  inspectExamples,
  type RowsPerSplit,
  type SplitInspection,
} from "./inspect/inspect-examples.js";
export type { ValueSummary } from "./inspect/running-moments.js";
export type { BaselineName } from "./learn/baseline-names.js";
export type { Learning } from "./learn/learning.js";
export type { Score } from "./learn/training.js";
export type { TrainingProgress } from "./learn/training-progress.js";
export { type Merged, type MergeOptions, mergeShards } from "./merge/merge-shards.js";
export { MergeError, type MergeProblem } from "./merge/shards.js";
export { ThreadError } from "./parallel/threads.js";
export type { Check, CheckName } from "./verify/check.js";
export type { Golden, GoldenEntry } from "./verify/golden.js";
export { type Verification, type VerifyOptions, verifyDataset } from "./verify/verify-dataset.js";
