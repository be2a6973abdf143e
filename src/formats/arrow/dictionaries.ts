import { FormatError } from "../format-error.js";
import type { Source } from "../source.js";
import { dictionaryColumn, type TextBuffers } from "./batch-columns.js";
import { checkBody } from "./check-body.js";
import type { DatasetColumn, LabelColumn, SplitColumn } from "./dataset-columns.js";
import { type Fail, readBool, readSize, requireTable } from "./flatbuffer.js";
import { openIntegers } from "./integer-reader.js";
import type { Message } from "./message.js";
import { type BodyBuffer, type RecordBatch, readRecordBatch } from "./record-batch.js";
import { openTexts } from "./text-reader.js";

/** The values of each dictionary-encoded column, by its name, as they are at a place of the stream. */
export interface Dictionaries {
  readonly split?: string[];
  readonly y?: number[];
  readonly y_clean?: number[];
}

/** Values of a dictionary; of splits there are two, of classes ten, and maybe some that no row has. */
const MAX_VALUES = 1000;

const DICTIONARY_BATCH = { id: 0, data: 1, isDelta: 2 };

/**
 * The dictionaries after a message that has one, or more of its values.
 *
 * @throws FormatError for a dictionary that is of no column.
 */
export async function withDictionary(
  source: Source,
  message: Message,
  columns: readonly DatasetColumn[],
  dictionaries: Dictionaries,
): Promise<Dictionaries> {
  const id = readSize(message.header, DICTIONARY_BATCH.id);
  const encoded = columns.filter(
    (column): column is LabelColumn | SplitColumn => column.name !== "x" && column.dictionary?.id === id,
  );
  if (encoded.length === 0) {
    throw new FormatError(source.path, `has a dictionary ${id} at ${message.offset}, which is of no column`);
  }
  const header = requireTable(message.header, DICTIONARY_BATCH.data, "data");
  const batch = await readRecordBatch(source, message, header);
  const isDelta = readBool(message.header, DICTIONARY_BATCH.isDelta);
  let after = dictionaries;
  for (const column of encoded) {
    const before: (string | number)[] = (isDelta && dictionaries[column.name]) || [];
    if (before.length + batch.rows > MAX_VALUES) {
      throw batch.fail(`has ${before.length + batch.rows} values, more than a dataset needs`, false);
    }
    // In the same memory: no row before refers to what is added.
    before.push(...(await valuesOf(source, batch, column)));
    after = { ...after, [column.name]: before };
  }
  return after;
}

async function valuesOf(
  source: Source,
  batch: RecordBatch,
  column: LabelColumn | SplitColumn,
): Promise<(string | number)[]> {
  const { rows, fail } = batch;
  const { values, validities } = dictionaryColumn(batch, column);
  await checkBody(source, batch, validities);
  if (column.name === "split") {
    const texts: string[] = [];
    const reader = openTexts(source, values as TextBuffers, column.text, rows, fail);
    await reader.read(texts, rows);
    await reader.end();
    return texts;
  }
  const labels = new Float64Array(rows);
  const reader = openIntegers(source, values as BodyBuffer, column.type, rows, fail);
  await reader.read(labels);
  await reader.end();
  return [...labels];
}

/** Values that are in a dictionary, at the given indices, which are had in order. */
export interface IndexedReader<T> {
  /** Fills the target with the next values. */
  read(target: { [index: number]: T }, count: number): Promise<void>;
  end(): Promise<void>;
}

/** @param capacity most values that are read at once. */
export function openIndices<T>(
  source: Source,
  indices: BodyBuffer,
  { name, dictionary }: LabelColumn | SplitColumn,
  values: readonly T[] = [],
  capacity: number,
  fail: Fail,
): IndexedReader<T> {
  const reader = openIntegers(source, indices, dictionary!.index, capacity, fail);
  const found = new Float64Array(capacity);
  return {
    async read(target, count) {
      await reader.read(found.subarray(0, count));
      for (let i = 0; i < count; i++) {
        const value = values[found[i]!];
        if (value === undefined) throw fail(`has an index ${found[i]} into the ${values.length} values of ${name}`);
        target[i] = value;
      }
    },
    end: reader.end,
  };
}
