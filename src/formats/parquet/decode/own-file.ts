import { FormatError } from "../../format-error.js";
import { arrowSchema } from "../arrow-schema.js";
import { type Footer, MAGIC_LENGTH } from "./footer.js";
import type { OpenTable } from "./open-table.js";
import { Codec, Encoding, PhysicalType, Repetition, type SchemaElement } from "./structures.js";
import { textFromUtf8 } from "./thrift-types.js";

/**
 * Checks what a file of ours says although it need not, so that few of its bytes can be changed without anybody noticing:
 * sizes stored twice, the schema, and the Arrow schema.
 *
 * @throws FormatError
 */
export function checkOwnFile(table: OpenTable, { metadata, start: footerStart }: Footer): void {
  const { source, columns, groups } = table;
  const problem = (text: string) => new FormatError(source.path, `is damaged, or not of mnist1d: ${text}`);
  if (schemaText(metadata.schema) !== ownSchema(table)) throw problem("its schema is another one");
  const orders = metadata.columnOrders ?? [];
  if (metadata.version !== 1 || orders.length !== columns.leaves.length || orders.some((order) => !order.TYPE_ORDER)) {
    throw problem("its footer is another one");
  }

  let offset = MAGIC_LENGTH;
  for (const [index, group] of groups.entries()) {
    const { columns: chunks, totalByteSize } = metadata.rowGroups[index]!;
    let size = 0;
    for (const [i, { name, start, end, codec }] of group.columns.entries()) {
      const { fileOffset, metaData } = chunks[i]!;
      if (start !== offset || fileOffset !== offset) throw problem(`${name} does not begin at ${offset}`);
      const { encodings, dictionaryPageOffset, totalUncompressedSize } = metaData!;
      const expected = i === 0 ? [Encoding.PLAIN, Encoding.RLE] : [Encoding.PLAIN];
      if (codec !== Codec.UNCOMPRESSED || dictionaryPageOffset !== undefined || encodings.join() !== expected.join()) {
        throw problem(`${name} is stored in another way`);
      }
      if (totalUncompressedSize !== end - start) throw problem(`${name} has two sizes`);
      size += totalUncompressedSize;
      offset = end;
    }
    if (size !== totalByteSize) throw problem(`row group ${index} has two sizes`);
  }
  if (offset !== footerStart) throw problem(`there are ${footerStart - offset} bytes before the footer`);
  checkKeyValues(table, metadata, problem);
}

function checkKeyValues(table: OpenTable, metadata: Footer["metadata"], problem: (text: string) => Error): void {
  const { columns, length } = table;
  const entries = (metadata.keyValueMetadata ?? []).map(
    ({ key, value }) => [key, textFromUtf8(value ?? new Uint8Array(0))] as const,
  );
  const { "ARROW:schema": stored, "mnist1d.version": version } = Object.fromEntries(entries);
  if (metadata.createdBy !== `mnist1d version ${version}`) throw problem("its version stands there in two ways");
  const info = {
    dtype: columns.dtype,
    length,
    hasCleanLabels: columns.yClean !== undefined,
    hasSplitColumn: columns.split !== undefined,
  };
  const own = entries.filter(([key]) => key !== "ARROW:schema");
  if (stored !== arrowSchema(info, own)) throw problem("its Arrow schema is another one");
}

/** The schema of a file of ours, as `schemaText` gives it. */
function ownSchema({ columns: { dtype, yClean, split } }: OpenTable): string {
  const { REQUIRED, REPEATED } = Repetition;
  const float = dtype === "float64" ? PhysicalType.DOUBLE : PhysicalType.FLOAT;
  const label = (name: string) => [name, REQUIRED, PhysicalType.INT64, undefined, 18]; // INT_64
  const columns = [
    ["x", REQUIRED, undefined, 1, 3], // LIST
    ["list", REPEATED, undefined, 1, undefined],
    ["element", REQUIRED, float, undefined, undefined],
    label("y"),
    ...(yClean ? [label("y_clean")] : []),
    ...(split ? [["split", REQUIRED, PhysicalType.BYTE_ARRAY, undefined, 0]] : []), // UTF8
  ];
  return JSON.stringify([["schema", undefined, undefined, columns.length - 2, undefined], ...columns]);
}

function schemaText(schema: readonly SchemaElement[]): string {
  return JSON.stringify(
    schema.map(({ name, repetitionType, type, numChildren, convertedType, ...others }) => {
      const rest = Object.values(others).filter((value) => value !== undefined);
      return [name, repetitionType, type, numChildren, convertedType, ...rest];
    }),
  );
}
