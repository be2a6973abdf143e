import type { TextType } from "./arrow-type.js";
import type { DatasetColumn, LabelColumn, SplitColumn, XColumn } from "./dataset-columns.js";
import type { BodyBuffer, RecordBatch } from "./record-batch.js";

/** The columns of a batch with their buffers. */
export interface BatchColumns {
  readonly x: XBuffers;
  readonly labels: readonly LabelBuffers[];
  readonly split: SplitBuffers | undefined;
  readonly validities: readonly Validity[];
}

/** Which values of a column are not null: a bit each. */
export interface Validity {
  readonly what: string;
  readonly bits: BodyBuffer;
  readonly count: number;
}

export interface XBuffers {
  readonly column: XColumn;
  /** Where each list begins among the values, and the last one ends; undefined where the type says how long they are. */
  readonly offsets: BodyBuffer | undefined;
  /** How long each list is, of list views. */
  readonly sizes: BodyBuffer | undefined;
  readonly values: BodyBuffer;
  /** Values of all lists, and maybe others before and after them. */
  readonly count: number;
}

export interface LabelBuffers {
  readonly column: LabelColumn;
  /** Labels, or indices into a dictionary of them. */
  readonly values: BodyBuffer;
}

export type SplitBuffers = { readonly indices: BodyBuffer } | TextBuffers;

export interface TextBuffers {
  /** Offsets into the characters, or views. */
  readonly places: BodyBuffer;
  readonly characters: BodyBuffer | undefined;
}

/** Gives the buffers of a batch to its columns. Throws if there are not as many, or not of the sizes that they need. */
export function batchColumns(batch: RecordBatch, columns: readonly DatasetColumn[]): BatchColumns {
  const parts = takeParts(batch);
  let x: XBuffers | undefined;
  let split: SplitBuffers | undefined;
  const labels: LabelBuffers[] = [];
  for (const column of columns) {
    parts.node(column.name, batch.rows);
    if (column.name === "x") {
      x = xBuffers(column, batch.rows, parts);
    } else if (column.name !== "split") {
      const { bits } = column.dictionary?.index ?? column.type;
      labels.push({ column, values: parts.buffer(column.name, (batch.rows * bits) / 8) });
    } else if (column.dictionary === undefined) {
      split = textBuffers(column.text, batch.rows, parts);
    } else {
      split = { indices: parts.buffer("split", (batch.rows * column.dictionary.index.bits) / 8) };
    }
  }
  if (x === undefined) throw batch.fail("has no x");
  return { x, labels, split, validities: parts.end() };
}

/** The buffers of the values of a dictionary: texts, or labels. */
export function dictionaryColumn(
  batch: RecordBatch,
  column: LabelColumn | SplitColumn,
): { values: TextBuffers | BodyBuffer } & Pick<BatchColumns, "validities"> {
  const parts = takeParts(batch);
  parts.node(`the dictionary of ${column.name}`, batch.rows);
  const values =
    column.name === "split"
      ? textBuffers(column.text, batch.rows, parts)
      : parts.buffer(column.name, (batch.rows * column.type.bits) / 8);
  return { values, validities: parts.end() };
}

function xBuffers(column: XColumn, rows: number, parts: Parts): XBuffers {
  const { offsets: width, length, isView } = column.list;
  const offsets = width === undefined ? undefined : parts.buffer("x", isView ? rows * width : offsetsSize(rows, width));
  const sizes = width === undefined || !isView ? undefined : parts.buffer("x", rows * width);
  const count = parts.node("the values of x", length === undefined ? undefined : rows * length);
  const values = parts.buffer("x", count * (column.dtype === "float64" ? 8 : 4));
  return { column, offsets, sizes, values, count };
}

function textBuffers({ offsets }: TextType, rows: number, parts: Parts): TextBuffers {
  if (offsets !== "views") {
    return { places: parts.buffer("split", offsetsSize(rows, offsets)), characters: parts.buffer("split") };
  }
  const places = parts.buffer("split", rows * 16);
  parts.viewBuffers();
  return { places, characters: undefined };
}

/** An empty column needs no offset. */
function offsetsSize(rows: number, width: number): number {
  return rows === 0 ? 0 : (rows + 1) * width;
}

/** Hands out the nodes and buffers of a batch in their order. */
interface Parts {
  /** Takes a node and its validity. @returns its length, which is the given one if that is known. */
  node(what: string, length?: number): number;
  /** Takes a buffer of a size at least, or of any. */
  buffer(what: string, size?: number): BodyBuffer;
  /** Passes over the buffers of characters that views lead to. */
  viewBuffers(): void;
  end(): Validity[];
}

function takeParts({ nodes, buffers, viewBuffers, fail }: RecordBatch): Parts {
  const rest = { nodes: [...nodes], buffers: [...buffers], viewBuffers: [...viewBuffers] };
  const validities: Validity[] = [];
  const buffer: Parts["buffer"] = (what, size) => {
    const found = rest.buffers.shift();
    if (found === undefined) throw fail(`has ${buffers.length} buffers, and its columns need more`);
    // There may be more, of which these values are the first: other rows of a table that they were sliced from.
    if (size !== undefined && found.size < size) {
      throw fail(`has ${found.size} bytes for ${what}, and ${size} are needed`);
    }
    return found;
  };
  return {
    buffer,
    node(what, length) {
      const found = rest.nodes.shift();
      if (found === undefined) throw fail(`has ${nodes.length} columns, and its schema more`);
      if (found.nulls > 0)
        throw fail(
          `has ${found.nulls} ${found.nulls === 1 ? "null" : "nulls"} in ${what}, and a dataset has none`,
          false,
        );
      if (length !== undefined && found.length !== length) {
        throw fail(`has ${found.length} values in ${what}, not ${length}`);
      }
      const bits = buffer(what);
      const size = Math.ceil(found.length / 8);
      if (bits.size > 0) validities.push({ what, bits, count: found.length });
      if (bits.size > 0 && bits.size < size) throw fail(`has ${bits.size} bytes for the nulls of ${what}, not ${size}`);
      return found.length;
    },
    viewBuffers() {
      for (let count = rest.viewBuffers.shift() ?? 0; count > 0; count--) buffer("split");
    },
    end() {
      if (rest.nodes.length + rest.buffers.length + rest.viewBuffers.length > 0) {
        throw fail("has more columns or buffers than its schema");
      }
      return validities;
    },
  };
}
