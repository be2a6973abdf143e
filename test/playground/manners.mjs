// What holds for every view: no barrier that axe sees, in light and dark; the keyboard alone; widths from 320 to 2,560 pixels.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import axe from "axe-core";
import { openPage } from "./page.mjs";

const VIEWS = [
  "steps",
  "gallery",
  "compare&shear_scale=1.5",
  "train&num_samples=1000",
  "take&label_noise=0.2",
  "explain",
];

/** Waits until a view has all that it will have. */
async function settled(page, view) {
  await page.follow(`#${view}`);
  if (/^(gallery|take)/.test(view)) await page.digest();
  if (view.startsWith("compare"))
    await page.until(() => document.querySelector(".verdict")?.textContent.includes("distribution"));
  if (view.startsWith("train")) {
    await page.type('main label:has(input[type="number"]) input', "20");
    await page.click("Train", "main");
    await page.until(() => document.querySelector('[data-state="done"]') && document.querySelector(".confusion"));
  }
}

async function barriers(page) {
  return page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ["violations"] });
    return violations.map(
      ({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")})`,
    );
  });
}

const TYPES = { html: "text/html", js: "text/javascript", css: "text/css" };

export const manners = {
  async "manners: the folder on a server works as the file does"({ page, built }) {
    const server = createServer((request, response) => {
      const name = request.url === "/" ? "index.html" : request.url.slice(1);
      response.writeHead(200, { "content-type": TYPES[name.split(".").at(-1)] }).end(readFileSync(join(built, name)));
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = `http://127.0.0.1:${server.address().port}/`;
    const served = await openPage(page.raw.browser(), built, "#gallery", address);
    try {
      assert.equal(await served.digest(), "sha256:d0191acc860ea4214fd8bdfa9c8ac714fe643ed084fa6b8bc0d804df60b43dca");
      served.checkQuiet();
    } finally {
      await served.close();
      server.closeAllConnections();
      server.close();
    }
  },

  async "manners: axe finds no barrier in any view, light and dark"({ page, browser }) {
    await page.evaluate(axe.source);
    const schemes = browser.browser === "chrome" ? ["light", "dark"] : ["light"];
    for (const scheme of schemes) {
      if (browser.browser === "chrome")
        await page.raw.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      for (const view of VIEWS) {
        await settled(page, view);
        assert.deepEqual(await barriers(page), [], `${view}, ${scheme}`);
      }
      await page.raw.setViewport({ width: 360, height: 900 });
      for (const view of ["steps", "gallery", "explain"]) {
        await settled(page, view);
        assert.deepEqual(await barriers(page), [], `${view}, ${scheme}, narrow`);
      }
      await page.raw.setViewport({ width: 1280, height: 900 });
      await page.follow("#steps&scale_coeff=4");
      await page.click("Draw your own template");
      await page.follow("#steps&scale_coeff=no");
      await page.until(() => document.querySelector(".told .problem"));
      assert.deepEqual(await barriers(page), [], `with problems, ${scheme}`);
      await page.click("Draw your own template");
    }
  },

  async "manners: everything by the keyboard"({ page }) {
    const { keyboard } = page.raw;
    const named = () =>
      page.evaluate(
        () => document.activeElement.innerText || document.activeElement.ariaLabel || document.activeElement.id,
      );
    const tabTo = async (name) => {
      for (let presses = 0; presses < 200; presses++) {
        if ((await named()) === name) return;
        await keyboard.press("Tab");
      }
      throw new Error(`no way to ${name} by Tab`);
    };
    await keyboard.press("Tab");
    assert.equal(await named(), "To the content");
    await keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "main");
    await page.evaluate(() => document.querySelector("nav button").focus());
    await tabTo("Gallery");
    await keyboard.press("Enter");
    await page.until(() => document.querySelector("#gallery-title"));
    await tabTo("shear_scale");
    await keyboard.press("ArrowRight");
    await page.until(() => location.hash.includes("shear_scale=0.8"));
    await page.evaluate(() => document.querySelector("nav button").focus());
    await tabTo("Train");
    await keyboard.press(" ");
    await page.until(() => document.querySelector("#train-title"));
    await page.evaluate(() => document.querySelector("#main").focus());
    await tabTo("Train");
    await keyboard.press("Enter");
    await page.until(() => document.activeElement.innerText === "Stop"); // the same button, which keeps the focus
    await keyboard.press("Enter");
    await page.until(() => document.querySelector('[data-state="stopped"]'));
  },

  async "manners: widths from 320 to 2,560 pixels, without anything beside the page"({ page }) {
    for (const width of [320, 360, 600, 899, 1024, 1920, 2560]) {
      await page.raw.setViewport({ width, height: 900 });
      for (const view of VIEWS.filter((own) => !own.startsWith("train"))) {
        await settled(page, view);
        const [content, room] = await page.evaluate(() => [
          document.documentElement.scrollWidth,
          document.documentElement.clientWidth,
        ]);
        assert.ok(content <= room, `${view} at ${width}: ${content} pixels in ${room}`);
      }
    }
  },

  async "manners: no cookies, nothing stored, and a policy that forbids eval"({ page }) {
    const found = await page.evaluate(() => ({
      cookies: document.cookie,
      policy: document.querySelector('meta[http-equiv="Content-Security-Policy"]').content,
      hasEval: (() => {
        const blocked = [];
        document.addEventListener("securitypolicyviolation", (event) => blocked.push(event.blockedURI));
        const script = document.createElement("script");
        script.textContent = "window.injected = true";
        document.body.append(script);
        script.remove();
        return window.injected === true;
      })(),
    }));
    assert.equal(found.cookies, "");
    assert.match(found.policy, /default-src 'none'; script-src 'sha256-[^']+' 'wasm-unsafe-eval'; worker-src blob:/);
    assert.ok(!found.policy.includes("'unsafe-eval'"));
    assert.equal(found.hasEval, false, "a script that was put in does not run");
    page.forgive(/Content[- ]Security[- ]Policy/i);
  },
};
