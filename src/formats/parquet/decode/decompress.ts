import { gunzipSync } from "node:zlib";
import { decompressZstdFrame } from "../../compression/zstd/zstd-frame.js";
import { Damage } from "./damage.js";
import { snappyDecompress } from "./snappy.js";
import { Codec } from "./structures.js";

/** A way to compress pages. */
export interface Decompressor {
  /** Bytes that one byte can become at most. */
  readonly maxRatio: number;
  /** Fills `output`. @throws Damage */
  decompress(input: Uint8Array, output: Uint8Array): void;
}

/** The codecs that are supported. */
export const DECOMPRESSORS: Readonly<Record<number, Decompressor | undefined>> = {
  // At best 64 bytes from 3.
  [Codec.SNAPPY]: { maxRatio: 22, decompress: snappyDecompress },
  // At best 258 bytes from 2 bits.
  [Codec.GZIP]: { maxRatio: 1032, decompress: gunzip },
  // At best 128 kB from 4 bytes.
  [Codec.ZSTD]: { maxRatio: 32_768, decompress: unzstd },
};

function gunzip(input: Uint8Array, output: Uint8Array): void {
  let bytes: Uint8Array;
  try {
    bytes = gunzipSync(input, { maxOutputLength: Math.max(1, output.length) });
  } catch (error) {
    throw new Damage(`has gzip data that does not decompress: ${error instanceof Error ? error.message : error}`);
  }
  if (bytes.length !== output.length) throw new Damage(`has gzip data of ${bytes.length} bytes, not ${output.length}`);
  output.set(bytes);
}

function unzstd(input: Uint8Array, output: Uint8Array): void {
  const steps = decompressZstdFrame(output.length, (problem) => new Damage(`has data that ${problem}`));
  let from = 0;
  let to = 0;
  for (let step = steps.next(); !step.done; ) {
    const { output: part, wanted } = step.value;
    if (wanted > input.length - from) throw new Damage("has a Zstandard frame that is cut off");
    output.set(part, to);
    to += part.length;
    step = steps.next(input.subarray(from, from + wanted));
    from += wanted;
  }
  if (to !== output.length) throw new Damage(`has a Zstandard frame of ${to} bytes, not ${output.length}`);
  if (from !== input.length) throw new Damage(`has ${input.length - from} bytes after its Zstandard frame`);
}
