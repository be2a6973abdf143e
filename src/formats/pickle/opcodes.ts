const ASCII =
  "( MARK ) EMPTY_TUPLE . STOP 0 POP 1 POP_MARK 2 DUP B BINBYTES C SHORT_BINBYTES F FLOAT G BINFLOAT I INT J BININT K BININT1 " +
  "L LONG M BININT2 N NONE P PERSID Q BINPERSID R REDUCE S STRING T BINSTRING U SHORT_BINSTRING V UNICODE X BINUNICODE " +
  "] EMPTY_LIST a APPEND b BUILD c GLOBAL d DICT e APPENDS g GET h BINGET i INST j LONG_BINGET l LIST o OBJ p PUT q BINPUT " +
  "r LONG_BINPUT s SETITEM t TUPLE u SETITEMS } EMPTY_DICT";

/** From 0x80 on, in their order: those of protocol 2 and later. */
const LATER =
  "PROTO NEWOBJ EXT1 EXT2 EXT4 TUPLE1 TUPLE2 TUPLE3 NEWTRUE NEWFALSE LONG1 LONG4 SHORT_BINUNICODE BINUNICODE8 BINBYTES8 " +
  "EMPTY_SET ADDITEMS FROZENSET NEWOBJ_EX STACK_GLOBAL MEMOIZE FRAME BYTEARRAY8 NEXT_BUFFER READONLY_BUFFER";

/**
 * Every opcode that a protocol has, by its code.
 *
 * @see Lib/pickletools.py of CPython, which describes them.
 */
export const OPCODE_NAMES: ReadonlyMap<number, string> = new Map([
  ...Array.from(ASCII.matchAll(/(.) (\w+)/g), ([, letter, name]) => [letter!.charCodeAt(0), name!] as const),
  ...LATER.split(" ").map((name, i) => [0x80 + i, name] as const),
]);
