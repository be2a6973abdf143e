import { ConfigError, show } from "../../config/config-error.js";
import { configToJson } from "../../config/config-json.js";
import { checkedOptions } from "../../config/options.js";
import { configDigest, createDigest } from "../../digest/dataset-digest.js";
import type { DatasetInfo, FormatName, FormatWriter, Sink } from "../../formats/format.js";
import { WRITERS } from "../../formats/writers.js";
import { asFloat32, columnsOf } from "../../generate/columns.js";
import { type Examples, rowCount } from "../../generate/examples.js";
import { takeTurns, type WorkOptions, workKinds } from "../../generate/work-options.js";
import { VERSION } from "../version.js";

/** A file of a dataset, in memory. */
export interface EncodedFile {
  /** Its name; in a directory with `/`. */
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * A dataset in a format, in memory, byte for byte as `buildDataset` writes it, without Node: for a page to offer as a download.
 *
 * @example
 * const [{ bytes }] = await encode(generate({ seed: 7 }), "npz");
 * @returns one file, `mnist1d.parquet` for instance; of npy, which has a file for each array, those of its directory.
 * @throws ConfigError for a format that there is not; the signal's reason when aborted.
 */
export async function encode(
  examples: Examples,
  format: FormatName,
  options: WorkOptions = {},
): Promise<[EncodedFile, ...EncodedFile[]]> {
  const checked = checkedOptions(options, workKinds);
  if (!Object.hasOwn(WRITERS, format)) {
    throw new ConfigError("format", `one of ${Object.keys(WRITERS).join(", ")}`, show(format));
  }
  return encodeWith(await WRITERS[format](), `mnist1d.${format}`, examples, checked);
}

/**
 * The same with what writes a format: for a page that is not to have the code of all.
 * @param name of a file, where it is one.
 */
export async function encodeWith(
  { encodeFile, encodeFolder }: FormatWriter,
  name: string,
  examples: Examples,
  { onProgress, signal }: WorkOptions = {},
): Promise<[EncodedFile, ...EncodedFile[]]> {
  const info = await datasetInfo(examples);
  const files = new Map<string, Uint8Array[]>();
  const create = async (path: string): Promise<Sink> => {
    const parts: Uint8Array[] = [];
    files.set(path, parts);
    return { write: async (bytes) => void parts.push(new Uint8Array(bytes)), close: async () => {} };
  };
  const encoder = await (encodeFile === undefined
    ? encodeFolder({ create }, info)
    : encodeFile(await create(name), info));
  const digest = createDigest(info.length, info.splits, info.dtype, info.columns);
  const total = rowCount(info.splits);
  let done = 0;
  for (const chunk of examples.chunks({ dtype: encoder.dtype ?? info.dtype, reuse: true })) {
    await digest.update(info.dtype === "float32" ? asFloat32(chunk) : chunk);
    await encoder.write(chunk);
    done += chunk.rows;
    onProgress?.({ phase: "writing", done, total });
    await takeTurns(signal);
  }
  await encoder.finish((await digest.finish()).digest);
  const [first, ...others] = Array.from(files, ([path, parts]) => ({ path, bytes: joined(parts) }));
  return [first!, ...others];
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let end = 0;
  for (const part of parts) {
    bytes.set(part, end);
    end += part.length;
  }
  return bytes;
}

export async function datasetInfo({
  config,
  length,
  splits,
  t,
  templates,
  standardisation,
}: Pick<Examples, "config" | "length" | "splits" | "t" | "templates"> &
  Partial<Pick<Examples, "standardisation">>): Promise<DatasetInfo> {
  return {
    config: configToJson(config),
    configDigest: await configDigest(config),
    version: VERSION,
    length,
    dtype: config.dtype,
    splits,
    t,
    templates,
    ...(standardisation && { standardisation }),
    columns: columnsOf(config),
  };
}
