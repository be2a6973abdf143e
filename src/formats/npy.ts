import { bytesOf } from "../digest/bytes.js";
import { ARRAY_NAMES, encodeArrays, type NamedArray } from "./arrays.js";
import type { Format, Sink } from "./format.js";

/** One NumPy array a file: x.npy, y.npy, x_test.npy, y_test.npy, t.npy and the templates. */
export const npy: Format = {
  async encodeFolder(folder, info) {
    let file: Sink;
    return encodeArrays(info, ARRAY_NAMES, {
      async begin(array) {
        file = await folder.create(`${array.name}.npy`);
        await file.write(npyHeader(array));
      },
      append: (values) => file.write(bytesOf(values)),
      end: () => file.close(),
      finish: async () => {},
    });
  },
  // Imported when asked for, here and in the other formats: writing a dataset loads no code for reading.
  decode: async (sources) => (await import("./numpy/decode-npy.js")).decodeNpy(sources),
};

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
