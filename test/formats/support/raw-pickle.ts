/** Opcodes as characters of Latin-1, which tests write pickles with. */
export const pickleOf = (text: string): Buffer => Buffer.from(text, "latin1");

/** Bytes of an unsigned little-endian integer, as characters. */
export function little(value: number | bigint, bytes: number): string {
  return Array.from({ length: bytes }, (_, i) =>
    String.fromCharCode(Number((BigInt(value) >> BigInt(8 * i)) & 255n)),
  ).join("");
}

/** BINUNICODE of ASCII. */
export const str = (text: string): string => `X${little(text.length, 4)}${text}`;

/** BINBYTES. */
export const bytes = (data: string): string => `B${little(data.length, 4)}${data}`;

/** BININT1 of each, and a tuple. */
export const tuple = (...numbers: number[]): string => `(${numbers.map((n) => `K${little(n, 1)}`).join("")}t`;

const MINUS_ONE = "J\xff\xff\xff\xff";

export const RECONSTRUCT = "cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\0\x85C\x01b\x87R";

/** dtype(code, False, True) and its state. */
export function dtype(code: string, order = "<"): string {
  return `cnumpy\ndtype\n${str(code)}\x89\x88\x87R(K\x03${str(order)}NNN${MINUS_ONE}${MINUS_ONE}K\0tb`;
}

interface RawArray {
  readonly shape?: string;
  readonly type?: string;
  readonly version?: string;
  readonly isFortran?: string;
  readonly data?: string;
}

/** An array as NumPy pickles it: of zeros, in the shape (2, 3). */
export function array(changes: RawArray = {}): string {
  const { shape = tuple(2, 3), type = dtype("f8"), version = "K\x01", isFortran = "\x89" } = changes;
  const { data = bytes("\0".repeat(48)) } = changes;
  return `${RECONSTRUCT}(${version}${shape}${type}${isFortran}${data}tb`;
}

export const labels = (): string => array({ shape: tuple(2), type: dtype("i4"), data: bytes("\0".repeat(8)) });

/** A dict of protocol 3. @param items opcodes of values by key; by default also x and y. */
export function dict(items: Readonly<Record<string, string>> = {}, protocol = 3): Buffer {
  const entries = Object.entries({ x: array(), y: labels(), ...items });
  const text = entries.map(([key, value]) => `${str(key)}${value}`).join("");
  return pickleOf(`\x80${little(protocol, 1)}}(${text}u.`);
}

/** Bytes as protocol 2 has them: `_codecs.encode(text, "latin1")`. */
export const encoded = (text: string): string => `c_codecs\nencode\n${str(text)}${str("latin1")}\x86R`;

/** A pickle of protocol 4 whose opcodes are in a frame. */
export const inFrame = (text: string): Buffer => pickleOf(`\x80\x04\x95${little(text.length, 8)}${text}`);
