import type { Split } from "../../generate/examples.js";
import { FormatError } from "../format-error.js";
import { printable } from "../printable.js";
import type { Source } from "../source.js";
import { dictionaryColumn, type SplitBuffers } from "./batch-columns.js";
import { checkBody } from "./check-body.js";
import type { SplitColumn } from "./dataset-columns.js";
import { readBool, readSize, requireTable } from "./flatbuffer.js";
import type { Message } from "./message.js";
import { type RecordBatch, readRecordBatch } from "./record-batch.js";
import { openIndices, openTexts, type TextReader } from "./text-reader.js";

/** Texts that are read at once. */
const PIECE = 4096;

/** Values of a dictionary; of splits there are two, and maybe some that no row has. */
const MAX_VALUES = 1000;

const DICTIONARY_BATCH = { id: 0, data: 1, isDelta: 2 };

/** Counts the rows of each split, message by message. */
export interface SplitCounter {
  /** @throws FormatError for a dictionary that is of no column. */
  addDictionary(message: Message): Promise<void>;
  /** @throws FormatError for a row of no known split, or of train after one of test. */
  addBatch(batch: RecordBatch, buffers: SplitBuffers | undefined): Promise<void>;
  splits(): readonly [train: Split, test: Split];
}

export function createSplitCounter(source: Source, column: SplitColumn | undefined): SplitCounter {
  const values: string[] = [];
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
    async addDictionary(message) {
      const id = readSize(message.header, DICTIONARY_BATCH.id);
      if (column?.dictionary?.id !== id) {
        throw new FormatError(source.path, `has a dictionary ${id} at ${message.offset}, which is of no column`);
      }
      const header = requireTable(message.header, DICTIONARY_BATCH.data, "data");
      const batch = await readRecordBatch(source, message, header);
      const { validities, ...buffers } = dictionaryColumn(batch, column.text);
      if (!readBool(message.header, DICTIONARY_BATCH.isDelta)) values.length = 0;
      if (values.length + batch.rows > MAX_VALUES) throw batch.fail(`has ${batch.rows} values, and splits are two`);
      await checkBody(source, batch, validities);
      const reader = openTexts(source, buffers, column.text, batch.rows, batch.fail);
      const added: string[] = [];
      await reader.read(added, batch.rows);
      await reader.end();
      values.push(...added);
    },
    async addBatch(batch, buffers) {
      if (column === undefined || buffers === undefined) return;
      const reader = openSplits(batch, buffers, column);
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

  function openSplits({ fail }: RecordBatch, buffers: SplitBuffers, { text, dictionary }: SplitColumn): TextReader {
    if ("places" in buffers) return openTexts(source, buffers, text, PIECE, fail);
    const index = dictionary!.index;
    return openIndices(source, buffers.indices, index, values, PIECE, fail);
  }
}
