import { Damage, textFromUtf8, Unsupported } from "../damage.js";

/** Types of the compact protocol. A boolean field has its value in its type. */
const WIRE = { true: 1, false: 2, byte: 3, i16: 4, i32: 5, i64: 6, double: 7, binary: 8, list: 9, set: 10, struct: 12 };

/** Bytes of the types that always have as many. */
const SIZES: Readonly<Record<number, number>> = { [WIRE.true]: 0, [WIRE.false]: 0, [WIRE.byte]: 1, [WIRE.double]: 8 };

/** Nesting of what is passed over; the structures of Parquet are half as deep. */
const MAX_DEPTH = 16;

/** Structures in one footer: 80,000 column chunks, in 100 MB of memory. */
const MAX_STRUCTS = 250_000;

/**
 * Thrift's compact protocol, read strictly: nothing is longer than the bytes that are there. What Parquet's structures do
 * not have in `metadata.ts` is passed over, and nothing is allocated for it.
 *
 * @see https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
 */
export class ThriftInput {
  position = 0;
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
    return this.take(this.varint());
  }

  take(length: number): Uint8Array {
    if (length > this.#bytes.length - this.position) throw new Damage(`has ${length} bytes that it can't hold`);
    this.position += length;
    return this.#bytes.subarray(this.position - length, this.position);
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

  /** The types of a structure's fields by their numbers, each to be read or passed over before the next is asked for. */
  *fields(): Generator<{ id: number; wire: number }, void, void> {
    for (let id = 0, header = this.byte(); header !== 0; header = this.byte()) {
      const delta = header >> 4;
      id = delta === 0 ? this.zigzag() : id + delta;
      if (id < 1 || id > 0x7fff) throw new Damage(`has a field with the number ${id}`);
      yield { id, wire: header & 15 };
    }
  }

  /** Passes over a value. */
  skip(wire: number, depth = 0): void {
    if (depth > MAX_DEPTH) throw new Damage("is nested too deep");
    const size = SIZES[wire];
    if (size !== undefined) this.take(size);
    else if (wire === WIRE.i16 || wire === WIRE.i32 || wire === WIRE.i64) {
      for (let length = 1; this.byte() >= 0x80; length++) {
        if (length === 10) throw new Damage("has a number of more than 10 bytes");
      }
    } else if (wire === WIRE.binary) this.binary();
    else if (wire === WIRE.list || wire === WIRE.set) {
      const { wire: element, size } = this.listHeader();
      // A boolean that is an element has a byte of its own.
      const isBoolean = element === WIRE.true || element === WIRE.false;
      for (let i = 0; i < size; i++) this.skip(isBoolean ? WIRE.byte : element, depth + 1);
    } else if (wire === WIRE.struct) {
      for (const field of this.fields()) this.skip(field.wire, depth + 1);
    } else throw new Damage(`has a value of the unknown type ${wire}`);
  }
}

/** How a value of Thrift is read. */
export interface ThriftType<T> {
  readonly name: string;
  /** The types of the protocol that it comes in. */
  readonly wires: readonly number[];
  /** Reads it. @throws Damage */
  read(input: ThriftInput, wire: number): T;
}

/** The value that a type reads. */
export type ValueOf<Type> = Type extends ThriftType<infer T> ? T : never;

export const bool: ThriftType<boolean> = {
  name: "boolean",
  wires: [WIRE.true, WIRE.false],
  read: (_, wire) => wire === WIRE.true,
};

export const i32: ThriftType<number> = {
  name: "integer",
  wires: [WIRE.i32],
  read(input) {
    const value = input.zigzag();
    if (value !== (value | 0)) throw new Damage(`has ${value} where an integer has 32 bits`);
    return value;
  },
};

/** One that must be exact as a number of JavaScript, as sizes and counts are. */
export const i64: ThriftType<number> = { name: "integer", wires: [WIRE.i64], read: (input) => input.zigzag() };

/** The words of a text. */
type Words<S extends string> = S extends `${infer First} ${infer Rest}` ? First | Words<Rest> : S;

/** An enum: the name of the value, of which these are from 0 on; of others the number, as messages have it. */
export function enumOf<S extends string>(...names: readonly S[]): ThriftType<Words<S> | `number ${number}`> {
  const known = names.join(" ").split(" ") as Words<S>[];
  return {
    ...i32,
    read(input, wire) {
      const value = i32.read(input, wire);
      return known[value] ?? `number ${value}`;
    },
  };
}

/** Not a copy. */
export const binary: ThriftType<Uint8Array> = { name: "bytes", wires: [WIRE.binary], read: (input) => input.binary() };

export const text: ThriftType<string> = {
  name: "text",
  wires: [WIRE.binary],
  read: (input) => textFromUtf8(input.binary()),
};

/** @param max elements that it can have. */
export function listOf<T>(element: ThriftType<T>, max: number): ThriftType<readonly T[]> {
  return {
    name: `list of ${element.name}`,
    wires: [WIRE.list],
    read(input) {
      const { wire, size } = input.listHeader();
      if (size > max) throw new Unsupported(`has a list of ${size} values, and that of no dataset has so many`);
      // hyparquet-writer has no type for the elements of an empty list.
      if (size > 0 && !element.wires.includes(wire)) {
        throw new Damage(`has a list of another type than ${element.name}`);
      }
      const values: T[] = [];
      for (let i = 0; i < size; i++) values.push(element.read(input, wire));
      return values;
    },
  };
}

/** Types of fields, each with its number. What may be missing has a `?` after its name. */
type Fields = Readonly<Record<string, readonly [id: number, type: ThriftType<unknown>]>>;

type Struct<F extends Fields> = {
  readonly [K in keyof F as K extends `${string}?` ? never : K]: ValueOf<F[K][1]>;
} & {
  readonly [K in keyof F as K extends `${infer Name}?` ? Name : never]: ValueOf<F[K][1]> | undefined;
};

/** A structure with these fields; others are passed over. */
export function struct<F extends Fields>(
  name: string,
  fields: F,
): ThriftType<Struct<F>> & { read(input: ThriftInput): Struct<F> } {
  const byId = new Map(
    Object.entries(fields).map(([key, [id, type]]) => [
      id,
      { key: key.replace("?", ""), isRequired: !key.endsWith("?"), type },
    ]),
  );
  return {
    name,
    wires: [WIRE.struct],
    read(input) {
      input.countStruct();
      const values: Record<string, unknown> = {};
      for (const { id, wire } of input.fields()) {
        const field = byId.get(id);
        if (field === undefined) {
          input.skip(wire);
          continue;
        }
        const { key, type } = field;
        if (values[key] !== undefined) throw new Damage(`has the field ${name}.${key} twice`);
        if (!type.wires.includes(wire)) {
          throw new Damage(`has a field ${name}.${key} of another type than ${type.name}`);
        }
        values[key] = type.read(input, wire);
      }
      for (const { key, isRequired } of byId.values()) {
        if (isRequired && values[key] === undefined) throw new Damage(`has no field ${name}.${key}`);
      }
      return values as Struct<F>;
    },
  };
}
