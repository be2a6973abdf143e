import type { Config } from "../config/config.js";
import { ConfigError, show } from "../config/config-error.js";
import { boolean } from "../config/kinds.js";
import { checkedOptions } from "../config/options.js";
import type { FormatEntry, StoredExamples, StoredMetadata } from "../formats/format.js";
import type { Chunk, ReuseOptions, SplitArrays, SplitName } from "../generate/examples.js";
import { type WorkOptions, workKinds } from "../generate/work-options.js";
import type { FileSource } from "./file-source.js";
import type { ManifestFile } from "./read-manifest.js";

/** A dataset on disk, open for reading. */
export interface OpenDataset {
  /** As the caller gave it. */
  readonly path: string;
  readonly kind: "directory" | "file";
  /** Absent where others made the directory, and for a single file. */
  readonly manifest?: ManifestFile;
  /** The same examples in each of its formats; at least one. */
  readonly forms: readonly [StoredForm, ...StoredForm[]];
  /** What its files and its manifest say of it together. */
  readonly metadata: StoredMetadata;
  /** What made it, if they say so. */
  readonly config?: Config;
  close(): Promise<void>;
}

/** A dataset in one format. */
export interface StoredForm {
  readonly format: FormatEntry;
  readonly files: readonly FileSource[];
  readonly examples: OpenExamples;
}

/** The examples of an open dataset, for callers: what they are given is theirs, unless they say otherwise. */
export interface OpenExamples extends StoredExamples {
  /**
   * As a format reads them, but in arrays that are the caller's; with `reuse` they have the next chunk when that is asked
   * for.
   *
   * @throws FormatError where the file is not what it must be; OutputError; ConfigError for an unknown option.
   */
  chunks(options?: ReuseOptions): AsyncGenerator<Chunk, void, void>;
  /**
   * All examples of a split, in memory; of a file that has both, the others are read, too.
   *
   * @throws ConfigError for a split that is not there; FormatError; OutputError; the signal's reason when aborted.
   */
  arrays(split: SplitName, options?: WorkOptions): Promise<SplitArrays>;
}

/** What a format decoded, made safe for callers. */
export function openExamples(decoded: StoredExamples): OpenExamples {
  const { length, dtype, splits, hasCleanLabels } = decoded;

  function chunks(options: ReuseOptions = {}): AsyncGenerator<Chunk, void, void> {
    const { reuse = false } = checkedOptions(options, { reuse: boolean() });
    return reuse ? decoded.chunks() : copies();
  }

  async function* copies(): AsyncGenerator<Chunk, void, void> {
    for await (const { x, y, yClean, ...range } of decoded.chunks()) {
      yield { ...range, x: x.slice(), y: y.slice(), ...(yClean && { yClean: yClean.slice() }) };
    }
  }

  async function arrays(name: SplitName, options: WorkOptions = {}): Promise<SplitArrays> {
    const { onProgress, signal } = checkedOptions(options, workKinds);
    const split = splits.find((own) => own.name === name);
    if (split === undefined) {
      throw new ConfigError("split", splits.map((own) => `"${own.name}"`).join(" or "), show(name));
    }
    const { rows } = split;
    const x = dtype === "float64" ? new Float64Array(rows * length) : new Float32Array(rows * length);
    const [y, yClean] = [new Int32Array(rows), new Int32Array(hasCleanLabels ? rows : 0)];
    for await (const chunk of decoded.chunks()) {
      signal?.throwIfAborted();
      if (chunk.split !== name) continue;
      x.set(chunk.x, chunk.start * length);
      y.set(chunk.y, chunk.start);
      if (chunk.yClean !== undefined) yClean.set(chunk.yClean, chunk.start);
      onProgress?.({ phase: "reading", done: chunk.start + chunk.rows, total: rows });
    }
    return { shape: [rows, length], x, y, ...(hasCleanLabels && { yClean }) };
  }

  return { ...decoded, chunks, arrays };
}
