/**
 * Emits pickle opcodes (protocol 3) as CPython's pickler does: the same choice of opcode for each value, and a memo
 * entry for every object that could be met again, numbered in order.
 *
 * @see Lib/pickle.py and Lib/pickletools.py of CPython.
 */
export class PickleWriter {
  #bytes: number[] = [];
  readonly #memo = new Map<string, number>();
  #memoSize = 0;

  /** What was emitted since the last call. */
  take(): Uint8Array {
    const bytes = Uint8Array.from(this.#bytes);
    this.#bytes = [];
    return bytes;
  }

  protocol(version: number): this {
    return this.#emit(0x80, version);
  }
  emptyDict(): this {
    return this.#emit(0x7d).memoize();
  }
  mark(): this {
    return this.#emit(0x28);
  }
  none(): this {
    return this.#emit(0x4e);
  }
  boolean(value: boolean): this {
    return this.#emit(value ? 0x88 : 0x89);
  }
  reduce(key?: string): this {
    return this.#emit(0x52).memoize(key);
  }
  build(): this {
    return this.#emit(0x62);
  }
  setItems(): this {
    return this.#emit(0x75);
  }
  stop(): this {
    return this.#emit(0x2e);
  }

  /** BININT1, BININT2 or BININT, whichever is the shortest; LONG1 beyond 32 bits. */
  integer(value: number): this {
    if (value >= 0 && value <= 0xff) return this.#emit(0x4b, value);
    if (value >= 0 && value <= 0xffff) return this.#emit(0x4d, value & 0xff, value >> 8);
    if (value === (value | 0)) return this.#emit(0x4a, ...littleEndian(value, 4));
    const length = Math.ceil((value.toString(2).length + 1) / 8);
    return this.#emit(0x8a, length, ...littleEndian(value, length));
  }

  /** BINUNICODE; a string that was written before is recalled (CPython interns these). */
  text(value: string): this {
    if (this.recall(`text ${value}`)) return this;
    const bytes = new TextEncoder().encode(value);
    return this.#emit(0x58, ...littleEndian(bytes.length, 4), ...bytes).memoize(`text ${value}`);
  }

  global(module: string, name: string): this {
    if (this.recall(`global ${module} ${name}`)) return this;
    return this.#emit(0x63, ...new TextEncoder().encode(`${module}\n${name}\n`)).memoize(`global ${module} ${name}`);
  }

  /** SHORT_BINBYTES of an ASCII string; recalled if written before. */
  shortBytes(ascii: string): this {
    if (this.recall(`bytes ${ascii}`)) return this;
    return this.#emit(0x43, ascii.length, ...new TextEncoder().encode(ascii)).memoize(`bytes ${ascii}`);
  }

  /** What precedes `length` raw bytes, which the caller writes, and after them `memoize`. */
  bytesHeader(length: number): this {
    if (length <= 0xff) return this.#emit(0x43, length);
    if (length <= 0xffffffff) return this.#emit(0x42, ...littleEndian(length, 4));
    return this.#emit(0x8e, ...littleEndian(length, 8));
  }

  /** TUPLE1, TUPLE2 or TUPLE3 of the last values. */
  tuple(length: number): this {
    return this.#emit(0x84 + length).memoize();
  }
  tupleFromMark(): this {
    return this.#emit(0x74).memoize();
  }

  /** Gives the value on top of the stack the next memo number. */
  memoize(key?: string): this {
    const number = this.#memoSize++;
    if (key !== undefined) this.#memo.set(key, number);
    return number <= 0xff ? this.#emit(0x71, number) : this.#emit(0x72, ...littleEndian(number, 4));
  }

  /** Pushes a memoized value, if there is one under this key. */
  recall(key: string): boolean {
    const number = this.#memo.get(key);
    if (number === undefined) return false;
    if (number <= 0xff) this.#emit(0x68, number);
    else this.#emit(0x6a, ...littleEndian(number, 4));
    return true;
  }

  #emit(...bytes: number[]): this {
    this.#bytes.push(...bytes);
    return this;
  }
}

function littleEndian(value: number, length: number): number[] {
  return Array.from({ length }, (_, i) => Number(BigInt.asUintN(8, BigInt(value) >> BigInt(8 * i))));
}
