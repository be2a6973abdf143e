import { printable } from "../printable.js";
import { build, callableNamed, resultOf } from "./calls.js";
import { failure, type Machine } from "./machine.js";
import { Opcode } from "./opcodes.js";
import { asKind, type Bytes, type Text, type Value } from "./values.js";

type Operation = (machine: Machine) => void;

/** What each opcode does that a dict of arrays needs. */
export const OPERATIONS: Readonly<Record<number, Operation>> = {
  [Opcode.FRAME]: beginFrame,

  [Opcode.NONE]: ({ stack }) => stack.push(null),
  [Opcode.NEWTRUE]: ({ stack }) => stack.push(true),
  [Opcode.NEWFALSE]: ({ stack }) => stack.push(false),
  [Opcode.BININT]: ({ stack, bytes }) => stack.push(bytes.int32()),
  [Opcode.BININT1]: ({ stack, bytes }) => stack.push(bytes.uint8()),
  [Opcode.BININT2]: ({ stack, bytes }) => stack.push(bytes.uint16()),
  [Opcode.LONG1]: (machine) => machine.stack.push(takeLong(machine)),

  [Opcode.BINUNICODE]: (machine) => machine.stack.push(takeText(machine, machine.bytes.uint32())),
  [Opcode.SHORT_BINUNICODE]: (machine) => machine.stack.push(takeText(machine, machine.bytes.uint8())),
  [Opcode.BINUNICODE8]: (machine) => machine.stack.push(takeText(machine, machine.bytes.uint64())),
  [Opcode.SHORT_BINBYTES]: (machine) => machine.stack.push(takeBytes(machine, machine.bytes.uint8())),
  [Opcode.BINBYTES]: (machine) => machine.stack.push(takeBytes(machine, machine.bytes.uint32())),
  [Opcode.BINBYTES8]: (machine) => machine.stack.push(takeBytes(machine, machine.bytes.uint64())),
  [Opcode.BYTEARRAY8]: (machine) => machine.stack.push(takeBytes(machine, machine.bytes.uint64())),
  [Opcode.READONLY_BUFFER]: checkBuffer,

  [Opcode.MARK]: ({ stack }) => stack.mark(),
  [Opcode.EMPTY_TUPLE]: (machine) => pushTuple(machine, 0),
  [Opcode.TUPLE1]: (machine) => pushTuple(machine, 1),
  [Opcode.TUPLE2]: (machine) => pushTuple(machine, 2),
  [Opcode.TUPLE3]: (machine) => pushTuple(machine, 3),
  [Opcode.TUPLE]: ({ stack }) => stack.push({ kind: "tuple", items: stack.popToMark() }),
  [Opcode.EMPTY_LIST]: ({ stack }) => stack.push({ kind: "list" }),
  [Opcode.EMPTY_DICT]: ({ stack }) => stack.push({ kind: "dict", entries: new Map() }),
  [Opcode.SETITEM]: (machine) => setItems(machine, pop(machine, 2)),
  [Opcode.SETITEMS]: (machine) => setItems(machine, machine.stack.popToMark()),

  [Opcode.MEMOIZE]: ({ stack, memo }) => memo.set(memo.size, stack.top()),
  [Opcode.BINPUT]: ({ stack, memo, bytes }) => memo.set(bytes.uint8(), stack.top()),
  [Opcode.LONG_BINPUT]: ({ stack, memo, bytes }) => memo.set(bytes.uint32(), stack.top()),
  [Opcode.BINGET]: (machine) => recall(machine, machine.bytes.uint8()),
  [Opcode.LONG_BINGET]: (machine) => recall(machine, machine.bytes.uint32()),

  [Opcode.GLOBAL]: (machine) => pushCallable(machine, machine.bytes.line(), machine.bytes.line()),
  [Opcode.STACK_GLOBAL]: pushNamedCallable,
  [Opcode.REDUCE]: reduce,
  [Opcode.BUILD]: setState,
};

