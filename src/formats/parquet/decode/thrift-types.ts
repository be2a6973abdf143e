import { Damage, Unsupported } from "./damage.js";
import { type ThriftInput, WIRE } from "./thrift-input.js";

/** How a value of Thrift is read. */
export interface ThriftType<T> {
  readonly name: string;
  /** Whether it comes in this type of the protocol. */
  accepts(wire: number): boolean;
  /** Reads it. @throws Damage */
  read(input: ThriftInput, wire: number): T;
}

/** A field of a structure. */
export interface Field<T> {
  readonly id: number;
  readonly type: ThriftType<unknown>;
  readonly isRequired: boolean;
  /** Never there: the type of its value. */
  readonly value?: T;
}

type Fields = Readonly<Record<string, Field<unknown>>>;

/** What `struct` reads; optional fields that are not there are undefined. */
export type StructOf<F extends Fields> = { readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never };

/** The value that a type reads. */
export type ValueOf<Type> = Type extends ThriftType<infer T> ? T : never;

export function required<T>(id: number, type: ThriftType<T>): Field<T> {
  return { id, type, isRequired: true };
}

export function optional<T>(id: number, type: ThriftType<T>): Field<T | undefined> {
  return { id, type, isRequired: false };
}

export const bool: ThriftType<boolean> = {
  name: "boolean",
  accepts: (wire) => wire === WIRE.true || wire === WIRE.false,
  read: (_, wire) => wire === WIRE.true,
};

export const i32: ThriftType<number> = {
  name: "integer",
  accepts: (wire) => wire === WIRE.i32,
  read(input) {
    const value = input.zigzag();
    if (value !== (value | 0)) throw new Damage(`has ${value} where an integer has 32 bits`);
    return value;
  },
};

/** One that must be exact as a number of JavaScript, as sizes and counts are. */
export const i64: ThriftType<number> = {
  name: "integer",
  accepts: (wire) => wire === WIRE.i64,
  read: (input) => input.zigzag(),
};

/** Not a copy. */
export const binary: ThriftType<Uint8Array> = {
  name: "bytes",
  accepts: (wire) => wire === WIRE.binary,
  read: (input) => input.binary(),
};

export const text: ThriftType<string> = {
  name: "text",
  accepts: (wire) => wire === WIRE.binary,
  read: (input) => textFromUtf8(input.binary()),
};

/** @param max elements that it can have. */
export function list<T>(element: ThriftType<T>, max: number): ThriftType<readonly T[]> {
  return {
    name: `list of ${element.name}`,
    accepts: (wire) => wire === WIRE.list,
    read(input) {
      const { wire, size } = input.listHeader();
      if (size > max) throw new Unsupported(`has a list of ${size} values, and that of no dataset has so many`);
      // hyparquet-writer has no type for the elements of an empty list.
      if (size > 0 && !element.accepts(wire)) throw new Damage(`has a list of another type than ${element.name}`);
      const values: T[] = [];
      for (let i = 0; i < size; i++) values.push(element.read(input, wire));
      return values;
    },
  };
}

/** A structure can also be what is read first, in no field. */
export interface StructType<T> extends ThriftType<T> {
  read(input: ThriftInput): T;
}

/** A structure with these fields; others are passed over and counted. */
export function struct<F extends Fields>(name: string, fields: F): StructType<StructOf<F>> {
  const keys = new Map(Object.entries(fields).map(([key, { id }]) => [id, key]));
  const absent = Object.fromEntries(Object.keys(fields).map((key) => [key, undefined]));
  return {
    name,
    accepts: (wire) => wire === WIRE.struct,
    read(input) {
      input.countStruct();
      const values: Record<string, unknown> = { ...absent };
      for (let header = input.fieldHeader(0); header !== undefined; header = input.fieldHeader(header.id)) {
        const { id, wire } = header;
        const key = keys.get(id);
        if (key === undefined) {
          input.unknownFields++;
          input.skip(wire);
          continue;
        }
        const { type } = fields[key]!;
        if (values[key] !== undefined) throw new Damage(`has the field ${name}.${key} twice`);
        if (!type.accepts(wire)) throw new Damage(`has a field ${name}.${key} of another type than ${type.name}`);
        values[key] = type.read(input, wire);
      }
      for (const [key, { isRequired }] of Object.entries(fields)) {
        if (isRequired && values[key] === undefined) throw new Damage(`has no field ${name}.${key}`);
      }
      return values as StructOf<F>;
    },
  };
}

/** @throws Damage */
export function textFromUtf8(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new Damage("has text that is not UTF-8");
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
