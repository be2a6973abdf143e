// What inspect and diff print of splits and columns beyond train and test, x and y, as text, as Markdown and as JSON.
import { beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "./support/run-cli.js";
import { runHere } from "./support/run-here.js";

const folder = temporaryFolder();
const run = async (...args: string[]) => {
  const { exitCode, stdout, stderr } = await runHere(args, folder);
  expect(stderr).toBe("");
  return { exitCode, stdout };
};

const all = ["--num-samples", "300", "--val-size", "30", "--label-noise", "0.2", "--factors", "--clean"];
const names = ["--classes", "0-2", "--class-names", "zero,one,two"];

beforeAll(async () => {
  const noisy = ["--shift", "noisy:iid_noise_scale=0.2"];
  const made = {
    "all.npz": [...all, ...names, ...noisy, "--shift", "far:max_translation=72,padding=10,30"],
    "noisier.npz": [...all, ...names, "--shift", "noisy:iid_noise_scale=0.3"],
    "seed.npz": [...all, ...names, "--seed", "7"],
    "plain.npz": ["--num-samples", "300"],
    "factors.npz": ["--num-samples", "300", "--factors"],
  };
  for (const [file, args] of Object.entries(made)) await run("generate", "-q", "-o", file, ...args);
  for (const name of ["a", "b"])
    await run("generate", "-q", "--into", "repo/", "--name", name, ...(name === "b" ? noisy : []));
});

describe("inspect", () => {
  it("shows ranges of what was drawn, the noise, wrong labels and names of classes, in 80 columns", async () => {
    const { stdout } = await run("inspect", "all.npz");
    expect(stdout).toMatch(/^ +padding +mean +scale +mean +translation +mean$/m);
    expect(stdout).toMatch(/^ {2}test_far +10 … 30 +\d+(\.\d+)? +0\.8\d* … 1\.\d+ +\S+ +\d … 71 +\S+$/m);
    expect(stdout).toMatch(/^ +shear +mean +noise \(std\) +wrong labels$/m);
    expect(stdout).toMatch(/^ {2}validation .* 0$/m);
    expect(stdout).toMatch(/^ {2}class +train +validation +test +first example$/m);
    expect(stdout).toMatch(/^ {2}1 one +\d+ +\d+ +\d+ +\S+$/m);
    const [, ...tables] = stdout.split("\n\n");
    expect(Math.max(...tables.flatMap((table) => table.split("\n").map((line) => line.length)))).toBeLessThanOrEqual(
      80,
    );
  });

  it("has all of it in JSON", async () => {
    const { splits, classNames, classes } = JSON.parse((await run("inspect", "all.npz", "--json")).stdout);
    expect(classNames).toEqual({ 0: "zero", 1: "one", 2: "two" });
    expect(splits.map(({ name }: { name: string }) => name)).toEqual([
      "train",
      "validation",
      "test",
      "test_far",
      "test_noisy",
    ]);
    expect(Object.keys(splits[3].columns)).toEqual(["x_clean", "padding", "scale", "translation", "shear"]);
    expect(splits[4].noise.std).toBeGreaterThan(splits[2].noise.std);
    expect(splits[2].wrongLabels).toBe(0);
    expect(classes[0]).toHaveProperty("test_noisy");
  });

  it("says nothing of it where there is none", async () => {
    expect((await run("inspect", "plain.npz")).stdout).not.toMatch(/noise|labels|padding/);
    expect((await run("inspect", "plain.npz", "--json")).stdout).not.toContain("classNames");
  });
});

describe("diff", () => {
  it("calls the same what is, with all columns", async () => {
    const { exitCode, stdout } = await run("diff", "all.npz", "all.npz");
    expect(exitCode).toBe(0);
    expect(stdout).toContain("  columns    x_clean, padding, scale, translation and shear: the same\n");
  });

  it("shows each shift on a line, what differs in it, and splits that only one has", async () => {
    const { exitCode, stdout } = await run("diff", "all.npz", "noisier.npz");
    expect(exitCode).toBe(1);
    expect(stdout).toContain("  shift far    padding=10,30,max_translation=72 → none\n");
    expect(stdout).toContain("  shift noisy  iid_noise_scale=0.2 → iid_noise_scale=0.3\n");
    expect(stdout).toContain("The same data but for shifted splits: test_noisy differs; only A has test_far\n");
    expect(stdout).toContain("             all of them in test_noisy\n");
    expect(stdout).toMatch(/^ {2}Only A has test_far \(\d+ rows\): not compared\.$/m);
    const markdown = (await run("diff", "all.npz", "noisier.npz", "--md")).stdout;
    expect(markdown).toContain("| `shift noisy` | `iid_noise_scale=0.2` | `iid_noise_scale=0.3` |");
    const json = JSON.parse((await run("diff", "all.npz", "noisier.npz", "--json")).stdout);
    expect(json).toMatchObject({ verdict: "other-shifts", furtherSplits: { a: ["test_far"], b: [] } });
    expect(json.parameters.find(({ key }: { key: string }) => key === "shifts")).toMatchObject({
      b: { noisy: { iid_noise_scale: 0.3 } },
    });
  });

  it("compares shifts of configs as it does those of datasets", async () => {
    const { stdout } = await run("diff", "defaults", "--num-samples", "300", "--shift", "noisy:scale_coeff=0.1");
    expect(stdout).toContain("  shift noisy  none → scale_coeff=0.1\n");
  });

  it("takes no shift for one that the other has, whatever its name", async () => {
    const { stdout } = await run("diff", "defaults", "--num-samples", "300", "--shift", "constructor:scale_coeff=0.1");
    expect(stdout).toContain("  shift constructor  none → scale_coeff=0.1\n");
  });

  it("counts shifts and splits where there are many", async () => {
    const shifts = [1, 2, 3, 4, 5, 6].flatMap((i) => ["--shift", `s${i}:scale_coeff=${i}`]);
    await run("generate", "-q", "-o", "many.npz", "--num-samples", "300", ...shifts);
    const { stdout } = await run("diff", "plain.npz", "many.npz");
    expect(stdout).toContain("The same data but for shifted splits: only B has 6 splits\n");
    expect(stdout).toContain("  Only B has 6 shifted splits (360 rows): not compared.\n");
    expect((await run("inspect", "many.npz")).stdout).toContain("the defaults but num_samples 300, 6 shifts\n");
  });

  it("says that only one has factors, in text, Markdown and JSON", async () => {
    const text = await run("diff", "plain.npz", "factors.npz");
    expect(text.exitCode).toBe(1);
    expect(text.stdout.replace(/\s+/g, " ")).toContain("but not the same padding, scale, translation and shear");
    expect(text.stdout).toContain("  columns    only B has padding, scale, translation and shear\n");
    const markdown = (await run("diff", "plain.npz", "factors.npz", "--md")).stdout;
    expect(markdown).toContain("| columns | only B has padding, scale, translation and shear |");
    const { columns } = JSON.parse((await run("diff", "plain.npz", "factors.npz", "--json")).stdout);
    expect(columns).toHaveLength(4);
    expect(columns[0]).toMatchObject({ name: "padding", a: false, b: true, changed: null });
  });

  it("shows where a column differs first, and by how much", async () => {
    const { stdout } = await run("diff", "all.npz", "seed.npz", "--json");
    const { columns } = JSON.parse(stdout);
    const shear = columns.find(({ name }: { name: string }) => name === "shear");
    expect(shear).toMatchObject({ a: true, b: true, first: { split: "train", row: 0, point: null } });
    const text = (await run("diff", "all.npz", "seed.npz")).stdout.replace(/\s+/g, " ");
    expect(text).toMatch(
      /shear: [\d,]+ of [\d,]+ rows differ \(\d+(\.\d)? %\), by 0\.\d+ at most, first train row 0: /,
    );
  });

  it("takes two datasets of a repository by their paths", async () => {
    const { exitCode, stdout } = await run("diff", "repo/a", "repo/b");
    expect(exitCode).toBe(1);
    expect(stdout).toContain("The same data but for shifted splits: only B has test_noisy\n");
  });
});
