import { describe, it } from "vitest";
import { expectRefusal } from "../support/expect-refusal.js";
import {
  array,
  bytes,
  dict,
  dtype,
  encoded,
  little,
  pickleOf,
  RECONSTRUCT,
  str,
  tuple,
} from "../support/raw-pickle.js";
import { contentsOf, openSources } from "../support/read-back.js";
import { sourceOfBytes } from "../support/source-of-bytes.js";

const open = (file: Uint8Array) => openSources("pkl", sourceOfBytes(file, "a.pkl"));

const global = (module: string, name: string) => `c${module}\n${name}\n`;
const stackGlobal = (module: string, name: string) =>
  `\x8c${little(module.length, 1)}${module}\x8c${little(name.length, 1)}${name}\x93`;
const call = (callable: string, argument: string) => pickleOf(`\x80\x04${callable}${str(argument)}\x85R.`);

const refusals: [name: string, file: Buffer, message: string][] = [
  // What runs code.
  [
    "os.system",
    call(global("os", "system"), "ls"),
    "a.pkl: asks for os.system, which would run code: refused (at byte 2)",
  ],
  [
    "os.system in a dict",
    dict({ x: `${global("os", "system")}${str("ls")}\x85R` }),
    "asks for os.system, which would run code",
  ],
  ["builtins.eval", call(global("builtins", "eval"), "1"), "asks for builtins.eval, which would run code: refused"],
  [
    "posix.system by name",
    call(stackGlobal("posix", "system"), "ls"),
    "asks for posix.system, which would run code: refused",
  ],
  ["builtins.getattr", call(global("builtins", "getattr"), "x"), "asks for builtins.getattr, which would run code"],
  [
    "another function of NumPy",
    call(global("numpy", "fromfile"), "x"),
    "asks for numpy.fromfile, which would run code",
  ],
  [
    "numpy.core.multiarray.scalar",
    call(global("numpy.core.multiarray", "scalar"), "x"),
    "asks for numpy.core.multiarray.scalar",
  ],
  [
    "a name with a dot",
    call(stackGlobal("numpy", "ndarray.tofile"), "x"),
    "asks for numpy.ndarray.tofile, which would",
  ],
  [
    "a name of a terminal's commands",
    call(global("\x1b[2J", "x"), "x"),
    'asks for "\\u001b[2J.x", which would run code',
  ],
  ["a name that is no text", pickleOf("\x80\x04K\x01K\x02\x93."), "asks for a global that no text names (at byte 6)"],
  ["a name without end", pickleOf(`\x80\x03c${"a".repeat(2000)}`), "is damaged: a name at byte 3 does not end"],
  [
    "INST",
    pickleOf("\x80\x03(ios\nsystem\n."),
    "a.pkl: uses the opcode INST, which a dict of arrays does not need: refused (at byte 3)",
  ],
  ["OBJ", pickleOf(`\x80\x03(cnumpy\nndarray\no.`), "uses the opcode OBJ, which"],
  ["NEWOBJ", pickleOf("\x80\x03cnumpy\nndarray\n)\x81."), "uses the opcode NEWOBJ, which"],
  ["NEWOBJ_EX", pickleOf("\x80\x04cnumpy\nndarray\n)}\x92."), "uses the opcode NEWOBJ_EX, which"],
  ["EXT1", pickleOf("\x80\x03\x82\x01."), "uses the opcode EXT1, which"],
  ["EXT2", pickleOf("\x80\x03\x83\x01\x01."), "uses the opcode EXT2, which"],
  ["EXT4", pickleOf("\x80\x03\x84\x01\x01\x01\x01."), "uses the opcode EXT4, which"],
  ["PERSID", pickleOf("\x80\x03Pid\n."), "uses the opcode PERSID, which"],
  ["BINPERSID", pickleOf("\x80\x03K\x01Q."), "uses the opcode BINPERSID, which"],
  ["NEXT_BUFFER", pickleOf("\x80\x05\x97."), "uses the opcode NEXT_BUFFER, which"],
  ["POP", pickleOf("\x80\x03NN0."), "uses the opcode POP, which"],
  ["a list of labels", dict({ y: "](K\x01e" }), "uses the opcode APPENDS, which"],
  ["an opcode that there is not", pickleOf("\x80\x03\xff."), "uses the opcode 0xff (which no protocol has), which"],

  // Calls and states that NumPy does not write.
  ["a call of a class", dict({ x: "cnumpy\nndarray\n)R" }), "makes a call that NumPy does not make: refused"],
  ["a call of an array", dict({ x: `${array()})R` }), "makes a call that NumPy does not make: refused"],
  ["a call without a tuple", dict({ x: "cnumpy\ndtype\nNR" }), "makes a call that NumPy does not make"],
  [
    "_reconstruct of a dtype",
    dict({ x: RECONSTRUCT.replace("ndarray", "dtype") }),
    "makes a call that NumPy does not make",
  ],
  [
    "_reconstruct of another shape",
    dict({ x: RECONSTRUCT.replace("K\0", "K\x09") }),
    "makes a call that NumPy does not",
  ],
  [
    "_reconstruct of another type",
    dict({ x: RECONSTRUCT.replace("C\x01b", "C\x01O") }),
    "makes a call that NumPy does not",
  ],
  [
    "dtype with align",
    dict({ x: array({ type: dtype("f8").replace("\x89\x88\x87", "\x88\x88\x87") }) }),
    "makes a call that",
  ],
  [
    "encode as UTF-16",
    dict({ x: array({ data: encoded("").replace("latin1", "utf_16") }) }),
    "makes a call that NumPy does not",
  ],
  [
    "bytes of a number",
    dict({ x: array({ data: "cbuiltins\nbytes\nJ\xff\xff\xff\x7f\x85R" }) }),
    "makes a call that NumPy does",
  ],
  [
    "_frombuffer in K order",
    dict({
      x: `cnumpy.core.numeric\n_frombuffer\n(${bytes("\0".repeat(48))}${dtype("f8")}${tuple(2, 3)}${str("K")}tR`,
    }),
    "makes a call that",
  ],
  ["a state of a dict", dict({ x: "}}b" }), "sets the state of an object as NumPy does not: refused"],
  [
    "a state twice",
    dict({ x: `${array()}(K\x01${tuple(0)}${dtype("f8")}\x89C\0tb` }),
    "sets the state of an object as NumPy",
  ],
  [
    "a state of a dtype twice",
    dict({ x: array({ type: `${dtype("f8")}(K\x03${str(">")}NNNK\0K\0K\0tb` }) }),
    "sets the state of an",
  ],
  [
    "a state of another version",
    dict({ x: array({ version: "K\x02" }) }),
    "sets the state of an object as NumPy does not",
  ],
  ["a state without flag", dict({ x: array({ isFortran: "N" }) }), "sets the state of an object as NumPy does not"],
  [
    "a state with a float shape",
    dict({ x: array({ shape: "N\x85" }) }),
    "sets the state of an object as NumPy does not",
  ],
  [
    "a negative shape",
    dict({ x: array({ shape: "J\xff\xff\xff\xffJ\xfa\xff\xff\xff\x86" }) }),
    "sets the state of an object as",
  ],
  [
    "data as a list of objects",
    dict({ x: array({ type: dtype("O8", "|"), data: "]" }) }),
    "sets the state of an object as NumPy",
  ],
  [
    "a dtype with fields",
    dict({ x: array({ type: dtype("V8", "|").replace("NNN", `N${str("a")}}`) }) }),
    "sets the state of an object",
  ],
  [
    "a dtype without order",
    dict({ x: array({ type: `cnumpy\ndtype\n${str("f8")}\x89\x88\x87R` }) }),
    "sets the state of an object",
  ],
];

describe("pickles are refused with", () => {
  it.each(refusals)("%s", async (_, file, message) => {
    await expectRefusal(open(file).then(contentsOf), message);
  });
});
