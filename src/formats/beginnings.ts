import type { FormatName } from "./format.js";

/** What a file is by its content. */
export interface Content {
  /** Of a format that is read. */
  readonly format?: FormatName;
  /** As in "is an Arrow file"; undefined of text that could be anything. */
  readonly name?: string;
  readonly hint?: string;
  /** Whether it is a config, says one, or is JSON that is nothing else that is known. */
  readonly isConfig?: boolean;
  /** Whether it is text that only configs are read of. */
  readonly isUtf16?: boolean;
  /** Whether it is JSON that may stand beside data: no dataset, in whatever shape. */
  readonly isBesideData?: boolean;
}

const DECOMPRESS = "Decompress it first.";

/** How files begin, and what they are then. */
export const BEGINNINGS: readonly (readonly [beginning: string, content: Content])[] = [
  ["PAR1", { format: "parquet", name: "a Parquet file" }],
  ["PARE", { name: "an encrypted Parquet file", hint: "Write it without encryption." }],
  ["ARROW1", { format: "arrow", name: "an Arrow file" }],
  ["\xff\xff\xff\xff", { format: "arrow", name: "an Arrow stream" }],
  ["FEA1", { name: "a Feather file of version 1", hint: "Write version 2, which is Arrow." }],
  ["\x93NUMPY", { format: "npy", name: "a NumPy array file" }],
  ["PK", { format: "npz", name: "a zip archive" }],
  ["\x80", { format: "pkl", name: "a pickle" }],
  ["\x1f\x8b", { name: "compressed with gzip", hint: DECOMPRESS }],
  ["BZh", { name: "compressed with bzip2", hint: DECOMPRESS }],
  ["\xfd7zXZ", { name: "compressed with xz", hint: DECOMPRESS }],
  ["\x28\xb5\x2f\xfd", { name: "compressed with Zstandard", hint: DECOMPRESS }],
  ["\x89HDF", { name: "an HDF5 file", hint: "Its arrays can be saved with numpy.savez." }],
  ["SQLite format 3", { name: "an SQLite database" }],
  ["%PDF", { name: "a PDF document" }],
  ["Obj\x01", { name: "an Avro file" }],
  ["ORC", { name: "an ORC file" }],
  ["version https://git-lfs", { name: "a pointer of Git LFS, not the file itself", hint: "git lfs pull fetches it." }],
  ["/annex/objects/", { name: "a pointer of git-annex, not the file itself", hint: "git annex get fetches it." }],
  ["\x04\x22\x4d\x18", { name: "compressed with LZ4", hint: DECOMPRESS }],
];

/** What a file is, by its beginning, that is neither data nor text of ours: a pointer to it, compressed, a page. */
export function foreignContent(head: Uint8Array): Content | undefined {
  const known = BEGINNINGS.find(([beginning]) => hasBeginning(head, beginning))?.[1];
  if (known !== undefined) return known.format === undefined ? known : undefined;
  const isPage = /^\s*<(!doctype|html|\?xml)/i.test(new TextDecoder("latin1").decode(head.subarray(0, 512)));
  return isPage ? { name: "a web page or XML", hint: "Was it downloaded whole?" } : undefined;
}

export function hasBeginning(head: Uint8Array, beginning: string): boolean {
  // Not by the decoded text: what is called latin1 is windows-1252.
  return head.length >= beginning.length && [...beginning].every((c, i) => c.charCodeAt(0) === head[i]);
}
