import {
  type Body,
  batchMessage,
  dictionary,
  field,
  fixedList,
  float32,
  int64,
  list,
  schema,
  schemaMessage,
  stream,
  type Type,
  utf8,
} from "./crafted-arrow.js";
import type { Table } from "./flatbuffer.js";

// Streams of three rows of two points, right but for what a test changes.

export const NONE = new Uint8Array(0);
export const x = Float32Array.of(1, 2, 3, 4, 5, 6);
export const y = BigInt64Array.of(1n, 2n, 3n);
export const [xField, yField] = [field("x", fixedList(2)), field("y", int64)];
export const small = schema([xField, yField]);

/** Where the first message after the schema begins. */
export const AT = schemaMessage(small).length;

/** Nodes without nulls. */
export function nodes(...lengths: number[]): [number, number][] {
  return lengths.map((length) => [length, 0]);
}

/** Offsets and lengths of buffers. */
export function ranges(...numbers: (number | bigint)[]): (number | bigint)[][] {
  return numbers.flatMap((offset, i) => (i % 2 === 0 ? [[offset, numbers[i + 1]!]] : []));
}

export const body: Body = { rows: 3, nodes: nodes(3, 6, 3), buffers: [NONE, NONE, x, NONE, y] };

export function batch(changed: Partial<Body>): Buffer {
  return stream(schemaMessage(small), batchMessage({ ...body, ...changed }));
}

/** A batch of other bytes for x and y. */
export function withBuffers(xs: ArrayBufferView, ys: ArrayBufferView, changed: Partial<Body> = {}): Buffer {
  return batch({ buffers: [NONE, NONE, xs, NONE, ys], ...changed });
}

export function withFields(...fields: Table[]): Buffer {
  return stream(schemaMessage(schema(fields)));
}

const listSchema = schema([field("x", list(float32)), yField]);
export const LISTS_AT = schemaMessage(listSchema).length;

/** A stream whose x is lists, which begin and end at these offsets. */
export function lists(offsets: number[], values = x, changed: Partial<Body> = {}): Buffer {
  const buffers = [NONE, Int32Array.from(offsets), NONE, values, NONE, y];
  return stream(
    schemaMessage(listSchema),
    batchMessage({ ...body, nodes: nodes(3, values.length, 3), buffers, ...changed }),
  );
}

const views = (number: 25 | 26) => schema([field("x", { ...list(float32), number }), yField]);
export const VIEWS_AT = schemaMessage(views(25)).length;

/** A stream whose x is list views of two values, which begin at these offsets. */
export function listViews(offsets: number[], values = x, isLarge = false, changed: Partial<Body> = {}): Buffer {
  const sizes = offsets.map(() => 2);
  const integers = (numbers: number[]) => (isLarge ? BigInt64Array.from(numbers, BigInt) : Int32Array.from(numbers));
  const buffers = [NONE, integers(offsets), integers(sizes), NONE, values, NONE, y];
  return stream(
    schemaMessage(views(isLarge ? 26 : 25)),
    batchMessage({ ...body, nodes: nodes(3, values.length, 3), buffers, ...changed }),
  );
}

const labelSchema = schema([xField, field("y", int64, dictionary(5))]);

export const LABELS_AT = schemaMessage(labelSchema).length;

/** A stream whose labels are in dictionaries. */
export function encodedLabels(...messages: Uint8Array[]): Buffer {
  return stream(schemaMessage(labelSchema), ...messages);
}

/** A batch of indices into them. */
export function labelIndices(...indices: number[]): Buffer {
  return batchMessage({ ...body, buffers: [NONE, NONE, x, NONE, Int8Array.from(indices)] });
}

/** The values of a dictionary of labels. */
export function labels(...values: number[]): Body {
  return { rows: values.length, nodes: nodes(values.length), buffers: [NONE, BigInt64Array.from(values, BigInt)] };
}

const splitSchema = (type: Type) => schema([xField, yField, field("split", type)]);
export const SPLIT_AT = schemaMessage(splitSchema(utf8)).length;

/** A stream with a split column of these buffers. */
export function withSplit(buffers: Body["buffers"], type: Type = utf8, changed: Partial<Body> = {}): Buffer {
  const all = { ...body, nodes: nodes(3, 6, 3, 3), buffers: [...body.buffers, NONE, ...buffers], ...changed };
  return stream(schemaMessage(splitSchema(type)), batchMessage(all));
}

/** Offsets and characters. */
export function texts(...values: string[]): [Int32Array, Uint8Array] {
  const ends = values.map((_, i) => values.slice(0, i + 1).join("").length);
  return [Int32Array.of(0, ...ends), Buffer.from(values.join(""))];
}

const encodedSchema = schema([xField, yField, field("split", utf8, dictionary(5))]);
export const ENCODED_AT = schemaMessage(encodedSchema).length;

/** A stream with a split column of indices into what the dictionaries have. */
export function encoded(indices: number[], ...dictionaries: Uint8Array[]): Buffer {
  const buffers = [...body.buffers, NONE, Int8Array.from(indices)];
  const message = batchMessage({ ...body, nodes: nodes(3, 6, 3, 3), buffers });
  return stream(schemaMessage(encodedSchema), ...dictionaries, message);
}

/** The values of a dictionary. */
export function values(...names: string[]): Body {
  return { rows: names.length, nodes: nodes(names.length), buffers: [NONE, ...texts(...names)] };
}

/** A copy with other bytes from a place on, counted from the end if that is negative. */
export function patched(bytes: Uint8Array, at: number, patch: Uint8Array): Buffer {
  const copy = Buffer.from(bytes);
  copy.set(patch, at < 0 ? copy.length + at : at);
  return copy;
}
