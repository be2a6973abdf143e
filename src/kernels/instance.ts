import { logExact } from "../numeric/log-exact.js";
import { KERNELS } from "./bytes.js";

/** Most bytes that a kernel takes, besides rows that are kept, … */
const MAX_BYTES = 100_000_000;

/** … and all that 32 bits can address, less what a loop may look beyond. */
const MAX_ADDRESS = 0xffff0000;

const PAGE = 65536;

/** What memory begins with, or its bytes. */
type Contents = Float64Array | Uint8Array | number;

interface Memory {
  readonly buffer: ArrayBuffer;
}

interface Functions {
  readonly drawFour: (rows: number) => void;
  readonly drawNext: (rows: number) => void;
  readonly permuteRows: (values: number, rowBytes: number, rows: number, most: number) => number;
  readonly sumPairwise: (values: number, count: number, isSquared: number, mean: number) => number;
  readonly standardise: (
    values: number,
    count: number,
    mean: number,
    std: number,
    asFloat64: number,
    target: number,
  ) => void;
  readonly writeFloats: (from: number, count: number, to: number) => number;
}

type Globals = Readonly<Record<string, { value: number }>>;

export interface Instance<Name extends string> {
  /** Bytes before each of the contents. */
  readonly at: Readonly<Record<Name, number>>;
  readonly buffer: ArrayBuffer;
  readonly globals: Globals;
  readonly functions: Functions;
}

/** What browsers and Node have, and TypeScript's library for Node does not know. */
const { WebAssembly } = globalThis as unknown as {
  readonly WebAssembly: {
    readonly Memory: new (pages: { readonly initial: number; readonly maximum: number }) => Memory;
    readonly Module: new (bytes: Uint8Array) => object;
    readonly Instance: new (
      module: object,
      imports: { readonly env: { readonly memory: Memory }; readonly log: { readonly logExact: typeof logExact } },
    ) => { readonly exports: Functions & Globals };
  };
};

let compiled: object | undefined;

/**
 * An instance of `assembly/` with memory of its own, in which the contents are one after the other: where they are, and what it
 * exports. Nothing where there is not so much memory.
 * @param kept bytes of rows among them that are kept.
 */
export function instanceWith<Name extends string>(
  contents: Readonly<Record<Name, Contents>>,
  kept = 0,
): Instance<Name> | undefined {
  let end = 0;
  const places = Object.entries<Contents>(contents).map(([name, content]) => {
    const start = end;
    end += Math.ceil((typeof content === "number" ? content : content.byteLength) / 16) * 16;
    return [name, start] as const;
  });
  if (end - kept > MAX_BYTES || end > MAX_ADDRESS) return undefined;
  const at = Object.fromEntries(places) as Record<Name, number>;
  const memory = memoryOf(end);
  if (memory === undefined) return undefined;
  const { buffer } = memory;
  for (const [name, content] of Object.entries<Contents>(contents)) {
    if (typeof content === "number") continue;
    const bytes = new Uint8Array(content.buffer, content.byteOffset, content.byteLength);
    new Uint8Array(buffer).set(bytes, at[name as Name]);
  }
  compiled ??= new WebAssembly.Module(Uint8Array.from(atob(KERNELS), (character) => character.charCodeAt(0)));
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory }, log: { logExact } });
  return { at, buffer, globals: exports, functions: exports };
}

function memoryOf(bytes: number): Memory | undefined {
  const pages = Math.ceil(bytes / PAGE);
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
