// MNIST's digits of the package `mnist` (10,000 of them, with values from 0 to 1) as the two IDX files that MNIST has.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(import.meta.url);

const PIXELS = 28 * 28;

/** An IDX file of bytes. */
export function idxOf(shape, values) {
  const head = new DataView(new ArrayBuffer(4 + 4 * shape.length));
  head.setUint8(2, 8);
  head.setUint8(3, shape.length);
  for (const [i, length] of shape.entries()) head.setUint32(4 + 4 * i, length);
  return Buffer.concat([new Uint8Array(head.buffer), values]);
}

/** @returns the path of the images. */
export function writeMnist(folder) {
  const [images, labels] = [[], []];
  for (let digit = 0; digit < 10; digit++) {
    const { data } = JSON.parse(readFileSync(require.resolve(`mnist/src/digits/${digit}.json`), "utf8"));
    images.push(Buffer.from(data.map((value) => Math.round(255 * value))));
    labels.push(Buffer.alloc(data.length / PIXELS, digit));
  }
  const all = Buffer.concat(labels);
  const path = join(folder, "mnist-images-idx3-ubyte");
  writeFileSync(path, idxOf([all.length, 28, 28], Buffer.concat(images)));
  writeFileSync(join(folder, "mnist-labels-idx1-ubyte"), idxOf([all.length], all));
  return path;
}
