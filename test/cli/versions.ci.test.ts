// Two versions of the package side by side: a release changes a number, and breaks nobody. What decides is of which version
// the manifest, the engine and the digest are. Each version is a copy of what users install, with another number.
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { THOROUGH } from "../support/thorough.js";
import { type CliResult, temporaryFolder } from "./support/run-cli.js";
import { runHere } from "./support/run-here.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const folder = temporaryFolder();
const OWN = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string };
/** Where the code of the package says which version it is. */
const STATEMENT = `VERSION = "${OWN.version}"`;
const OTHERS = THOROUGH ? ["0.1.0", "0.2.1", "0.3.0-rc.1+build.5", "1.0.0"] : ["0.3.0-rc.1+build.5"];

/** The command of the package under another version. */
async function commandOf(version: string) {
  const copy = join(folder, `mnist1d-${version}`);
  cpSync(join(ROOT, "dist"), copy, { recursive: true });
  writeFileSync(join(copy, "package.json"), '{ "type": "module" }');
  let stated = 0;
  for (const file of readdirSync(join(ROOT, "dist")).map((name) => join(copy, name))) {
    const code = readFileSync(file, "utf8");
    stated += code.split(STATEMENT).length - 1;
    writeFileSync(file, code.replaceAll(STATEMENT, STATEMENT.replace(OWN.version, version)));
  }
  expect(stated).toBe(1);
  const { run } = await import(pathToFileURL(join(copy, "cli.js")).href);
  return (line: string, cwd: string): Promise<CliResult> => runHere(line.split(" "), cwd, {}, { command: run });
}

const FORMATS = ["parquet", "arrow", "npz", "json", "jsonl", "csv", "pkl"].slice(0, THOROUGH ? undefined : 2);

const own = await commandOf(OWN.version);
let places = 0;

function place(): string {
  const path = join(folder, `place-${places++}`);
  mkdirSync(path);
  return path;
}

describe.each(OTHERS)("version %s beside this one", async (version) => {
  const other = await commandOf(version);
  const pairs = [
    ["over files of this one", other, own, OWN.version],
    ["under files of its own", own, other, version],
  ] as const;

  it.each(pairs)("reads all formats: %s", async (_, reader, writer, writing) => {
    const cwd = place();
    const make = "generate --num-samples 40 --final-seq-length 6 -q";
    writeFileSync(join(cwd, "config.json"), JSON.stringify({ num_samples: 40, final_seq_length: 6 }));
    for (const format of FORMATS) {
      const [file, out] = [`one.${format}`, `${format}/`];
      for (const target of [`-o ${file}`, `-o ${out} -f ${format}`]) {
        expect(await writer(`${make} ${target}`, cwd)).toMatchObject({ exitCode: 0, stderr: "" });
      }
      for (const path of [file, out]) {
        expect([path, await reader(`inspect ${path} --json`, cwd)]).toMatchObject([path, { exitCode: 0, stderr: "" }]);
        expect([path, await reader(`diff ${path} one.parquet -q`, cwd)]).toMatchObject([path, { exitCode: 0 }]);
        const converted = await reader(`convert ${path} ${path.replace(/\W/g, "-")}again.npz -q`, cwd);
        expect([path, converted]).toMatchObject([path, { exitCode: 0, stderr: "" }]);
      }
      const again = [`-o ${out} -f ${format}`, ...(/parquet|arrow|npz|json$/.test(format) ? [`-o ${file}`] : [])];
      for (const target of again) {
        const { exitCode, stderr } = await reader(`${make.replace(" -q", "")} ${target}`, cwd);
        expect([target, exitCode, stderr]).toEqual([target, 0, expect.stringContaining("up to date")]);
      }
      const given = again.length > 1 ? "" : " --config config.json";
      expect([file, await reader(`verify ${file}${given}`, cwd)]).toMatchObject([file, { exitCode: 0 }]);
      expect([out, await reader(`verify ${out}`, cwd)]).toMatchObject([out, { exitCode: 0 }]);
    }
    expect((await reader("inspect one.parquet", cwd)).stdout).toContain(`written by mnist1d ${writing}`);
    expect((await reader("inspect parquet/", cwd)).stdout).toContain(`written by mnist1d ${writing}`);
  });

  it("merges shards of both, and verifies what comes of it", async () => {
    const cwd = place();
    const make =
      "generate --engine blocked --num-samples 6000 --final-seq-length 4 --padding 2,4 --max-translation 8 -f parquet,arrow -q";
    expect(await own(`${make} --shard 0/2 -o m/`, cwd)).toMatchObject({ exitCode: 0, stderr: "" });
    expect(await other(`${make} --shard 1/2 -o m/`, cwd)).toMatchObject({ exitCode: 0, stderr: "" });
    expect(await other("merge m/ -q", cwd)).toMatchObject({ exitCode: 0, stderr: "" });
    for (const command of [own, other]) {
      expect(await command("verify m/", cwd)).toMatchObject({ exitCode: 0 });
      expect((await command(`${make.replace(" -q", "")} --shard 0/2 -o m/`, cwd)).stderr).toContain("up to date");
    }
  });

  it("puts datasets into one repository, and into one golden file", async () => {
    const cwd = place();
    const make = "generate --num-samples 40 --final-seq-length 6 --into hub";
    expect(await own(`${make} --name a -q`, cwd)).toMatchObject({ exitCode: 0, stderr: "" });
    expect(await other(`${make} --name b --seed 1 -q`, cwd)).toMatchObject({ exitCode: 0, stderr: "" });
    const card = readFileSync(join(cwd, "hub/README.md"), "utf8");
    for (const command of [own, other]) {
      for (const name of ["a", "b --seed 1"]) {
        const again = await command(`${make} --name ${name}`, cwd);
        expect([again.exitCode, again.stderr]).toEqual([0, expect.stringContaining("up to date")]);
      }
    }
    expect(readFileSync(join(cwd, "hub/README.md"), "utf8")).toBe(card);
    expect(await own("golden add golden.json --num-samples 40 -q", cwd)).toMatchObject({ exitCode: 0, stderr: "" });
    expect(await other("golden add golden.json --num-samples 40 --seed 1 -q", cwd)).toMatchObject({ exitCode: 0 });
    expect(await other("generate --num-samples 40 -o one.npz -q", cwd)).toMatchObject({ exitCode: 0 });
    expect(await own("verify one.npz --golden golden.json", cwd)).toMatchObject({ exitCode: 0 });
  });
});

