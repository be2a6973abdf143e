import { bytesOf } from "../../digest/bytes.js";
import { COLUMNS, type ColumnField } from "../../generate/columns.js";
import { BLOCK_ROWS } from "../../generate/examples.js";
import type { ColumnReader, RowGroup, SplitCounter } from "../column-table.js";
import { Damage, Unsupported } from "../damage.js";
import { FormatError } from "../format-error.js";
import type { RecordBatch } from "./record-batch.js";
import type { Field, IntType } from "./schema.js";

/** Labels, or codes of splits, of the next rows: at most 4,096. */
type ValueReader = ColumnReader<Float64Array>;

interface ListReader extends ColumnReader<Float32Array | Float64Array> {
  /** How long the first list is; to be asked of a reader of which nothing is read. */
  firstLength(): Promise<number>;
}

/** The values of the dictionaries, by the columns that they are of, as they are at a place of the stream. */
export type Dictionaries = Readonly<Partial<Record<string, readonly number[]>>>;

/** The columns of a batch. Methods of the readers throw Damage and Unsupported. */
export interface BatchColumns extends RowGroup {
  readonly x: ListReader;
  readonly split: ValueReader | undefined;
}

/** What of a table its batches are read with. */
export interface BatchTable {
  readonly fields: readonly Field[];
  readonly splits: SplitCounter;
}

/** Memory for a number of each row that is read at once, and one more. */
function numbersOf({ rows }: RecordBatch): Float64Array {
  return new Float64Array(Math.min(BLOCK_ROWS, rows) + 1);
}

/**
 * Gives the buffers of a batch to its columns. Nothing is read of them yet.
 *
 * @param firstRow of the batch in the table.
 * @throws Damage if there are not as many, or not of the sizes that they need.
 */
export function openColumns(
  batch: RecordBatch,
  { fields, splits }: BatchTable,
  dictionaries: Dictionaries,
  firstRow: number,
): BatchColumns {
  let x: ListReader | undefined;
  let split: ValueReader | undefined;
  const columns = new Map<ColumnField, ColumnReader<Float32Array | Float64Array>>();
  for (const field of fields) {
    const { name, dictionary } = field;
    const column = COLUMNS.find((known) => known.name === name);
    batch.node(name, batch.rows);
    let reader: ColumnReader<Float32Array | Float64Array>;
    if (column?.kind === "signal") {
      const lists = openLists(batch, field, firstRow);
      if (name === "x") x = lists;
      reader = lists;
    } else if (column?.kind === "real") reader = openFloats(batch, name);
    else if (dictionary === undefined) reader = openValues(batch, field, splits);
    else reader = decoded(openIntegers(batch, name, dictionary.index), name, dictionaries[name] ?? []);
    if (column === undefined) split = reader as ValueReader;
    else columns.set(column.field, reader);
  }
  batch.end();
  return { rows: batch.rows, columns, x: x!, split };
}

function openFloats(batch: RecordBatch, name: string): ColumnReader<Float32Array | Float64Array> {
  const reader = batch.buffer(name, batch.rows * Float64Array.BYTES_PER_ELEMENT);
  return { read: (target) => reader.read(bytesOf(target)), end: () => reader.end() };
}

/** Values of a dictionary; of splits there are two, of classes ten, and maybe some that no row has. */
const MAX_VALUES = 1000;

/** The dictionaries after a batch of values of one that is of this column. @param isDelta whether those before stay. */
export async function withDictionary(
  batch: RecordBatch,
  field: Field,
  splits: SplitCounter,
  isDelta: boolean,
  dictionaries: Dictionaries,
): Promise<Dictionaries> {
  const before = (isDelta && dictionaries[field.name]) || [];
  const count = before.length + batch.rows;
  if (count > MAX_VALUES) throw new Unsupported(`has ${count} values, more than a dataset needs`);
  batch.node(`the dictionary of ${field.name}`, batch.rows);
  const reader = openValues(batch, field, splits);
  batch.end();
  const values = new Float64Array(batch.rows);
  await reader.read(values, batch.rows);
  await reader.end();
  return { ...dictionaries, [field.name]: [...before, ...values] };
}

