import { FormatError } from "../../format-error.js";
import { printable } from "../../printable.js";
import { readArrowSchema } from "./arrow-schema.js";
import { locating } from "./damage.js";
import type { KeyValue } from "./structures.js";
import { textFromUtf8 } from "./thrift-types.js";

/** What the key-values of a file say, those of the file itself and those of the Arrow schema in it. */
export interface StoredKeyValues {
  /** Ours. */
  readonly entries: ReadonlyMap<string, string>;
  /** Points of the fixed-size lists that x is in Arrow, if it is. */
  readonly arrowLength: number | undefined;
}

const ARROW_SCHEMA = "ARROW:schema";

/**
 * Reads our keys. They stand in the file and once more in its Arrow schema, where Arrow readers look, and must be the
 * same in both. In files that others made of ours one place can be without them.
 *
 * @throws FormatError
 */
export function readKeyValues(path: string, keyValues: readonly KeyValue[], isOwn: boolean): StoredKeyValues {
  const inFile = new Map<string, string>();
  let arrowSchema: string | undefined;
  for (const { key, value } of keyValues) {
    const isOurs = key.startsWith("mnist1d.");
    if (isOwn && !isOurs && key !== ARROW_SCHEMA) {
      throw new FormatError(path, `has metadata ${printable(key)}, which nothing is known of`);
    }
    if (!isOurs && key !== ARROW_SCHEMA) continue;
    const text = locating(path, `the metadata ${printable(key)}`, () => textFromUtf8(value ?? new Uint8Array(0)));
    if (isOurs) addOnce(path, inFile, key, text);
    else if (arrowSchema !== undefined) throw new FormatError(path, `has metadata ${ARROW_SCHEMA} twice`);
    else arrowSchema = text;
  }
  if (arrowSchema === undefined) {
    if (isOwn) throw new FormatError(path, `is damaged: it has no metadata ${ARROW_SCHEMA}`);
    return { entries: inFile, arrowLength: undefined };
  }

  const { metadata, length } = locating(path, `the metadata ${ARROW_SCHEMA}`, () => readArrowSchema(arrowSchema));
  const inSchema = new Map<string, string>();
  for (const [key, value] of metadata) if (key.startsWith("mnist1d.")) addOnce(path, inSchema, key, value);
  const entries = new Map([...inFile, ...inSchema]);
  for (const [key, value] of entries) {
    const other = inFile.get(key);
    if (isOwn ? other === value && inSchema.has(key) : other === undefined || other === value) continue;
    throw new FormatError(path, `has another ${printable(key)} in its Arrow schema than in its own metadata`);
  }
  return { entries, arrowLength: length };
}

function addOnce(path: string, entries: Map<string, string>, key: string, value: string): void {
  if (entries.has(key)) throw new FormatError(path, `has metadata ${printable(key)} twice`);
  entries.set(key, value);
}
