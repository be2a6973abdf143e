import { FormatError } from "../format-error.js";
import type { Source } from "../source.js";
import { byteWindow } from "./byte-window.js";
import { failure, type Machine } from "./machine.js";
import { nameOfOpcode, Opcode } from "./opcodes.js";
import { OPERATIONS } from "./operations.js";
import { createStack, StackError } from "./stack.js";
import type { Value } from "./values.js";

/** A dataset's pickle has some 500. */
const MAX_OPCODES = 10_000;

/**
 * Reads a pickle without running it: of all that Python's unpickler does, only what makes dicts of NumPy arrays, whose
 * bytes stay in the file. Everything else is refused by name before anything comes of it.
 *
 * @see Lib/pickletools.py of CPython, which describes every opcode.
 * @throws FormatError
 */
export async function runPickle(source: Source): Promise<Value> {
  const bytes = byteWindow(source);
  const { path, size } = source;
  const machine: Machine = { path, size, bytes, stack: createStack(), memo: new Map(), at: 0, frameEnd: 0 };
  try {
    await bytes.ready();
    checkProtocol(machine);
    for (let count = 0; count < MAX_OPCODES; count++) {
      await bytes.ready();
      machine.at = bytes.position;
      const code = bytes.uint8();
      if (code === Opcode.STOP) return resultOf(machine);
      run(code, machine);
    }
  } catch (error) {
    if (error instanceof StackError) throw failure(machine, `is damaged: ${error.message}`);
    throw error;
  }
  throw new FormatError(path, `has more than ${MAX_OPCODES} opcodes, and the pickle of a dataset far fewer`);
}

/** What protocols 0 and 1, which have no mark, begin with: MARK, EMPTY_DICT, EMPTY_LIST, EMPTY_TUPLE, GLOBAL. */
const FIRST_OF_OLD: readonly number[] = Array.from("(}])c", (opcode) => opcode.charCodeAt(0));

function checkProtocol({ bytes, path }: Machine): void {
  const hint = "Write it with pickle.dump(data, file, protocol=4).";
  const first = bytes.uint8();
  if (FIRST_OF_OLD.includes(first)) {
    throw new FormatError(path, "is a pickle of protocol 0 or 1, and only 2 to 5 are read", hint);
  }
  if (first !== Opcode.PROTO)
    throw new FormatError(path, "is not what its name says: it does not begin as a pickle does");
  const protocol = bytes.uint8();
  if (protocol < 2 || protocol > 5) {
    throw new FormatError(path, `is a pickle of protocol ${protocol}, and only 2 to 5 are read`, hint);
  }
}

/** STRING, BINSTRING, SHORT_BINSTRING: texts or bytes, which only who reads them knows. */
const STRINGS_OF_PYTHON_2: readonly number[] = Array.from("STU", (opcode) => opcode.charCodeAt(0));

function run(code: number, machine: Machine): void {
  const operation = OPERATIONS[code];
  if (STRINGS_OF_PYTHON_2.includes(code)) {
    const hint = 'Load it in Python 3 with encoding="latin1", and write it again with protocol=4.';
    throw new FormatError(machine.path, `is a pickle of Python 2 (${nameOfOpcode(code)} at byte ${machine.at})`, hint);
  }
  if (operation === undefined) {
    throw failure(machine, `uses the opcode ${nameOfOpcode(code)}, which a dict of arrays does not need: refused`);
  }
  const { frameEnd } = machine;
  operation(machine);
  const isCut = machine.at < frameEnd && machine.bytes.position > frameEnd;
  if (isCut) throw failure(machine, "is damaged: the end of a frame is in the middle of an opcode");
}

/** The value that is left on the stack at the end, which must be that of the file. */
function resultOf(machine: Machine): Value {
  const { bytes, stack, size, frameEnd } = machine;
  const rest = Math.max(size, frameEnd) - bytes.position;
  if (rest !== 0) throw failure(machine, `is damaged: ${rest} bytes follow its end`);
  const value = stack.pop();
  if (!stack.isEmpty()) throw failure(machine, "is damaged: more than one value is left at its end");
  return value;
}
