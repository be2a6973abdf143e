/** What a pickle can put together here. Texts and bytes stay in the file: a value says where. */
export type Value = null | boolean | number | Text | Bytes | Tuple | List | Dict | Callable | Dtype | PickledArray;

export interface Text {
  readonly kind: "text";
  readonly offset: number;
  /** Bytes in UTF-8. */
  readonly length: number;
  /** The text itself, of a short one. */
  readonly short: string | undefined;
}

export interface Bytes {
  readonly kind: "bytes";
  readonly offset: number;
  /** Bytes in the file. */
  readonly length: number;
  /** Whether each of them is there as a character of a UTF-8 text, as protocol 2 has it. */
  readonly isText: boolean;
  /** The bytes themselves as Latin-1, of a few. */
  readonly short: string | undefined;
}

export interface Tuple {
  readonly kind: "tuple";
  readonly items: readonly Value[];
}

/** An empty one; nothing here is appended to it. */
export interface List {
  readonly kind: "list";
}

export interface Dict {
  readonly kind: "dict";
  readonly entries: Map<string, Value>;
}

/** A class or function, of the few that have a meaning here. None is ever called. */
export interface Callable {
  readonly kind: "callable";
  readonly name: CallableName;
}

export type CallableName = "_reconstruct" | "_frombuffer" | "ndarray" | "dtype" | "encode" | "bytes";

export interface Dtype {
  readonly kind: "dtype";
  /** Kind and bytes, as in "f8". */
  readonly code: string;
  /** With the byte order in front, which comes with its state. */
  descr: string | undefined;
}

export interface PickledArray {
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
