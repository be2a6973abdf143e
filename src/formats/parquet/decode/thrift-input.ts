import { Damage, Unsupported } from "./damage.js";

/** Types of the compact protocol. A boolean field has its value in its type. */
export const WIRE = {
  true: 1,
  false: 2,
  byte: 3,
  i16: 4,
  i32: 5,
  i64: 6,
  double: 7,
  binary: 8,
  list: 9,
  set: 10,
  map: 11,
  struct: 12,
  uuid: 13,
} as const;

/** Nesting of what is passed over; the structures of Parquet are half as deep. */
const MAX_DEPTH = 16;

/** Structures in one footer: 80,000 column chunks, in 100 MB of memory. */
const MAX_STRUCTS = 250_000;

/**
 * Thrift's compact protocol, read strictly: nothing is longer than the bytes that are there, and nothing is allocated.
 *
 * @see https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
 */
export class ThriftInput {
  position = 0;
  /** Fields passed over because Parquet, as we know it, does not have them. */
  unknownFields = 0;

  readonly #bytes: Uint8Array;
  #structs = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  byte(): number {
    const byte = this.#bytes[this.position];
    if (byte === undefined) throw new Damage("ends too early");
    this.position++;
    return byte;
  }

  /** Unsigned LEB128, at most 2^53. */
  varint(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 0x80) {
      const byte = this.byte();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) break;
      if (factor === 2 ** 63) throw new Damage("has a number of more than 10 bytes");
    }
    if (value > Number.MAX_SAFE_INTEGER) throw new Damage("has a number beyond 2^53");
    return value;
  }

  /** A signed integer: 0, -1, 1, -2, … as 0, 1, 2, 3, … */
  zigzag(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  /** Bytes with their length before them; not a copy. */
  binary(): Uint8Array {
    return this.#pass(this.varint());
  }

  listHeader(): { wire: number; size: number } {
    const header = this.byte();
    const size = header >> 4 === 15 ? this.varint() : header >> 4;
    // An element has at least a byte.
    if (size > this.#bytes.length - this.position)
      throw new Damage(`has a list of ${size} values, which it can't hold`);
    return { wire: header & 15, size };
  }

  /** Counts a structure, so that there can't be more than memory holds. */
  countStruct(): void {
    if (++this.#structs > MAX_STRUCTS) throw new Unsupported("has more parts than that of any dataset");
  }

  /** The header of the next field of a structure; undefined at its end. @param lastId of the field before, or 0. */
  fieldHeader(lastId: number): { id: number; wire: number } | undefined {
    const header = this.byte();
    if (header === 0) return undefined;
    const delta = header >> 4;
    const id = delta === 0 ? this.zigzag() : lastId + delta;
    if (id < 1 || id > 0x7fff) throw new Damage(`has a field with the number ${id}`);
    return { id, wire: header & 15 };
  }

  /** Passes over a value in a field. */
  skip(wire: number, depth = 0): void {
    if (depth > MAX_DEPTH) throw new Damage("is nested too deep");
    switch (wire) {
      case WIRE.true:
      case WIRE.false:
        return;
      case WIRE.byte:
        this.#pass(1);
        return;
      case WIRE.i16:
      case WIRE.i32:
      case WIRE.i64:
        this.#skipVarint();
        return;
      case WIRE.double:
        this.#pass(8);
        return;
      case WIRE.binary:
        this.binary();
        return;
      case WIRE.list:
      case WIRE.set:
        this.#skipList(depth);
        return;
      case WIRE.map:
        this.#skipMap(depth);
        return;
      case WIRE.struct:
        for (let id = 0; ; ) {
          const header = this.fieldHeader(id);
          if (header === undefined) return;
          this.skip(header.wire, depth + 1);
          id = header.id;
        }
      case WIRE.uuid:
        this.#pass(16);
        return;
      default:
        throw new Damage(`has a value of the unknown type ${wire}`);
    }
  }

  #skipVarint(): void {
    for (let length = 1; this.byte() >= 0x80; length++) {
      if (length === 10) throw new Damage("has a number of more than 10 bytes");
    }
  }

  #skipList(depth: number): void {
    const { wire, size } = this.listHeader();
    for (let i = 0; i < size; i++) this.#skipElement(wire, depth + 1);
  }

  #skipMap(depth: number): void {
    const size = this.varint();
    if (size === 0) return;
    const types = this.byte();
    for (let i = 0; i < size; i++) {
      this.#skipElement(types >> 4, depth + 1);
      this.#skipElement(types & 15, depth + 1);
    }
  }

  /** A boolean that is an element has a byte of its own. */
  #skipElement(wire: number, depth: number): void {
    this.skip(wire === WIRE.true || wire === WIRE.false ? WIRE.byte : wire, depth);
  }

  #pass(length: number): Uint8Array {
    if (length > this.#bytes.length - this.position) throw new Damage(`has ${length} bytes that it can't hold`);
    this.position += length;
    return this.#bytes.subarray(this.position - length, this.position);
  }
}
