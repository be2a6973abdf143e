/**
 * Pairs every row of a square matrix with a column of its own so that the sum of their entries is the least: the
 * Hungarian algorithm with potentials, O(size³).
 *
 * @param cost shape (size, size).
 * @returns the column of each row.
 */
export function leastCostAssignment(cost: Float64Array, size: number): number[] {
  // Rows and columns are counted from 1; column 0 stands for the row that is being placed.
  const rowPotential = new Float64Array(size + 1);
  const columnPotential = new Float64Array(size + 1);
  const rowOf = new Int32Array(size + 1);
  const previous = new Int32Array(size + 1);
  for (let row = 1; row <= size; row++) {
    const slack = new Float64Array(size + 1).fill(Infinity);
    const used = new Uint8Array(size + 1);
    let column = 0;
    rowOf[0] = row;
    do {
      used[column] = 1;
      const current = rowOf[column]!;
      let least = Infinity;
      let next = 0;
      for (let j = 1; j <= size; j++) {
        if (used[j]) continue;
        const reduced = cost[(current - 1) * size + j - 1]! - rowPotential[current]! - columnPotential[j]!;
        if (reduced < slack[j]!) {
          slack[j] = reduced;
          previous[j] = column;
        }
        if (slack[j]! < least) {
          least = slack[j]!;
          next = j;
        }
      }
      for (let j = 0; j <= size; j++) {
        if (used[j]) {
          rowPotential[rowOf[j]!]! += least;
          columnPotential[j]! -= least;
        } else {
          slack[j]! -= least;
        }
      }
      column = next;
    } while (rowOf[column] !== 0);
    for (; column !== 0; column = previous[column]!) rowOf[column] = rowOf[previous[column]!]!;
  }
  const columns = new Array<number>(size);
  for (let j = 1; j <= size; j++) columns[rowOf[j]! - 1] = j - 1;
  return columns;
}
