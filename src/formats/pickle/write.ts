import { bytesOf } from "../../digest/bytes.js";
import { elementCount, encodeArrays, type NamedArray } from "../arrays.js";
import type { DatasetInfo, Encoder, FormatWriter, Sink } from "../format.js";
import { OPCODE_NAMES } from "./opcodes.js";

/**
 * The original's file: a pickled dict of NumPy arrays, protocol 3, always float64, opcode for opcode what Python's
 * pickle makes of it. With the published preset it is the published file byte for byte.
 */
export const pickle: FormatWriter = {
  encodeFile,
  encodeFolder: async (folder, info) => encodeFile(await folder.create("mnist1d_data.pkl"), info),
};

async function encodeFile(sink: Sink, info: DatasetInfo): Promise<Encoder> {
  const out = new PickleWriter();
  const flush = () => sink.write(out.take());
  let array: NamedArray;
  out.op("PROTO", 3).op("EMPTY_DICT").memoize().op("MARK");
  return encodeArrays({ ...info, dtype: "float64" }, "by column", {
    async begin(next) {
      array = next;
      // The templates are a dict in the dict: their arrays share its keys' memo entries with the outer ones.
      if (array.name === "templates_x") out.text("templates").op("EMPTY_DICT").memoize().op("MARK");
      out.text(array.name.replace("templates_", ""));
      beginArray(out, array);
      await flush();
    },
    async append(values) {
      await sink.write(bytesOf(values));
    },
    async end() {
      endArray(out, array);
      await flush();
    },
    async finish() {
      if (info.templates !== undefined) out.op("SETITEMS");
      out.op("SETITEMS").op("STOP");
      await flush();
      await sink.close();
    },
  });
}

/** An array up to its raw bytes: `numpy.core.multiarray._reconstruct(ndarray, (0,), b'b')` and the head of its state. */
function beginArray(out: PickleWriter, { shape, descr }: NamedArray): void {
  out.global("numpy.core.multiarray", "_reconstruct").global("numpy", "ndarray");
  out.integer(0).tuple(1).shortBytes("b").tuple(3).op("REDUCE").memoize();
  out.op("MARK").integer(1);
  for (const n of shape) out.integer(n);
  out.tuple(shape.length);
  dtype(out, descr);
  const bytes = elementCount(shape) * 8;
  out.op("NEWFALSE");
  // CPython has one object for all empty bytes, so its pickler recalls it: a matter of the whole, not of a header.
  if (bytes === 0) out.shortBytes("");
  else out.bytesHeader(bytes);
}

function endArray(out: PickleWriter, { shape }: NamedArray): void {
  if (elementCount(shape) > 0) out.memoize();
  out.op("TUPLE").memoize().op("BUILD");
}

/** A dtype. */
function dtype(out: PickleWriter, descr: string): void {
  out.once(
    `dtype ${descr}`,
    () => out.global("numpy", "dtype").text(descr).op("NEWFALSE").op("NEWTRUE").tuple(3).op("REDUCE"),
    () => {
      out.op("MARK").integer(3).text("<").op("NONE").op("NONE").op("NONE").integer(-1).integer(-1).integer(0);
      out.op("TUPLE").memoize().op("BUILD");
    },
  );
}

const CODES: ReadonlyMap<string, number> = new Map(Array.from(OPCODE_NAMES, ([code, name]) => [name, code]));

/**
 * Emits pickle opcodes (protocol 3) as CPython's pickler does: the same choice of opcode for each value, and a memo
 * entry for every object that could be met again, numbered in order.
 *
 * @see Lib/pickle.py of CPython.
 */
class PickleWriter {
  #bytes: number[] = [];
  readonly #memo = new Map<string, number>();
  #memoSize = 0;

  /** What was emitted since the last call. */
  take(): Uint8Array {
    const bytes = Uint8Array.from(this.#bytes);
    this.#bytes = [];
    return bytes;
  }

  op(name: string, ...argument: readonly number[]): this {
    this.#bytes.push(CODES.get(name)!, ...argument);
    return this;
  }

  /** BININT1, BININT2 or BININT, whichever is the shortest; LONG1 beyond 32 bits. */
  integer(value: number): this {
    if (value >= 0 && value <= 0xff) return this.op("BININT1", value);
    if (value >= 0 && value <= 0xffff) return this.op("BININT2", ...littleEndian(value, 2));
    if (value === (value | 0)) return this.op("BININT", ...littleEndian(value, 4));
    const length = Math.ceil((value.toString(2).length + 1) / 8);
    return this.op("LONG1", length, ...littleEndian(value, length));
  }

  text(value: string): this {
    const bytes = new TextEncoder().encode(value);
    return this.once(`text ${value}`, () => this.op("BINUNICODE", ...littleEndian(bytes.length, 4), ...bytes));
  }

  global(module: string, name: string): this {
    const line = `${module}\n${name}\n`;
    return this.once(line, () => this.op("GLOBAL", ...new TextEncoder().encode(line)));
  }

  /** @param ascii up to 255 bytes. */
  shortBytes(ascii: string): this {
    const bytes = new TextEncoder().encode(ascii);
    return this.once(`bytes ${ascii}`, () => this.op("SHORT_BINBYTES", bytes.length, ...bytes));
  }

  /** What precedes `length` raw bytes, which the caller writes, and after them `memoize`. */
  bytesHeader(length: number): this {
    if (length > 0xffffffff) return this.op("BINBYTES8", ...littleEndian(length, 8));
    return this.#sized("SHORT_BINBYTES", "BINBYTES", length);
  }

  /** TUPLE1, TUPLE2 or TUPLE3 of the last values. */
  tuple(length: number): this {
    return this.op(`TUPLE${length}`).memoize();
  }

  /** Gives the value on top of the stack the next memo number. */
  memoize(key?: string): this {
    const number = this.#memoSize++;
    if (key !== undefined) this.#memo.set(key, number);
    return this.#sized("BINPUT", "LONG_BINPUT", number);
  }

  /**
   * Writes an object, or recalls it: CPython has one for all that are equal, and its pickler meets it again.
   *
   * @param setState what follows its memo entry.
   */
  once(key: string, write: () => void, setState: () => void = () => {}): this {
    const number = this.#memo.get(key);
    if (number !== undefined) return this.#sized("BINGET", "LONG_BINGET", number);
    write();
    this.memoize(key);
    setState();
    return this;
  }

  #sized(short: string, long: string, value: number): this {
    return value <= 0xff ? this.op(short, value) : this.op(long, ...littleEndian(value, 4));
  }
}

function littleEndian(value: number, length: number): number[] {
  return Array.from({ length }, (_, i) => Number(BigInt.asUintN(8, BigInt(value) >> BigInt(8 * i))));
}
