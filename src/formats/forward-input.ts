import type { Source } from "./source.js";

/** Part of a file, read from its beginning to its end. */
export class ForwardInput {
  readonly #source: Source;
  readonly #end: number;
  /** Bytes read at once at least. */
  readonly #least: number;
  /** Bytes `#from` to `#to` of it are the next of the file; those from `#next` on are not in it. */
  #window = new Uint8Array(0);
  #from = 0;
  #to = 0;
  #next: number;

  constructor(source: Source, start: number, end: number, least: number) {
    this.#source = source;
    this.#next = start;
    this.#end = end;
    this.#least = Math.min(least, end - start);
  }

  /** Offset in the file. */
  get position(): number {
    return this.#next - (this.#to - this.#from);
  }

  /** Bytes up to the end. */
  get left(): number {
    return this.#end - this.position;
  }

  /** The next `length` bytes or more, and fewer at the end, in memory that the next call reuses. They stay unread. */
  async peek(length = this.#least): Promise<Uint8Array> {
    const wanted = Math.min(length, this.left);
    if (this.#to - this.#from < wanted) await this.#fill(wanted);
    return this.#window.subarray(this.#from, this.#to);
  }

  /** Passes over bytes that were peeked at. */
  pass(length: number): void {
    this.#from += length;
  }

  /** The next bytes, in memory that the next call reuses. @param length at most what is left. */
  async take(length: number): Promise<Uint8Array> {
    const bytes = (await this.peek(length)).subarray(0, length);
    this.pass(length);
    return bytes;
  }

  /** Fills `target` with the next bytes. @param target at most what is left. */
  async readInto(target: Uint8Array): Promise<void> {
    const inWindow = Math.min(target.length, this.#to - this.#from);
    target.set(this.#window.subarray(this.#from, this.#from + inWindow));
    this.pass(inWindow);
    if (inWindow === target.length) return;
    await this.#source.readInto(target.subarray(inWindow), this.#next);
    this.#next += target.length - inWindow;
  }

  async #fill(length: number): Promise<void> {
    const rest = this.#window.subarray(this.#from, this.#to);
    const size = Math.max(length, this.#least);
    if (size > this.#window.length) this.#window = new Uint8Array(size);
    this.#window.set(rest);
    this.#from = 0;
    this.#to = rest.length;
    const more = Math.min(this.#window.length - this.#to, this.#end - this.#next);
    await this.#source.readInto(this.#window.subarray(this.#to, this.#to + more), this.#next);
    this.#to += more;
    this.#next += more;
  }
}
