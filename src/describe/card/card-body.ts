import { knownName } from "../../digest/known-digests.js";
import type { CardConfig } from "./card-config.js";
import { changesLines } from "./changes-lines.js";
import { areIndices, loadedSplits } from "./config-lines.js";
import { loadingLines } from "./loading-lines.js";

/** What people read of a dataset, or of a repository of several. */
export function cardBody(configs: readonly CardConfig[]): string {
  const [first] = configs;
  const stands = first!.folder === "";
  const datasets = configs.length === 1 ? "One dataset is" : `${configs.length} datasets are`;
  return [
    "# MNIST-1D",
    "",
    ...INTRODUCTION,
    ...(configs.every(({ dataset }) => dataset.config !== null) ? [SYNTHETIC] : []),
    ...(stands ? [] : ["", `${datasets} in this repository, to be loaded by name:`, ""]),
    ...(stands ? [] : configs.map(({ name }) => `- [${name}](#${anchor(name)})`)),
    ...configs.flatMap((config) => ["", ...configLines(config, stands ? "The data" : config.name)]),
    "",
    "## Load it",
    "",
    ...loadingLines(first!),
    "",
    "## Verify it",
    "",
    ...verifyingLines(first!),
    "",
    "## Cite it",
    "",
    ...CITATION,
  ].join("\n");
}

const INTRODUCTION = [
  'Signals of ten classes, each a one-dimensional "digit" that was padded, scaled, shifted and noised: small enough for a',
  "laptop, and hard enough to tell linear models, MLPs, CNNs and recurrent networks apart. Introduced by Greydanus & Kobak in",
  "*Scaling Down Deep Learning with MNIST-1D* (ICML 2024); the original is at",
  "[greydanus/mnist1d](https://github.com/greydanus/mnist1d).",
];

const SYNTHETIC = "All of it is synthetic: no person's data is in it.";

/** One dataset: what is in it, and how it was made. */
function configLines({ folder, dataset }: CardConfig, title: string): string[] {
  const { dtype, length, classes, hasCleanLabels, digest, version } = dataset;
  const known = knownName(digest);
  const knownText = known === undefined ? "" : ` (${known}${dtype === "float32" ? ", as float32" : ""})`; // one digest for both
  const labels = areIndices(classes) ? `0 to ${classes.length - 1}` : classes.join(", ");
  return [
    `## ${title}`,
    "",
    "| split | examples | files |",
    "|---|---|---|",
    ...loadedSplits(dataset).map((split) => `| ${split.name} | ${split.rows} | ${filesText(folder, split)} |`),
    "",
    "| column | type | |",
    "|---|---|---|",
    `| \`x\` | ${dtype} × ${length} | the signal, standardised over both splits |`,
    `| \`y\` | int64 | its class: ${labels}${hasCleanLabels ? "; in train some are wrong (label noise)" : ""} |`,
    ...(hasCleanLabels
      ? ["| `y_clean` | int64 | its true class: rows whose `y` differs from it are the noisy ones |"]
      : []),
    "",
    ...changesLines(dataset),
    "",
    `Digest of the data: \`${digest}\`${knownText}.`,
    `Written by the Node.js command mnist1d ${version}, not by the Python package of that name; config, digests and hashes are in`,
    `[manifest.json](${folder}manifest.json).`,
  ];
}

function filesText(folder: string, { name, files }: { name: string; files: readonly { path: string }[] }): string {
  const [first] = files;
  return files.length === 1
    ? `[${first!.path}](${folder}${first!.path})`
    : `${files.length}, \`data/${name}-*.parquet\``;
}

/** What GitHub and the Hub make of a heading. */
function anchor(title: string): string {
  return title.toLowerCase().replace(/[^a-z0-9_-]/g, "");
}

function verifyingLines({ folder, dataset }: CardConfig): string[] {
  const place = folder === "" ? "." : folder;
  const made = dataset.config === null ? "" : ", and compares every value with a fresh generation from the config";
  return [
    "In a copy of the repository, with the Node.js command mnist1d:",
    "",
    "```sh",
    `npx mnist1d verify ${place}`,
    "```",
    "",
    `checks the files by their SHA-256 and the data by its digest${made}.`,
  ];
}

const CITATION = [
  "```bibtex",
  "@inproceedings{greydanus2024scaling,",
  "  title={Scaling down deep learning with {MNIST}-1{D}},",
  "  author={Greydanus, Sam and Kobak, Dmitry},",
  "  booktitle={Proceedings of the 41st International Conference on Machine Learning},",
  "  year={2024}",
  "}",
  "```",
];
