// The playground as people have it, in Chromium and Firefox of Debian: the file opened from the disk, each view used by
// clicking, downloads read by the command and by NumPy, bad input, and manners (axe, keys, widths, no request, no error). What
// can't be had is skipped, but in CI, where it fails. `npm run test:playground -- downloads` does the checks with that name.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildPlayground } from "../../playground/build.mjs";
import { installPrograms, Missing, needProgram } from "../support/debian-programs.mjs";
import { badInput } from "./bad-input.mjs";
import { BROWSERS, launch } from "./browsers.mjs";
import { downloads } from "./downloads.mjs";
import { manners } from "./manners.mjs";
import { openPage } from "./page.mjs";
import { views } from "./views.mjs";

const wanted = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "mnist1d-playground-"));
const counts = { passed: 0, failed: 0, skipped: 0 };

async function check(name, work) {
  const started = performance.now();
  const seconds = () => `[${((performance.now() - started) / 1000).toFixed(1)} s]`;
  try {
    await work();
    counts.passed++;
    console.log(`passed   ${name} ${seconds()}`);
  } catch (error) {
    const isSkipped = error instanceof Missing && !process.env.CI;
    counts[isSkipped ? "skipped" : "failed"]++;
    console.log(
      `${isSkipped ? "skipped " : "FAILED  "} ${name} ${seconds()}: ${isSkipped ? error.message : error.stack}`,
    );
  }
}

const files = await buildPlayground();
const built = join(folder, "page");
mkdirSync(built);
for (const [name, content] of Object.entries(files)) writeFileSync(join(built, name), content);

try {
  installPrograms({ chromium: ["chromium"], "firefox-esr": ["firefox-esr"] });
  for (const browser of BROWSERS) {
    const downloaded = join(folder, `downloads-${browser.browser}`);
    mkdirSync(downloaded);
    const all = { ...views, ...downloads, ...badInput, ...manners };
    const chosen = Object.entries(all).filter(
      ([name]) => wanted.length === 0 || wanted.some((own) => name.includes(own)),
    );
    let started;
    const start = () => {
      needProgram(browser.program);
      started ??= launch(browser, { downloads: downloaded, folder });
      return started;
    };
    for (const [name, work] of chosen) {
      await check(`${browser.name}: ${name}`, async () => {
        const context = { browser, built, downloaded, folder };
        if (work.startsItself) return work(context);
        const page = await openPage(await start(), built);
        try {
          await work({ ...context, page });
          page.checkQuiet();
        } finally {
          await page.close();
        }
      });
    }
    await (await started)?.close();
  }
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed === 0 ? 0 : 1;
