import type { Value } from "./values.js";

/** The stack of a pickle, with the marks that were set in it. All methods throw StackError for what cannot be. */
export interface Stack {
  push(value: Value): void;
  /** Takes the last value, unless a mark is after it. */
  pop(): Value;
  /** The last value, which stays. */
  top(): Value;
  mark(): void;
  /** Takes the last mark, and the values after it. */
  popToMark(): Value[];
  /** Whether it has no value and no mark. */
  isEmpty(): boolean;
}

/** Something is asked of the stack that it does not have or hold. Whoever runs the pickle knows where. */
export class StackError extends Error {}

/** A dataset's pickle has some twenty values on it. */
const MAX_VALUES = 1000;

export function createStack(): Stack {
  const values: Value[] = [];
  const marks: number[] = [];

  function check(isSound: boolean, problem: string): void {
    if (!isSound) throw new StackError(problem);
  }
  function checkValue(): void {
    check(values.length > (marks.at(-1) ?? 0), "an opcode asks for a value that is not there");
  }
  return {
    push(value) {
      check(values.length < MAX_VALUES, `it has more than ${MAX_VALUES} values at a time`);
      values.push(value);
    },
    pop() {
      checkValue();
      return values.pop()!;
    },
    top() {
      checkValue();
      return values.at(-1)!;
    },
    mark() {
      check(marks.length < MAX_VALUES, `it has more than ${MAX_VALUES} marks at a time`);
      marks.push(values.length);
    },
    popToMark() {
      check(marks.length > 0, "an opcode asks for a mark that is not there");
      return values.splice(marks.pop()!);
    },
    isEmpty: () => values.length === 0 && marks.length === 0,
  };
}
