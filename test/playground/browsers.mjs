// Browsers of Debian, driven by WebDriver BiDi.
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import puppeteer from "puppeteer-core";

export const BROWSERS = [
  { name: "Chromium", browser: "chrome", program: "chromium", args: ["--no-sandbox", "--disable-gpu"] },
  { name: "Firefox", browser: "firefox", program: "firefox-esr", args: [] },
];

/** Longer than the slowest check takes. */
const MOST_MS = 300_000;

const pathOf = (program) =>
  process.env.PATH.split(delimiter)
    .map((path) => join(path, program))
    .find(existsSync);

/**
 * Starts a browser with a profile of its own.
 * @param folder for the profile. @param downloads folder of what is downloaded.
 * @param flags of Chromium, and preferences of Firefox, for what it is not to have.
 */
export function launch({ browser, program, args }, { folder, downloads, flags = [], preferences = {} }) {
  const userDataDir = mkdtempSync(join(folder, `${browser}-`));
  if (browser === "chrome") {
    mkdirSync(join(userDataDir, "Default"));
    const settings = { download: { default_directory: downloads, prompt_for_download: false } };
    writeFileSync(join(userDataDir, "Default", "Preferences"), JSON.stringify(settings));
  }
  return puppeteer.launch({
    browser,
    executablePath: pathOf(program),
    protocol: "webDriverBiDi",
    headless: true,
    userDataDir,
    args: browser === "chrome" ? [...args, ...flags] : args,
    protocolTimeout: MOST_MS,
    ...(browser === "firefox" && {
      extraPrefsFirefox: {
        "browser.download.folderList": 2,
        "browser.download.dir": downloads,
        "browser.download.useDownloadDir": true,
        "browser.download.always_ask_before_handling_new_types": false,
        "browser.download.alwaysOpenPanel": false,
        ...preferences,
      },
    }),
  });
}
