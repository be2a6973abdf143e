// Licences of the packages that code is bundled of.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * @param ids paths of the modules that were bundled.
 * @returns of each package among them its name, and its licence in full.
 * @throws Error for a package that has none.
 */
export function noticesOf(ids) {
  const inlined = ids.filter((id) => id.includes("node_modules"));
  const folderOf = (id) => /^.*node_modules[\\/](@[^\\/]+[\\/])?[^\\/]+/.exec(id)[0];
  const folders = new Set(inlined.map(folderOf));
  /** By text: who else has it. */
  const known = new Map();
  return [...folders].sort().map((folder) => {
    const { name, version, license, author } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice|copyright)/i.test(file));
    const texts = files.map((file) => readFileSync(join(folder, file), "utf8"));
    // Where there is no file, the code begins with the licence, or it is ours.
    const comments = inlined
      .filter((id) => folderOf(id) === folder)
      .map((id) => /^\/\*[\s\S]*?\*\//.exec(readFileSync(id, "utf8"))?.[0]);
    if (texts.length === 0) texts.push(...comments.filter((comment) => comment?.includes("Copyright")));
    if (texts.length === 0 && license === "Apache-2.0")
      texts.push(`Copyright ${author.name ?? author}. The licence is that of mnist1d, in LICENSE.`);
    if (texts.length === 0) throw new Error(`${name} comes without its licence`);
    const told = texts.map((text) => {
      const first = known.get(text.trim());
      known.set(text.trim(), first ?? name);
      return first === undefined ? text.trim() : `To the letter the text of ${first}, above.`;
    });
    return `## ${name} ${version} (${license})\n\n${told.join("\n\n")}`;
  });
}
