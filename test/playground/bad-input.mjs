// What people or links get wrong is told in words, and nothing else happens.
import assert from "node:assert/strict";
import { launch } from "./browsers.mjs";
import { openPage } from "./page.mjs";

const told = (page) => page.evaluate(() => document.querySelector(".told").innerText);

/** Drops a file on the page, as a desktop does. */
const drop = (page, name, content) =>
  page.evaluate(
    (fileName, text) => {
      const data = new DataTransfer();
      data.items.add(new File([text], fileName, { type: "application/json" }));
      for (const type of ["dragover", "drop"]) {
        document.body.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
      }
    },
    name,
    content,
  );

/** Has the page start its first worker with another script. */
const breakFirstWorker = (page, script) =>
  page.evaluate((text) => {
    const Own = Worker;
    let count = 0;
    window.Worker = class extends Own {
      constructor(url) {
        super(++count === 1 ? URL.createObjectURL(new Blob([text], { type: "text/javascript" })) : url);
      }
    };
  }, script);

export const badInput = {
  async "bad input: a billion samples are refused, with the command"({ page }) {
    await page.follow("#gallery&num_samples=1000000000");
    await page.until(() =>
      document.querySelector(".told").innerText.includes("npx mnist1d generate --num-samples 1000000000"),
    );
    await page.follow("#take&num_samples=1000000000");
    assert.equal(await page.evaluate(() => document.querySelectorAll("main .buttons button:disabled").length), 6);
    for (const link of [
      "final_seq_length=2000000",
      "template_len=9007199254740991",
      "padding=[0,2000000000]",
      "num_samples=9007199254740991",
    ]) {
      for (const view of ["steps", "gallery", "compare", "train", "take", "explain"]) {
        await page.follow(`#${view}&${link}`);
        await page.until(() => document.querySelector(".told").innerText.includes("too large for a page"));
      }
    }
    await page.click("All defaults");
    await page.until(() => document.querySelector(".told").innerText === "");
  },

  async "bad input: links that are not understood are told, not obeyed"({ page }) {
    const wrong = {
      "#gallery&shaer_scale=2": "Did you mean shear_scale?",
      "#gallery&shear_scale=steep": 'expected a finite number, got "steep"',
      "#gallery&shear_scale": "is no key=value",
      "#nowhere": "there are steps, gallery",
      "#gallery&seed=1&seed=2": "seed is there twice",
      "#gallery&padding=[30,10]": "0 <= low <= high",
      "#steps&draw=-1": "draw is an integer",
      "#gallery&seed=%E0%A4%A": "escapes nothing",
      '#gallery&__proto__={"x":1}': "__proto__",
      "#gallery&a=[]": "expected an object",
      "#take&val_size=0": "leave it out",
    };
    for (const [link, sentence] of Object.entries(wrong)) {
      await page.follow(link);
      await page.until((text) => document.querySelector(".told").innerText.includes(text), sentence);
      assert.match(
        await page.evaluate(() => document.querySelector("aside summary").innerText),
        /all at their defaults/,
      );
    }
    await page.click("Close");
    assert.equal(await told(page), "");
  },

  async "bad input: dropped files that are no config"({ page }) {
    const wrong = {
      "{": "is not JSON",
      "[1]": "expected an object",
      '{"sead": 1}': "Did you mean seed?",
      '{"seed": 1e400}': "seed",
      null: "expected an object",
    };
    for (const [content, sentence] of Object.entries(wrong)) {
      await drop(page, "mine.json", content);
      await page.until((text) => document.querySelector(".told").innerText.includes(text), sentence);
      assert.match(await told(page), /mine\.json/);
    }
    await drop(page, "mine.json", '{"shear_scale": 1.5}');
    await page.until(() => location.hash.includes("shear_scale=1.5"));
    assert.equal(await told(page), "");
    await drop(page, "manifest.json", '{"digest": "sha256:0", "config": {"seed": 3}}');
    await page.until(() => location.hash.includes("seed=3"));
  },

  async "bad input: values that no parameter takes stay where they were typed"({ page }) {
    await page.type('[aria-label="scale_coeff as a number"]', "NaN");
    assert.match(await page.text("aside"), /scale_coeff: expected a finite number, got "NaN"/);
    await page.type('[aria-label="padding, least as a number"]', "wide");
    assert.match(await page.text("aside"), /padding: expected/);
    await page.click("All defaults"); // of another config nothing was refused
    await page.until(() => document.querySelectorAll("aside .problem").length === 0);
    assert.equal(
      await page.evaluate(() => document.querySelector('[aria-label="padding, least as a number"]').value),
      "36",
    );
    await page.click("Draw your own template");
    await page.type('[aria-label="value of point 3"]', "NaN");
    assert.match(await page.text(".editor"), /Point 3 must be a finite number/);
    await page.type('[aria-label="value of point 3"]', "");
    assert.match(await page.text(".editor"), /Point 3 must be a finite number/);
    assert.ok(!(await page.evaluate(() => location.hash)).includes("templates"));
    await page.follow("#train&train_split=1");
    await page.click("Train", "main");
    await page.until(() => document.querySelector("main").innerText.includes("expected examples to test on"));
    await page.follow(
      '#gallery&corr_noise_scale=0&iid_noise_scale=0&shear_scale=0&scale_coeff=0&padding=[0,0]&max_translation=1&templates={"x":[[0,0]],"t":[0,1],"y":[0]}',
    );
    await page.until(() => document.querySelector("main").innerText.includes("every value is the same"));
  },

  async "bad input: a worker that dies is told, and another is started"({ page }) {
    await breakFirstWorker(page, "onmessage = () => { throw new Error('broken'); }");
    await page.follow("#train&num_samples=1000");
    await page.click("Train", "main");
    await page.until(() => /has stopped \(.*broken.*\)\. Try again/.test(document.querySelector("main").innerText));
    await page.type('main label:has(input[type="number"]) input', "20");
    await page.click("Train", "main");
    await page.until(() => document.querySelector('[data-state="done"]'));
  },

  async "bad input: a worker that says nothing any more is given up, and another is started"({ page }) {
    await breakFirstWorker(page, "onmessage = () => {}");
    await page.follow("#gallery");
    await page.until(() => /has not answered for 20 seconds/.test(document.querySelector("main").innerText));
    await page.follow("#gallery&seed=1");
    await page.digest();
  },

  "bad input: a browser without WebAssembly works, and says that it is slower": Object.assign(
    async ({ browser, built, downloaded, folder }) => {
      const started = await launch(browser, {
        folder,
        downloads: downloaded,
        flags: ["--js-flags=--jitless"],
        preferences: { "javascript.options.wasm": false },
      });
      try {
        const page = await openPage(started, built, "#gallery&num_samples=200");
        assert.equal(await page.evaluate(() => typeof WebAssembly), "undefined");
        await page.digest();
        assert.match(await page.text(), /without WebAssembly SIMD/);
        // Chromium without WebAssembly has no compiler for JavaScript either.
        await page.follow("#train&num_samples=200");
        await page.pick("linear");
        await page.type('main label:has(input[type="number"]) input', "20");
        await page.click("Train", "main");
        await page.until(() => document.querySelector("main").innerText.includes("some 15 times as slowly"));
        page.checkQuiet();
      } finally {
        await started.close();
      }
    },
    { startsItself: true },
  ),
};
