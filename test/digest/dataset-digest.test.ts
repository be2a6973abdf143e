import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/config/parse-config.js";
import {
  type BlockHashes,
  createDigest,
  type DatasetDigest,
  digestOfBlocks,
  type SplitDigest,
} from "../../src/digest/dataset-digest.js";
import { DigestError } from "../../src/digest/split-hasher.js";
import { BLOCK_ROWS, type Chunk, type Examples, type Split, type SplitName } from "../../src/generate/examples.js";
import { generate } from "../../src/generate/generate.js";

const LENGTH = 3;
const SPLITS: [Split, Split] = [
  { name: "train", rows: 9000 },
  { name: "test", rows: 4096 },
];

describe("the digest of a dataset", () => {
  it("no-regression: that of the default config", async () => {
    const { digest } = await digestOf(generate());
    expect(digest).toBe("sha256:d0191acc860ea4214fd8bdfa9c8ac714fe643ed084fa6b8bc0d804df60b43dca");
  });

  it.each([
    {},
    { dtype: "float64" },
    { num_samples: 12_000, final_seq_length: 7, label_noise: { fraction: 0.2 } },
    { num_samples: 8192 * 2, train_split: 0.5, final_seq_length: 1, dtype: "float64" },
    { num_samples: 500, train_split: 0 },
    { num_samples: 500, train_split: 1, dtype: "float64" },
    {
      num_samples: 9000,
      final_seq_length: 2,
      val_size: 500,
      shifts: { a: { shear_scale: 2 } },
      factors: true,
      clean: true,
    },
    {
      num_samples: 500,
      engine: "blocked",
      dtype: "float64",
      factors: true,
      clean: true,
      val_size: 1,
      train_split: 0.5,
    },
    {
      num_samples: 500,
      templates: {
        x: [
          [1, 2, 3],
          [3, 2, 1],
        ],
        t: [0, 1, 2],
        y: [-2147483648, -1],
      },
    },
  ])("reference: equals one made by its definition with Node's hash, %j", async (keys) => {
    const examples = generate(parseConfig(keys));
    const actual = await digestOf(examples);
    expect(actual).toEqual(await expectedDigest(examples));
  });

  it("property: does not depend on the sizes of chunks, nor on a buffer that is used again", async () => {
    const whole = await digestOf(
      partsOf(() => 1e9),
      "float64",
    );
    const sizes = fc.array(fc.oneof(fc.integer({ min: 1, max: 5000 }), fc.constant(4096)), {
      minLength: 1,
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(sizes, async (rows) => {
        let i = 0;
        expect(
          await digestOf(
            partsOf(() => rows[i++ % rows.length]!),
            "float64",
          ),
        ).toEqual(whole);
      }),
      { numRuns: 20 },
    );
    expect(
      await digestOf(
        partsOf(() => 1),
        "float64",
      ),
    ).toEqual(whole);
  });

  it("is the same from hashes of blocks that were made elsewhere, beside rows that come as they are", async () => {
    const whole = await digestOf(
      partsOf(() => 1e9),
      "float64",
    );
    const builder = createDigest(LENGTH, SPLITS, "float64");
    const hash = (block: Chunk, x: Chunk["x"]) =>
      createHash("sha256").update(x).update(BigInt64Array.from(block.y, BigInt)).digest();
    for (const block of partsOf(() => 4096)) {
      // The second block of train comes in two parts, as where a file ends in it.
      if (block.split === "train" && block.start === 4096) {
        for (const [from, to] of [
          [0, 1000],
          [1000, 4096],
        ] as const) {
          const part = { x: block.x.subarray(from * LENGTH, to * LENGTH), y: block.y.subarray(from, to) };
          await builder.update({ ...block, ...part, start: block.start + from, rows: to - from });
        }
      } else {
        builder.addBlock(block, { float32: hash(block, Float32Array.from(block.x)), float64: hash(block, block.x) });
      }
    }
    expect(await builder.finish()).toEqual(whole);
  });

  it("takes no hash of rows that are no block", () => {
    const builder = createDigest(LENGTH, SPLITS, "float32");
    expect(() => builder.addBlock({ split: "train", start: 0, rows: 5 }, { float32: new Uint8Array(32) })).toThrow(
      DigestError,
    );
  });

  it("is over float32 for float64 data too", async () => {
    const wide = await digestOf(generate({ dtype: "float64" }));
    const narrow = await digestOf(generate());
    expect([wide.digest, wide.splits]).toEqual([narrow.digest, narrow.splits]);
    expect(narrow.xFloat64).toBeUndefined();
  });

  it("changes with any bit, any label and the order of rows", async () => {
    const changes: readonly ((chunk: Chunk) => unknown)[] = [
      () => {},
      ({ x }) => x.set([-x[0]!]),
      ({ x }) => x.set([2 ** -10], x.length - 1),
      ({ y }) => y.set([9], 0),
      ({ y }) => y.subarray(-2).reverse(),
    ];
    const digests = new Set<string>();
    for (const change of changes) {
      const chunks = Array.from(
        partsOf(() => 1e9),
        ({ x, y, ...range }) => ({ ...range, x: x.slice(), y: y.slice() }),
      );
      change(chunks[0]!);
      digests.add((await digestOf(chunks, "float64")).digest);
    }
    expect(digests.size).toBe(5);
  });
});

/** Examples of SPLITS in chunks of the sizes that are drawn, all in one buffer that is overwritten. */
function* partsOf(rowsOfNext: () => number): Generator<Chunk> {
  const x = new Float64Array(9000 * LENGTH);
  const y = new Int32Array(9000);
  for (const { name, rows } of SPLITS) {
    for (let start = 0; start < rows; ) {
      const count = Math.min(rowsOfNext(), rows - start);
      for (let i = 0; i < count * LENGTH; i++) x[i] = 1 / (start * LENGTH + i + 1) + (name === "test" ? 1 : 0);
      for (let i = 0; i < count; i++) y[i] = (start + i) % 10;
      yield { split: name, start, rows: count, x: x.subarray(0, count * LENGTH), y: y.subarray(0, count) };
      start += count;
    }
  }
}

function digestOf(examples: Examples): Promise<DatasetDigest>;
function digestOf(chunks: Iterable<Chunk>, dtype: "float64"): Promise<DatasetDigest>;
async function digestOf(source: Examples | Iterable<Chunk>): Promise<DatasetDigest> {
  const builder =
    "chunks" in source
      ? createDigest(source.length, source.splits, source.config.dtype, source.columns)
      : createDigest(LENGTH, SPLITS, "float64");
  for (const chunk of "chunks" in source ? source.chunks() : source) await builder.update(chunk);
  return builder.finish();
}

/** The digest with Node's hash and one chunk a block, so that nothing is collected from parts. */
async function expectedDigest({ config, length, splits, columns, chunks }: Examples): Promise<DatasetDigest> {
  const hash = () => createHash("sha256");
  const int64 = (values: Int32Array) => BigInt64Array.from(values, BigInt);

  /** @param bytesOf what is hashed of a block, one after the other. */
  function digestSplits(dtype: "float32" | "float64", bytesOf: (chunk: Chunk) => NodeJS.ArrayBufferView[]) {
    return splits.map(({ name, rows }) => {
      const blocks: Buffer[] = [];
      for (const chunk of chunks({ rows: 4096, dtype })) {
        if (chunk.split !== name) continue;
        const block = hash();
        for (const bytes of bytesOf(chunk)) block.update(bytes);
        blocks.push(block.digest());
      }
      const sha256 = hash().update(Buffer.concat(blocks)).digest("hex");
      return { name, rows, sha256, blocks: blocks.map((b) => b.toString("hex")) };
    });
  }
  const perSplit = <T>(digests: SplitDigest[], of: (digest: SplitDigest) => T) =>
    Object.fromEntries(digests.map((digest) => [digest.name, of(digest)]));

  const digests = digestSplits("float32", ({ x, y }) => [x, int64(y)]);
  const lines = digests.map(({ name, rows, sha256 }) => `${name} ${rows} ${length} ${sha256}\n`).join("");
  const wide = digestSplits("float64", ({ x, y }) => [x, int64(y)]);
  const further = columns
    .filter(({ field }) => field !== "x" && field !== "y")
    .flatMap(({ field, name, kind }) => {
      const valuesOf = (chunk: Chunk) => {
        const values = chunk[field]!;
        return [values instanceof Int32Array ? int64(values) : values];
      };
      const isWide = kind === "signal" && config.dtype === "float64";
      return [
        [name, digestSplits("float32", valuesOf)] as const,
        ...(isWide ? [[`${name}_float64`, digestSplits("float64", valuesOf)] as const] : []),
      ];
    });
  return {
    digest: `sha256:${hash().update(`mnist1d-digest-v1\n${lines}`).digest("hex")}`,
    splits: digests,
    ...(config.dtype === "float64" && {
      xFloat64: perSplit(wide, ({ sha256 }) => sha256),
      xFloat64Blocks: perSplit(wide, ({ blocks }) => blocks),
    }),
    ...(further.length > 0 && {
      columns: Object.fromEntries(further.map(([name, own]) => [name, perSplit(own, ({ sha256 }) => sha256)])),
      columnBlocks: Object.fromEntries(further.map(([name, own]) => [name, perSplit(own, ({ blocks }) => blocks)])),
    }),
  };
}

describe("blocks that were hashed elsewhere", () => {
  /** Hashes of the blocks of a dataset, as whoever makes them has them. */
  async function hashed(examples: Examples): Promise<{ blocks: [Chunk, BlockHashes][]; digest: DatasetDigest }> {
    const blocks: [Chunk, BlockHashes][] = [];
    for (const chunk of examples.chunks({ rows: BLOCK_ROWS })) {
      const labels = new Uint8Array(BigInt64Array.from(chunk.y, BigInt).buffer);
      const hash = (x: Float32Array | Float64Array) =>
        new Uint8Array(createHash("sha256").update(new Uint8Array(x.slice().buffer)).update(labels).digest());
      const copy = { ...chunk, x: chunk.x.slice(), y: chunk.y.slice() };
      blocks.push([copy, { float32: hash(Float32Array.from(chunk.x)), float64: hash(chunk.x) }]);
    }
    return { blocks, digest: await digestOf(examples) };
  }

  it("property: are the same as rows that are hashed here, in any mixture", async () => {
    const examples = generate(parseConfig({ num_samples: 12_000, final_seq_length: 2, dtype: "float64" }));
    const { blocks, digest } = await hashed(examples);
    expect(blocks.map(([{ rows }]) => rows)).toEqual([4096, 4096, 1408, 2400]);
    const choices = fc.array(fc.boolean(), { minLength: blocks.length, maxLength: blocks.length });
    const property = fc.asyncProperty(choices, async (isDone) => {
      const builder = createDigest(examples.length, examples.splits, "float64");
      for (const [i, [chunk, hashes]] of blocks.entries()) {
        if (isDone[i]) builder.addBlock(chunk, hashes);
        else await builder.update(chunk);
      }
      const made = await builder.finish();
      expect(made).toEqual(digest);
      const { splits, xFloat64Blocks } = made;
      const parts = splits.map((split) => ({ ...split, float64Blocks: xFloat64Blocks![split.name] }));
      expect(await digestOfBlocks(examples.length, parts)).toEqual(digest);
    });
    await fc.assert(property, { numRuns: 16 });
  });

  it("are refused where they are none", async () => {
    const hashes = { float32: new Uint8Array(32) };
    const builder = createDigest(LENGTH, SPLITS, "float32");
    expect(() => builder.addBlock({ split: "train", start: 0, rows: 100 }, hashes)).toThrow(
      "rows of train: expected a block of 4096, or the last ones, got the hash of 100 rows",
    );
    await builder.update({ split: "train", start: 0, rows: 1, x: new Float32Array(LENGTH), y: new Int32Array(1) });
    expect(() => builder.addBlock({ split: "train", start: 1, rows: 4096 }, hashes)).toThrow(
      "expected those that complete the block before",
    );
  });
});

describe("a digest of other rows than were announced is an error, never a digest", () => {
  const splits: readonly Split[] = [
    { name: "train", rows: 3 },
    { name: "test", rows: 2 },
  ];
  const rowsOf = (split: SplitName, start: number, rows: number, Type: typeof Float32Array = Float32Array): Chunk => ({
    split,
    start,
    rows,
    x: new Type(rows * 2),
    y: new Int32Array(rows),
  });
  const whole = [rowsOf("train", 0, 3), rowsOf("test", 0, 2)];
  const Wide = Float64Array as unknown as typeof Float32Array;
  const changed = (change: object) => [{ ...rowsOf("train", 0, 3), ...change } as Chunk];

  it.each<[what: string, chunks: readonly Chunk[], key: string, expected: string, got: string]>([
    ["nothing at all", [], "rows of train", "3 before the end", "0"],
    ["a row of train missing", [rowsOf("train", 0, 2)], "rows of train", "3 before the end", "2"],
    ["test missing", [rowsOf("train", 0, 3)], "rows of test", "2 before the end", "0"],
    ["a row of test missing", [whole[0]!, rowsOf("test", 0, 1)], "rows of test", "2 before the end", "1"],
    ["train missing before test", [rowsOf("test", 0, 2)], "rows of train", "3 before rows of test", "0"],
    ["test before the end of train", [rowsOf("train", 0, 2), whole[1]!], "rows of train", "3 before rows of test", "2"],
    ["train once more", [...whole, rowsOf("train", 0, 1)], "chunk.split", "test alone, which has begun", "train"],
    ["too many rows at once", [rowsOf("train", 0, 4)], "rows of train", "3", "4"],
    ["too many rows in the end", [...whole, rowsOf("test", 2, 1)], "rows of test", "2", "3"],
    ["rows twice", [rowsOf("train", 0, 1), rowsOf("train", 0, 1)], "chunk.start", "1, the next row of train", "0"],
    ["rows left out", [rowsOf("train", 0, 1), rowsOf("train", 2, 1)], "chunk.start", "1, the next row of train", "2"],
    ["another split", changed({ split: "valid" }), "chunk.split", "train or test", '"valid"'],
    ["no rows", changed({ rows: undefined }), "chunk", "start and rows of 0 or more", "0 and nothing"],
    ["a part of a row", changed({ rows: 0.5 }), "chunk", "start and rows of 0 or more", "0 and 0.5"],
    [
      "another length",
      changed({ x: new Float32Array(9) }),
      "chunk.x",
      "a Float32Array of 6 values",
      "Float32Array of 9",
    ],
    ["too few labels", changed({ y: new Int32Array(2) }), "chunk.y", "an Int32Array of 3 labels", "Int32Array of 2"],
    [
      "float64 for float32",
      [rowsOf("train", 0, 3, Wide)],
      "chunk.x",
      "a Float32Array of 6 values",
      "Float64Array of 6",
    ],
    ["a list for x", changed({ x: [1, 2, 3, 4, 5, 6] }), "chunk.x", "a Float32Array of 6 values", "an array of 6"],
    [
      "other labels",
      changed({ y: new BigInt64Array(3) }),
      "chunk.y",
      "an Int32Array of 3 labels",
      "BigInt64Array of 3",
    ],
  ])("%s", async (_, chunks, key, expected, got) => {
    const builder = createDigest(2, splits, "float32");
    const fed = (async () => {
      for (const chunk of chunks) await builder.update(chunk);
      return builder.finish();
    })();
    await expect(fed).rejects.toMatchObject({ name: "DigestError", key, expected, got });
  });

  it("float32 for float64, or the hash of one of the two", async () => {
    const builder = createDigest(2, splits, "float64");
    const expected = "a Float64Array of 6 values";
    await expect(builder.update(whole[0]!)).rejects.toMatchObject({ key: "chunk.x", expected });
    const float32 = new Uint8Array(32);
    expect(() => builder.addBlock({ split: "train", start: 0, rows: 3 }, { float32 })).toThrow("hashes.float64");
  });

  it("rows after the digest was finished, or a second finish", async () => {
    const builder = createDigest(2, splits, "float32");
    for (const chunk of whole) await builder.update(chunk);
    await builder.finish();
    await expect(builder.finish()).rejects.toThrow("digest: expected to be finished once, got a second time");
    await expect(builder.update(rowsOf("test", 2, 0))).rejects.toThrow("nothing after the digest was finished");
  });

  it("but a chunk that was refused leaves no trace", async () => {
    const builder = createDigest(2, splits, "float32");
    await expect(builder.update(whole[1]!)).rejects.toThrow(DigestError);
    await expect(builder.update(changed({ start: 7, y: new Int32Array(2) })[0]!)).rejects.toThrow(DigestError);
    for (const chunk of whole) await builder.update(chunk);
    expect((await builder.finish()).digest).toMatch(/^sha256:/);
  });

  it("but chunks are taken before they are waited for", async () => {
    const [one, other] = [createDigest(2, splits, "float64"), createDigest(2, splits, "float64")];
    const [train, test] = [rowsOf("train", 0, 3, Wide), rowsOf("test", 0, 2, Wide)];
    for (const chunk of [train, test]) await one.update(chunk);
    const updates = [train, test].map((chunk) => other.update(chunk));
    train.x.fill(7);
    expect(await other.finish()).toEqual(await one.finish());
    await Promise.all(updates);
  });

  it.each<[what: string, args: readonly unknown[], key: string]>([
    ["no length", [0, splits, "float32"], "length"],
    ["a type that is none", [2, splits, "float16"], "dtype"],
    ["no splits", [2, undefined, "float32"], "splits"],
    ["an unknown split", [2, [{ name: "valid", rows: 1 }], "float32"], "splits[0].name"],
    ["a negative number of rows", [2, [{ name: "train", rows: -1 }], "float32"], "splits[0].rows"],
    ["a split twice", [2, [splits[0], splits[0]], "float32"], "splits"],
  ])("%s", (_, args, key) => {
    expect(() => createDigest(...(args as Parameters<typeof createDigest>))).toThrow(expect.objectContaining({ key }));
  });
});
