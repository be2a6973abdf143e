// Each view, used as a person would.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

const PUBLISHED = "sha256:d0191acc860ea4214fd8bdfa9c8ac714fe643ed084fa6b8bc0d804df60b43dca";

/** The path of a figure's last line. */
const lastPath = (selector) => [...document.querySelectorAll(`${selector} path`)].at(-1).getAttribute("d");

/** The links of the lesson, as docs/teaching.md has them. */
const LESSON = readFileSync(new URL("../../docs/teaching.md", import.meta.url), "utf8");

export const views = {
  async "teaching: the page understands every link of the lesson, and says what that says of three"({ page }) {
    const links = [...LESSON.matchAll(/`(#[a-z][^`]*)`/g)].map(([, link]) => link);
    assert.ok(links.length >= 8);
    for (const link of links) {
      await page.follow("#explain");
      await page.until(() => document.querySelector("#explain-title"));
      await page.follow(link);
      await page.until((view) => document.querySelector(`#${view}-title`), /^#([a-z]+)/.exec(link)[1]);
      assert.equal(await page.text(".told [role=alert]"), "", link);
    }
    const verdicts = {
      "#compare&seed=7": "Other draws of the same distribution",
      "#compare&shear_scale=1.5": "Another distribution, made of the same draws",
      "#compare&shuffle_seq=true": "The same examples, with their points in another order",
    };
    for (const [link, verdict] of Object.entries(verdicts)) {
      assert.ok(links.includes(link));
      await page.follow(link);
      await page.until((text) => document.querySelector(".verdict")?.textContent.startsWith(text), verdict);
    }
    await page.follow("#train&max_translation=1");
    await page.pick("linear");
    await page.click("Train", "main");
    const right = await page.until(
      () => / ([\d.]+) % of test right/.exec(document.querySelector('[data-state="done"]')?.textContent)?.[1],
    );
    assert.ok(Number(right) > 99);
  },

  async "steps: eight figures that sliders and dragging change, a die and a class"({ page }) {
    assert.equal(await page.evaluate(() => document.querySelectorAll(".strip li").length), 9);
    const before = await page.evaluate(lastPath, ".strip li:nth-child(5)");
    await page.slide("step-max_translation", 10);
    const after = await page.evaluate(lastPath, ".strip li:nth-child(5)");
    assert.notEqual(after, before);
    assert.match(await page.text("aside"), /1 changed/);

    const slope = () => page.evaluate(() => document.querySelector(".strip li:nth-child(8) .note").textContent);
    const [gentle, figure] = [await slope(), await page.raw.$(".strip li:nth-child(8) .draggable")];
    await figure.scrollIntoView();
    const { x, y, width } = await figure.boundingBox();
    await page.raw.mouse.move(x + width / 2, y + 60);
    await page.raw.mouse.down();
    await page.raw.mouse.move(x + width, y + 60, { steps: 5 });
    await page.raw.mouse.up();
    assert.notEqual(await slope(), gentle, "dragging changes the slope");
    assert.match(await page.until(() => location.hash.includes("shear_scale") && location.hash), /&shear_scale=\d/);

    await page.click("Draw another");
    await page.until(() => /&draw=\d+/.test(location.hash));
    const zero = await page.evaluate(lastPath, ".strip li:nth-child(2)");
    await page.choose("main select", "7");
    assert.notEqual(await page.evaluate(lastPath, ".strip li:nth-child(2)"), zero);
    assert.match(await page.evaluate(() => document.querySelector(".strip li:nth-child(4)").title), /drawn: × \d/);
  },

  async "steps: a template of one's own, by the pointer, by keys and as a number"({ page }) {
    await page.click("Draw your own template");
    const point = await page.raw.waitForSelector('[role="slider"][aria-label="point 6"]');
    const value = () =>
      page.evaluate(() => Number(document.querySelector('[aria-label="point 6"]').getAttribute("aria-valuenow")));
    const becomes = (wanted) =>
      page.until(
        (most) => Number(document.querySelector('[aria-label="point 6"]').getAttribute("aria-valuenow")) <= most,
        wanted,
      );
    const drawn = await value();
    await point.evaluate((element) => element.focus());
    await page.raw.keyboard.press("ArrowLeft");
    await becomes(drawn - 0.0199);
    assert.equal(await value(), Number((drawn - 0.02).toFixed(3)));
    const { x, y, width, height } = await point.boundingBox();
    await page.raw.mouse.move(x + width / 2, y + height / 2);
    await page.raw.mouse.down();
    await page.raw.mouse.move(x - 40, y + height / 2, { steps: 4 });
    await page.raw.mouse.up();
    await becomes(drawn - 0.1);
    await page.type('[aria-label="value of point 6"]', "-0.25");
    await becomes(-0.25);
    assert.equal(await value(), -0.25);
    await page.until(() => location.hash.includes("templates="));
    await page.click("Back to the digits");
    await page.until(() => !location.hash.includes("templates="));
  },

  async "gallery: examples of all classes while a slider moves, and those of the dataset at rest"({ page }) {
    await page.click("Gallery");
    assert.equal(await page.digest(), PUBLISHED);
    assert.match(await page.text(), /the published dataset/);
    const drawn = () => page.evaluate(() => document.querySelector(".figure.wide svg").innerHTML);
    const atRest = await drawn();
    await page.slide("all-shear_scale", 2);
    assert.notEqual(await drawn(), atRest);
    assert.match(await drawn(), /drawn alone/);
    assert.notEqual(await page.digest(), PUBLISHED);
    assert.match(await drawn(), /The first examples in train/);
    await page.click("default 0.75 of shear_scale");
    assert.equal(await page.digest(), PUBLISHED);
  },

  async "gallery: validation, shifts, label noise, presets and warnings"({ page }) {
    await page.click("Gallery");
    await page.evaluate(() => document.querySelector("aside details details").setAttribute("open", ""));
    await page.type("#all-val_size", "500");
    await page.type("#all-shifts", "noisy:iid_noise_scale=0.3");
    await page.slide("all-label_noise", 0.3);
    await page.until(() => /Label noise gave [\d,]+ examples/.test(document.querySelector("main").innerText));
    const splits = await page.evaluate(() =>
      [...document.querySelectorAll("main select option")].map(({ value }) => value),
    );
    assert.deepEqual(splits.slice(0, 4), ["train", "validation", "test", "test_noisy"]);
    await page.choose("main select", "test_noisy");
    await page.until(() => /first examples in test_noisy/.test(document.querySelector(".figure.wide svg").innerHTML));
    await page.choose("#preset", "double-descent");
    await page.until(() => location.hash.includes("num_samples=16000"));
    await page.slide("all-scale_coeff", 2);
    await page.type('[aria-label="scale_coeff as a number"]', "4");
    assert.match(await page.text(".told"), /scale_coeff: 4 is far from the original's 0.4/);
    await page.click("All defaults");
    assert.equal(await page.digest(), PUBLISHED);
  },

  async "gallery: the mode of label noise is kept until there is some, and Back goes to the view before"({ page }) {
    await page.click("Gallery");
    await page.until(() => location.hash === "#gallery");
    await page.evaluate(() => {
      document.querySelector("aside details details").open = true;
    });
    await page.choose("#all-label_noise-mode", "flip");
    await page.slide("all-label_noise", 0.2);
    await page.until(() => /label_noise=.*flip/.test(location.hash));
    await page.click("Explain");
    await page.until(() => location.hash.startsWith("#explain"));
    await page.evaluate(() => history.back());
    await page.until(() => document.querySelector("#gallery-title") !== null);
    assert.match(await page.evaluate(() => location.hash), /^#gallery&label_noise=.*flip/);
  },

  async "compare: two configs side by side, with diff's verdict and distances"({ page }) {
    await page.click("Compare");
    const verdict = (wanted) =>
      page.until((text) => document.querySelector(".verdict")?.textContent.includes(text), wanted);
    await verdict("The same data");
    await page.slide("all-shear_scale", 2);
    await verdict("Another distribution, made of the same draws");
    assert.match(await page.text(), /roughness/);
    assert.match(await page.text(), /Kolmogorov–Smirnov/);
    await page.click("Keep B as A");
    await verdict("The same data");
    await page.slide("all-seed", 7);
    await verdict("Other draws");
    await page.click("Swap");
    await page.until(() => location.hash.includes("a={") && location.hash.includes("%22seed%22:7"));
  },

  async "train: a CNN learns, stops, goes on, and tells what it gets wrong"({ page }) {
    await page.follow("#train&shifts={%22noisy%22:{%22iid_noise_scale%22:0.3}}");
    await page.click("Train", "main");
    await page.until(() => document.querySelectorAll(".figure.wide path").length > 0);
    await page.click("Stop");
    const step = await page.until(() => {
      const state = document.querySelector('[data-state="stopped"]');
      return state && Number(/step ([\d,]+)/.exec(state.textContent)[1].replace(",", ""));
    });
    assert.ok(step > 0 && step < 6000);
    assert.match(await page.text(), /5,210 parameters/);
    assert.match(await page.text(), /noisy\s+\d+\.\d %/);
    await page.click("Go on");
    await page.until(
      (before) =>
        Number(/step ([\d,]+)/.exec(document.querySelector("[data-state]").textContent)[1].replace(",", "")) > before,
      step,
    );
    await page.click("Stop");
    await page.until(() => document.querySelector('[data-state="stopped"]'));
    const cells = await page.evaluate(() =>
      [...document.querySelectorAll(".confusion td.right, .confusion td.wrong")].map((cell) =>
        Number(cell.textContent),
      ),
    );
    assert.equal(cells.length, 100);
    assert.equal(
      cells.reduce((a, b) => a + b),
      1000,
    );
    assert.match(
      await page.evaluate(() => document.querySelector("main").innerHTML),
      /Test examples that it gets wrong/,
    );
  },

  async "train: each model, plain and shuffled"({ page }) {
    await page.follow("#train&num_samples=1000");
    await page.type('main label:has(input[type="number"]) input', "60");
    for (const model of ["linear", "MLP", "CNN", "GRU"]) {
      for (const isShuffled of [false, true]) {
        await page.pick(model);
        await page.evaluate((shuffles) => {
          const box = document.querySelector('main input[type="checkbox"]');
          if (box.checked !== shuffles) box.click();
        }, isShuffled);
        await page.click("Train", "main");
        const named = `${model}${isShuffled ? ", shuffled" : ""}, step 60 of 60`;
        await page.until((text) => document.querySelector('[data-state="done"]')?.textContent.startsWith(text), named);
      }
    }
  },

  async "train: more classes than a table has room for, and a word where the parameters are others by now"({ page }) {
    const rows = Array.from({ length: 400 }, (_, label) => [Math.sin(label), Math.cos(label), 1]);
    const templates = { x: rows, t: [0, 1, 2], y: rows.map((_, label) => label) };
    await page.follow(`#train&num_samples=2000&templates=${JSON.stringify(templates)}`);
    await page.pick("linear");
    await page.type('main label:has(input[type="number"]) input', "20");
    await page.click("Train", "main");
    await page.until(() => document.querySelector('[data-state="done"]'));
    assert.match(await page.text(), /confusion matrix of 400 classes is too large/);
    await page.follow("#train");
    await page.until(() => document.querySelector("main").innerText.includes("The parameters have changed since"));
  },

  async "explain: each step with its parameter, and ready for paper"({ page }) {
    await page.click("Explain");
    const text = await page.text();
    for (const key of [
      "padding",
      "template_len",
      "scale_coeff",
      "max_translation",
      "corr_noise_scale",
      "iid_noise_scale",
      "shear_scale",
      "final_seq_length",
      "shuffle_seq",
    ]) {
      assert.ok(text.includes(key), key);
    }
    await page.raw.emulateMediaType?.("print").catch(() => {}); // not by BiDi in Firefox
    const pdf = await page.raw.pdf({ format: "a4" });
    assert.ok(pdf.length > 10_000);
  },
};
