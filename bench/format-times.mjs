// How long a format takes, apart from generation, hashing and the disk: chunks in memory to closed files.
import { mkdirSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { dirname, join } from "node:path";
import { configToJson, defaults, digitTemplates } from "../dist/index.js";
import { formatNamed } from "../dist/node.js";

const ROWS = 200_000;
const LENGTH = 40;
const CHUNK_ROWS = 4096;
const WARM_UPS = 2;
const RUNS = 7;

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** The product's file sink, which collects small writes, but without its hash and its wait for the disk. */
class PlainSink {
  bytes = 0;
  #small = [];
  static async create(path) {
    mkdirSync(dirname(path), { recursive: true });
    const sink = new PlainSink();
    sink.file = await open(path, "w");
    return sink;
  }
  async write(bytes) {
    this.bytes += bytes.length;
    if (bytes.length < 65_536) {
      this.#small.push(bytes.slice());
      return;
    }
    const small = this.#small;
    this.#small = [];
    await this.file.writev([...small, bytes]);
  }
  async #flush() {
    if (this.#small.length > 0) await this.file.write(Buffer.concat(this.#small));
    this.#small = [];
  }
  async close() {
    await this.#flush();
    await this.file.close();
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

/** Seconds of a format and of a raw write of as many bytes, each to new files; medians of paired runs. */
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
  for (let run = 0; run < WARM_UPS + RUNS; run++) {
    const sinks = [];
    const output = {
      async create(path) {
        const sink = await PlainSink.create(join(folder, `run-${run}`, path));
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
    const raw = await rawTime(join(folder, `raw-${run}`), bytes, chunks);
    rmSync(folder, { recursive: true });
    if (run < WARM_UPS) continue;
    seconds.push(time);
    raws.push(raw);
  }
  return { seconds: median(seconds), raw: median(raws), bytes };
}

/** Writes as many bytes from the same memory, in pieces as large as the chunks. */
async function rawTime(path, bytes, chunks) {
  const start = performance.now();
  const sink = await PlainSink.create(path);
  for (let i = 0; sink.bytes < bytes; i++) {
    const { buffer } = chunks[i % chunks.length].x;
    await sink.write(new Uint8Array(buffer, 0, Math.min(buffer.byteLength, bytes - sink.bytes)));
  }
  await sink.close();
  return (performance.now() - start) / 1000;
}
