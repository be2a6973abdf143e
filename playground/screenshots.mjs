// npm run playground:screenshots: the picture of README, docs/figures/playground.png, in Chromium; `-- FOLDER` also each view at
// three widths, light and dark, to be looked at.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { BROWSERS, launch } from "../test/playground/browsers.mjs";
import { openPage } from "../test/playground/page.mjs";
import { buildPlayground } from "./build.mjs";

const PICTURE = fileURLToPath(new URL("../docs/figures/playground.png", import.meta.url));
const [folder] = process.argv.slice(2);

const VIEWS = {
  steps: "#steps",
  template: "#steps&label=3",
  gallery: "#gallery&label_noise=0.2",
  compare: "#compare&shear_scale=1.5",
  train: "#train&num_samples=2000&shifts=%7B%22noisy%22:%7B%22iid_noise_scale%22:0.2%7D%7D",
  take: "#take&padding=[10,30]",
  explain: "#explain",
  refused: "#gallery&shaer_scale=2&num_samples=3",
};

async function show(page, view) {
  await page.follow(VIEWS[view]);
  if (view === "template") await page.click("Draw your own template");
  if (view === "gallery" || view === "take") await page.digest();
  if (view === "compare") await page.until(() => document.querySelector(".figure.wide svg") !== null);
  if (view === "train") {
    await page.type('main label:has(input[type="number"]) input', "1000");
    await page.click("Train", "main");
    await page.until(() => document.querySelector('[data-state="done"]') !== null);
  }
}

const place = mkdtempSync(join(tmpdir(), "mnist1d-screenshots-"));
for (const [name, content] of Object.entries(await buildPlayground())) writeFileSync(join(place, name), content);
const browser = await launch(BROWSERS[0], { folder: place, downloads: place });
try {
  const first = await openPage(browser, place);
  await first.raw.setViewport({ width: 1440, height: 980 });
  await first.until(() => document.querySelector(".strip") !== null);
  await first.raw.screenshot({ path: PICTURE });
  if (folder !== undefined) {
    mkdirSync(folder, { recursive: true });
    for (const scheme of ["light", "dark"]) {
      for (const width of [360, 1024, 1920]) {
        for (const view of Object.keys(VIEWS)) {
          const page = await openPage(browser, place);
          await page.raw.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
          await page.raw.setViewport({ width, height: 900 });
          await show(page, view);
          await page.raw.screenshot({ path: join(folder, `${view}-${width}-${scheme}.png`), fullPage: true });
          await page.close();
        }
      }
    }
  }
} finally {
  await browser.close();
  rmSync(place, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
