// The threads that work-pool.ts starts: each draws blocks, or is given them, and hashes them and writes their text.
import { createHash } from "node:crypto";
import { workerData } from "node:worker_threads";
import { bytesOf, int64FromLabels } from "../digest/bytes.js";
import type { Sink } from "../formats/format.js";
import { formatNamed } from "../formats/registry.js";
import { BlockDrawer } from "../generate/block-drawer.js";
import { digitTemplates } from "../generate/digit-templates.js";
import type { Chunk, RowRange } from "../generate/examples.js";
import type { Job, Task, TaskResult } from "./job.js";
import { chunkOf, partOf, slotOf } from "./slot.js";
import { workOn } from "./threads.js";

const job = workerData as Job;
const slots = job.slots.map((memory) => slotOf(job, memory));
const drawer = job.drawn && drawerOf(job.drawn);
const text = await Promise.all(job.text.map(textEncoder));

workOn(async ({ slot, range, pieces, isHashed }: Task): Promise<TaskResult> => {
  const arrays = slots[slot]!;
  drawer?.draw(range, arrays);
  const stored = chunkOf(arrays, job.length, range);
  const chunk = job.dtype === job.datasetDtype ? stored : { ...stored, x: Float32Array.from(stored.x) };
  const textBytes: number[][] = [];
  for (const [i, encode] of text.entries()) textBytes.push(await encode(chunk, pieces, arrays.text[i]!));
  return { textBytes, ...(isHashed && hashesOf(chunk)) };
});

function drawerOf({ config, standardisation }: NonNullable<Job["drawn"]>): BlockDrawer {
  return new BlockDrawer(config, config.templates ?? digitTemplates, standardisation);
}

/** Writes the text of a chunk's pieces in a format to the front of some memory, and returns the bytes of each. */
type TextEncoder = (chunk: Chunk, pieces: readonly RowRange[], target: Uint8Array) => Promise<number[]>;

async function textEncoder(name: Job["text"][number]): Promise<TextEncoder> {
  let memory = new Uint8Array();
  let end = 0;
  const sink: Sink = {
    async write(bytes) {
      memory.set(bytes, end);
      end += bytes.length;
    },
    async close() {},
  };
  const encode = await (await formatNamed(name).load()).encodeRows!(sink, job);
  return async (chunk, pieces, target) => {
    memory = target as Uint8Array<ArrayBuffer>;
    end = 0;
    const bytes: number[] = [];
    for (const piece of pieces) {
      const before = end;
      await encode(partOf(chunk, job.length, piece));
      bytes.push(end - before);
    }
    return bytes;
  };
}

function hashesOf({ x, y }: Chunk): Pick<TaskResult, "float32" | "float64"> {
  const labels = bytesOf(int64FromLabels(y));
  const hash = (values: Chunk["x"]) =>
    new Uint8Array(createHash("sha256").update(bytesOf(values)).update(labels).digest());
  return job.datasetDtype === "float64"
    ? { float32: hash(Float32Array.from(x)), float64: hash(x) }
    : { float32: hash(x) };
}
