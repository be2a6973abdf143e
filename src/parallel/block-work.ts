import { createHash } from "node:crypto";
import type { BlockHashes } from "../digest/dataset-digest.js";
import { bytesOfPart, hashedParts } from "../digest/split-hasher.js";
import type { FormatName, Sink } from "../formats/format.js";
import { formatNamed } from "../formats/registry.js";
import { drawBlocks } from "../generate/blocked-engine.js";
import { asFloat32 } from "../generate/columns.js";
import { type Chunk, chunkIn, partOfChunk, type RowRange } from "../generate/examples.js";
import { loadKernels } from "../kernels/kernels.js";
import { type BlockResult, type Job, rowsOfBlocks, slotOf, type Task } from "./job.js";

/** What threads do that work-pool.ts starts: each draws blocks, or is given them, and hashes them and writes their text. */
export function blockWork(job: Job): (task: Task) => Promise<BlockResult[]> {
  const slots = job.slots.map((memory) => slotOf(job, memory));
  const draw = job.drawn && drawBlocks(job.drawn.config, job.drawn.standardisation);
  const parts = hashedParts(job.columns, job.length, job.datasetDtype);
  const prepared = Promise.all([
    Promise.all(job.text.map((name) => textEncoder(name, job))),
    ...(draw ? [loadKernels()] : []),
  ]);

  return async ({ slot, blocks }) => {
    const [encoders] = await prepared;
    const arrays = slots[slot]!;
    const range = rowsOfBlocks(blocks);
    draw?.(range, arrays, range.start + range.rows);
    const all = chunkIn(arrays, job.length, range);
    const textEnds = encoders.map(() => 0);
    const results: BlockResult[] = [];
    for (const { start, rows, pieces, isHashed } of blocks) {
      const stored = partOfChunk(all, start - range.start, rows);
      const chunk = job.dtype === job.datasetDtype ? stored : asFloat32(stored);
      const textBytes: number[][] = [];
      for (const [i, encode] of encoders.entries()) {
        const bytes = await encode(chunk, pieces, arrays.text[i]!.subarray(textEnds[i]));
        textBytes.push(bytes);
        textEnds[i]! += bytes.reduce((sum, count) => sum + count, 0);
      }
      results.push({ textBytes, ...(isHashed && { hashes: hashesOf(chunk, parts) }) });
    }
    return results;
  };
}

/** Writes the text of a chunk's pieces in a format to the front of some memory, and returns the bytes of each. */
type TextEncoder = (chunk: Chunk, pieces: readonly RowRange[], target: Uint8Array) => Promise<number[]>;

async function textEncoder(name: FormatName, job: Job): Promise<TextEncoder> {
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
      await encode(partOfChunk(chunk, piece.start - chunk.start, piece.rows));
      bytes.push(end - before);
    }
    return bytes;
  };
}

function hashesOf(chunk: Chunk, parts: ReturnType<typeof hashedParts>): BlockHashes {
  const hashes = parts.map((part) => {
    const hash = createHash("sha256");
    for (const bytes of bytesOfPart(part, chunk)) hash.update(bytes);
    return [part.name, new Uint8Array(hash.digest())];
  });
  return Object.fromEntries(hashes);
}
