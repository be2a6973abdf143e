/**
 * What a pickle can put together here. Texts and bytes stay in the file: a value says where. Nothing is ever appended to a list,
 * and no class or function is ever called.
 */
export type Value =
  | null
  | boolean
  | number
  | Stored<"text">
  | Bytes
  | Tuple
  | Dict
  | Callable
  | Dtype
  | PickledArray
  | List;

type Tuple = { readonly kind: "tuple"; readonly items: readonly Value[] };
type List = { readonly kind: "list" };
type Callable = { readonly kind: "callable"; readonly name: string };
export type Dict = { readonly kind: "dict"; readonly entries: Map<string, Value> };

/** A text, or bytes: which part of the file they are. */
interface Stored<K> {
  readonly kind: K;
  readonly offset: number;
  /** Bytes in the file. */
  readonly length: number;
  /** What is there itself, if that is short; of bytes as Latin-1. */
  readonly short: string | undefined;
}

interface Bytes extends Stored<"bytes"> {
  /** Whether each of them is there as a character of a UTF-8 text, as protocol 2 has it. */
  readonly isText: boolean;
}

interface Dtype {
  readonly kind: "dtype";
  /** Kind and bytes, as in "f8". */
  readonly code: string;
  /** With the byte order in front, which comes with its state. */
  descr: string | undefined;
}

interface PickledArray {
  readonly kind: "array";
  /** Comes with its state. */
  content: ArrayContent | undefined;
}

export interface ArrayContent {
  /** In NumPy's notation, as in "<f8". */
  readonly descr: string;
  readonly shape: readonly number[];
  readonly isFortran: boolean;
  readonly data: Bytes;
}

/** What Python calls the type of a value, for messages. */
export function typeName(value: Value): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return "a bool";
  if (typeof value === "number") return "an int";
  const names = { text: "a str", bytes: "bytes", callable: "a function or class", array: "an array" };
  return names[value.kind as keyof typeof names] ?? `a ${value.kind}`;
}

/** A value of one kind, or undefined. */
export function asKind<K extends (Value & object)["kind"]>(
  value: Value | undefined,
  kind: K,
): Extract<Value, { kind: K }> | undefined {
  const isKind = typeof value === "object" && value !== null && value.kind === kind;
  return isKind ? (value as Extract<Value, { kind: K }>) : undefined;
}

/** What a call gives that the pickle asks for, by the items of its arguments; undefined if NumPy never makes such a call. */
type Call = (items: readonly Value[]) => Value | undefined;

/** _reconstruct(ndarray, (0,), b"b"): an array that waits for its state. */
const reconstruct: Call = (items) => {
  const [type, shape, code] = items;
  const isOurs =
    items.length === 3 &&
    asKind(type, "callable")?.name === "numpy ndarray" &&
    shapeFrom(shape)?.join() === "0" &&
    asKind(code, "bytes")?.short === "b";
  return isOurs ? { kind: "array", content: undefined } : undefined;
};

/** _frombuffer(data, dtype, shape, "C" or "F"), from protocol 5 on. */
const fromBuffer: Call = (items) => {
  const [data, type, shape, order] = items;
  const letter = asKind(order, "text")?.short;
  if (items.length !== 4 || (letter !== "C" && letter !== "F")) return undefined;
  const content = contentFrom(type, shape, letter === "F", data);
  return content && { kind: "array", content };
};

/** dtype("f8", False, True): a type whose byte order comes with its state. Old NumPy has numbers for the two. */
const dtype: Call = (items) => {
  const [type, align, copy] = items;
  const code = asKind(type, "text")?.short;
  const isOurs = items.length === 3 && (align === false || align === 0) && (copy === true || copy === 1);
  return isOurs && code !== undefined ? { kind: "dtype", code, descr: undefined } : undefined;
};

/** encode(text, "latin1"): the bytes that protocol 2 has no opcode for. */
const encode: Call = (items) => {
  const [text, encoding] = [asKind(items[0], "text"), asKind(items[1], "text")?.short];
  return items.length === 2 && text && encoding === "latin1" ? { ...text, kind: "bytes", isText: true } : undefined;
};

/** bytes(), which is how protocol 2 says b"". */
const noBytes: Call = ({ length }) =>
  length === 0 ? { kind: "bytes", offset: 0, length: 0, isText: false, short: "" } : undefined;

/** By module and name, as NumPy 1 and 2 and Python's protocol 2 write them. A class that is only named has no call. */
const CALLS: ReadonlyMap<string, Call> = new Map([
  ["numpy.core.multiarray _reconstruct", reconstruct],
  ["numpy._core.multiarray _reconstruct", reconstruct],
  ["numpy.core.numeric _frombuffer", fromBuffer],
  ["numpy._core.numeric _frombuffer", fromBuffer],
  ["numpy ndarray", () => undefined],
  ["numpy dtype", dtype],
  ["_codecs encode", encode],
  ["__builtin__ bytes", noBytes],
  ["builtins bytes", noBytes],
]);

/** @returns undefined for everything that the pickle of an array does not name. */
export function callableNamed(module: string, name: string): Value | undefined {
  const full = `${module} ${name}`;
  return CALLS.has(full) ? { kind: "callable", name: full } : undefined;
}

/**
 * What a call gives that the pickle asks for; nothing is called for it.
 *
 * @returns undefined if NumPy never makes such a call.
 */
export function resultOf(callable: Value, args: Value): Value | undefined {
  const [name, items] = [asKind(callable, "callable")?.name, asKind(args, "tuple")?.items];
  return name === undefined || items === undefined ? undefined : CALLS.get(name)!(items);
}

/**
 * Gives an object its state, once.
 *
 * @returns whether it is one that NumPy writes.
 */
export function build(object: Value, state: Value): boolean {
  const items = asKind(state, "tuple")?.items ?? [];
  const [type, array] = [asKind(object, "dtype"), asKind(object, "array")];
  if (type !== undefined && type.descr === undefined) {
    // (3, "<", None, None, None, -1, -1, 0): no fields, no shape of its own, no flags.
    const [version, order, ...rest] = items;
    const sign = asKind(order, "text")?.short ?? "";
    if (version !== 3 || !/^[<>|]$/.test(sign) || rest.join() !== [null, null, null, -1, -1, 0].join()) return false;
    type.descr = sign + type.code;
    return true;
  }
  const [version, shape, elements, isFortran, data] = items;
  if (array === undefined || array.content !== undefined || items.length !== 5 || version !== 1) return false;
  array.content = contentFrom(elements, shape, isFortran, data);
  return array.content !== undefined;
}

function contentFrom(
  type: Value | undefined,
  shape: Value | undefined,
  isFortran: Value | undefined,
  data: Value | undefined,
): ArrayContent | undefined {
  const [descr, lengths, bytes] = [asKind(type, "dtype")?.descr, shapeFrom(shape), asKind(data, "bytes")];
  const isComplete = descr !== undefined && lengths !== undefined && bytes !== undefined;
  return isComplete && typeof isFortran === "boolean" ? { descr, shape: lengths, isFortran, data: bytes } : undefined;
}

function shapeFrom(value: Value | undefined): readonly number[] | undefined {
  const items = asKind(value, "tuple")?.items;
  const isShape = items?.every((n): n is number => typeof n === "number" && n >= 0) ?? false;
  return isShape ? (items as number[]) : undefined;
}
