// The playground's speed in Chromium and Firefox: what a person waits for, measured in the page.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { buildPlayground } from "../playground/build.mjs";
import { BROWSERS, launch } from "../test/playground/browsers.mjs";
import { openPage } from "../test/playground/page.mjs";
import { hasProgram } from "../test/support/debian-programs.mjs";
import { median } from "./measure.mjs";

const say = (line) => console.log(line);

/** Milliseconds of redraws of the gallery, each from a slider's event to the new figure, laid out. */
async function redraws(page) {
  await page.follow("#gallery");
  await page.digest();
  return page.evaluate(async () => {
    const slider = document.querySelector("#all-shear_scale");
    const times = [];
    for (let i = 0; i < 60; i++) {
      const before = document.querySelector(".figure.wide svg");
      const start = performance.now();
      slider.value = String(0.5 + 0.05 * (i % 40));
      slider.dispatchEvent(new Event("input", { bubbles: true }));
      while (document.querySelector(".figure.wide svg") === before) await null;
      document.querySelector(".figure.wide").getBoundingClientRect();
      times.push(performance.now() - start);
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    return times.slice(10);
  });
}

/** Milliseconds in which the worker draws 5,000 examples, as the page says. */
async function drawing(page) {
  const times = [];
  for (let seed = 0; seed < 9; seed++) {
    const before = await page.digest();
    await page.follow(`#gallery&seed=${seed}`);
    await page.until((old) => document.querySelector("[data-digest]")?.dataset.digest !== old, before);
    await page.digest();
    times.push(Number(/made in ([\d,]+) ms/.exec(await page.text())[1]));
  }
  return times.slice(1);
}

/** Trains until some of test is right. @returns seconds from the click, and the longest that the page did not answer. */
async function training(page, model, wanted) {
  await page.follow("#train");
  return page.evaluate(
    async (name, least) => {
      const labels = [...document.querySelectorAll("main label")];
      labels
        .find((label) => label.textContent.trim() === name)
        .querySelector("input")
        .click();
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const start = performance.now();
      document.querySelector("main .primary").click();
      const gaps = [];
      const pause = () =>
        new Promise((resolve) => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = resolve;
          port2.postMessage(0);
        });
      for (;;) {
        const asked = performance.now();
        await pause();
        gaps.push(performance.now() - asked);
        const right = /: ([\d.]+) % of test right/.exec(document.querySelector("[data-state]")?.textContent ?? "");
        if (right !== null && Number(right[1]) >= least) break;
        if (performance.now() - start > 120_000) return { seconds: Number.NaN, longest: Math.max(...gaps) };
        await new Promise((resolve) => setTimeout(resolve, 4));
      }
      const seconds = (performance.now() - start) / 1000;
      // It may be done by now, and then the button begins another.
      const button = () => document.querySelector("main .primary");
      if (button().textContent === "Stop") button().click();
      while (button().textContent === "Stop") await pause();
      return { seconds, longest: Math.max(...gaps) };
    },
    model,
    wanted,
  );
}

/** Milliseconds from the navigation to the first contents on the screen. */
const firstPaint = (page) =>
  page.until(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime || undefined);

/** @param folder for what is built. */
export async function playground(folder) {
  const files = await buildPlayground();
  const built = join(folder, "playground");
  mkdirSync(built, { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(built, name), content);
  const bytes = gzipSync(files["mnist1d-playground.html"], { level: 9 }).length;
  say(`\nThe playground, one file of ${(bytes / 1000).toFixed(1)} kB compressed (at most 150), opened from the disk:`);
  for (const browser of BROWSERS) {
    if (!hasProgram(browser.program)) {
      say(`  ${browser.name}: not measured, there is no ${browser.program} here`);
      continue;
    }
    const started = await launch(browser, { folder, downloads: folder });
    try {
      const paints = [];
      for (let run = 0; run < 7; run++) {
        const page = await openPage(started, built);
        paints.push(await firstPaint(page));
        await page.close();
      }
      const page = await openPage(started, built);
      const times = await redraws(page);
      const drawn = await drawing(page);
      const linear = await training(page, "linear", 32);
      const cnn = await training(page, "CNN", 90);
      say(`  ${browser.name}`);
      say(`    first paint            ${Math.round(median(paints))} ms (at most 300)`);
      say(`    redraw of the gallery  ${median(times).toFixed(1)} ms (at most 16; median of ${times.length})`);
      say(`    5,000 examples         ${Math.round(median(drawn))} ms (at most 150; in the worker)`);
      say(`    linear to 32 %         ${linear.seconds.toFixed(2)} s (at most 2)`);
      say(`    CNN to 90 %            ${cnn.seconds.toFixed(1)} s (at most 20)`);
      say(`    the page's answer      ${Math.round(cnn.longest)} ms while the CNN trains (at most 50; the longest)`);
    } finally {
      await started.close();
    }
  }
}
