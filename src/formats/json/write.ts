import type { Templates } from "../../config/config.js";
import { jsonText } from "../../config/config-json.js";
import { type ArrayValues, encodeArrays, type NamedArray } from "../arrays.js";
import type { DatasetInfo, Encoder, FormatWriter, Sink } from "../format.js";
import { joinNumbers } from "../text/number-text.js";
import { TextWriter } from "../text/text-writer.js";

/** One object with the keys of the original's dict, then `config`, `config_digest` and `digest`. Numbers read back exactly. */
export const json: FormatWriter = {
  encodeFile,
  encodeFolder: async (folder, info) => encodeFile(await folder.create("mnist1d.json"), info),
};

/** Templates are written after the arrays, as an object of their own. */
async function encodeFile(sink: Sink, { templates, ...info }: DatasetInfo): Promise<Encoder> {
  const encoder = new TextEncoder();
  const out = await TextWriter.to(sink, info);
  const print = (text: string) => sink.write(encoder.encode(text));
  let array: NamedArray;
  let isFirst = true;
  await print("{");
  return encodeArrays(info, "by column", {
    async begin(next) {
      await print(`${array === undefined ? "" : ","}\n"${next.name}":[`);
      array = next;
      isFirst = true;
    },
    async append(values) {
      if (values.length === 0) return;
      if (!isFirst) await print(",");
      if (array.shape.length === 2) await printRows(out, values as Float32Array | Float64Array, array.shape[1]!);
      else await print(valuesText(values));
      isFirst = false;
    },
    end: () => print("]"),
    async finish(digest) {
      const { config, configDigest, standardisation } = info;
      if (templates !== undefined) await print(`,\n"templates":${templatesText(templates)}`);
      for (const [key, value] of Object.entries({ config, config_digest: configDigest, digest, standardisation })) {
        if (value !== undefined) await print(`,\n"${key}":${jsonText(value)}`);
      }
      await print("\n}\n");
      await sink.close();
    },
  });
}

function templatesText({ x, t, y }: Templates): string {
  const rows = x.map((row) => `[${valuesText(row)}]`);
  return `{"x":[${rows.join(",")}],"t":[${valuesText(t)}],"y":[${y.join(",")}]}`;
}

function valuesText(values: ArrayValues): string {
  return values instanceof BigInt64Array ? values.join(",") : joinNumbers(values, 0, values.length);
}

async function printRows(out: TextWriter, values: Float32Array | Float64Array, length: number): Promise<void> {
  for (let start = 0; start < values.length; start += length) {
    out.text(start === 0 ? "[" : ",\n[");
    out.numbers(values, start, start + length);
    out.text("]");
    if (out.isFull) await out.flush();
  }
  await out.flush();
}
