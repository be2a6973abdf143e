import type { Config } from "../config/config.js";
import type { OpenDataset } from "../dataset/read/open-dataset.js";
import type { Reading } from "../dataset/read/read-form.js";
import { BLOCK_ROWS } from "../generate/examples.js";
import { type Check, failed, passed, skipped } from "./check.js";
import { type Golden, goldenDigest } from "./golden.js";

/** Whether the data has the digest that is stored with it; if not, in which blocks of rows it differs. */
export function checkDigest({ metadata, manifest }: OpenDataset, { form, digest }: Reading): Check {
  if (metadata.digest === undefined) return skipped("digest", "no digest is stored with the data");
  if (form.examples.splits.length < 2) {
    const [only] = form.examples.splits;
    // A table may be one of a dataset's files. Whatever else states a digest once had at least two splits.
    if (manifest !== undefined || !form.format.isTable) {
      return failed("digest", `the stored digest is of all splits, and only ${only?.name} is here`);
    }
    return skipped("digest", `the stored digest is of all splits, and only ${only?.name} is here`);
  }
  if (digest.digest === metadata.digest) {
    return passed("digest", "the data has the digest that is stored with it");
  }
  const details = [`stored ${metadata.digest}`, `found  ${digest.digest}`];
  for (const split of digest.splits) {
    const stored = manifest?.manifest.splits.find(({ name }) => name === split.name);
    if (stored === undefined) continue;
    if (stored.rows !== split.rows) details.push(`${split.name} has ${split.rows} rows, not ${stored.rows}`);
    const wrong = split.blocks.flatMap((block, i) => (block === stored.blocks[i] ? [] : [i]));
    if (wrong.length > 0) details.push(`${split.name}: ${blocksText(wrong, split.rows)}`);
  }
  return failed("digest", "the data does not have the digest that is stored with it", details);
}

function blocksText(blocks: readonly number[], rows: number): string {
  const spans = blocks.slice(0, 3).map((block) => {
    const end = Math.min((block + 1) * BLOCK_ROWS, rows) - 1;
    return `${block * BLOCK_ROWS} to ${end}`;
  });
  const more = blocks.length > 3 ? ` and ${blocks.length - 3} more blocks` : "";
  return `something differs in rows ${spans.join(", ")}${more}`;
}

/** Whether the data is what golden values say. */
export async function checkGolden(golden: string | Golden, digest: string, config: Config | undefined): Promise<Check> {
  if (typeof golden === "string") return checkStated("golden", golden, digest);
  if (config === undefined) {
    const isKnown = Object.values(golden.entries).some((entry) => entry.digest === digest);
    if (isKnown) return passed("golden", "the digest is one of the golden ones");
    return failed("golden", "the digest is none of the golden ones", [`found ${digest}`]);
  }
  const expected = await goldenDigest(golden, config);
  if (expected !== undefined) return checkStated("golden", expected, digest);
  return failed("golden", "the golden file has no entry for this config", ["mnist1d golden add makes one"]);
}

const STATED = { pinned: "the one that the config file pins", golden: "the golden one" };

/** Whether the digest is the one that is stated outside of the data. */
export function checkStated(name: keyof typeof STATED, stated: string, digest: string): Check {
  if (stated === digest) return passed(name, `the digest is ${STATED[name]}`);
  return failed(name, `the digest is not ${STATED[name]}`, [`${name} ${stated}`, `found  ${digest}`]);
}
