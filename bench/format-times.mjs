// How long a format takes, apart from generation, hashing and the disk: chunks in memory to closed files.
import { mkdirSync } from "node:fs";
import { open } from "node:fs/promises";
import { dirname, join } from "node:path";
import { configToJson, defaults, digitTemplates } from "../dist/index.js";
import { formatNamed } from "../dist/node.js";

const ROWS = 200_000;
const LENGTH = 40;
const CHUNK_ROWS = 4096;
const RUNS = 5;

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** A file without buffer or hash. Small writes are rare enough. */
class PlainSink {
  bytes = 0;
  static async create(path) {
    mkdirSync(dirname(path), { recursive: true });
    const sink = new PlainSink();
    sink.file = await open(path, "w");
    return sink;
  }
  async write(bytes) {
    this.bytes += bytes.length;
    await this.file.write(bytes);
  }
  close() {
    return this.file.close();
  }
}

function makeChunks(dtype) {
  const splits = [
    { name: "train", rows: ROWS * 0.8 },
    { name: "test", rows: ROWS * 0.2 },
  ];
  const chunks = [];
  for (const { name, rows } of splits) {
    for (let start = 0; start < rows; start += CHUNK_ROWS) {
      const count = Math.min(CHUNK_ROWS, rows - start);
      const values = Float32Array.from({ length: count * LENGTH }, () => Math.random() * 4 - 2);
      const x = dtype === "float64" ? Float64Array.from(values) : values;
      chunks.push({ split: name, start, rows: count, x, y: Int32Array.from({ length: count }, (_, i) => i % 10) });
    }
  }
  return { splits, chunks };
}

/** Seconds of a format and of a raw write of as many bytes in as large pieces, medians of paired runs. */
export async function formatTimes(name, folder) {
  const entry = formatNamed(name);
  const format = await entry.load();
  const { splits, chunks } = makeChunks(entry.dtype ?? "float32");
  const info = {
    config: configToJson(defaults),
    version: "0.0.0",
    length: LENGTH,
    dtype: "float32",
    splits,
    t: new Float64Array(LENGTH),
    templates: digitTemplates,
    hasCleanLabels: false,
  };
  const seconds = [];
  const raws = [];
  let bytes = 0;
  for (let run = 0; run <= RUNS; run++) {
    const sinks = [];
    const output = {
      async create(path) {
        const sink = await PlainSink.create(join(folder, path));
        sinks.push(sink);
        return sink;
      },
    };
    const start = performance.now();
    const encoder = await format.encodeFolder(output, info);
    for (const chunk of chunks) await encoder.write(chunk);
    await encoder.finish("sha256:");
    const time = (performance.now() - start) / 1000;
    bytes = sinks.reduce((sum, sink) => sum + sink.bytes, 0);
    const raw = await rawTime(join(folder, "raw"), bytes);
    if (run === 0) continue; // warm-up
    seconds.push(time);
    raws.push(raw);
  }
  return { seconds: median(seconds), raw: median(raws), bytes };
}

async function rawTime(path, bytes) {
  const piece = new Uint8Array(CHUNK_ROWS * LENGTH * 4).fill(1);
  const start = performance.now();
  const sink = await PlainSink.create(path);
  for (let written = 0; written < bytes; written += piece.length) {
    await sink.write(piece.subarray(0, Math.min(piece.length, bytes - written)));
  }
  await sink.close();
  return (performance.now() - start) / 1000;
}
