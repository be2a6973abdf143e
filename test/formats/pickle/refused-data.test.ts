import { describe, it } from "vitest";
import { expectRefusal } from "../support/expect-refusal.js";
import {
  array,
  bytes,
  dict,
  dtype,
  encoded,
  inFrame,
  little,
  pickleOf,
  RECONSTRUCT,
  str,
  tuple,
} from "../support/raw-pickle.js";
import { contentsOf, openSources } from "../support/read-back.js";
import { sourceOfBytes } from "../support/source-of-bytes.js";

const open = (file: Uint8Array) => openSources("pkl", sourceOfBytes(file, "a.pkl"));

/** Tuples of two times the same one, of which the first has 2^levels elements when it is written out. */
const bomb = (levels: number) => `)${"q\0h\0\x86".repeat(levels)}`;

const refusals: [name: string, file: Buffer, message: string][] = [
  // Arrays that no dataset has.
  ["float16", dict({ x: array({ type: dtype("f2") }) }), 'a.pkl: x: is an array of float16 ("<f2"), and only'],
  ["objects", dict({ x: array({ type: dtype("O8", "|") }) }), "a.pkl: x: is an array of Python objects, which only"],
  ["texts", dict({ x: array({ type: dtype("U2") }) }), "a.pkl: x: is an array of texts"],
  [
    "a dtype's code of a terminal's commands",
    dict({ x: array({ type: dtype("\x1b[2J") }) }),
    'of another type ("<\\u001b[2J"), and',
  ],
  [
    "too few bytes",
    dict({ x: array({ data: bytes("\0".repeat(47)) }) }),
    "a.pkl: x: is cut off or damaged: an array of the shape",
  ],
  [
    "a shape of 2^52",
    dict({ x: array({ shape: `\x8a\x07${little(2 ** 52, 7)}K\x03\x86` }) }),
    "of the shape (4503599627370496, 3)",
  ],
  [
    "a shape of 2^60",
    dict({ x: array({ shape: `\x8a\x08${little(2n ** 60n, 8)}K\x03\x86` }) }),
    "has an integer of more than 53 bits",
  ],
  [
    "an integer of 255 bytes",
    dict({ x: array({ shape: `\x8a\xff${"\x01".repeat(255)}\x85` }) }),
    "has an integer of more than 53 bits",
  ],
  ["an array without state", dict({ x: RECONSTRUCT }), "a.pkl: x: is an array without shape and data"],
  [
    "too few characters",
    dict({ x: array({ data: encoded("\xc2\x80".repeat(24)) }) }),
    "a.pkl: x: is damaged: it has fewer bytes than it says",
  ],
  [
    "too many characters",
    dict({ x: array({ data: encoded("\0".repeat(49)) }) }),
    "a.pkl: x: is damaged: it has more bytes than it says",
  ],
  [
    "other characters",
    dict({ x: array({ data: encoded(`${"\xc4\x80".repeat(24)}${"\0".repeat(24)}`) }) }),
    "a.pkl: x: is damaged: its bytes are not there as",
  ],

  // Dicts that no dataset is.
  ["no dict", pickleOf("\x80\x03]."), "a.pkl: holds a list, not a dict of arrays"],
  ["an array alone", pickleOf(`\x80\x03${array()}.`), "a.pkl: holds an array, not a dict of arrays"],
  ["another key", dict({ "\x1b[2J": array() }), 'a.pkl: has a key "\\u001b[2J", and a dataset has only x, y, y_clean'],
  ["a key twice", pickleOf(`\x80\x03}(${str("x")}N${str("x")}Nu.`), 'has a dict with the key "x" twice'],
  ["a number for a key", pickleOf("\x80\x03}K\x01Ns."), "has a dict with a key that is no name"],
  ["a long text for a key", pickleOf(`\x80\x03}${str("x".repeat(257))}Ns.`), "has a dict with a key that is no name"],
  ["a key without value", pickleOf(`\x80\x03}(${str("x")}u.`), "sets items of what is no dict"],
  ["items of a list", pickleOf(`\x80\x03](${str("x")}Nu.`), "sets items of what is no dict"],
  ["a number for an array", dict({ y: "K\x01" }), "a.pkl: y: is an int, not a NumPy array"],
  ["a text for an array", dict({ y: str("y") }), "a.pkl: y: is a str, not a NumPy array"],
  ["None for an array", dict({ y: "N" }), "a.pkl: y: is None, not a NumPy array"],
  ["a dict for an array", dict({ y: "}" }), "a.pkl: y: is a dict, not a NumPy array"],
  ["an array for templates", dict({ templates: array() }), "a.pkl: templates: is an array, not a dict of arrays"],
  ["another template", dict({ templates: `}(${str("z")}${array()}u` }), 'a.pkl: templates: has a key "z", and'],
  [
    "templates in templates",
    dict({ templates: `}(${str("x")}}u` }),
    "a.pkl: templates_x: is a dict, not a NumPy array",
  ],
  [
    "a dict in itself",
    pickleOf(`\x80\x03}q\0(${str("templates")}h\0u.`),
    'a.pkl: templates: has a key "templates", and',
  ],
  [
    "labels that do not fit",
    dict({ y: array({ shape: tuple(3), type: dtype("i1", "|"), data: bytes("\0\0\0") }) }),
    "a.pkl: y: has the shape (3), not (2)",
  ],

  // Bombs, and what is not there.
  ["tuples of 2^400 elements", dict({ x: bomb(400) }), "a.pkl: x: is a tuple, not a NumPy array"],
  ["tuples as a shape", dict({ x: array({ shape: bomb(400) }) }), "sets the state of an object as NumPy does not"],
  [
    "tuples as a state",
    dict({ x: array({ type: `cnumpy\ndtype\n${str("f8")}\x89\x88\x87R(K\x03${str("<")}${bomb(400)}tb` }) }),
    "sets the state",
  ],
  ["a tuple 5,000 deep", dict({ x: `)${"\x85".repeat(5000)}` }), "a.pkl: x: is a tuple, not a NumPy array"],
  [
    "a million opcodes",
    dict({ x: `)${"\x85".repeat(1_000_000)}` }),
    "has more than 200000 opcodes, and the pickle of a dataset far",
  ],
  [
    "a million values",
    dict({ x: `(${"N".repeat(1_000_000)}t` }),
    "a.pkl: is damaged: it has more than 20000 values at a time (at",
  ],
  ["a million marks", dict({ x: "(".repeat(1_000_000) }), "a.pkl: is damaged: it has more than 20000 marks at a time"],
  ["a million memos", dict({ x: `N${"\x94".repeat(1_000_000)}` }), "has more than 200000 opcodes"],
  ["2^62 bytes", dict({ x: array({ data: `\x8e${little(2n ** 62n, 8)}` }) }), "it announces more than 2^53 bytes at"],
  ["2^40 bytes", dict({ x: array({ data: `\x8e${little(2 ** 40, 8)}` }) }), "it announces 1099511627776 bytes at"],
  [
    "a bytearray of 2^40",
    dict({ x: array({ data: `\x96${little(2 ** 40, 8)}` }) }),
    "it announces 1099511627776 bytes at",
  ],
  ["a text of 2^40", dict({ x: `\x8d${little(2 ** 40, 8)}` }), "it announces 1099511627776 bytes at"],
  ["4 GB", dict({ x: array({ data: "B\xff\xff\xff\xff" }) }), "it announces 4294967295 bytes at"],
  [
    "a frame without end",
    pickleOf(`\x80\x04\x95${"\xff".repeat(8)}}.`),
    "is cut off or damaged: a frame ends after the file",
  ],
  [
    "a frame beyond the end",
    pickleOf(`\x80\x04\x95${little(3, 8)}}.`),
    "is cut off or damaged: a frame ends after the file",
  ],
  ["a frame in a frame", inFrame(`\x95${little(2, 8)}}.`), "is damaged: it has a frame inside of a frame (at byte 11)"],
  [
    "a frame that ends in an opcode",
    pickleOf(`\x80\x04\x95${little(2, 8)}K\x01J\0\0\0\0.`.replace("K\x01J", "NJ")),
    "is damaged: the end of a frame is in the middle of",
  ],
  ["a memo that is empty", dict({ x: "h\x09" }), "is damaged: it recalls a value 9 that is not in its memo"],
  [
    "a value that is not there",
    pickleOf("\x80\x03}(s."),
    "a.pkl: is damaged: an opcode asks for a value that is not there (at byte 4)",
  ],
  [
    "a mark that is not there",
    pickleOf("\x80\x03}u."),
    "a.pkl: is damaged: an opcode asks for a mark that is not there",
  ],
  ["a memo of nothing", pickleOf("\x80\x03q\0."), "an opcode asks for a value that is not there"],
  ["a buffer that is none", pickleOf("\x80\x05N\x98."), "has a buffer that is not bytes"],
  ["a text that is no UTF-8", pickleOf("\x80\x03X\x01\0\0\0\xff."), "is damaged: it has a text that is not UTF-8"],
  ["no value", pickleOf("\x80\x03."), "an opcode asks for a value that is not there"],
  ["two values", pickleOf("\x80\x03}}."), "is damaged: more than one value is left at its end"],
  ["a mark that is left", pickleOf("\x80\x03}(."), "an opcode asks for a value that is not there"],
  [
    "bytes after the end",
    Buffer.concat([dict(), Buffer.from("x")]),
    "a.pkl: is damaged: 1 bytes follow its end (at byte",
  ],
  ["another pickle after it", Buffer.concat([dict(), dict()]), "bytes follow its end"],
  ["no end", dict().subarray(0, -1), "a.pkl: is cut off or damaged: it ends at"],
  ["half of it", dict().subarray(0, 100), "is cut off or damaged"],
  ["nothing", Buffer.alloc(0), "a.pkl: is cut off or damaged: it ends at 0 bytes"],

  // Protocols.
  [
    "protocol 0",
    pickleOf("(dp0\n."),
    "a.pkl: is a pickle of protocol 0 or 1, and only 2 to 5 are read. Write it with pickle.dump(data, file, protocol=4).",
  ],
  ["protocol 1", pickleOf("}q\0."), "a.pkl: is a pickle of protocol 0 or 1, and only 2 to 5 are read"],
  ["no pickle", pickleOf("x0,y\n1,2\n"), "a.pkl: is not what its name says: it does not begin as a pickle does"],
  [
    "texts of Python 2",
    pickleOf("\x80\x02}q\0(U\x01xq\x01K\x01u."),
    'a.pkl: is a pickle of Python 2 (SHORT_BINSTRING at byte 6). Load it in Python 3 with encoding="latin1", and write it again',
  ],
  ["protocol 6", pickleOf("\x80\x06}."), "a.pkl: is a pickle of protocol 6, and only 2 to 5 are read"],
  ["a second protocol", pickleOf("\x80\x03\x80\x03}."), "uses the opcode PROTO"],
];

describe("pickles are refused with", () => {
  it.each(refusals)("%s", async (_, file, message) => {
    await expectRefusal(open(file).then(contentsOf), message);
  });

  it("a second pickle beside it", async () => {
    const [first, second] = ["a.pkl", "b.pkl"].map((path) => sourceOfBytes(dict(), path));
    await expectRefusal(
      openSources("pkl", first!, second!),
      "b.pkl: is another dataset beside a.pkl. Name the file that is meant.",
    );
  });
});
