import type { Split } from "../../generate/examples.js";
import { FormatError } from "../format-error.js";
import { printable } from "../printable.js";
import type { Source } from "../source.js";
import type { SplitBuffers } from "./batch-columns.js";
import type { SplitColumn } from "./dataset-columns.js";
import { type Dictionaries, openIndices } from "./dictionaries.js";
import type { RecordBatch } from "./record-batch.js";
import { openTexts } from "./text-reader.js";

/** Texts that are read at once. */
const PIECE = 4096;

/** Counts the rows of each split, batch by batch. */
export interface SplitCounter {
  /** @throws FormatError for a row of no known split, or of train after one of test. */
  add(batch: RecordBatch, buffers: SplitBuffers | undefined, dictionaries: Dictionaries): Promise<void>;
  splits(): readonly [train: Split, test: Split];
}

export function createSplitCounter(source: Source, column: SplitColumn | undefined): SplitCounter {
  const texts: string[] = [];
  let train = 0;
  let test = 0;

  function count(text: string): void {
    if (text === "train" && test === 0) train++;
    else if (text === "test") test++;
    else {
      const row = `row ${train + test}`;
      if (text === "train") throw new FormatError(source.path, `${row} is of train, and rows before it are of test`);
      throw new FormatError(source.path, `${row} is of the split ${printable(text)}, not of train or test`);
    }
  }

  return {
    async add(batch, buffers, dictionaries) {
      if (column === undefined || buffers === undefined) return;
      const { fail } = batch;
      const reader =
        "places" in buffers
          ? openTexts(source, buffers, column.text, PIECE, fail)
          : openIndices(source, buffers.indices, column, dictionaries.split, PIECE, fail);
      for (let row = 0; row < batch.rows; row += PIECE) {
        const rows = Math.min(PIECE, batch.rows - row);
        await reader.read(texts, rows);
        for (let i = 0; i < rows; i++) count(texts[i]!);
      }
      await reader.end();
    },
    splits() {
      return [
        { name: "train", rows: train },
        { name: "test", rows: test },
      ];
    },
  };
}
