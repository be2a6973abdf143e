/** Why shards are not merged. */
export interface MergeProblem {
  /** The name of the shard that it is about. */
  readonly shard: string;
  /** As a sentence after the name. */
  readonly problem: string;
}

/** Shards that do not make a dataset, or not a whole one. */
export class MergeError extends Error {
  override readonly name = "MergeError";

  constructor(
    readonly path: string,
    readonly problems: readonly MergeProblem[],
  ) {
    super(
      `${path}: its shards make no dataset: ${problems.map(({ shard, problem }) => `${shard} ${problem}`).join("; ")}`,
    );
  }
}
