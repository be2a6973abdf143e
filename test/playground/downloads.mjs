// What is taken away is what the command makes: digests, command lines, and files.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Missing } from "../support/debian-programs.mjs";

const COMMAND = fileURLToPath(new URL("../../bin/mnist1d.js", import.meta.url));

const command = (args, cwd) =>
  execFileSync(process.execPath, [COMMAND, ...args], { encoding: "utf8", cwd, stdio: ["ignore", "pipe", "ignore"] });

const TEMPLATES = {
  x: [
    [0, 1, 0, 1],
    [1, 0, 0.5, 0],
  ],
  t: [0, 1, 2, 3],
  y: [3, 8],
};

/** Ten configs, as links have them. */
const LINKS = [
  "",
  "shear_scale=1.5&seed=7",
  "padding=[10,30]&max_translation=20&final_seq_length=64",
  "shuffle_seq=true",
  'label_noise={"fraction":0.3,"mode":"flip"}&num_samples=2000',
  "val_size=500&test_size=700",
  'shifts={"noisy":{"iid_noise_scale":0.2},"far":{"padding":[0,24],"max_translation":72}}',
  "engine=blocked&num_samples=12345&factors=true&clean=true",
  'classes=[0,1,7]&class_names=["zero","one","it\'s seven"]&dtype=float64',
  `templates=${JSON.stringify(TEMPLATES)}&num_samples=300`,
];

/** Formats without a place for a config. */
const STATES_NO_CONFIG = new Set(["csv", "jsonl", "pkl"]);

/** Words of a command line, as a shell splits it. */
const words = (line) =>
  JSON.parse(
    execFileSync("bash", ["-c", `node -p 'JSON.stringify(process.argv.slice(1))' -- ${line}`], { encoding: "utf8" }),
  );

export const downloads = {
  async "downloads: the digest of ten configs, and the command line that makes the same"({ page, folder }) {
    for (const link of LINKS) {
      await page.follow(
        `#take&${link
          .split("&")
          .map((part) => part.replace(/=(.*)/s, (_, value) => `=${encodeURIComponent(value)}`))
          .join("&")}`,
      );
      // Not that of the config before.
      await page.until(
        (text) => document.querySelector('section[aria-label^="As a link"] pre').textContent.length > text,
        10,
      );
      const shown = await page.digest();
      const config = await page.copied("As a config (config.json)");
      writeFileSync(join(folder, "config.json"), config);
      writeFileSync(join(folder, "templates.json"), JSON.stringify(JSON.parse(config).templates ?? null));
      const line = await page.copied("As a command");
      const [npx, name, generate, ...flags] = words(line);
      assert.deepEqual([npx, name, generate], ["npx", "mnist1d", "generate"]);
      const { digest } = JSON.parse(command(["config", "--digest", ...flags], folder));
      assert.equal(digest, shown, `${link}: ${line}`);
      assert.equal(JSON.parse(command(["config", "--digest", "--config", "config.json"], folder)).digest, shown, link);
    }
  },

  async "downloads: files that the command verifies and NumPy opens"({ page, downloaded, folder }) {
    await page.follow("#take&shear_scale=1.5");
    const digest = await page.digest();
    const config = join(folder, "config.json");
    writeFileSync(config, await page.copied("As a config (config.json)"));
    for (const format of ["npz", "parquet", "csv", "json", "pkl", "jsonl"]) {
      const path = join(downloaded, `mnist1d.${format}`);
      rmSync(path, { force: true });
      await page.evaluate((name) => {
        const buttons = [...document.querySelectorAll("main .buttons button")];
        buttons.find((button) => button.textContent.startsWith(`${name} `)).click();
      }, format);
      const bytes = await page.until(
        (name) => document.querySelector("main").innerText.includes(`mnist1d.${name}: `),
        format,
      );
      assert.ok(bytes);
      await complete(path);
      const verified = JSON.parse(
        command(["verify", "--json", path, ...(STATES_NO_CONFIG.has(format) ? ["--config", config] : [])]),
      );
      assert.equal(verified.passed, true, format);
      assert.equal(verified.digest, digest, format);
    }
    const python = pythonWithNumPy(folder);
    const program =
      "import numpy, sys; a = numpy.load(sys.argv[1]); print(a['x'].shape, a['x'].dtype, a['y'].dtype, a['x_test'].shape)";
    const told = execFileSync(python, ["-c", program, join(downloaded, "mnist1d.npz")], { encoding: "utf8" });
    assert.equal(told.trim(), "(4000, 40) float32 int64 (1000, 40)");
    const first = "import pickle, sys; print(pickle.load(open(sys.argv[1], 'rb'))['x'].shape)";
    assert.equal(
      execFileSync(python, ["-c", first, join(downloaded, "mnist1d.pkl")], { encoding: "utf8" }).trim(),
      "(4000, 40)",
    );
  },

  async "downloads: lines in TypeScript and Python, a config and a link, copied"({ page, folder, downloaded }) {
    await page.follow("#take&shear_scale=1.5&padding=[10,30]");
    const digest = await page.digest();
    const typescript = await page.copied("In TypeScript");
    assert.match(typescript, /generate\(\{ padding: \[10, 30\], shearScale: 1\.5 \}\)/);
    const core = new URL("../../dist/index.js", import.meta.url).href;
    const program = `${typescript.replace('"mnist1d"', JSON.stringify(core))}\nconsole.log(x.length, y.length);`;
    const path = join(folder, "lines.mjs");
    writeFileSync(path, program);
    assert.equal(execFileSync(process.execPath, [path], { encoding: "utf8" }).trim(), "160000 4000");
    assert.match(await page.copied("In Python"), /load\(padding=\[10, 30\], shear_scale=1\.5\)/);
    const saved = join(downloaded, "config.json");
    rmSync(saved, { force: true });
    await page.click("Save config.json");
    await complete(saved);
    assert.equal(JSON.parse(command(["config", "--digest", "--config", saved])).digest, digest);
    await page.click("Copy as a command");
    await page.until(() =>
      /Copied|Selected/.test(document.querySelector('section[aria-label="As a command"]').innerText),
    );
    const link = await page.copied("As a link");
    assert.match(link, /#take&padding=\[10,30\]&shear_scale=1\.5$/);
  },
};

/** A Python that has NumPy: MNIST1D_PYTHON, or one in an environment of its own, as for the fixtures. */
function pythonWithNumPy(folder) {
  if (process.env.MNIST1D_PYTHON !== undefined) return process.env.MNIST1D_PYTHON;
  const python = join(folder, "python", "bin", "python");
  if (existsSync(python)) return python;
  const pinned = /^numpy==.*$/m.exec(
    readFileSync(new URL("../../fixtures/requirements.txt", import.meta.url), "utf8"),
  )[0];
  try {
    execFileSync("python3", ["-m", "venv", join(folder, "python")], { stdio: "ignore" });
    execFileSync(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", pinned], {
      stdio: "ignore",
    });
  } catch (error) {
    throw new Missing(`no Python with NumPy could be had: ${error.message}`);
  }
  return python;
}

/** Waits until a download is whole: it is there, and no part of it. */
async function complete(path) {
  for (let tries = 0; ; tries++) {
    const parts = readdirSync(join(path, "..")).filter((name) => /\.(crdownload|part)$/.test(name));
    if (existsSync(path) && statSync(path).size > 0 && parts.length === 0) return readFileSync(path);
    if (tries === 600) throw new Error(`${path} did not come; there are ${readdirSync(join(path, "..")).join(", ")}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
