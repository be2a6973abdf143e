import { log } from "../numeric/log.js";
import type { Arithmetic } from "./arithmetic.js";
import { KERNELS } from "./bytes.js";

const PAGE = 65536;

/** Pages that a memory has at most (1 GB): what a model takes is known by then, and refused. */
const MOST_PAGES = 16384;

/** Values behind an array that vectors may read and write. */
const MARGIN = 8;

interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** What browsers and Node have, and TypeScript's library for Node does not know. */
const { WebAssembly } = globalThis as unknown as {
  readonly WebAssembly: {
    readonly Memory: new (pages: { readonly initial: number; readonly maximum: number }) => Memory;
    readonly Module: new (bytes: Uint8Array) => object;
    readonly Instance: new (
      module: object,
      imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
    ) => { readonly exports: Omit<Arithmetic, "dtype" | "reserve" | "view"> };
  };
};

let compiled: object | undefined;

/** Arithmetic in float32, four values at a time, by the kernels of `assembly/`. @throws CompileError where there is no SIMD. */
export function float32Arithmetic(): Arithmetic {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES });
  compiled ??= new WebAssembly.Module(Uint8Array.from(KERNELS.match(/../g)!, (byte) => Number.parseInt(byte, 16)));
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory }, losses: { log } });
  let end = MARGIN;
  return {
    ...exports,
    dtype: "float32",
    reserve(length) {
      const at = end;
      end = Math.ceil((end + length + MARGIN) / 4) * 4;
      const pages = Math.ceil((4 * end) / PAGE) - memory.buffer.byteLength / PAGE;
      if (pages > 0) memory.grow(pages);
      return at;
    },
    view: (at, length) => new Float32Array(memory.buffer, 4 * at, length),
  };
}
