import {
  bytesFrom,
  type CraftedColumn,
  type CraftedPage,
  craftedFile,
  dataPage,
  listSchema,
  packedLevels,
  repeatedLevel,
  valueSchema,
  withLength,
} from "./crafted-file.js";

/** 4 rows of 3 points, as one page. */
export const NUMBERS = bytesFrom(Float32Array.from({ length: 12 }, (_, i) => i));
export const REPETITION = packedLevels([0, 1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 1]);
export const DEFINITION = repeatedLevel(1, 12);
export const LABELS = bytesFrom(BigInt64Array.of(3n, 1n, 4n, 1n));

export const x: CraftedColumn = {
  schema: listSchema(),
  values: 12,
  pages: [dataPage(12, [REPETITION, DEFINITION, NUMBERS])],
};
export const y: CraftedColumn = {
  schema: valueSchema("y", "INT64", { converted_type: "INT_64" }),
  values: 4,
  pages: [dataPage(4, [LABELS])],
};
export const split: CraftedColumn = {
  schema: valueSchema("split", "BYTE_ARRAY", { converted_type: "UTF8" }),
  values: 4,
  pages: [dataPage(4, ["train", "train", "train", "test"].map(plainText))],
};

export function plainText(text: string): Uint8Array {
  return withLength(new TextEncoder().encode(text));
}

/** A page with something else in its header. */
export function pageWith(page: CraftedPage, header: Partial<CraftedPage["header"]>): CraftedPage {
  return { ...page, header: { ...page.header, ...header } };
}

/** What is other than in the small file. */
export interface Changes {
  readonly x?: Partial<CraftedColumn>;
  readonly y?: Partial<CraftedColumn>;
  readonly split?: Partial<CraftedColumn>;
  readonly more?: readonly CraftedColumn[];
  readonly rows?: number;
  readonly keyValues?: Readonly<Record<string, string>>;
  readonly announcedRows?: number;
}

/** The file with changes: of columns, of the footer. */
export function fileWith({
  more = [],
  rows = 4,
  keyValues,
  announcedRows = rows,
  ...changes
}: Changes = {}): Uint8Array {
  const columns = [
    { ...x, ...changes.x },
    { ...y, ...changes.y },
  ];
  if (changes.split) columns.push({ ...split, ...changes.split });
  return craftedFile({ rows, columns: [...columns, ...more], announcedRows, ...(keyValues && { keyValues }) });
}
