import type { RowGroup, SchemaElement } from "hyparquet";
import { ByteWriter } from "hyparquet-writer/src/bytewriter.js";
import { writeMetadata } from "hyparquet-writer/src/metadata.js";
import type { Encoder, Sink } from "../format.js";
import { DIGEST_KEY, metadataOf } from "../metadata.js";
import type { TableInfo } from "../table.js";
import { arrowSchema } from "./arrow-schema.js";
import { RowGroupWriter } from "./row-group.js";

/** Rows after which a row group ends: 21 MB of x at the default length, and 1 MB per column of labels held for it. */
const ROW_GROUP_ROWS = 131_072;

const MAGIC = Uint8Array.of(0x50, 0x41, 0x52, 0x31); // PAR1

/**
 * Parquet that everything can read: file version 1, data pages V1, PLAIN, uncompressed. Each chunk is one page of x,
 * written as it is in memory.
 */
export async function encodeTable(sink: Sink, info: TableInfo): Promise<Encoder> {
  const rowGroups: RowGroup[] = [];
  await sink.write(MAGIC);
  let offset = MAGIC.length;
  let group: RowGroupWriter | undefined;

  async function endGroup(): Promise<void> {
    if (group === undefined) return;
    rowGroups.push(await group.finish());
    offset = group.offset;
    group = undefined;
  }

  return {
    async write(chunk) {
      group ??= new RowGroupWriter(sink, offset, info);
      await group.write(chunk);
      if (group.rows >= ROW_GROUP_ROWS) await endGroup();
    },
    async finish(digest) {
      // Without examples one row group without rows, as Arrow writes it: hyparquet-writer gives an empty list no type.
      if (rowGroups.length === 0) group ??= new RowGroupWriter(sink, offset, info);
      await endGroup();
      await sink.write(footer(info, rowGroups, digest));
      await sink.write(MAGIC);
      await sink.close();
    },
  };
}

function footer(info: TableInfo, rowGroups: RowGroup[], digest: string | undefined): Uint8Array {
  const writer = new ByteWriter();
  const own = metadataOf(info);
  if (digest !== undefined) own.push([DIGEST_KEY, digest]);
  const metadata = [...own, ["ARROW:schema", arrowSchema(info, own)]] as const;
  writeMetadata(writer, {
    version: 1,
    schema: schemaOf(info),
    num_rows: BigInt(info.rows),
    row_groups: rowGroups,
    key_value_metadata: metadata.map(([key, value]) => ({ key, value })),
    created_by: `mnist1d version ${info.version}`,
    metadata_length: 0, // of a file that was read; not written
  });
  return writer.getBytes();
}

/** Depth first: a group is followed by its children. Nothing is ever null. */
function schemaOf(info: TableInfo): SchemaElement[] {
  const required = { repetition_type: "REQUIRED" } as const;
  const columns: SchemaElement[] = [
    { ...required, name: "x", num_children: 1, converted_type: "LIST" },
    { name: "list", repetition_type: "REPEATED", num_children: 1 },
    { ...required, name: "element", type: info.dtype === "float64" ? "DOUBLE" : "FLOAT" },
    { ...required, name: "y", type: "INT64", converted_type: "INT_64" },
  ];
  if (info.hasCleanLabels) columns.push({ ...required, name: "y_clean", type: "INT64", converted_type: "INT_64" });
  if (info.hasSplitColumn) columns.push({ ...required, name: "split", type: "BYTE_ARRAY", converted_type: "UTF8" });
  const topLevel = columns.length - 2;
  return [{ name: "schema", num_children: topLevel }, ...columns];
}
