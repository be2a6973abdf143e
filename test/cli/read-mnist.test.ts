// The files of MNIST that a user names: as they are, compressed, and what they are not.
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readMnist } from "../../src/cli/read-mnist.js";
import { idxOf } from "../experiments/support/mnist-files.mjs";
import { temporaryFolder } from "./support/run-cli.js";

const folder = temporaryFolder();
const PIXELS = Uint8Array.from({ length: 3 * 4 }, (_, i) => 20 * i);
const IMAGES = idxOf([3, 2, 2], PIXELS);
const LABELS = idxOf([3], Uint8Array.of(7, 0, 9));

/** @returns the path of the images. */
function written(images: Uint8Array, labels: Uint8Array, ending = "-ubyte"): string {
  writeFileSync(join(folder, `some-labels-idx1${ending}`), labels);
  const path = join(folder, `some-images-idx3${ending}`);
  writeFileSync(path, images);
  return path;
}

describe("MNIST's files", () => {
  it.each([
    ["as they are", IMAGES, LABELS, "-ubyte"],
    ["compressed", gzipSync(IMAGES), gzipSync(LABELS), "-ubyte.gz"],
  ])("are read %s", async (_, images, labels, ending) => {
    const found = await readMnist(written(images, labels, ending), 3);
    expect(Array.from(found.images)).toEqual(Array.from(PIXELS));
    expect(Array.from(found.labels)).toEqual([7, 0, 9]);
    expect(found.sha256).toBe(createHash("sha256").update(images).digest("hex"));
  });

  it("are found with a dot in their names, too", async () => {
    writeFileSync(join(folder, "dotted-labels.idx1-ubyte"), LABELS);
    writeFileSync(join(folder, "dotted-images.idx3-ubyte"), IMAGES);
    expect((await readMnist(join(folder, "dotted-images.idx3-ubyte"), 1)).labels).toHaveLength(3);
  });

  const ofInts = Uint8Array.from(IMAGES);
  ofInts[2] = 12;
  it.each([
    ["empty", new Uint8Array(0), LABELS, /some-images-idx3-ubyte: is no IDX file, which begins with two zeros/],
    ["text", new TextEncoder().encode("digits, many"), LABELS, /images-idx3-ubyte: is no IDX file/],
    ["cut in its head", IMAGES.subarray(0, 9), LABELS, /images-idx3-ubyte: is no IDX file/],
    ["cut", IMAGES.subarray(0, 20), LABELS, /images-idx3-ubyte: says that it has 3 × 2 × 2 bytes, and has 4/],
    ["of integers", ofInts, LABELS, /images-idx3-ubyte: is an IDX file of the type 12, not of bytes \(8\)/],
    ["labels", LABELS, LABELS, /images-idx3-ubyte: is an IDX file with 1 dimensions, not 3/],
    ["damaged gzip", gzipSync(IMAGES).subarray(0, 20), LABELS, /images-idx3-ubyte: is damaged/],
    ["with images for labels", IMAGES, IMAGES, /labels-idx1-ubyte: is an IDX file with 3 dimensions, not 1/],
    ["with fewer labels", IMAGES, idxOf([2], Uint8Array.of(1, 2)), /labels-idx1-ubyte: has 2 labels, of 3 images/],
    ["with letters", IMAGES, idxOf([3], Uint8Array.of(1, 26, 2)), /labels-idx1-ubyte: has a label 26: expected 0 to 9/],
  ])("are refused that are %s", async (_, images, labels, message) => {
    await expect(readMnist(written(images, labels), 1)).rejects.toThrow(message);
  });

  it("are refused that are too few, or without labels", async () => {
    await expect(readMnist(written(IMAGES, LABELS), 2000)).rejects.toThrow(/has 3 images: expected at least 2,000/);
    const lone = join(folder, "lone-images-idx3-ubyte");
    writeFileSync(lone, IMAGES);
    await expect(readMnist(lone, 1)).rejects.toThrow(/lone-labels-idx1-ubyte: no such file or directory/);
  });
});
