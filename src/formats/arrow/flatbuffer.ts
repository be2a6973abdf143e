import { FormatError } from "../format-error.js";
import { printable } from "../printable.js";

/**
 * Makes the error that says what is wrong with the bytes in hand; its caller knows which they are, and throws it.
 *
 * @param isDamage false of what is as the format has it, and not read here. By default true.
 */
export type Fail = (problem: string, isDamage?: boolean) => Error;

/** @param what the bytes are, as in "the footer". */
export function failIn(path: string, what: string): Fail {
  return (problem, isDamage = true) => new FormatError(path, `${isDamage ? "is damaged: " : ""}${what} ${problem}`);
}

/**
 * A table of a FlatBuffer whose fields are found by their numbers in its schema. The package `flatbuffers` reads whatever
 * an offset leads to; here nothing outside the buffer is read, nor anything outside the table taken for a field.
 *
 * @see https://flatbuffers.dev/internals/
 */
export interface FlatTable {
  readonly view: DataView;
  readonly start: number;
  readonly size: number;
  readonly vtable: number;
  readonly vtableSize: number;
  readonly fail: Fail;
}

/** Consecutive items of one size. */
export interface FlatVector {
  readonly start: number;
  readonly count: number;
}

/** The table that a buffer is of. */
export function rootTable(bytes: Uint8Array, fail: Fail): FlatTable {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return tableAt(view, target(view, 0, fail), fail);
}

function tableAt(view: DataView, start: number, fail: Fail): FlatTable {
  check(view, start, 4, fail);
  const vtable = start - view.getInt32(start, true);
  check(view, vtable, 4, fail);
  const vtableSize = view.getUint16(vtable, true);
  const size = view.getUint16(vtable + 2, true);
  if (vtableSize < 4 || vtableSize % 2 !== 0 || size < 4) throw fail("has a table that is none");
  check(view, vtable, vtableSize, fail);
  check(view, start, size, fail);
  return { view, start, size, vtable, vtableSize, fail };
}

/** Where an offset leads. Offsets lead forward only, so that there is no circle. */
function target(view: DataView, at: number, fail: Fail): number {
  check(view, at, 4, fail);
  const offset = view.getUint32(at, true);
  if (offset < 4) throw fail("has an offset that leads to itself");
  return at + offset;
}

function check(view: DataView, start: number, size: number, fail: Fail): void {
  if (start < 0 || start + size > view.byteLength) {
    throw fail(`has ${size} bytes at ${start}, and is ${view.byteLength} bytes long`);
  }
}

/** Where a field is; undefined if it is left out, and then has its default. */
function place(table: FlatTable, field: number, size: number): number | undefined {
  const entry = 4 + 2 * field;
  const offset = entry < table.vtableSize ? table.view.getUint16(table.vtable + entry, true) : 0;
  if (offset === 0) return undefined;
  if (offset < 4 || offset + size > table.size) throw table.fail("has a field outside of its table");
  return table.start + offset;
}

/** An enum, the type of a union, or a small number. */
export function readInt(table: FlatTable, field: number, size: 1 | 2 | 4, absent = 0): number {
  const at = place(table, field, size);
  if (at === undefined) return absent;
  if (size === 1) return table.view.getInt8(at);
  return size === 2 ? table.view.getInt16(at, true) : table.view.getInt32(at, true);
}

export function readBool(table: FlatTable, field: number): boolean {
  const value = readInt(table, field, 1);
  if (value !== 0 && value !== 1) throw table.fail(`has ${value} where true or false must be`);
  return value === 1;
}

/** A length, an offset or an id: 64 bits, of which we take no more than a double holds. */
export function readSize(table: FlatTable, field: number): number {
  const at = place(table, field, 8);
  return at === undefined ? 0 : sizeAt(table, at);
}

/** As `readSize`, at a place in a vector of numbers or structs. */
export function sizeAt({ view, fail }: FlatTable, at: number): number {
  const value = view.getBigInt64(at, true);
  const size = Number(value);
  if (size < 0 || !Number.isSafeInteger(size)) throw fail(`has ${value} where a length or an offset must be`);
  return size;
}

export function readTable(table: FlatTable, field: number): FlatTable | undefined {
  const at = place(table, field, 4);
  return at === undefined ? undefined : tableAt(table.view, target(table.view, at, table.fail), table.fail);
}

/** A table that must be there. */
export function requireTable(table: FlatTable, field: number, what: string): FlatTable {
  const found = readTable(table, field);
  if (found === undefined) throw table.fail(`has no ${what}`);
  return found;
}

export function readString(table: FlatTable, field: number): string | undefined {
  const at = place(table, field, 4);
  if (at === undefined) return undefined;
  const { start, count } = vectorAt(table, at, 1);
  const bytes = new Uint8Array(table.view.buffer, table.view.byteOffset + start, count);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw table.fail(`has text that is not UTF-8: ${printable(new TextDecoder().decode(bytes.subarray(0, 100)))}`);
  }
}

/** A vector of numbers or structs. A vector that is left out is empty. @param size of an item, in bytes. */
export function readVector(table: FlatTable, field: number, size: number): FlatVector {
  const at = place(table, field, 4);
  return at === undefined ? { start: 0, count: 0 } : vectorAt(table, at, size);
}

/** The tables of a vector, made one by one: a hostile vector may name one large table many times. */
export function* readTables(table: FlatTable, field: number): Generator<FlatTable, void, void> {
  const { start, count } = readVector(table, field, 4);
  const { view, fail } = table;
  for (let i = 0; i < count; i++) yield tableAt(view, target(view, start + 4 * i, fail), fail);
}

function vectorAt({ view, fail }: FlatTable, at: number, size: number): FlatVector {
  const start = target(view, at, fail);
  check(view, start, 4, fail);
  const count = view.getUint32(start, true);
  check(view, start + 4, count * size, fail);
  return { start: start + 4, count };
}
