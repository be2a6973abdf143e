import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runHere } from "../../cli/support/run-here.js";
import { tree } from "../../dataset/support/tree.js";

/** A command that writes, on what it needs: it is killed, run beside another, or has no room. */
export interface Scenario {
  readonly name: string;
  readonly args: readonly string[];
  /** Another that writes to the same place, at the same time. */
  readonly rival: readonly string[];
  /** What is in the folder before, by command lines. */
  readonly before: readonly (readonly string[])[];
  /** Whether the data of both is there in the end, and not the one or the other. */
  readonly keepsBoth?: boolean;
}

const words = (line: string) => line.split(" ");
const SMALL = "--num-samples 300 --final-seq-length 5 --padding 2,4 --max-translation 8 -q";
const BLOCKS = "--engine blocked --num-samples 6000 --final-seq-length 4 --padding 2,4 --max-translation 8 -f csv -q";

export const SCENARIOS: readonly Scenario[] = [
  {
    name: "generate, a directory anew",
    before: [],
    args: words(`generate ${SMALL} -f npy,csv -o data/`),
    rival: words(`generate ${SMALL} -f npy,csv -o data/ --seed 1`),
  },
  {
    name: "generate, a directory replaced",
    before: [words(`generate ${SMALL} -o data/ --seed 2`)],
    args: words(`generate ${SMALL} -f npy,csv -o data/ --force`),
    rival: words(`generate ${SMALL} -f npy,csv -o data/ --force --seed 1`),
  },
  {
    name: "generate, a file replaced",
    before: [words(`generate ${SMALL} -o data.npz --seed 2`)],
    args: words(`generate ${SMALL} -o data.npz --force`),
    rival: words(`generate ${SMALL} -o data.npz --force --seed 1`),
  },
  {
    name: "generate, into a repository",
    before: [words(`generate ${SMALL} --into repo --name a`)],
    args: words(`generate ${SMALL} --into repo --name b`),
    rival: words(`generate ${SMALL} --into repo --name c --seed 1`),
    keepsBoth: true,
  },
  {
    name: "generate, a sweep",
    before: [words(`generate ${SMALL} --into repo --sweep seed=1 --scale-coeff 0.5`)],
    args: words(`generate ${SMALL} --into repo --sweep seed=2,1,3 --force`),
    rival: words(`generate ${SMALL} --into repo --sweep seed=4,3 --force`),
  },
  {
    name: "generate, a shard",
    before: [words(`generate ${BLOCKS} --shard 0/2 -o data/`)],
    args: words(`generate ${BLOCKS} --shard 1/2 -o data/`),
    rival: words(`generate ${BLOCKS} --shard 1/2 -o data/`),
  },
  {
    name: "merge",
    before: ["0/2", "1/2"].map((shard) => words(`generate ${BLOCKS} --shard ${shard} -o data/`)),
    args: words("merge data -q"),
    rival: words("merge data -q"),
  },
  {
    name: "merge, over a dataset",
    before: [
      words(`generate ${BLOCKS} -o data/ --seed 1`),
      ...["0/2", "1/2"].map((shard) => words(`generate ${BLOCKS} --shard ${shard} -o data/ --force`)),
    ],
    args: words("merge data -q --force"),
    rival: words("merge data -q --force"),
  },
  {
    name: "convert",
    before: [words(`generate ${SMALL} -o data.npz`), words(`generate ${SMALL} -o other/ --seed 1`)],
    args: words("convert data.npz other/ -f csv,parquet --force -q"),
    rival: words("convert data.npz other/ -f arrow --force -q"),
  },
  {
    name: "convert, a file anew",
    before: [words(`generate ${SMALL} -f csv -o data/`)],
    args: words("convert data other.npz -q"),
    rival: words("convert data other.npz -q"),
  },
  {
    name: "golden add",
    before: [words(`golden add golden.json ${SMALL}`)],
    args: words(`golden add golden.json --seed 1 ${SMALL}`),
    rival: words(`golden add golden.json --seed 2 ${SMALL}`),
    keepsBoth: true,
  },
  {
    name: "config -o",
    before: [words("config --seed 1 -o config.json -q")],
    args: words("config --seed 2 -o config.json --force -q"),
    rival: words("config --seed 3 -o config.json --force -q"),
  },
  {
    name: "config -o, anew",
    before: [],
    args: words("config --seed 2 -o config.json -q"),
    rival: words("config --seed 3 -o config.json -q"),
  },
];

/** A file beside and inside what is written, which is nobody's to touch. */
const OWN = "thesis.tex";

/** Makes the folder that a scenario begins with. Once: copies are as good. */
export async function prepare({ before }: Scenario, folder: string): Promise<void> {
  mkdirSync(folder);
  writeFileSync(join(folder, OWN), "mine\n");
  for (const args of before) {
    const { exitCode, stderr } = await runHere(args, folder);
    if (exitCode !== 0) throw new Error(`${args.join(" ")}: ${stderr}`);
  }
}

/** What is wrong in a folder in which a scenario's commands ran to their end: litter, or files that are nobody's. */
export function complaintOfFolder(folder: string): string | undefined {
  const found = tree(folder);
  if (found[OWN] !== "mine\n") return `${OWN} is lost`;
  const litter = Object.keys(found).find((path) => path.includes(".mnist1d-"));
  return litter && `litter: ${litter}`;
}

/** What can be verified in a folder, by its path. */
export function datasetsIn(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => /^(data|other)(\.npz)?$/.test(name));
  const inside = names.length === 0 && existsSync(join(folder, "repo")) ? readdirSync(join(folder, "repo")) : [];
  return [...names, ...inside.filter((name) => /^([abc]|seed-\d)$/.test(name)).map((name) => `repo/${name}`)];
}

/** How many things are in what keeps several: entries of a golden file, datasets in a card. */
export function keptIn(folder: string): number {
  const golden = join(folder, "golden.json");
  if (existsSync(golden)) return Object.keys(JSON.parse(readFileSync(golden, "utf8")).entries as object).length;
  const card = readFileSync(join(folder, "repo/README.md"), "utf8");
  return new Set(card.match(/^- config_name: .*$/gm)).size; // twice each: under configs and dataset_info
}
