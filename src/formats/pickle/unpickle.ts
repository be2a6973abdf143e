import { FormatError } from "../format-error.js";
import { printable } from "../printable.js";
import type { Source } from "../source.js";
import { MAX_TAKEN, Machine } from "./machine.js";
import { OPCODE_NAMES } from "./opcodes.js";
import { asKind, build, callableNamed, resultOf, type Value } from "./values.js";

/** A dataset's pickle has 24 for each array: some 500, and 171,000 with as many shifts and columns as there can be. */
const MAX_OPCODES = 200_000;

/**
 * Reads a pickle without running it: of all that Python's unpickler does, only what makes dicts of NumPy arrays, whose
 * bytes stay in the file. Everything else is refused by name before anything comes of it.
 *
 * @throws FormatError
 */
export async function unpickle(source: Source): Promise<Value> {
  const machine = new Machine(source);
  await machine.next();
  checkProtocol(machine);
  for (let count = 0; count < MAX_OPCODES; count++) {
    const loading = machine.next();
    if (loading !== undefined) await loading;
    const code = machine.uint(1);
    const name = OPCODE_NAMES.get(code) ?? `0x${code.toString(16).padStart(2, "0")} (which no protocol has)`;
    if (name === "STOP") return resultAtEnd(machine);
    const operation = OPERATIONS[name];
    if (operation === undefined) throw refusal(name, machine);
    const { at, frameEnd } = machine;
    operation(machine);
    const isCut = at < frameEnd && machine.position > frameEnd;
    if (isCut) throw machine.failure("is damaged: the end of a frame is in the middle of an opcode");
  }
  throw new FormatError(source.path, `has more than ${MAX_OPCODES} opcodes, and the pickle of a dataset far fewer`);
}

/** What protocols 0 and 1, which have no mark, begin with. */
const FIRST_OF_OLD = ["MARK", "EMPTY_DICT", "EMPTY_LIST", "EMPTY_TUPLE", "GLOBAL"];

function checkProtocol(machine: Machine): void {
  const { path } = machine.source;
  const hint = "Write it with pickle.dump(data, file, protocol=4).";
  const first = OPCODE_NAMES.get(machine.uint(1)) ?? "";
  if (FIRST_OF_OLD.includes(first)) {
    throw new FormatError(path, "is a pickle of protocol 0 or 1, and only 2 to 5 are read", hint);
  }
  if (first !== "PROTO") throw new FormatError(path, "is not what its name says: it does not begin as a pickle does");
  const protocol = machine.uint(1);
  if (protocol < 2 || protocol > 5) {
    throw new FormatError(path, `is a pickle of protocol ${protocol}, and only 2 to 5 are read`, hint);
  }
}

/** The error of an opcode that a dict of arrays does not need. */
function refusal(name: string, machine: Machine): FormatError {
  // Texts or bytes, which only who reads them knows.
  if (/^(SHORT_|BIN)*STRING$/.test(name)) {
    const hint = 'Load it in Python 3 with encoding="latin1", and write it again with protocol=4.';
    return new FormatError(machine.source.path, `is a pickle of Python 2 (${name} at byte ${machine.at})`, hint);
  }
  return machine.failure(`uses the opcode ${name}, which a dict of arrays does not need: refused`);
}

/** The value that is left on the stack at the end, which must be that of the file. */
function resultAtEnd(machine: Machine): Value {
  const rest = Math.max(machine.source.size, machine.frameEnd) - machine.position;
  if (rest !== 0) throw machine.failure(`is damaged: ${rest} bytes follow its end`);
  const [value] = machine.pop(1);
  if (!machine.isEmpty) throw machine.failure("is damaged: more than one value is left at its end");
  return value!;
}

/** What the opcodes do that a dict of arrays needs. */
const OPERATIONS: Readonly<Record<string, (machine: Machine) => void>> = {
  BINBYTES: (machine) => pushBytes(machine, 4),
  BINBYTES8: (machine) => pushBytes(machine, 8),
  BINGET: (machine) => recall(machine, machine.uint(1)),
  BININT: (machine) => machine.push(machine.take(4).readInt32LE()),
  BININT1: (machine) => machine.push(machine.uint(1)),
  BININT2: (machine) => machine.push(machine.uint(2)),
  BINPUT: (machine) => machine.memo.set(machine.uint(1), machine.top()),
  BINUNICODE: (machine) => pushText(machine, 4),
  BINUNICODE8: (machine) => pushText(machine, 8),
  BUILD: setState,
  BYTEARRAY8: (machine) => pushBytes(machine, 8),
  EMPTY_DICT: (machine) => machine.push({ kind: "dict", entries: new Map() }),
  EMPTY_LIST: (machine) => machine.push({ kind: "list" }),
  EMPTY_TUPLE: (machine) => pushTuple(machine, []),
  FRAME: beginFrame,
  GLOBAL: (machine) => pushCallable(machine, machine.line(), machine.line()),
  LONG1: pushLong,
  LONG_BINGET: (machine) => recall(machine, machine.uint(4)),
  LONG_BINPUT: (machine) => machine.memo.set(machine.uint(4), machine.top()),
  MARK: (machine) => machine.mark(),
  MEMOIZE: (machine) => machine.memo.set(machine.memo.size, machine.top()),
  NEWFALSE: (machine) => machine.push(false),
  NEWTRUE: (machine) => machine.push(true),
  NONE: (machine) => machine.push(null),
  READONLY_BUFFER: checkBuffer,
  REDUCE: reduce,
  SETITEM: (machine) => setItems(machine, machine.pop(2)),
  SETITEMS: (machine) => setItems(machine, machine.popToMark()),
  SHORT_BINBYTES: (machine) => pushBytes(machine, 1),
  SHORT_BINUNICODE: (machine) => pushText(machine, 1),
  STACK_GLOBAL: pushNamedCallable,
  TUPLE: (machine) => pushTuple(machine, machine.popToMark()),
  TUPLE1: (machine) => pushTuple(machine, machine.pop(1)),
  TUPLE2: (machine) => pushTuple(machine, machine.pop(2)),
  TUPLE3: (machine) => pushTuple(machine, machine.pop(3)),
};

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function pushTuple(machine: Machine, items: readonly Value[]): void {
  machine.push({ kind: "tuple", items });
}

