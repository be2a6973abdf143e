import { jsonText } from "../../config/config-json.js";
import { bytesOf } from "../../digest/bytes.js";
import { elementCount, encodeArrays } from "../arrays.js";
import type { DatasetInfo, Encoder, FormatWriter, Sink } from "../format.js";
import { npyHeader } from "../npy/write.js";
import { ZipWriter } from "../zip/write.js";

/**
 * NumPy arrays in one uncompressed archive, as `numpy.savez` makes it; `config` (JSON), `config_digest` and `digest` are scalar strings,
 * so that the file says what made it.
 */
export const npz: FormatWriter = {
  encodeFile,
  encodeStream: encodeFile,
  encodeFolder: async (folder, info) => encodeFile(await folder.create("mnist1d.npz"), info),
};

async function encodeFile(sink: Sink, info: DatasetInfo): Promise<Encoder> {
  const zip = new ZipWriter(sink);
  return encodeArrays(info, "by split", {
    async begin(array) {
      const header = npyHeader(array);
      const bytesPerElement = array.descr === "f4" ? 4 : 8;
      await zip.begin(`${array.name}.npy`, header.length + elementCount(array.shape) * bytesPerElement);
      await zip.append(header);
    },
    append: (values) => zip.append(bytesOf(values)),
    end: () => zip.end(),
    async finish(digest) {
      const { config, configDigest, standardisation } = info;
      const texts = {
        config: config && jsonText(config),
        config_digest: configDigest,
        digest,
        standardisation: standardisation && jsonText(standardisation),
      };
      for (const [name, text] of Object.entries(texts)) if (text !== undefined) await writeText(zip, name, text);
      await zip.finish();
    },
  });
}

/** A NumPy scalar string: UTF-32 code points. */
async function writeText(zip: ZipWriter, name: string, text: string): Promise<void> {
  const codePoints = Uint32Array.from(text, (character) => character.codePointAt(0)!);
  const header = npyHeader({ descr: `U${codePoints.length}`, shape: [] });
  await zip.begin(`${name}.npy`, header.length + codePoints.byteLength);
  await zip.append(header);
  await zip.append(bytesOf(codePoints));
  await zip.end();
}
