import { classLabels } from "../../../src/config/config.js";
import { encodeWith } from "../../../src/dataset/write/encode.js";
import { diffExamples } from "../../../src/diff/diff-examples.js";
import { createDigest } from "../../../src/digest/dataset-digest.js";
import { SMALL_WRITERS } from "../../../src/formats/writers.js";
import { generateAsync } from "../../../src/generate/generate.js";
import { takeTurns } from "../../../src/generate/work-options.js";
import { kernelProblem } from "../../../src/kernels/kernels.js";
import { MOST_CLASSES } from "../model/limits.js";
import type { RequestOf, ResultOf, ShownExample } from "./messages.js";

interface Work {
  readonly signal: AbortSignal;
}

/** Makes a dataset, and tells its digest and the first examples of each class. */
export async function survey(
  { config, split, perClass }: RequestOf<"survey">,
  { signal }: Work,
): Promise<ResultOf<"survey">> {
  const start = performance.now();
  const examples = await generateAsync(config, { signal });
  const milliseconds = performance.now() - start;
  const { length, splits, dtype, columns, t } = examples;
  const shown = splits.find(({ name, rows }) => name === split && rows > 0) ?? splits.find(({ rows }) => rows > 0)!;
  const found = new Map<number, ShownExample[]>();
  for (const label of classLabels(config).slice(0, MOST_CLASSES)) found.set(label, []);
  const digest = createDigest(length, splits, dtype, columns);
  let changedLabels = 0;
  for (const chunk of examples.chunks({ reuse: true })) {
    await digest.update(chunk);
    for (let row = 0; row < chunk.rows; row++) {
      const label = chunk.y[row]!;
      const was = chunk.yClean?.[row] ?? label;
      if (was !== label) changedLabels++;
      const own = found.get(label);
      if (chunk.split !== shown.name || own === undefined || own.length === perClass) continue;
      own.push({ x: chunk.x.slice(row * length, (row + 1) * length), ...(was !== label && { was }) });
    }
    await takeTurns(signal);
  }
  const classes = Array.from(found, ([label, own]) => ({ label, examples: own })).filter(
    (one) => one.examples.length > 0,
  );
  const isFast = kernelProblem === undefined;
  return {
    digest: (await digest.finish()).digest,
    splits,
    split: shown.name,
    classes,
    t,
    changedLabels,
    milliseconds,
    isFast,
  };
}

/** A dataset as a file. */
export async function encoded({ config, format }: RequestOf<"encode">, { signal }: Work): Promise<ResultOf<"encode">> {
  const examples = await generateAsync(config, { signal });
  const [file] = await encodeWith(await SMALL_WRITERS[format](), `mnist1d.${format}`, examples, { signal });
  return file;
}

/** What a change of config does to the data. */
export async function difference({ a, b }: RequestOf<"diff">, { signal }: Work): Promise<ResultOf<"diff">> {
  return diffExamples(await generateAsync(a, { signal }), await generateAsync(b, { signal }), { signal });
}
