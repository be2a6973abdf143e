// npm run figures: makes the pictures of docs/plots.md, each by the command that stands above it; with --check compares instead.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const place = (name) => fileURLToPath(new URL(name, import.meta.url));

/** Lines of the page whose picture is shown there. */
const page = readFileSync(place("../plots.md"), "utf8");
const commands = [...page.matchAll(/^npx mnist1d (plot .* -o )(\S+\.svg)$/gm)].filter(([, , name]) =>
  page.includes(`](figures/${name})`),
);
if (commands.length === 0) throw new Error("docs/plots.md shows no picture");

const isCheck = process.argv[2] === "--check";
const folder = isCheck ? mkdtempSync(join(tmpdir(), "mnist1d-figures-")) : place(".");
try {
  for (const [, words, name] of commands) {
    const target = join(folder, name);
    execFileSync(process.execPath, [
      place("../../bin/mnist1d.js"),
      ...words.trim().split(" "),
      target,
      "--force",
      "-q",
    ]);
    if (isCheck && readFileSync(target, "utf8") !== readFileSync(place(name), "utf8")) {
      throw new Error(`docs/figures/${name} is not what its command draws: npm run figures`);
    }
  }
  process.stdout.write(`${commands.length} pictures\n`);
} finally {
  if (isCheck) rmSync(folder, { recursive: true });
}
