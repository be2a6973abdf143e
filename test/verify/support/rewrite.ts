import { createHash } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Config } from "../../../src/config/config.js";
import { compareSplits, type SplitName } from "../../../src/config/split-names.js";
import { buildDataset } from "../../../src/dataset/build-dataset.js";
import { type Manifest, manifestText } from "../../../src/dataset/manifest.js";
import { planOutput } from "../../../src/dataset/output-plan.js";
import { datasetInfo } from "../../../src/dataset/write/encode.js";
import type { DatasetInfo, FormatName, Sink } from "../../../src/formats/format.js";
import { formatNamed } from "../../../src/formats/registry.js";
import { type Column, type Columns, copyColumns, newColumns } from "../../../src/generate/columns.js";
import { generate } from "../../../src/generate/generate.js";

/** A dataset in memory, to be changed before it is written: a split may be renamed, moved, or taken away. */
export interface Contents {
  readonly splits: Map<SplitName, Columns>;
  /** What the files state; `splits` follows from those above. */
  info: DatasetInfo;
}

/** Makes the dataset of a config, in a directory or a single file. @returns what its manifest says, or would. */
export async function original(config: Config, path: string, format: FormatName): Promise<Manifest> {
  return (await buildDataset(config, planOutput(path, [format]), { force: true })).manifest;
}

/**
 * Writes it in its place once more, with a change, by our own writers: all else that is stated stays, and the files that a
 * manifest lists are the new ones. So only a look at the data tells.
 *
 * @param stated what `original` returned.
 */
export async function rewrite(
  config: Config,
  path: string,
  format: FormatName,
  stated: Manifest,
  edit: (contents: Contents) => void,
): Promise<void> {
  const { load, dtype = config.dtype } = formatNamed(format);
  const examples = generate(config);
  const { length, columns } = examples;
  const splits = new Map<SplitName, Columns>();
  for (const chunk of examples.chunks({ dtype })) {
    const own = newColumns(columns, chunk.rows, length, dtype);
    copyColumns(chunk, own, length, 0);
    splits.set(chunk.split, own);
  }
  const contents: Contents = { splits, info: await datasetInfo(examples) };
  edit(contents);

  const names = [...splits.keys()].sort(compareSplits);
  const rowsOf = (name: SplitName) => splits.get(name)!.y.length;
  const info = { ...contents.info, splits: names.map((name) => ({ name, rows: rowsOf(name) })) };
  const files = new Map<string, Buffer>();
  const isDirectory = path.endsWith("/");
  if (isDirectory) rmSync(path, { recursive: true });
  const code = await load();
  const encoder = isDirectory
    ? await code.encodeFolder({ create: async (name) => fileIn(files, name) }, info)
    : await code.encodeFile!(fileIn(files, ""), info);
  for (const split of names) await encoder.write({ split, start: 0, rows: rowsOf(split), ...splits.get(split)! });
  await encoder.finish(stated.digest);
  for (const [name, bytes] of files) {
    if (isDirectory) mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(isDirectory ? join(path, name) : path, bytes);
  }
  if (!isDirectory) return;
  const listed = [...files].map(([name, bytes]) => {
    return { path: name, bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
  });
  const manifest = { ...stated, files: listed.sort((a, b) => (a.path < b.path ? -1 : 1)) };
  writeFileSync(join(path, "manifest.json"), manifestText(manifest));
}

/** Changes a value, of floats in the last bit; of labels to another of the classes 3 and 7. */
export function changeOne(columns: Columns, { field, kind }: Column): void {
  const values = columns[field]!;
  const at = Math.floor(values.length / 2);
  if (field === "y" || field === "yClean") values[at] = values[at] === 3 ? 7 : 3;
  else if (kind === "integer") values[at]!++;
  else {
    const bits = values instanceof Float32Array ? new Int32Array(values.buffer) : new BigInt64Array(values.buffer);
    bits[at]!++;
  }
}

function fileIn(files: Map<string, Buffer>, name: string): Sink {
  const parts: Uint8Array[] = [];
  return {
    write: async (bytes) => void parts.push(bytes.slice()),
    close: async () => void files.set(name, Buffer.concat(parts)),
  };
}
