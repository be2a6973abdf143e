import { FormatError } from "../format-error.js";
import type { ByteWindow } from "./byte-window.js";
import type { Stack } from "./stack.js";
import type { Value } from "./values.js";

/** A pickle that is being read. */
export interface Machine {
  readonly path: string;
  /** Bytes of the file. */
  readonly size: number;
  /** What comes after the current opcode. */
  readonly bytes: ByteWindow;
  readonly stack: Stack;
  /** Values that can be recalled by number. */
  readonly memo: Map<number, Value>;
  /** Place of the current opcode in the file. */
  at: number;
  /** Where the last frame ends; protocol 4 and later put opcodes into frames, so that they can be read at once. */
  frameEnd: number;
}

/** What the current opcode does that it must not do. */
export function failure({ path, at }: Machine, problem: string): FormatError {
  return new FormatError(path, `${problem} (at byte ${at})`);
}