/** Values by their indices in a dictionary. */
function decoded(indices: ValueReader, name: string, values: readonly number[]): ValueReader {
  return {
    end: () => indices.end(),
    async read(target, rows) {
      await indices.read(target, rows);
      for (let i = 0; i < rows; i++) {
        const index = target[i]!;
        const value = values[index];
        if (value === undefined) {
          throw new Damage(`has an index ${index} into the ${values.length} values of ${name}`);
        }
        target[i] = value;
      }
    },
  };
}

function openValues(batch: RecordBatch, field: Field, splits: SplitCounter): ValueReader {
  if (field.integers !== undefined) return openIntegers(batch, field.name, field.integers);
  return field.isView ? openViews(batch, splits) : openTexts(batch, field.offsetBits, splits);
}

function openIntegers(batch: RecordBatch, name: string, type: IntType): ValueReader {
  const reader = batch.buffer(name, (batch.rows * type.bits) / 8);
  return { read: (target, rows) => reader.readIntegers(type, target.subarray(0, rows)), end: () => reader.end() };
}

/** Where lists or texts begin, each where the one before ends. */
function openOffsets(batch: RecordBatch, name: string, bits: 32 | 64) {
  // An empty column needs no offset.
  const reader = batch.buffer(name, batch.rows === 0 ? 0 : ((batch.rows + 1) * bits) / 8);
  const offsets = numbersOf(batch);
  let known = 0;
  return {
    end: () => reader.end(),
    /** Where the next ones begin, and the last of them ends; overwritten by the next call. */
    async read(rows: number): Promise<Float64Array> {
      if (known > 0) offsets[0] = offsets[known - 1]!;
      await reader.readIntegers({ bits, isSigned: true }, offsets.subarray(known > 0 ? 1 : 0, rows + 1));
      known = rows + 1;
      return offsets;
    },
  };
}

/** List views may share values; so many values there can be whatever the file has. */
const FEW_VALUES = 2 ** 24;

/** Lists, all of which must have the length that is asked for. */
function openLists(batch: RecordBatch, field: Field, firstRow: number): ListReader {
  const { name, kind, fixedLength, offsetBits, isView } = field;
  const { rows: allRows } = batch;
  const places = fixedLength === undefined ? (isView ? openPlaces : openLengths)(batch, name, offsetBits) : undefined;
  const stored = batch.node(`the values of ${name}`, fixedLength === undefined ? undefined : allRows * fixedLength);
  const valueSize = kind === "float64" ? 8 : 4;
  const values = batch.buffer(name, stored * valueSize);
  let row = firstRow;
  let position = 0; // among the values
  return {
    async firstLength() {
      return places === undefined ? fixedLength! : (await places.read(1)).lengths[0]!;
    },
    async read(target, rows) {
      if (places === undefined) return values.read(bytesOf(target));
      const length = target.length / rows;
      if (isView && allRows * length > Math.max(stored, FEW_VALUES)) {
        throw new Unsupported(`has list views of ${allRows * length} values, and there are ${stored}`);
      }
      const { starts, lengths } = await places.read(rows);
      for (let i = 0; i < rows; i++) {
        if (lengths[i] !== length) {
          throw new FormatError(batch.path, `row ${row + i} of ${name} has ${lengths[i]} values, not ${length}`);
        }
        const start = starts[i]!;
        if (start < 0 || start + length > stored) {
          throw new Damage(`has a list of the values ${start} to ${start + length}, and there are ${stored}`);
        }
      }
      for (let i = 0, next = 0; i < rows; i = next) {
        // Lists that follow each other are read at once.
        for (next = i + 1; next < rows && starts[next] === starts[next - 1]! + length; ) next++;
        values.skip((starts[i]! - position) * valueSize);
        await values.read(bytesOf(target.subarray(i * length, next * length)));
        position = starts[next - 1]! + length;
      }
      row += rows;
    },
    async end() {
      await places?.end();
      await values.end();
    },
  };
}

