// The page, as a folder for a server and as one file that works by a double click. One script is both the page and its
// workers, so that nothing is in the file twice.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { noticesOf } from "../notices.mjs";

const HERE = fileURLToPath(new URL(".", import.meta.url));

/** @returns the script, for pages and workers alike, and the licences of what is in it. */
async function script() {
  const [{ output }] = await build({
    root: HERE,
    configFile: false,
    logLevel: "error",
    // The same whatever the environment says.
    define: { "process.env.NODE_ENV": '"production"' },
    oxc: { jsx: { runtime: "automatic", importSource: "preact", development: false } },
    build: {
      write: false,
      target: "es2022",
      lib: { entry: join(HERE, "src/main.tsx"), formats: ["iife"], name: "_", fileName: "playground" },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  });
  const [{ code, moduleIds }] = output;
  // The first would end the element that it will be in.
  return { code: code.replaceAll("</script", "<\\/script").trim(), notices: noticesOf(moduleIds).join("\n\n") };
}

/** What a page may do: load nothing, run no code but its own, with the WebAssembly in it. Figures have style sheets in them. */
function policy(scripts, workers, styles) {
  const rules = {
    "default-src": "'none'",
    "script-src": `${scripts} 'wasm-unsafe-eval'`,
    "worker-src": workers,
    "style-src": `${styles}'unsafe-inline'`,
    "img-src": "data:",
    "base-uri": "'none'",
    "form-action": "'none'",
  };
  const text = Object.entries(rules).map((rule) => rule.join(" "));
  return `<meta http-equiv="Content-Security-Policy" content="${text.join("; ")}" />`;
}

/** The page's HTML with other elements in the place of those for development, and at its end the licences of others. */
function page({ csp, style, code, notices }) {
  const comment = `<!--\nThis page is mnist1d's (Apache-2.0). It has parts of these packages.\n\n${notices.replaceAll("--", "- -")}\n-->\n`;
  const html = readFileSync(join(HERE, "index.html"), "utf8")
    .replace('<meta charset="utf-8" />', (charset) => `${charset}\n    ${csp}`)
    .replace(/<link rel="stylesheet".*>/, () => style)
    .replace(/<script type="module".*<\/script>/, () => code);
  if (!html.includes(csp) || !html.includes(style) || !html.includes(code)) throw new Error("index.html lacks a place");
  return html + comment;
}

/** @returns the files by their names: those of the folder, and `mnist1d-playground.html`, which needs no other. */
export async function buildPlayground() {
  const { code, notices } = await script();
  const css = readFileSync(join(HERE, "src/style.css"), "utf8")
    .replace(/\s*\n\s*/g, "\n")
    .trim();
  const hash = createHash("sha256").update(code).digest("base64");
  return {
    "playground.js": code,
    "playground.css": css,
    "index.html": page({
      csp: policy("'self'", "'self'", "'self' "),
      style: '<link rel="stylesheet" href="playground.css" />',
      code: '<script src="playground.js" data-app></script>',
      notices,
    }),
    "mnist1d-playground.html": page({
      csp: policy(`'sha256-${hash}'`, "blob:", ""),
      style: `<style>${css}</style>`,
      code: `<script data-app>${code}</script>`,
      notices,
    }),
  };
}
