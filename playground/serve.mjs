// npm run playground: builds the page into .playground/, and serves that; `-- --no-server` only builds.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { preview } from "vite";
import { buildPlayground } from "./build.mjs";

const OUT = fileURLToPath(new URL("../.playground", import.meta.url));

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT);
for (const [name, content] of Object.entries(await buildPlayground())) writeFileSync(join(OUT, name), content);
if (!process.argv.includes("--no-server")) {
  const server = await preview({ root: OUT, configFile: false, build: { outDir: OUT } });
  server.printUrls();
}
