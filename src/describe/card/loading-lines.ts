import type { CardConfig } from "./card-config.js";
import { loadedSplits } from "./config-lines.js";

/** How to load a dataset in the libraries that most people have, from the folder that the card is in. */
export function loadingLines({ name, folder, dataset }: CardConfig): string[] {
  const [split] = loadedSplits(dataset);
  const isWhole = split!.files.length === 1;
  const path = isWhole
    ? JSON.stringify(folder + split!.files[0]!.path)
    : `sorted(glob.glob(${JSON.stringify(`${folder}data/${split!.name}-*.parquet`)}))`;
  const config = folder === "" ? "" : `, ${JSON.stringify(name)}`;
  return [
    `In this folder, ${split!.name}${folder === "" ? "" : ` of ${name}`} with \`datasets\`, pandas, polars, PyArrow and DuckDB:`,
    "",
    "```python",
    `import ${isWhole ? "" : "glob, "}os`,
    "import duckdb, numpy as np, pandas as pd, polars as pl, pyarrow.parquet as pq",
    "from datasets import load_dataset",
    "",
    `dataset = load_dataset(os.getcwd()${config}, split="${split!.name}")   # from the Hub: "owner/name"`,
    'dataset = dataset.with_format("numpy")   # or "torch", "jax"',
    'x, y = dataset[:]["x"], dataset[:]["y"]',
    "",
    `path = ${path}`,
    'x = np.stack(pd.read_parquet(path)["x"])',
    'x = pl.read_parquet(path)["x"].to_numpy()',
    `x = pq.read_table(path)["x"].combine_chunks().flatten().to_numpy().reshape(-1, ${dataset.length})`,
    `some = duckdb.read_parquet(path).filter("y = ${dataset.classes.at(-1)}").fetchnumpy()`,
    "```",
  ];
}
