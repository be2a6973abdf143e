import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { buildPlayground } from "../../playground/build.mjs";

describe("the playground as one file", () => {
  let html: string;
  let script: string;
  beforeAll(async () => {
    html = (await buildPlayground())["mnist1d-playground.html"]!;
    script = /<script data-app>(.*?)<\/script>/s.exec(html)![1]!;
  });

  it("has at most 150 kB, compressed", () => {
    expect(gzipSync(html, { level: 9 }).length).toBeLessThanOrEqual(150_000);
  });

  it("names no address that it could load from, and no module of Node", () => {
    const page = html.replace(/<!--.*-->/s, "").replace(script, "");
    expect(page.match(/(src|href)="(?!data:,")|url\(|@import/)).toBeNull();
    expect(
      script.match(/\brequire\(|\bimport\(|importScripts|\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon/),
    ).toBeNull();
  });

  it("allows its own script by its hash, and no eval", () => {
    const hash = createHash("sha256").update(script).digest("base64");
    expect(html.includes(`script-src 'sha256-${hash}' 'wasm-unsafe-eval'`)).toBe(true);
    expect(html.match(/'unsafe-eval'|\beval\(|new Function\(/)).toBeNull();
  });

  it("has the licences of what is in it", () => {
    for (const name of ["preact", "@preact/signals", "hyparquet-writer", "seedrandom"]) {
      expect(html.includes(`\n## ${name} `)).toBe(true);
    }
  });

  it("is made of the HTML that development has", () => {
    const source = readFileSync(new URL("../../playground/index.html", import.meta.url), "utf8");
    expect(source).toContain("/src/main.tsx");
    expect(html.match(/\/src\/(main|style)/)).toBeNull();
  });
});
