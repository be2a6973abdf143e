import { createHash } from "node:crypto";
import { basename, dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { FileError } from "../dataset/errors.js";
import { readRegular } from "../dataset/read/regular-file.js";
import { countText } from "../dataset/readable-numbers.js";
import type { Images } from "../experiments/tsne/tsne.js";
import { unexpected } from "./exit-code.js";
import { IdxError, parseIdx } from "./idx.js";

/** Bytes of a file, as it is and without compression: MNIST's largest has 47 MB. */
const MOST = 2e8;

const CLASSES = 10;

/**
 * MNIST's images and their labels, from two IDX files, which may be compressed by gzip.
 * @param path of the images: the labels' file is beside it, by its name.
 * @param least images that there have to be.
 * @throws UsageError for a name that says nothing of the labels'; FileError
 */
export async function readMnist(path: string, least: number): Promise<Images> {
  const name = basename(path);
  const labelsName = name.replace(/images([-.])idx3/, "labels$1idx1");
  if (labelsName === name) {
    const expected =
      "a file with images-idx3 in its name, by which its labels are found, as train-images-idx3-ubyte.gz";
    throw unexpected("--mnist", expected, JSON.stringify(path));
  }
  const labelsPath = join(dirname(path), labelsName);
  const file = await readRegular(path, MOST, "file of MNIST");
  const images = idxIn(file, path, 3);
  const labels = idxIn(await readRegular(labelsPath, MOST, "file of MNIST"), labelsPath, 1);
  const [count, own] = [images.shape[0]!, labels.shape[0]!];
  if (count !== own) throw new FileError(labelsPath, `has ${countText(own)} labels, of ${countText(count)} images`);
  if (count < least) throw new FileError(path, `has ${countText(count)} images: expected at least ${countText(least)}`);
  const strange = labels.values.find((label) => label >= CLASSES);
  if (strange !== undefined) throw new FileError(labelsPath, `has a label ${strange}: expected 0 to ${CLASSES - 1}`);
  const sha256 = createHash("sha256").update(file).digest("hex");
  return { images: images.values, labels: labels.values, sha256 };
}

function idxIn(file: Uint8Array, path: string, dimensions: number): ReturnType<typeof parseIdx> {
  try {
    const found = parseIdx(file[0] === 0x1f && file[1] === 0x8b ? gunzipSync(file, { maxOutputLength: MOST }) : file);
    if (found.shape.length === dimensions) return found;
    throw new IdxError(`is an IDX file with ${found.shape.length} dimensions, not ${dimensions}`);
  } catch (error) {
    const hint = "MNIST's files are train-images-idx3-ubyte, train-labels-idx1-ubyte, and t10k-… of 10,000.";
    if (error instanceof IdxError) throw new FileError(path, error.message, hint, { cause: error });
    throw new FileError(path, "is damaged: what gzip made can't be read", hint, { cause: error });
  }
}
