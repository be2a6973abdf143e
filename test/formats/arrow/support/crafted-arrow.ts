import { flatbuffer, type Table, type Value } from "./flatbuffer.js";

// The numbers are those of Arrow's Schema.fbs, Message.fbs and File.fbs.

/** The type of a field, and what is in its lists. */
export interface Type {
  readonly number: number;
  readonly table?: Table;
  readonly children?: readonly Table[];
}

export const float32: Type = { number: 3, table: { 0: ["int16", 1] } };
export const float64: Type = { number: 3, table: { 0: ["int16", 2] } };
export const int64: Type = int(64);
export const utf8: Type = { number: 5, table: {} };
export const views: Type = { number: 24, table: {} };

export function int(bits: number, isSigned = true): Type {
  return { number: 2, table: { 0: ["int32", bits], 1: ["int8", isSigned ? 1 : 0] } };
}

export function fixedList(length: number, item: Type = float32): Type {
  return { number: 16, table: { 0: ["int32", length] }, children: [field("item", item)] };
}

export function list(item: Type = float32): Type {
  return { number: 12, table: {}, children: [field("item", item)] };
}

/** @param more other fields of the table `Field`. */
export function field(name: string, { number, table, children = [] }: Type, more: Table = {}): Table {
  const type: Table = table === undefined ? {} : { 3: ["table", table] };
  return { 0: ["text", name], 1: ["int8", 1], 2: ["int8", number], ...type, 5: ["tables", children], ...more };
}

/** The field of a table `Field` that makes it dictionary-encoded, with indices of 8 bits. */
export function dictionary(id: number): Table {
  return { 4: ["table", { 0: ["int64", id], 1: ["table", int(8).table!] }] };
}

/** @param more other fields of the table `Schema`. */
export function schema(
  fields: readonly Table[],
  metadata: readonly (readonly [string, string])[] = [],
  more: Table = {},
): Table {
  const entries = metadata.map(([key, value]): Table => ({ 0: ["text", key], 1: ["text", value] }));
  return { 0: ["int16", 0], 1: ["tables", fields], 2: ["tables", entries], ...more };
}

export interface Body {
  readonly rows: number;
  /** Length and number of nulls of each column, and of what is in its lists. */
  readonly nodes: readonly (readonly [number, number])[];
  readonly buffers: readonly ArrayBufferView[];
  /** Where the buffers are said to be, if not where they are. */
  readonly ranges?: readonly (readonly (number | bigint)[])[];
  readonly viewBuffers?: readonly number[];
  /** Other fields of the table `RecordBatch`. */
  readonly more?: Table;
  /** Other fields of the table `Message`. */
  readonly message?: Table;
  /** Of the bytes between buffers. */
  readonly padding?: number;
}

/** A message in its frame. */
export function message(type: number, header: Table, body: Uint8Array = new Uint8Array(0), more: Table = {}): Buffer {
  const metadata = flatbuffer({
    0: ["int16", 4],
    1: ["int8", type],
    2: ["table", header],
    3: ["int64", body.length],
    ...more,
  });
  const padded = Buffer.alloc(Math.ceil(metadata.length / 8) * 8);
  padded.set(metadata);
  return Buffer.concat([int32s(-1, padded.length), padded, body]);
}

export function schemaMessage(table: Table, more: Table = {}): Buffer {
  return message(1, table, undefined, more);
}

export function batchMessage(body: Body): Buffer {
  const { table, bytes } = recordBatch(body);
  return message(3, table, bytes, body.message);
}

export function dictionaryMessage(id: number, body: Body, isDelta = false): Buffer {
  const { table, bytes } = recordBatch(body);
  const header: Table = { 0: ["int64", id], 1: ["table", table], 2: ["int8", isDelta ? 1 : 0] };
  return message(2, header, bytes, body.message);
}

function recordBatch({ rows, nodes, buffers, ranges, viewBuffers, more, padding = 0 }: Body) {
  const found: [number, number][] = [];
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const { buffer, byteOffset, byteLength } of buffers) {
    found.push([at, byteLength]);
    const fill = -byteLength & 7;
    parts.push(new Uint8Array(buffer, byteOffset, byteLength), Buffer.alloc(fill, padding));
    at += byteLength + fill;
  }
  const counts: Table = viewBuffers === undefined ? {} : { 4: ["structs", viewBuffers.map((n) => [n]), 1] };
  const table: Table = {
    0: ["int64", rows],
    1: ["structs", nodes, 2],
    2: ["structs", ranges ?? found, 2],
    ...counts,
    ...more,
  };
  return { table, bytes: Buffer.concat(parts) };
}

/** A message in the frame that it had before Arrow 0.15: without a marker, and padded to whole words with its length. */
export function oldMessage(message: Uint8Array): Buffer {
  const length = Buffer.from(message).readInt32LE(4);
  return Buffer.concat([int32s(length + 4), message.subarray(8, 8 + length), int32s(0), message.subarray(8 + length)]);
}

export const END = int32s(-1, 0);

export function stream(...messages: readonly Uint8Array[]): Buffer {
  return Buffer.concat([...messages, END]);
}

export interface CraftedFile {
  readonly schema: Table;
  /** Bytes that the magic is padded to. */
  readonly head?: number;
  /** The message at the start, if not that of the schema. */
  readonly first?: Uint8Array;
  readonly messages: readonly { readonly kind: "dictionary" | "batch"; readonly bytes: Uint8Array }[];
  /** Other fields of the table `Footer`. */
  readonly more?: Table;
  /** Changes the blocks of the footer: offset, length of metadata, length of body. */
  readonly blocks?: (blocks: number[][]) => number[][];
  /** What is between the messages and the footer. */
  readonly end?: Uint8Array;
}

/** A file, with a footer that tells where its messages are. */
export function file({
  schema,
  head = 8,
  first,
  messages,
  more,
  blocks = (same) => same,
  end = END,
}: CraftedFile): Buffer {
  const parts: Uint8Array[] = [Buffer.from("ARROW1".padEnd(head, "\0")), first ?? schemaMessage(schema)];
  const places = { dictionary: [] as number[][], batch: [] as number[][] };
  let at = Buffer.concat(parts).length;
  for (const { kind, bytes } of messages) {
    const [marker, length] = [Buffer.from(bytes).readInt32LE(0), Buffer.from(bytes).readInt32LE(4)];
    const metadataLength = marker === -1 ? 8 + length : 4 + marker;
    places[kind].push([at, metadataLength, bytes.length - metadataLength]);
    parts.push(bytes);
    at += bytes.length;
  }
  const structs = (list: number[][]): Value => ["structs", list, 3];
  const footer = flatbuffer({
    0: ["int16", 4],
    1: ["table", schema],
    2: structs(places.dictionary),
    3: structs(blocks(places.batch)),
    ...more,
  });
  return Buffer.concat([...parts, end, footer, int32s(footer.length), Buffer.from("ARROW1")]);
}

export function int32s(...values: number[]): Buffer {
  return Buffer.from(Int32Array.from(values).buffer);
}
