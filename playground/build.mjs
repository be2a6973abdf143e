// npm run playground: builds the page, and opens a server for its folder. Built are .playground/, a folder for any server, and in
// it mnist1d-playground.html: all in one file, which works by a double click. One script is both the page and its workers, so
// that nothing is in the file twice; `--no-server` only builds.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, preview } from "vite";
import { noticesOf } from "../notices.mjs";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const ROOT = join(HERE, "..");
const OUT = join(ROOT, ".playground");

/** @returns the script, for pages and workers alike, and the licences of what is in it. */
async function script() {
  const [{ output }] = await build({
    root: HERE,
    configFile: false,
    logLevel: "error",
    define: { "process.env.NODE_ENV": '"production"' },
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
function page({ csp, style, code }) {
  const comment = `<!--\nThis page is mnist1d's (Apache-2.0). It has parts of these packages.\n\n${notices.replaceAll("--", "- -")}\n-->\n`;
  const html = readFileSync(join(HERE, "index.html"), "utf8")
    .replace('<meta charset="utf-8" />', (charset) => `${charset}\n    ${csp}`)
    .replace(/<link rel="stylesheet".*>/, () => style)
    .replace(/<script type="module".*<\/script>/, () => code);
  if (!html.includes(csp) || !html.includes(style) || !html.includes(code)) throw new Error("index.html lacks a place");
  return html + comment;
}

const { code, notices } = await script();
const css = readFileSync(join(HERE, "src/style.css"), "utf8")
  .replace(/\s*\n\s*/g, "\n")
  .trim();
rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT);
const write = (name, content) => writeFileSync(join(OUT, name), content);
write("playground.js", code);
write("playground.css", css);
write(
  "index.html",
  page({
    csp: policy("'self'", "'self'", "'self' "),
    style: '<link rel="stylesheet" href="playground.css" />',
    code: '<script src="playground.js" data-app></script>',
  }),
);
const hash = createHash("sha256").update(code).digest("base64");
write(
  "mnist1d-playground.html",
  page({
    csp: policy(`'sha256-${hash}'`, "blob:", ""),
    style: `<style>${css}</style>`,
    code: `<script data-app>${code}</script>`,
  }),
);
if (!process.argv.includes("--no-server")) {
  const server = await preview({ root: HERE, configFile: false, build: { outDir: OUT } });
  server.printUrls();
}
