import { asKind, type Bytes, type Callable, type CallableName, type Dtype, type Value } from "./values.js";

/** By module and name, as NumPy 1 and 2 and Python's protocol 2 write them. */
const CALLABLES: ReadonlyMap<string, CallableName> = new Map([
  ["numpy.core.multiarray _reconstruct", "_reconstruct"],
  ["numpy._core.multiarray _reconstruct", "_reconstruct"],
  ["numpy.core.numeric _frombuffer", "_frombuffer"],
  ["numpy._core.numeric _frombuffer", "_frombuffer"],
  ["numpy ndarray", "ndarray"],
  ["numpy dtype", "dtype"],
  ["_codecs encode", "encode"],
  ["__builtin__ bytes", "bytes"],
  ["builtins bytes", "bytes"],
]);

/** @returns undefined for everything that the pickle of an array does not name. */
export function callableNamed(module: string, name: string): Callable | undefined {
  const known = CALLABLES.get(`${module} ${name}`);
  return known && { kind: "callable", name: known };
}

/**
 * What a call gives that the pickle asks for; nothing is called for it.
 *
 * @returns undefined if NumPy never makes such a call.
 */
export function resultOf(callable: Value, args: Value): Value | undefined {
  const name = asKind(callable, "callable")?.name;
  const items = asKind(args, "tuple")?.items ?? [];
  if (name === "_reconstruct") return reconstructed(items);
  if (name === "_frombuffer") return fromBuffer(items);
  if (name === "dtype") return dtypeOf(items);
  if (name === "encode") return encoded(items);
  if (name === "bytes") return noBytes(args);
  return undefined;
}

/**
 * Gives an object its state, once.
 *
 * @returns whether it is one that NumPy writes.
 */
export function build(object: Value, state: Value): boolean {
  const items = asKind(state, "tuple")?.items ?? [];
  const [dtype, array] = [asKind(object, "dtype"), asKind(object, "array")];
  if (dtype !== undefined && dtype.descr === undefined) return buildDtype(dtype, items);
  if (array === undefined || array.content !== undefined || items.length !== 5) return false;
  const [version, shape, type, isFortran, data] = items;
  if (version !== 1) return false;
  array.content = contentFrom(type, shape, isFortran, data);
  return array.content !== undefined;
}

/** _reconstruct(ndarray, (0,), b"b"): an array that waits for its state. */
function reconstructed(items: readonly Value[]): Value | undefined {
  const [type, shape, code] = items;
  const isOurs =
    items.length === 3 &&
    asKind(type, "callable")?.name === "ndarray" &&
    shapeFrom(shape)?.join() === "0" &&
    asKind(code, "bytes")?.short === "b";
  return isOurs ? { kind: "array", content: undefined } : undefined;
}

/** _frombuffer(data, dtype, shape, "C" or "F"), from protocol 5 on. */
function fromBuffer(items: readonly Value[]): Value | undefined {
  const [data, type, shape, order] = items;
  const letter = asKind(order, "text")?.short;
  if (items.length !== 4 || (letter !== "C" && letter !== "F")) return undefined;
  const content = contentFrom(type, shape, letter === "F", data);
  return content && { kind: "array", content };
}

/** dtype("f8", False, True): a type whose byte order comes with its state. */
function dtypeOf(items: readonly Value[]): Value | undefined {
  const [type, align, copy] = items;
  const code = asKind(type, "text")?.short;
  // Old NumPy has numbers for the two.
  const isOurs = items.length === 3 && (align === false || align === 0) && (copy === true || copy === 1);
  return isOurs && code !== undefined ? { kind: "dtype", code, descr: undefined } : undefined;
}

/** encode(text, "latin1"): the bytes that protocol 2 has no opcode for. */
function encoded(items: readonly Value[]): Value | undefined {
  const [text, encoding] = [asKind(items[0], "text"), asKind(items[1], "text")?.short];
  if (items.length !== 2 || text === undefined || encoding !== "latin1") return undefined;
  const { offset, length, short } = text;
  return { kind: "bytes", offset, length, isText: true, short };
}

/** bytes(), which is how protocol 2 says b"". */
function noBytes(args: Value): Bytes | undefined {
  const isEmpty = asKind(args, "tuple")?.items.length === 0;
  return isEmpty ? { kind: "bytes", offset: 0, length: 0, isText: false, short: "" } : undefined;
}

/** (3, "<", None, None, None, -1, -1, 0): no fields, no shape of its own, no flags. */
function buildDtype(dtype: Dtype, items: readonly Value[]): boolean {
  const [version, order, ...rest] = items;
  const sign = asKind(order, "text")?.short ?? "";
  if (version !== 3 || !/^[<>|]$/.test(sign) || rest.join() !== [null, null, null, -1, -1, 0].join()) return false;
  dtype.descr = sign + dtype.code;
  return true;
}

function contentFrom(
  type: Value | undefined,
  shape: Value | undefined,
  isFortran: Value | undefined,
  data: Value | undefined,
) {
  const [descr, lengths, bytes] = [asKind(type, "dtype")?.descr, shapeFrom(shape), asKind(data, "bytes")];
  const isComplete = descr !== undefined && lengths !== undefined && bytes !== undefined;
  return isComplete && typeof isFortran === "boolean" ? { descr, shape: lengths, isFortran, data: bytes } : undefined;
}

function shapeFrom(value: Value | undefined): readonly number[] | undefined {
  const items = asKind(value, "tuple")?.items;
  const isShape = items?.every((n): n is number => typeof n === "number" && n >= 0) ?? false;
  return isShape ? (items as number[]) : undefined;
}
