/** A .npy file with a header as told. @param version of the format. */
export function rawNpy(header: string, data: Uint8Array, version = 1): Buffer {
  const length = Buffer.alloc(version === 1 ? 2 : 4);
  length.writeUIntLE(header.length, 0, length.length);
  const magic = Buffer.from(`\x93NUMPY${String.fromCharCode(version)}\0`, "latin1");
  return Buffer.concat([magic, length, Buffer.from(header, "latin1"), data]);
}

/** As NumPy writes it, but for the padding. */
export function npyOf(descr: string, shape: readonly number[], data: Uint8Array, isFortran = false): Buffer {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const order = isFortran ? "True" : "False";
  return rawNpy(`{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${tuple}, }\n`, data);
}

/** A matrix of consecutive numbers, as float64. */
export function matrixNpy(rows: number, columns: number): Buffer {
  const values = Float64Array.from({ length: rows * columns }, (_, i) => i);
  return npyOf("<f8", [rows, columns], new Uint8Array(values.buffer));
}

/** Labels 0, 1, 2, …, as bytes. */
export function labelsNpy(rows: number): Buffer {
  return npyOf(
    "|u1",
    [rows],
    Uint8Array.from({ length: rows }, (_, i) => i),
  );
}
