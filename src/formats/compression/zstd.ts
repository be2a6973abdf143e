import type { ZSTDDecoder } from "zstddec";
import { Damage, Unsupported } from "../damage.js";
import { readBytes, type Source } from "../source.js";

/** Most bytes of a content, and of what it is compressed to: WebAssembly holds both, and never gives its memory back. */
const MAX_BYTES = 2 ** 28;

/** A frame of one byte. */
const ONE_BYTE = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0x20, 1, 9, 0, 0, 0);

let decoder: ZSTDDecoder | undefined;

/** Loads what `decompressZstd` needs, which takes some time: libzstd in WebAssembly. */
export async function loadZstd(): Promise<void> {
  if (decoder !== undefined) return;
  const loaded = new (await import("zstddec")).ZSTDDecoder();
  await loaded.init();
  decoder = loaded;
}

/**
 * Decompresses Zstandard frames, after `loadZstd`. Their checksums are checked, where they have some.
 *
 * @param frames at most 256 MB, as is the content.
 * @param size of the content, as what is around the frames says it; not more is made of them.
 * @throws Damage if they are damaged, or have another content than of this size.
 */
export function decompressZstd(frames: Uint8Array, size: number): Uint8Array {
  // What is wrong the decoder does not say: nothing comes out then. So where nothing must come out, one byte is put after it.
  const extra = size === 0 && frames.length > 0 ? 1 : 0;
  const content = decoder!.decode(extra > 0 ? Buffer.concat([frames, ONE_BYTE]) : frames, size + extra);
  if (frames.length > 0 && content.length === size + extra) return content.subarray(0, size);
  throw new Damage(`has data that is no Zstandard frame of ${size} bytes`);
}

/** The content of a source that is a Zstandard frame: decompressed as a whole, when the first bytes of it are read. */
export function zstdContent(frame: Source, size: number): Source {
  let content: Uint8Array | undefined;
  return {
    path: frame.path,
    size,
    async readInto(target, at) {
      content ??= await decompress();
      target.set(content.subarray(at, at + target.length));
    },
  };

  async function decompress(): Promise<Uint8Array> {
    if (Math.max(size, frame.size) > MAX_BYTES) {
      const most = `more than ${MAX_BYTES / 2 ** 20} MB compressed with zstd`;
      throw new Unsupported(`has ${most} in a buffer: that is not supported, and batches of fewer rows are`);
    }
    await loadZstd();
    return decompressZstd(await readBytes(frame, 0, frame.size, "a buffer"), size);
  }
}
