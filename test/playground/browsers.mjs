// Browsers of Debian, driven by WebDriver BiDi.

import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import puppeteer from "puppeteer-core";

export const BROWSERS = [
  { name: "Chromium", browser: "chrome", program: "chromium", args: ["--no-sandbox", "--disable-gpu"] },
  { name: "Firefox", browser: "firefox", program: "firefox-esr", args: [] },
];

const pathOf = (program) =>
  process.env.PATH.split(delimiter)
    .map((path) => join(path, program))
    .find(existsSync);

/** @param more arguments or preferences for what a browser is not to have. */
export function launch({ browser, program, args }, { flags = [], prefs = {} } = {}) {
  return puppeteer.launch({
    browser,
    executablePath: pathOf(program),
    protocol: "webDriverBiDi",
    headless: true,
    args: [...args, ...flags],
    ...(browser === "firefox" && { extraPrefsFirefox: prefs }),
    protocolTimeout: 300_000,
  });
}
