import { FormatError } from "../format-error.js";
import type { Source } from "../source.js";
import type { Value } from "./values.js";

const WINDOW_BYTES = 2 ** 16;

/** Most bytes that are taken at a time: more are left in the file. */
export const MAX_TAKEN = 256;

/** What an opcode has with it: itself, and two names at most. */
const MAX_OPCODE_BYTES = 3 * MAX_TAKEN;

/** A dataset's pickle has a key and an array of all its splits on its stack: some twenty, and 16,000 with a thousand shifts. */
const MAX_VALUES = 20_000;

/** A pickle that is being read: its opcodes, its stack with the marks in it, and its memo. */
export class Machine {
  /** Values that can be recalled by number. */
  readonly memo = new Map<number, Value>();
  /** Place of the current opcode in the file. */
  at = 0;
  /** Place of the next byte. */
  position = 0;
  /** Where the last frame ends; protocol 4 and later put opcodes into frames, so that they can be read at once. */
  frameEnd = 0;
  readonly source: Source;
  /** What is in memory, from a place in the file on. */
  #window: Buffer = Buffer.alloc(0);
  #windowStart = 0;
  readonly #values: Value[] = [];
  readonly #marks: number[] = [];

  constructor(source: Source) {
    this.source = source;
  }

  /** What the current opcode does that it must not do. */
  failure(problem: string): FormatError {
    return new FormatError(this.source.path, `${problem} (at byte ${this.at})`);
  }

  /** Begins with the next opcode, and brings the bytes that belong to it, if the file has them: most often they are here. */
  next(): Promise<void> | undefined {
    this.at = this.position;
    const left = this.source.size - this.at;
    const end = this.at + Math.min(left, MAX_OPCODE_BYTES);
    return this.#windowStart + this.#window.length >= end ? undefined : this.#load(left);
  }

  async #load(left: number): Promise<void> {
    this.#window = Buffer.alloc(Math.min(left, WINDOW_BYTES));
    this.#windowStart = this.at;
    await this.source.readInto(this.#window, this.at);
  }

  /** The next bytes, at most `MAX_TAKEN`. */
  take(length: number): Buffer {
    const start = this.position - this.#windowStart;
    if (start + length > this.#window.length) {
      const { path, size } = this.source;
      throw new FormatError(path, `is cut off or damaged: it ends at ${size} bytes, in the middle of it`);
    }
    this.position += length;
    return this.#window.subarray(start, start + length);
  }

  /** An unsigned number of 1, 2, 4 or 8 bytes; NaN if it is beyond 2^53. */
  uint(bytes: number): number {
    const byte = bytes === 1 ? this.#window[this.position - this.#windowStart] : undefined;
    if (byte !== undefined) {
      this.position++;
      return byte;
    }
    if (bytes < 8) return this.take(bytes).readUIntLE(0, bytes);
    const value = Number(this.take(8).readBigUInt64LE());
    return Number.isSafeInteger(value) ? value : Number.NaN;
  }

  /** A text up to a line feed, which is passed over. */
  line(): string {
    const start = this.position - this.#windowStart;
    const length = this.#window.subarray(start, start + MAX_TAKEN).indexOf("\n");
    if (length < 0) {
      throw new FormatError(this.source.path, `is damaged: a name at byte ${this.position} does not end`);
    }
    return this.take(length + 1).toString("utf8", 0, length);
  }

  skip(length: number): void {
    const { path, size } = this.source;
    if (!(this.position + length <= size)) {
      const place = `${Number.isNaN(length) ? "more than 2^53" : length} bytes at ${this.position}`;
      throw new FormatError(path, `is cut off or damaged: it announces ${place}, and has ${size}`);
    }
    this.position += length;
  }

  push(value: Value): void {
    this.#check(this.#values.length < MAX_VALUES, `it has more than ${MAX_VALUES} values at a time`);
    this.#values.push(value);
  }

  /** The last value, which stays. */
  top(): Value {
    const isThere = this.#values.length > (this.#marks.at(-1) ?? 0);
    this.#check(isThere, "an opcode asks for a value that is not there");
    return this.#values.at(-1)!;
  }

  /** Takes the last values, unless a mark is among them. @returns them in their order. */
  pop(count: number): Value[] {
    const isThere = this.#values.length - count >= (this.#marks.at(-1) ?? 0);
    this.#check(isThere, "an opcode asks for a value that is not there");
    return this.#values.splice(this.#values.length - count);
  }

  mark(): void {
    this.#check(this.#marks.length < MAX_VALUES, `it has more than ${MAX_VALUES} marks at a time`);
    this.#marks.push(this.#values.length);
  }

  /** Takes the last mark, and the values after it. */
  popToMark(): Value[] {
    this.#check(this.#marks.length > 0, "an opcode asks for a mark that is not there");
    return this.#values.splice(this.#marks.pop()!);
  }

  /** Whether the stack has neither values nor marks. */
  get isEmpty(): boolean {
    return this.#values.length === 0 && this.#marks.length === 0;
  }

  #check(isSound: boolean, problem: string): void {
    if (!isSound) throw this.failure(`is damaged: ${problem}`);
  }
}