function beginFrame(machine: Machine): void {
  const length = machine.uint(8);
  if (machine.at < machine.frameEnd) throw machine.failure("is damaged: it has a frame inside of a frame");
  machine.frameEnd = machine.position + length;
  if (!(machine.frameEnd <= machine.source.size)) {
    throw machine.failure("is cut off or damaged: a frame ends after the file");
  }
}

/** A little-endian integer in two's complement, after its length. */
function pushLong(machine: Machine): void {
  const bytes = machine.take(machine.uint(1));
  const hex = Buffer.from(bytes).reverse().toString("hex");
  const long = Number(BigInt.asIntN(8 * bytes.length, BigInt(`0x0${hex}`)));
  if (!Number.isSafeInteger(long)) throw machine.failure("has an integer of more than 53 bits");
  machine.push(long);
}

/** Texts that are short are kept: names and the like. @param lengthBytes of the length that comes before. */
function pushText(machine: Machine, lengthBytes: number): void {
  const length = machine.uint(lengthBytes);
  const offset = machine.position;
  let short: string | undefined;
  if (length > MAX_TAKEN || Number.isNaN(length)) machine.skip(length);
  else {
    const bytes = machine.take(length);
    try {
      short = utf8.decode(bytes);
    } catch {
      throw machine.failure("is damaged: it has a text that is not UTF-8");
    }
  }
  machine.push({ kind: "text", offset, length, short });
}

function pushBytes(machine: Machine, lengthBytes: number): void {
  const length = machine.uint(lengthBytes);
  const offset = machine.position;
  const short = length <= 1 ? machine.take(length).toString("latin1") : undefined;
  if (short === undefined) machine.skip(length);
  machine.push({ kind: "bytes", offset, length, isText: false, short });
}

/** The bytes on the stack are not to be changed, which nobody does. */
function checkBuffer(machine: Machine): void {
  if (asKind(machine.top(), "bytes") === undefined) throw machine.failure("has a buffer that is not bytes");
}

function setItems(machine: Machine, items: readonly Value[]): void {
  const dict = asKind(machine.top(), "dict");
  if (dict === undefined || items.length % 2 !== 0) throw machine.failure("sets items of what is no dict");
  for (let i = 0; i < items.length; i += 2) {
    const key = asKind(items[i], "text")?.short;
    if (key === undefined) throw machine.failure("has a dict with a key that is no name");
    if (dict.entries.has(key)) throw machine.failure(`has a dict with the key ${printable(key)} twice`);
    dict.entries.set(key, items[i + 1]!);
  }
}

function recall(machine: Machine, number: number): void {
  const value = machine.memo.get(number);
  if (value === undefined) throw machine.failure(`is damaged: it recalls a value ${number} that is not in its memo`);
  machine.push(value);
}

function pushNamedCallable(machine: Machine): void {
  const [module, name] = machine.pop(2).map((value) => asKind(value, "text")?.short);
  if (name === undefined || module === undefined) throw machine.failure("asks for a global that no text names");
  pushCallable(machine, module, name);
}

function pushCallable(machine: Machine, module: string, name: string): void {
  const callable = callableNamed(module, name);
  if (callable === undefined) {
    const full = `${module}.${name}`;
    const shown = /^[\w.]{1,60}$/.test(full) ? full : printable(full);
    throw machine.failure(`asks for ${shown}, which would run code: refused`);
  }
  machine.push(callable);
}

function reduce(machine: Machine): void {
  const [callable, args] = machine.pop(2);
  const result = resultOf(callable!, args!);
  if (result === undefined) throw machine.failure("makes a call that NumPy does not make: refused");
  machine.push(result);
}

function setState(machine: Machine): void {
  const [state] = machine.pop(1);
  const isDone = build(machine.top(), state!);
  if (!isDone) throw machine.failure("sets the state of an object as NumPy does not: refused");
}
