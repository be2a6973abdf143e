import { MAX_POINTS } from "../../config/limits.js";
import { defaultChunkRows, type Split } from "../../generate/examples.js";
import { FormatError } from "../format-error.js";
import { metadataFromEntries } from "../metadata-from-entries.js";
import type { Source } from "../source.js";
import type { StoredTable, TablePart } from "../stored-tables.js";
import { type BatchColumns, batchColumns } from "./batch-columns.js";
import { openBatch, type PartMemory } from "./batch-reader.js";
import { openContents } from "./contents.js";
import { type DatasetColumn, datasetColumns, type SplitColumn, type XColumn } from "./dataset-columns.js";
import { type Dictionaries, withDictionary } from "./dictionaries.js";
import { firstListLength } from "./list-offsets.js";
import { type Block, type Message, readMessage } from "./message.js";
import type { Contents } from "./messages.js";
import { type RecordBatch, readRecordBatch } from "./record-batch.js";
import { createSplitCounter } from "./split-counter.js";

/**
 * Opens an Arrow IPC file or stream, as this product or another writes it. The messages are decoded here and not by
 * apache-arrow, which takes 80 ms to load and trusts all lengths and offsets.
 *
 * @throws FormatError
 */
export async function decodeTable(source: Source): Promise<StoredTable> {
  const contents = await openContents(source);
  const columns = datasetColumns(contents.schema, source.path);
  const { dtype } = columns.find((column): column is XColumn => column.name === "x")!;
  const { blocks, rows, splits, length } = await scanBatches(source, contents, columns);
  if (length !== undefined && length > MAX_POINTS) {
    throw new FormatError(source.path, `has examples of ${length} points, more than can be read`);
  }

  async function* parts(length: number): AsyncGenerator<TablePart, void, void> {
    const capacity = defaultChunkRows(length);
    const memory: PartMemory = {
      capacity,
      x: dtype === "float64" ? new Float64Array(capacity * length) : new Float32Array(capacity * length),
      y: new Int32Array(capacity),
      yClean: new Int32Array(capacity),
    };
    const trainRows = splits?.[0].rows ?? rows;
    let row = 0;
    for (const { dictionaries, ...block } of blocks) {
      const { batch, buffers } = await readBatch(source, await messageAt(source, block), columns);
      const reader = await openBatch(source, batch, buffers, dictionaries, memory, length, row);
      for (const end = row + batch.rows; row < end; ) {
        const next = row < trainRows ? Math.min(trainRows, end) : end;
        const part = await reader.read(Math.min(capacity, next - row));
        yield part;
        row += part.rows;
      }
      await reader.end();
    }
  }

  return {
    path: source.path,
    metadata: metadataFromEntries(contents.schema.metadata, length, source.path),
    length,
    dtype,
    hasCleanLabels: columns.some(({ name }) => name === "y_clean"),
    rows,
    ...(splits && { splits }),
    // Of no rows, any length will do.
    parts: () => parts(length ?? 1),
  };
}

interface Scan {
  /** Where the record batches are, and the dictionaries that they refer to. */
  readonly blocks: readonly (Block & { readonly dictionaries: Dictionaries })[];
  readonly rows: number;
  readonly splits: readonly [train: Split, test: Split] | undefined;
  /** Points per example; undefined if there are no rows, and the type does not say it. */
  readonly length: number | undefined;
}

/** Reads what must be known before the values: the headers of all batches, and the splits of their rows. */
async function scanBatches(source: Source, contents: Contents, columns: readonly DatasetColumn[]): Promise<Scan> {
  const splitColumn = columns.find((column): column is SplitColumn => column.name === "split");
  const counter = createSplitCounter(source, splitColumn);
  const blocks: Scan["blocks"][number][] = [];
  let dictionaries: Dictionaries = {};
  let rows = 0;
  let length = columns.find((column): column is XColumn => column.name === "x")?.list.length;
  for await (const message of contents.messages()) {
    if (message.kind === "dictionary") {
      dictionaries = await withDictionary(source, message, columns, dictionaries);
      continue;
    }
    const { batch, buffers } = await readBatch(source, message, columns);
    if (batch.rows > 0) length ??= await firstListLength(source, batch, buffers.x);
    await counter.add(batch, buffers.split, dictionaries);
    rows += batch.rows;
    const { offset, metadataLength, bodyLength } = message;
    blocks.push({ offset, metadataLength, bodyLength, dictionaries });
  }
  if (length !== undefined && length < 1) throw new FormatError(source.path, `has examples of ${length} points`);
  return { blocks, rows, splits: splitColumn && counter.splits(), length };
}

async function readBatch(
  source: Source,
  message: Message,
  columns: readonly DatasetColumn[],
): Promise<{ batch: RecordBatch; buffers: BatchColumns }> {
  const batch = await readRecordBatch(source, message, message.header);
  return { batch, buffers: batchColumns(batch, columns) };
}

async function messageAt(source: Source, { offset, metadataLength, bodyLength }: Block): Promise<Message> {
  const message = await readMessage(source, offset, offset + metadataLength + bodyLength);
  if (message.kind === "end")
    throw new FormatError(source.path, `has changed while it was read: no message at ${offset}`);
  return message;
}
