import type { Dtype } from "../../config/config.js";
import type { StoredExamples } from "../format.js";
import { FormatError } from "../format-error.js";
import type { Source } from "../source.js";
import { decodeArrays, type StoredArray } from "../stored-arrays.js";
import { storedArray } from "./json-array.js";
import { surveyObject } from "./json-object.js";

/**
 * A dataset from one JSON object: ours, or one with the lists of the original's dict.
 *
 * A first pass checks everything and keeps where the arrays are; their values are read again when asked for.
 *
 * @throws FormatError
 */
export async function decodeJson(sources: readonly Source[], stated?: Dtype): Promise<StoredExamples> {
  const [source, second] = sources as [Source, ...Source[]];
  if (second !== undefined) {
    throw new FormatError(second.path, `is another dataset beside ${source.path}`, "Name the file that is meant.");
  }
  const object = await surveyObject(source);
  const { arrays, metadata, type } = object;
  const [x, xTest] = [arrays.get("x"), arrays.get("x_test")];
  if (x?.count === 0 && !xTest?.count) throw new FormatError(source.path, "has no examples");
  const dtype = type.dtype(stated ?? (metadata.config?.dtype as Dtype | undefined));
  // A split without rows does not show how long they would be.
  const length = x?.width || xTest?.width || 0;
  const stored = [...arrays].map(([name, array]): [string, StoredArray] => {
    const { items, count, width } = array;
    const isExamples = name === "x" || name === "x_test";
    const shape = items === "rows" ? [count, isExamples && count === 0 ? length : width] : [count];
    const elements = items === "labels" ? "integer" : isExamples ? dtype : "float64";
    return [name, storedArray(source, name, array, elements, shape)];
  });
  const examples = await decodeArrays(new Map(stored), source.path, metadata);
  return { ...examples, pathOf: () => source.path };
}
