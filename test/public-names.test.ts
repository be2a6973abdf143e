// What users import, name by name, so that no name comes or goes unnoticed; and that every type that one of them mentions has a
// name to import, too.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { exportedNames, hiddenTypes } from "./support/declarations.js";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "mnist1d-declarations-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Declarations of all modules, each in a file of its own; those of the package are bundled. */
function declare(): void {
  const options = [
    "--noEmit",
    "false",
    "--declaration",
    "--emitDeclarationOnly",
    "--noCheck", // npm run check does
    "--rootDir",
    "src",
    "--outDir",
    folder,
  ];
  execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.json", ...options], { cwd: ROOT });
}
declare();

describe("the entries", () => {
  it.each(["index", "node", "formats"])("mnist1d/%s has these names", (entry) => {
    expect(exportedNames(folder, `${entry}.d.ts`)).toMatchSnapshot();
  });

  it("mention no type that can't be imported from one of them", () => {
    expect(hiddenTypes(folder, ["index.d.ts", "node.d.ts", "formats.d.ts"])).toEqual([]);
  });
});

it("a type that is hidden is found, of a function, in a class, and through an alias", () => {
  writeFileSync(join(folder, "entry.d.ts"), 'export { type A, b, C as D } from "./inner.js";\n');
  writeFileSync(
    join(folder, "inner.d.ts"),
    'import type { Far as Near } from "./far.js";\nimport { x } from "node:fs";\n' +
      "/** Of Nothing. */\nexport interface A {\n  readonly own: A;\n}\ntype Hidden = 1;\n" +
      "export declare function b(a: A): Hidden;\nexport declare function b(a: string): Near;\n" +
      "export declare abstract class C {\n  readonly it: Near;\n}\n",
  );
  writeFileSync(join(folder, "far.d.ts"), "export interface Far {}\n");
  expect(exportedNames(folder, "entry.d.ts")).toEqual(["A", "D", "b"]);
  expect(hiddenTypes(folder, ["entry.d.ts"])).toEqual([
    "Hidden, which b mentions",
    "Far, which b mentions",
    "Far, which C mentions",
  ]);
});
