import { MAX_POINTS } from "../../config/limits.js";
import { type ColumnReader, checkColumns, partsOf, type RowGroup, SplitCounter } from "../column-table.js";
import { locatingIn } from "../damage.js";
import type { Format } from "../format.js";
import { FormatError } from "../format-error.js";
import { metadataFromEntries } from "../metadata-from-entries.js";
import type { Source } from "../source.js";
import { eachTable, type StoredTable } from "../stored-tables.js";
import { type BatchTable, type Dictionaries, openColumns, withDictionary } from "./columns.js";
import { type Contents, messageAt, openContents } from "./ipc.js";
import type { BatchMessage, Block } from "./message.js";
import { RecordBatch } from "./record-batch.js";

/**
 * Opens an Arrow IPC file or stream, as this product or another writes it. The messages are decoded here and not by
 * apache-arrow, which takes 80 ms to load and trusts all lengths and offsets; see docs/decisions/0018-arrow-reader.md.
 *
 * @throws FormatError
 */
export async function decodeTable(source: Source): Promise<StoredTable> {
  const { path } = source;
  const contents = await openContents(source);
  const { isBigEndian, fields, metadata } = contents.schema;
  if (isBigEndian) throw new FormatError(path, "says that the data is big-endian, which is not supported");
  const { dtype, columns } = checkColumns(path, fields);
  const hasField = (name: string) => fields.some((field) => field.name === name);
  const table = { fields, splits: new SplitCounter(path) };
  const { batches, rows, length } = await scanBatches(source, contents, table);
  if (length !== undefined && length < 1) throw new FormatError(path, `has examples of ${length} points`);
  if (length !== undefined && length > MAX_POINTS) {
    throw new FormatError(path, `has examples of ${length} points, more than can be read`);
  }
  const stored = {
    path,
    metadata: metadataFromEntries(metadata, length, path),
    length,
    dtype,
    columns,
    rows,
    ...(hasField("split") && { splits: table.splits.splits }),
  };
  return { ...stored, parts: () => partsOf(stored, readBatches(source, table, batches)) };
}

/** Where a record batch is, and what must be known to read it. */
interface BatchPlace extends Block {
  readonly firstRow: number;
  /** Those that it refers to. */
  readonly dictionaries: Dictionaries;
}

/** Opens the batches again, now for their values. What is wrong with these is thrown with its place. */
async function* readBatches(
  source: Source,
  table: BatchTable,
  places: readonly BatchPlace[],
): AsyncGenerator<RowGroup, void, void> {
  for (const place of places) {
    const batch = await RecordBatch.open(source, await messageAt(source, place, "batch"));
    const within = <T>(read: () => Promise<T>) => locatingIn(source.path, batch.where, read);
    const located = <T>(reader: ColumnReader<T>): ColumnReader<T> => ({
      read: (target, rows) => within(() => reader.read(target, rows)),
      end: () => within(() => reader.end()),
    });
    const { rows, columns } = await within(async () => openColumns(batch, table, place.dictionaries, place.firstRow));
    yield { rows, columns: new Map(Array.from(columns, ([field, reader]) => [field, located(reader)])) };
  }
}

/**
 * Reads what must be known before the values: the headers of all batches, and the splits of their rows.
 *
 * @returns the length too, in points per example; undefined if there are no rows, and the type does not say it.
 */
async function scanBatches(source: Source, contents: Contents, table: BatchTable) {
  const batches: BatchPlace[] = [];
  let dictionaries: Dictionaries = {};
  let rows = 0;
  let length = table.fields.find(({ name }) => name === "x")?.fixedLength;
  for await (const message of contents.messages()) {
    if (message.kind === "dictionary") {
      dictionaries = await readDictionary(source, message, table, dictionaries);
      continue;
    }
    const batch = await RecordBatch.open(source, message);
    await locatingIn(source.path, batch.where, async () => {
      const { x, split } = openColumns(batch, table, dictionaries, rows);
      if (batch.rows > 0) length ??= await x.firstLength();
      if (split !== undefined) await table.splits.count(split, batch.rows);
    });
    const { offset, metadataLength, bodyLength } = message;
    batches.push({ offset, metadataLength, bodyLength, dictionaries, firstRow: rows });
    rows += batch.rows;
  }
  return { batches, rows, length };
}

/** The dictionaries after a message that has one, or more of its values. */
async function readDictionary(
  source: Source,
  message: BatchMessage,
  { fields, splits }: BatchTable,
  dictionaries: Dictionaries,
): Promise<Dictionaries> {
  const { id, offset, isDelta } = message;
  const encoded = fields.filter(({ dictionary }) => dictionary?.id === id);
  if (encoded.length === 0) {
    throw new FormatError(source.path, `has a dictionary ${id} at ${offset}, which is of no column`);
  }
  let after = dictionaries;
  for (const field of encoded) {
    const batch = await RecordBatch.open(source, message);
    after = await locatingIn(source.path, batch.where, () => withDictionary(batch, field, splits, isDelta, after));
  }
  return after;
}

/** Reads a dataset in files of this format. */
export const decodeArrow: Format["decode"] = eachTable(decodeTable);
