import { Damage, textFromUtf8 } from "../damage.js";

/** Where consecutive items of one size are. */
export interface FlatVector {
  readonly start: number;
  readonly count: number;
}

/**
 * A table of a FlatBuffer whose fields are found by their numbers in its schema. The package `flatbuffers` reads whatever
 * an offset leads to; here nothing outside the buffer is read, nor anything outside the table taken for a field.
 *
 * Methods throw Damage.
 *
 * @see https://flatbuffers.dev/internals/
 */
export class FlatTable {
  readonly view: DataView;
  readonly #start: number;
  readonly #size: number;
  readonly #vtable: number;
  readonly #vtableSize: number;

  /** The table that a buffer is of. */
  static root(bytes: Uint8Array): FlatTable {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    return new FlatTable(view, target(view, 0));
  }

  private constructor(view: DataView, start: number) {
    check(view, start, 4);
    this.view = view;
    this.#start = start;
    this.#vtable = start - view.getInt32(start, true);
    check(view, this.#vtable, 4);
    this.#vtableSize = view.getUint16(this.#vtable, true);
    this.#size = view.getUint16(this.#vtable + 2, true);
    if (this.#vtableSize < 4 || this.#vtableSize % 2 !== 0 || this.#size < 4) {
      throw new Damage("has a table that is none");
    }
    check(view, this.#vtable, this.#vtableSize);
    check(view, start, this.#size);
  }

  /** An enum, the type of a union, or a small number; 0 if it is left out. */
  int(field: number, size: 1 | 2 | 4): number {
    const at = this.#place(field, size);
    if (at === undefined) return 0;
    if (size === 1) return this.view.getInt8(at);
    return size === 2 ? this.view.getInt16(at, true) : this.view.getInt32(at, true);
  }

  bool(field: number): boolean {
    const value = this.int(field, 1);
    if (value !== 0 && value !== 1) throw new Damage(`has ${value} where true or false must be`);
    return value === 1;
  }

  /** A length, an offset or an id: 64 bits, of which we take no more than a double holds. */
  size(field: number): number {
    const at = this.#place(field, 8);
    return at === undefined ? 0 : this.sizeAt(at);
  }

  /** The same at a place in a vector of numbers or structs. */
  sizeAt(at: number): number {
    const value = this.view.getBigInt64(at, true);
    const size = Number(value);
    if (size < 0 || !Number.isSafeInteger(size)) {
      throw new Damage(`has ${value} where a length or an offset must be`);
    }
    return size;
  }

  string(field: number): string | undefined {
    const at = this.#place(field, 4);
    if (at === undefined) return undefined;
    const { start, count } = this.#vectorAt(at, 1);
    return textFromUtf8(new Uint8Array(this.view.buffer, this.view.byteOffset + start, count));
  }

  table(field: number): FlatTable | undefined {
    const at = this.#place(field, 4);
    return at === undefined ? undefined : new FlatTable(this.view, target(this.view, at));
  }

  /** A table that must be there. */
  required(field: number, what: string): FlatTable {
    const table = this.table(field);
    if (table === undefined) throw new Damage(`has no ${what}`);
    return table;
  }

  /** A vector of numbers or structs; empty if it is left out. @param size of an item, in bytes. */
  vector(field: number, size: number): FlatVector {
    const at = this.#place(field, 4);
    return at === undefined ? { start: 0, count: 0 } : this.#vectorAt(at, size);
  }

  /** The tables of a vector, made one by one: a hostile vector may name one large table many times. */
  *tables(field: number): Generator<FlatTable, void, void> {
    const { start, count } = this.vector(field, 4);
    for (let i = 0; i < count; i++) yield new FlatTable(this.view, target(this.view, start + 4 * i));
  }

  /** Where a field is; undefined if it is left out, and then has its default. */
  #place(field: number, size: number): number | undefined {
    const entry = 4 + 2 * field;
    const offset = entry < this.#vtableSize ? this.view.getUint16(this.#vtable + entry, true) : 0;
    if (offset === 0) return undefined;
    if (offset < 4 || offset + size > this.#size) throw new Damage("has a field outside of its table");
    return this.#start + offset;
  }

  #vectorAt(at: number, size: number): FlatVector {
    const start = target(this.view, at);
    check(this.view, start, 4);
    const count = this.view.getUint32(start, true);
    check(this.view, start + 4, count * size);
    return { start: start + 4, count };
  }
}

/** Where an offset leads. Offsets lead forward only, so that there is no circle. */
function target(view: DataView, at: number): number {
  check(view, at, 4);
  const offset = view.getUint32(at, true);
  if (offset < 4) throw new Damage("has an offset that leads to itself");
  return at + offset;
}

function check(view: DataView, start: number, size: number): void {
  if (start < 0 || start + size > view.byteLength) {
    throw new Damage(`has ${size} bytes at ${start}, and is ${view.byteLength} bytes long`);
  }
}
