// The page in a browser, with what a person does on it: by the names that things have for people.
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** Until something must have happened, on however busy a machine. */
const PATIENCE_MS = 180_000;

const fileOf = (built) => pathToFileURL(join(built, "mnist1d-playground.html")).href;

/**
 * Opens the file of the page from the disk.
 * @param browser of `launch`. @param built folder of the files. @param address of the page elsewhere.
 */
export async function openPage(browser, built, hash = "", address = fileOf(built)) {
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  await page.setViewport({ width: 1280, height: 900 });
  const troubles = [];
  const requests = [];
  page.on("console", (message) => {
    if (["error", "warn", "warning"].includes(message.type())) troubles.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => troubles.push(`error: ${error.message}`));
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(`${address}${hash}`, { waitUntil: "load" });

  /** Waits until a function of the page gives something, and returns that. */
  const until = async (what, ...args) => {
    const handle = await page.waitForFunction(what, { polling: 50 }, ...args);
    return handle.jsonValue();
  };

  await until(() => document.querySelector("main") !== null);

  return {
    raw: page,
    until,
    requests,
    evaluate: (...args) => page.evaluate(...args),
    close: () => page.close(),
    /** Goes to another state of the page, as a link does. */
    follow: (next) =>
      page.evaluate((to) => {
        location.hash = to;
      }, next),
    text: (selector = "main") => page.$eval(selector, (element) => element.innerText),
    /** Clicks a button by its name. */
    async click(name, within = "body") {
      const handle = await page.waitForFunction(
        (wanted, place) =>
          [...document.querySelectorAll(`${place} button`)].find((button) => {
            const shown = button.cloneNode(true);
            for (const part of shown.querySelectorAll("[aria-hidden]")) part.remove();
            return shown.textContent.trim().replace(/\s+/g, " ") === wanted;
          }),
        { polling: 50 },
        name,
        within,
      );
      await handle.asElement().click();
    },
    /** Chooses the model of Train that has this name. */
    pick: (model) =>
      page.evaluate((name) => {
        const labels = [...document.querySelectorAll("main label")];
        labels
          .find((label) => label.textContent.trim() === name)
          .querySelector("input")
          .click();
      }, model),
    /** Sets a slider, as its keys do. */
    slide: (id, value) =>
      page.$eval(
        `#${id}`,
        (slider, next) => {
          slider.value = next;
          slider.dispatchEvent(new Event("input", { bubbles: true }));
        },
        String(value),
      ),
    /** Types a text in a field, and leaves it. */
    async type(selector, text) {
      const field = await page.waitForSelector(selector);
      await field.click({ count: 3 });
      await page.keyboard.press("Backspace");
      await field.type(text);
      await page.keyboard.press("Tab");
    },
    choose: (selector, value) => page.select(selector, value),
    /** The digest, once the data is made. */
    digest: () => until(() => document.querySelector("[data-digest]")?.dataset.digest),
    /** What a title's block has, as in "As a command". */
    copied: (title) => page.$eval(`section[aria-label="${title}"] pre`, (element) => element.textContent),
    /** Leaves out of the complaints those that a check provoked. */
    forgive: (provoked) => troubles.splice(0, Infinity, ...troubles.filter((trouble) => !provoked.test(trouble))),
    /** @throws Error for a complaint in the console, and for a request to elsewhere. */
    checkQuiet() {
      if (troubles.length > 0) throw new Error(troubles.join("\n"));
      const outside = requests.filter(
        (url) => !/^(file|blob|data):/.test(url) && !url.startsWith(new URL(".", address).href),
      );
      if (outside.length > 0) throw new Error(`requests: ${outside.join(", ")}`);
    },
  };
}
