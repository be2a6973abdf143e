import { log } from "../numeric/log.js";
import type { Arithmetic, Products } from "./arithmetic.js";
import { KERNELS } from "./bytes.js";

const PAGE = 65536;

/** Pages that a memory has at most (1 GB). */
const MOST_PAGES = 16384;

/** A model for which there is more to reserve than a memory has. */
export class ModelTooLarge extends RangeError {
  override readonly name = "ModelTooLarge";
}

/** Values behind an array that vectors may read and write. */
const MARGIN = 8;

interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** What assembly/ exports: for float32 all that arithmetic is, and for float64 what takes the time. */
interface Kernels extends Omit<Arithmetic, "dtype" | "reserve" | "view"> {
  readonly product64: Products["product"];
  readonly transposedProduct64: Products["transposedProduct"];
  readonly tanh64: Arithmetic["tanhAll"];
}

/** What browsers and Node have, and TypeScript's library for Node does not know. */
const { WebAssembly } = globalThis as unknown as {
  readonly WebAssembly: {
    readonly Memory: new (pages: { readonly initial: number; readonly maximum: number }) => Memory;
    readonly Module: new (bytes: Uint8Array) => object;
    readonly Instance: new (
      module: object,
      imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
    ) => { readonly exports: Kernels };
  };
};

let compiled: object | undefined;

export interface Instance {
  readonly kernels: Kernels;
  /** Another one after `reserve`. */
  buffer(): ArrayBuffer;
  /** As that of `Arithmetic`. */
  reserve(length: number): number;
}

/** An instance of the kernels with a memory of its own, for values of so many bytes. @throws CompileError where there is no SIMD. */
export function newInstance(bytesPerValue: 4 | 8): Instance {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES });
  compiled ??= new WebAssembly.Module(Uint8Array.from(KERNELS.match(/../g)!, (byte) => Number.parseInt(byte, 16)));
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory }, losses: { log } });
  let end = MARGIN;
  return {
    kernels: exports,
    buffer: () => memory.buffer,
    reserve(length) {
      const at = end;
      end = Math.ceil((end + length + MARGIN) / 4) * 4;
      const pages = Math.ceil((bytesPerValue * end) / PAGE);
      if (pages > MOST_PAGES) throw new ModelTooLarge("its training takes more than 1 GB");
      const there = memory.buffer.byteLength / PAGE;
      if (pages > there) memory.grow(pages - there);
      return at;
    },
  };
}
