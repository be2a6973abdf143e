import { setImmediate } from "node:timers/promises";
import { type Config, exampleCount } from "../config/config.js";
import { type ConfigOptions, resolveConfig } from "../config/parse-config.js";
import { createDigest, type DatasetDigest } from "../digest/dataset-digest.js";
import type { DatasetInfo, Encoder, FormatEntry, Sink } from "../formats/format.js";
import type { Chunk, Examples } from "../generate/examples.js";
import { generateInSteps } from "../generate/generate.js";
import { checkMemory } from "./check-memory.js";
import { checkAllOurs, checkTarget } from "./check-target.js";
import { datasetInfo } from "./dataset-info.js";
import type { DatasetFile } from "./file-sink.js";
import { MANIFEST_FILE, manifestOf, manifestText } from "./manifest.js";
import { outputErrorFrom } from "./output-error.js";
import type { OutputPlan } from "./output-plan.js";
import { Staging } from "./staging.js";

export interface BuildOptions {
  /** Whether an earlier output at the target may be replaced. Files that mnist1d did not write never are. */
  readonly force?: boolean;
  /** Where a stream goes: needed by plans of that kind only. */
  readonly stream?: Sink;
  /** Told how far the work is, every 10 ms or so. */
  readonly onProgress?: (progress: Progress) => void;
  /** Aborting it stops the work; what was written so far is removed. */
  readonly signal?: AbortSignal;
}

export interface Progress {
  /** Examples are drawn first, and then written. */
  readonly phase: "generating" | "writing";
  readonly done: number;
  readonly total: number;
}

/** What was made. */
export interface Built {
  readonly info: DatasetInfo;
  readonly digest: DatasetDigest;
  /** The files of a directory, with its manifest, or the one file; none for a stream. */
  readonly files: readonly DatasetFile[];
  /** Milliseconds of each phase. */
  readonly times: { readonly generating: number; readonly writing: number };
}

/**
 * Makes a dataset and writes it where the plan says, all or nothing: draws the examples, passes them chunk by chunk to
 * the digest and to every format, and puts the result in place when it is complete and on the disk. A directory that
 * already is this dataset is made anew: `checkTarget` tells beforehand.
 *
 * @throws ConfigError for a parameter that is not what it must be; OutputError for what cannot be written; GenerateError for a config that does not fit in memory or overflows;
 *   the signal's reason when aborted.
 */
export async function buildDataset(
  parameters: ConfigOptions,
  plan: OutputPlan,
  options: BuildOptions = {},
): Promise<Built> {
  const config = resolveConfig(parameters);
  checkMemory(config);
  const upToDate = await checkTarget(config, plan, options.force ?? false);
  const replaces = options.force === true || upToDate !== undefined;
  const start = performance.now();
  const examples = await drawExamples(config, options);
  const drawn = performance.now();
  try {
    const result =
      plan.kind === "stream"
        ? await stream(examples, plan.format, options)
        : await publish(examples, plan, replaces, options);
    return { ...result, times: { generating: drawn - start, writing: performance.now() - drawn } };
  } catch (error) {
    throw outputErrorFrom(error, plan.kind === "stream" ? "standard output" : plan.path);
  }
}

/** Draws all examples, letting timers and signals have their turn between steps. */
async function drawExamples(config: Config, { onProgress, signal }: BuildOptions): Promise<Examples> {
  const total = exampleCount(config);
  const steps = generateInSteps(config);
  for (;;) {
    signal?.throwIfAborted();
    const step = steps.next();
    if (step.done) return step.value;
    onProgress?.({ phase: "generating", done: step.value, total });
    await setImmediate();
  }
}

type Result = Omit<Built, "times">;

async function stream(examples: Examples, format: FormatEntry, options: BuildOptions): Promise<Result> {
  const info = datasetInfo(examples);
  const encoder = await (await format.load()).encodeStream!(options.stream!, info);
  const digest = await encode(examples, info, [{ encoder, dtype: info.dtype }], options);
  return { info, digest, files: [] };
}

async function publish(
  examples: Examples,
  plan: Exclude<OutputPlan, { kind: "stream" }>,
  replaces: boolean,
  options: BuildOptions,
): Promise<Result> {
  const info = datasetInfo(examples);
  const formats = plan.kind === "file" ? [plan.format] : plan.formats;
  const staging = await Staging.open(plan.path);
  try {
    const outputs: Output[] = [];
    for (const format of formats) {
      const code = await format.load();
      const encoder =
        plan.kind === "file"
          ? await code.encodeFile!(await staging.create(STAGED_FILE), info)
          : await code.encodeFolder(staging, info);
      outputs.push({ encoder, dtype: format.dtype ?? info.dtype });
    }
    const digest = await encode(examples, info, outputs, options);
    options.signal?.throwIfAborted();

    if (plan.kind === "file") {
      const files = staging.files().map((file) => ({ ...file, path: plan.path }));
      await staging.publishFile(STAGED_FILE, replaces);
      return { info, digest, files };
    }
    const manifest = await staging.create(MANIFEST_FILE);
    const names = formats.map((format) => format.name);
    const text = manifestText(manifestOf(info, examples.config.engine, digest, names, staging.files()));
    await manifest.write(new TextEncoder().encode(text));
    await manifest.close();
    await staging.publishDirectory(replaces ? (directory) => checkAllOurs(directory, plan.path) : undefined);
    return { info, digest, files: staging.files() };
  } catch (error) {
    await staging.discard();
    throw error;
  }
}

/** Name of a single file until it gets its own. */
const STAGED_FILE = "file";

interface Output {
  readonly encoder: Encoder;
  /** Element type of x that the encoder takes. */
  readonly dtype: "float32" | "float64";
}

/** Passes all examples to the outputs and the digest. */
async function encode(
  examples: Examples,
  info: DatasetInfo,
  outputs: readonly Output[],
  { onProgress, signal }: BuildOptions,
): Promise<DatasetDigest> {
  const digest = createDigest(info.length, info.splits, info.dtype);
  const total = info.splits[0].rows + info.splits[1].rows;
  const dtype = outputs.some((output) => output.dtype === "float64") ? "float64" : info.dtype;
  let done = 0;
  for (const chunk of examples.chunks({ dtype })) {
    signal?.throwIfAborted();
    const narrow = dtype === info.dtype ? chunk : rounded(chunk);
    await digest.update(narrow);
    for (const output of outputs) await output.encoder.write(output.dtype === info.dtype ? narrow : chunk);
    done += chunk.rows;
    onProgress?.({ phase: "writing", done, total });
  }
  const result = await digest.finish();
  for (const { encoder } of outputs) await encoder.finish(result.digest);
  return result;
}

/** The same chunk with x as float32. */
function rounded(chunk: Chunk): Chunk {
  return { ...chunk, x: new Float32Array(chunk.x) };
}
