import { bytesOf, int64FromLabels } from "../../digest/bytes.js";
import { type NamedArray, namedArrays } from "../arrays.js";
import type { Encoder, FormatWriter, Sink } from "../format.js";

/** One NumPy array a file: x.npy, y.npy, x_test.npy, y_test.npy, t.npy and the templates. */
export const npy: FormatWriter = {
  encodeFolder: (folder, info) => encodeArrays(namedArrays(info), (name) => folder.create(`${name}.npy`)),
  encodeStream: (sink, info, array = "x") =>
    encodeArrays(
      namedArrays(info).filter(({ name }) => name === array),
      async () => sink,
    ),
};

/** All files are written at once, so that labels need not wait in memory. */
async function encodeArrays(arrays: readonly NamedArray[], create: (name: string) => Promise<Sink>): Promise<Encoder> {
  const columns: { readonly of: NonNullable<NamedArray["of"]>; readonly file: Sink }[] = [];
  for (const array of arrays) {
    const file = await create(array.name);
    await file.write(npyHeader(array));
    if (array.of !== undefined) {
      columns.push({ of: array.of, file });
      continue;
    }
    await file.write(bytesOf(array.values!));
    await file.close();
  }
  return {
    async write(chunk) {
      for (const { of, file } of columns) {
        if (of.split !== chunk.split) continue;
        const values = chunk[of.column.field]!;
        await file.write(bytesOf(values instanceof Int32Array ? int64FromLabels(values) : values));
      }
    },
    async finish() {
      for (const { file } of columns) await file.close();
    },
  };
}

/**
 * The header of a .npy file, version 1.0: magic, length, and a Python dict literal padded with spaces so that the data
 * starts at a multiple of 64 bytes, as `numpy.lib.format` writes it.
 */
export function npyHeader({ descr, shape }: Pick<NamedArray, "shape"> & { descr: string }): Uint8Array {
  const tuple = shape.length === 0 ? "()" : shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const dict = `{'descr': '<${descr}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const length = Math.ceil((10 + dict.length + 1) / 64) * 64 - 10;
  const text = `${dict.padEnd(length - 1)}\n`;
  const header = new Uint8Array(10 + length);
  header.set([0x93, ..."NUMPY".split("").map((c) => c.charCodeAt(0)), 1, 0, length & 0xff, length >> 8]);
  header.set(new TextEncoder().encode(text), 10);
  return header;
}
