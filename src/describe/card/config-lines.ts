import type { DatasetDescription, SplitDescription } from "../dataset-description.js";
import type { CardConfig } from "./card-config.js";
import { scalar } from "./scalar.js";

/** The item of `configs`: where its files are. @param isDefault whether to say that it is loaded where none is named. */
export function configLines({ name, folder, dataset }: CardConfig, isDefault: boolean): string[] {
  return [
    `- config_name: ${scalar(name)}`,
    ...(isDefault ? ["  default: true"] : []),
    // The library's cache knows a dataset by the name of its directory and by this text, not by its files: without the
    // digest, another seed in a directory of the same name and size would be given the data of the first.
    `  description: ${dataset.digest}`,
    "  data_files:",
    ...loadedSplits(dataset).flatMap((split) => [
      `  - split: ${split.name}`,
      // Any number of files, and of Parquet only, whatever formats are beside it.
      `    path: ${scalar(`${folder}data/${split.name}-*.parquet`)}`,
    ]),
  ];
}

/** The item of `dataset_info`: types, rows and bytes, as the library writes them. */
export function infoLines({ name, dataset }: CardConfig): string[] {
  const splits = loadedSplits(dataset);
  const files = splits.flatMap((split) => split.files);
  return [
    `- config_name: ${scalar(name)}`,
    "  features:",
    "  - name: x",
    `    list: ${dataset.dtype}`,
    `    length: ${dataset.length}`,
    ...["y", ...(dataset.hasCleanLabels ? ["y_clean"] : [])].flatMap((label) => labelLines(label, dataset.classes)),
    "  splits:",
    ...splits.flatMap((split) => [
      `  - name: ${split.name}`,
      `    num_bytes: ${arrowBytes(dataset, split)}`,
      `    num_examples: ${split.rows}`,
    ]),
    `  download_size: ${files.reduce((sum, { bytes }) => sum + bytes, 0)}`,
    `  dataset_size: ${splits.reduce((sum, split) => sum + arrowBytes(dataset, split), 0)}`,
  ];
}

/** The library can't load a split without rows. */
export function loadedSplits({ splits }: DatasetDescription): SplitDescription[] {
  return splits.filter(({ rows }) => rows > 0);
}

/** Whether labels are the indices of classes, which the library's ClassLabel takes them for. */
export function areIndices(classes: readonly number[]): boolean {
  return classes.every((label, i) => label === i);
}

function labelLines(name: string, classes: readonly number[]): string[] {
  if (!areIndices(classes)) return [`  - name: ${name}`, "    dtype: int64"];
  const names = classes.map((label) => `          '${label}': '${label}'`);
  return [`  - name: ${name}`, "    dtype:", "      class_label:", "        names:", ...names];
}

/**
 * What a split is in Arrow, as the library counts it: the values, and a bit per row that says that x is not null. (Of files
 * whose rows are no multiple of 8 it counts a byte more for each; it checks rows, and not bytes.)
 */
function arrowBytes({ dtype, length, hasCleanLabels }: DatasetDescription, { rows }: SplitDescription): number {
  const labels = hasCleanLabels ? 2 : 1;
  return rows * (length * (dtype === "float64" ? 8 : 4) + labels * 8) + Math.ceil(rows / 8);
}
