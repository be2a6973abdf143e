import type { NpyArray } from "./npy-array.js";

type Value = unknown;
type Memo = Map<number, Value>;

/** Stands for the classes and functions that a pickle of NumPy arrays names. */
class Global {
  constructor(readonly name: string) {}
}

class Dtype {
  order = "";
  constructor(readonly kind: string) {}
}

class NdArray implements NpyArray {
  descr = "";
  shape: readonly number[] = [];
  values: NpyArray["values"] = "";
}

/**
 * Reads a pickle of protocol 3 that holds dicts of NumPy arrays.
 *
 * @returns dicts as Maps; arrays with their type in NumPy's notation.
 * @see Lib/pickletools.py of CPython, which describes every opcode
 */
export function unpickle(bytes: Buffer): Value {
  const stack: Value[] = [];
  const marks: number[] = [];
  const memo: Memo = new Map();
  let at = 0;
  const next = (length: number) => {
    at += length;
    return bytes.subarray(at - length, at);
  };
  const byte = () => next(1)[0]!;
  const uint32 = () => next(4).readUInt32LE();
  const line = () =>
    next(bytes.indexOf("\n", at) - at + 1)
      .toString("latin1")
      .trimEnd();
  const fromMark = () => stack.splice(marks.pop()!);
  const keep = (number: number) => memo.set(number, stack.at(-1));

  // biome-ignore format: a table, one opcode a line
  for (;;) {
    const opcode = byte();
    switch (opcode) {
      case 0x80: if (byte() !== 3) throw new Error("not protocol 3"); break; // PROTO
      case 0x2e: return stack.pop(); // STOP
      case 0x28: marks.push(stack.length); break; // MARK
      case 0x7d: stack.push(new Map()); break; // EMPTY_DICT
      case 0x4e: stack.push(null); break; // NONE
      case 0x88: stack.push(true); break; // NEWTRUE
      case 0x89: stack.push(false); break; // NEWFALSE
      case 0x4b: stack.push(byte()); break; // BININT1
      case 0x4d: stack.push(next(2).readUInt16LE()); break; // BININT2
      case 0x4a: stack.push(next(4).readInt32LE()); break; // BININT
      case 0x58: stack.push(next(uint32()).toString()); break; // BINUNICODE
      case 0x43: stack.push(next(byte())); break; // SHORT_BINBYTES
      case 0x42: stack.push(next(uint32())); break; // BINBYTES
      case 0x63: stack.push(new Global(`${line()}.${line()}`)); break; // GLOBAL
      case 0x85: case 0x86: case 0x87: stack.push(stack.splice(0x84 - opcode)); break; // TUPLE1, 2, 3
      case 0x74: stack.push(fromMark()); break; // TUPLE
      case 0x71: keep(byte()); break; // BINPUT
      case 0x72: keep(uint32()); break; // LONG_BINPUT
      case 0x68: stack.push(recall(memo, byte())); break; // BINGET
      case 0x6a: stack.push(recall(memo, uint32())); break; // LONG_BINGET
      case 0x75: setItems(fromMark(), stack); break; // SETITEMS
      case 0x52: stack.push(call(stack.splice(-2))); break; // REDUCE
      case 0x62: build(stack.pop() as Value[], stack.at(-1)); break; // BUILD
      default: throw new Error(`opcode 0x${opcode.toString(16)} at ${at - 1}`);
    }
  }
}

function recall(memo: Memo, number: number): Value {
  if (!memo.has(number)) throw new Error(`nothing is memoized as ${number}`);
  return memo.get(number);
}

function setItems(items: Value[], stack: Value[]): void {
  const dict = stack.at(-1) as Map<Value, Value>;
  for (let i = 0; i < items.length; i += 2) dict.set(items[i], items[i + 1]);
}

function call([callable, args]: Value[]): Value {
  const { name } = callable as Global;
  if (name === "numpy.core.multiarray._reconstruct") return new NdArray();
  if (name === "numpy.dtype") return new Dtype((args as Value[])[0] as string);
  throw new Error(`a call of ${name}`);
}

function build(state: Value[], object: Value): void {
  if (object instanceof Dtype) object.order = state[1] as string;
  else if (object instanceof NdArray) {
    const [, shape, dtype, , data] = state as [number, number[], Dtype, boolean, Buffer];
    const { buffer } = Uint8Array.from(data);
    object.descr = dtype.order + dtype.kind;
    object.shape = shape;
    object.values = object.descr === "<i8" ? new BigInt64Array(buffer) : new Float64Array(buffer);
  } else throw new Error("BUILD of something else");
}
