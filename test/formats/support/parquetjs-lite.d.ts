/** What the tests use of a package that has no types. */
declare module "parquetjs-lite" {
  interface Row extends Record<string, unknown> {
    readonly x: { readonly list: readonly { readonly element: number }[] };
  }

  export class ParquetReader {
    static openFile(path: string): Promise<ParquetReader>;
    getSchema(): { readonly schema: Readonly<Record<string, unknown>> };
    getCursor(): { nextRowGroup(): Promise<Row[] | null> };
    getMetadata(): Readonly<Record<string, string>>;
    close(): Promise<void>;
  }
}