describe("a dataset of a later version", () => {
  const edits = [
    ["manifest", /"manifest_version": 1/, '"manifest_version": 2', "is of version 2"],
    ["engine", "reference-v1", "reference-v2", "is of the engine reference-v2"],
    ["digest", '"digest": "sha256:', '"digest": "mnist1d-digest-v2:', "has a digest of the kind mnist1d-digest-v2"],
  ] as const;

  it.each(edits)("of the %s is refused by it, and says what to do", async (_, before, after, problem) => {
    const cwd = place();
    await own("generate --num-samples 40 -q -o d/", cwd);
    const manifest = join(cwd, "d/manifest.json");
    writeFileSync(manifest, readFileSync(manifest, "utf8").replace(before, after));
    const lines = ["verify d/", "inspect d/", "convert d/ x.npz", "diff d/ defaults", "golden add g.json --from d/"];
    for (const line of [...lines.slice(0, 4), "generate --num-samples 40 -o d/", "generate -o d/ --force"]) {
      expect([line, await own(line, cwd)]).toEqual([
        line,
        { exitCode: 3, stdout: "", stderr: expect.stringContaining(`${problem}, of a newer mnist1d: update it`) },
      ]);
    }
  });

  it("that stands beside others in a repository stops nobody", async () => {
    const cwd = place();
    for (const name of ["a", "b"]) await own(`generate --num-samples 40 -q --into hub --name ${name}`, cwd);
    const manifest = join(cwd, "hub/a/manifest.json");
    writeFileSync(manifest, readFileSync(manifest, "utf8").replace("reference-v1", "reference-v2"));
    expect(await own("generate --num-samples 40 -q --into hub --name c", cwd)).toMatchObject({ exitCode: 0 });
    expect(readFileSync(join(cwd, "hub/README.md"), "utf8")).toContain("config_name: a");
  });
});

describe("the version that a file states", () => {
  it.each(["parquet", "arrow"])("of %s: whatever is changed in it, verify looks at every byte", async (format) => {
    const cwd = place();
    await own(`generate --num-samples 40 -q -o d.${format}`, cwd);
    const file = join(cwd, `d.${format}`);
    const bytes = readFileSync(file);
    const at = bytes.indexOf("mnist1d.version");
    const value = bytes.indexOf(OWN.version, format === "arrow" ? 0 : at);
    for (const place of [at, at + 8, at + 14, value, value + 1]) {
      const changed = Buffer.from(bytes);
      changed[place]! ^= 0x40;
      writeFileSync(file, changed);
      expect([place - at, (await own(`verify d.${format}`, cwd)).exitCode]).not.toEqual([place - at, 0]);
    }
  });

  it("does not keep verify from looking at the rest, whatever it is", async () => {
    const cwd = place();
    await own("generate --num-samples 40 -q -o d.arrow", cwd);
    const file = join(cwd, "d.arrow");
    const bytes = Buffer.from(readFileSync(file, "latin1").replaceAll(OWN.version, "0.1.7"), "latin1");
    writeFileSync(file, bytes);
    const { exitCode, stdout } = await own("verify d.arrow", cwd);
    expect(stdout).toContain("every byte is what mnist1d 0.1.7 writes");
    expect(exitCode).toBe(0);
    for (let i = 1; i < 40; i++) {
      const changed = Buffer.from(bytes);
      changed[Math.floor((i * bytes.length) / 40)]! ^= 4;
      writeFileSync(file, changed);
      expect([i, (await own("verify d.arrow", cwd)).exitCode]).not.toEqual([i, 0]);
    }
  });
});
