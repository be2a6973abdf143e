import { bytesOf } from "../digest/bytes.js";
import { type ArrayName, elementCount, encodeArrays, type NamedArray } from "./arrays.js";
import type { DatasetInfo, Encoder, Format, Sink } from "./format.js";
import { PickleWriter } from "./pickle-writer.js";

const ORDER: readonly ArrayName[] = [
  "x",
  "x_test",
  "y",
  "y_test",
  "y_clean",
  "t",
  "templates_x",
  "templates_t",
  "templates_y",
];

/**
 * The original's file: a pickled dict of NumPy arrays, protocol 3, always float64, opcode for opcode what Python's
 * pickle makes of it. With the published preset it is the published file byte for byte.
 */
export const pickle: Format = {
  encodeFile,
  encodeFolder: async (folder, info) => encodeFile(await folder.create("mnist1d_data.pkl"), info),
  decode: async (sources) => (await import("./pickle/decode-pickle.js")).decodePickle(sources),
};

async function encodeFile(sink: Sink, info: DatasetInfo): Promise<Encoder> {
  const out = new PickleWriter();
  const flush = () => sink.write(out.take());
  let array: NamedArray;
  out.protocol(3).emptyDict().mark();
  return encodeArrays({ ...info, dtype: "float64" }, ORDER, {
    async begin(next) {
      array = next;
      // The templates are a dict in the dict: their arrays share its keys' memo entries with the outer ones.
      if (array.name === "templates_x") out.text("templates").emptyDict().mark();
      out.text(array.name.replace("templates_", ""));
      beginArray(out, array);
      await flush();
    },
    async append(values) {
      await sink.write(bytesOf(values));
    },
    async end() {
      endArray(out, array);
      await flush();
    },
    async finish() {
      if (info.templates !== undefined) out.setItems();
      out.setItems().stop();
      await flush();
      await sink.close();
    },
  });
}

/** An array up to its raw bytes: `numpy.core.multiarray._reconstruct(ndarray, (0,), b'b')` and the head of its state. */
function beginArray(out: PickleWriter, { shape, descr }: NamedArray): void {
  out.global("numpy.core.multiarray", "_reconstruct").global("numpy", "ndarray");
  out.integer(0).tuple(1).shortBytes("b").tuple(3).reduce();
  out.mark().integer(1);
  for (const n of shape) out.integer(n);
  out.tuple(shape.length);
  dtype(out, descr);
  const bytes = elementCount(shape) * 8;
  out.boolean(false);
  // CPython has one object for all empty bytes, so its pickler recalls it: a matter of the whole, not of a header.
  if (bytes === 0) out.shortBytes("");
  else out.bytesHeader(bytes);
}

function endArray(out: PickleWriter, { shape }: NamedArray): void {
  if (elementCount(shape) > 0) out.memoize();
  out.tupleFromMark().build();
}

/** A dtype, or a reference to it: NumPy's are singletons, so the pickler meets the same object again. */
function dtype(out: PickleWriter, descr: string): void {
  if (out.recall(`dtype ${descr}`)) return;
  out.global("numpy", "dtype").text(descr).boolean(false).boolean(true).tuple(3).reduce(`dtype ${descr}`);
  out.mark().integer(3).text("<").none().none().none().integer(-1).integer(-1).integer(0).tupleFromMark().build();
}