/** Texts of this length or less are kept: names and the like. */
const MAX_SHORT = 256;

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The last values of the stack, in their order. */
function pop({ stack }: Machine, count: number): Value[] {
  return Array.from({ length: count }, () => stack.pop()).reverse();
}

function pushTuple(machine: Machine, length: number): void {
  machine.stack.push({ kind: "tuple", items: pop(machine, length) });
}

function beginFrame(machine: Machine): void {
  const { bytes, at, frameEnd } = machine;
  const length = bytes.uint64();
  if (at < frameEnd) throw failure(machine, "is damaged: it has a frame inside of a frame");
  machine.frameEnd = bytes.position + length;
  if (!(machine.frameEnd <= machine.size)) throw failure(machine, "is cut off or damaged: a frame ends after the file");
}

/** A little-endian integer in two's complement, after its length. */
function takeLong(machine: Machine): number {
  const bytes = machine.bytes.take(machine.bytes.uint8());
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]!);
  const long = Number(BigInt.asIntN(8 * bytes.length, value));
  if (!Number.isSafeInteger(long)) throw failure(machine, "has an integer of more than 53 bits");
  return long;
}

function takeText(machine: Machine, length: number): Text {
  const { bytes } = machine;
  const offset = bytes.position;
  if (!(length <= MAX_SHORT)) {
    bytes.skip(length);
    return { kind: "text", offset, length, short: undefined };
  }
  const taken = bytes.take(length);
  try {
    return { kind: "text", offset, length, short: utf8.decode(taken) };
  } catch {
    throw failure(machine, "is damaged: it has a text that is not UTF-8");
  }
}

function takeBytes({ bytes }: Machine, length: number): Bytes {
  const offset = bytes.position;
  const short = length <= 1 ? bytes.take(length).toString("latin1") : undefined;
  if (short === undefined) bytes.skip(length);
  return { kind: "bytes", offset, length, isText: false, short };
}

/** The bytes on the stack are not to be changed, which nobody does. */
function checkBuffer(machine: Machine): void {
  if (asKind(machine.stack.top(), "bytes") === undefined) throw failure(machine, "has a buffer that is not bytes");
}

function setItems(machine: Machine, items: readonly Value[]): void {
  const dict = asKind(machine.stack.top(), "dict");
  if (dict === undefined || items.length % 2 !== 0) throw failure(machine, "sets items of what is no dict");
  for (let i = 0; i < items.length; i += 2) {
    const key = asKind(items[i], "text")?.short;
    if (key === undefined) throw failure(machine, "has a dict with a key that is no name");
    if (dict.entries.has(key)) throw failure(machine, `has a dict with the key ${printable(key)} twice`);
    dict.entries.set(key, items[i + 1]!);
  }
}

function recall(machine: Machine, number: number): void {
  const value = machine.memo.get(number);
  if (value === undefined) throw failure(machine, `is damaged: it recalls a value ${number} that is not in its memo`);
  machine.stack.push(value);
}

function pushNamedCallable(machine: Machine): void {
  const [module, name] = pop(machine, 2).map((value) => asKind(value, "text")?.short);
  if (name === undefined || module === undefined) throw failure(machine, "asks for a global that no text names");
  pushCallable(machine, module, name);
}

function pushCallable(machine: Machine, module: string, name: string): void {
  const callable = callableNamed(module, name);
  if (callable === undefined) {
    const full = `${module}.${name}`;
    const shown = /^[\w.]{1,60}$/.test(full) ? full : printable(full);
    throw failure(machine, `asks for ${shown}, which would run code: refused`);
  }
  machine.stack.push(callable);
}

function reduce(machine: Machine): void {
  const [callable, args] = pop(machine, 2);
  const result = resultOf(callable!, args!);
  if (result === undefined) throw failure(machine, "makes a call that NumPy does not make: refused");
  machine.stack.push(result);
}

function setState(machine: Machine): void {
  const state = machine.stack.pop();
  const isDone = build(machine.stack.top(), state);
  if (!isDone) throw failure(machine, "sets the state of an object as NumPy does not: refused");
}