/** Where lists begin and how long they are, of lists that follow each other. */
function openLengths(batch: RecordBatch, name: string, bits: 32 | 64) {
  const offsets = openOffsets(batch, name, bits);
  const lengths = numbersOf(batch);
  return {
    end: offsets.end,
    async read(rows: number) {
      const starts = await offsets.read(rows);
      for (let i = 0; i < rows; i++) lengths[i] = starts[i + 1]! - starts[i]!;
      return { starts, lengths };
    },
  };
}

/** The same of list views, which have both. */
function openPlaces(batch: RecordBatch, name: string, bits: 32 | 64) {
  const readers = [0, 1].map(() => openIntegers(batch, name, { bits, isSigned: true }));
  const [starts, lengths] = [numbersOf(batch), numbersOf(batch)];
  return {
    async read(rows: number) {
      for (const [i, target] of [starts, lengths].entries()) await readers[i]!.read(target, rows);
      return { starts, lengths };
    },
    async end() {
      for (const reader of readers) await reader.end();
    },
  };
}

/** Longest text that is read; splits have shorter names. */
const MAX_BYTES = 64;

function openTexts(batch: RecordBatch, bits: 32 | 64, splits: SplitCounter): ValueReader {
  const places = openOffsets(batch, "split", bits);
  const reader = batch.buffer("split");
  const bytes = new Uint8Array(MAX_BYTES * Math.min(BLOCK_ROWS, batch.rows));
  let position = 0;
  return {
    async read(target, rows) {
      const offsets = await places.read(rows);
      for (let i = 0; i < rows; i++) {
        const from = offsets[i]!;
        const to = offsets[i + 1]!;
        if (from < 0 || to < from || to > reader.size) {
          throw new Damage(`has a text from ${from} to ${to} of ${reader.size} bytes in its column split`);
        }
        if (to - from > MAX_BYTES) {
          throw new Unsupported(`has a text of ${to - from} bytes in its column split, which is no split`);
        }
      }
      const start = offsets[0]!;
      reader.skip(start - position);
      await reader.read(bytes.subarray(0, offsets[rows]! - start));
      position = offsets[rows]!;
      for (let i = 0; i < rows; i++) target[i] = splits.codeOf(bytes, offsets[i]! - start, offsets[i + 1]! - start);
    },
    async end() {
      await places.end();
      await reader.end();
    },
  };
}

/** Bytes of a view: the length of its text, and then the text, if it has so many bytes at most, or its first four. */
const VIEW_SIZE = 16;
const MAX_INLINE = 12;
const ELLIPSIS = new TextEncoder().encode("…");

function openViews(batch: RecordBatch, splits: SplitCounter): ValueReader {
  const reader = batch.buffer("split", batch.rows * VIEW_SIZE);
  batch.passViewBuffers();
  const bytes = new Uint8Array(VIEW_SIZE * Math.min(BLOCK_ROWS, batch.rows));
  const view = new DataView(bytes.buffer);
  return {
    end: () => reader.end(),
    async read(target, rows) {
      await reader.read(bytes.subarray(0, rows * VIEW_SIZE));
      for (let i = 0; i < rows; i++) {
        const size = view.getInt32(i * VIEW_SIZE, true);
        const at = i * VIEW_SIZE + 4;
        if (size < 0) throw new Damage(`has a text of ${size} bytes in its column split`);
        // The characters of a long one are elsewhere, and it is no split.
        if (size > MAX_INLINE) bytes.set(ELLIPSIS, at + 4);
        target[i] = splits.codeOf(bytes, at, at + (size > MAX_INLINE ? 4 + ELLIPSIS.length : size));
      }
    },
  };
}
