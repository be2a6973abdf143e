import { readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

/** What a declaration file, one per module, says by name: what it declares, imports, and hands on from others. */
interface Declarations {
  readonly declared: ReadonlyMap<string, string>;
  readonly imported: ReadonlyMap<string, Place>;
  readonly exported: ReadonlyMap<string, Place>;
}

/** A name in a module. */
interface Place {
  readonly file: string;
  readonly name: string;
}

function readDeclarations(folder: string, file: string): Declarations {
  const source = readFileSync(join(folder, file), "utf8")
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/\/\/.*$/gm, "");
  const statements = source.split(/^(?=(?:export |declare |abstract )*(?:function|class|interface|type|const)\b)/m);
  const declared = new Map<string, string>();
  for (const statement of statements) {
    const name = /^(?:export |declare |abstract )*(?:function|class|interface|type|const) (\w+)/.exec(statement)?.[1];
    if (name !== undefined) declared.set(name, (declared.get(name) ?? "") + statement); // overloads together
  }
  return { declared, imported: placesOf(source, file, "import"), exported: placesOf(source, file, "export") };
}

/** The names of `import { … } from` or `export { … } from` of modules of ours. */
function placesOf(source: string, file: string, keyword: string): Map<string, Place> {
  const places = new Map<string, Place>();
  const lists = source.matchAll(new RegExp(`^${keyword} (?:type )?\\{([^}]*)\\} from "(\\.[^"]+)";`, "gm"));
  for (const [, names, path] of lists) {
    for (const name of names!.split(",").map((word) => word.trim().replace(/^type /, ""))) {
      const [own, alias = own] = name.split(" as ");
      const target = normalize(join(dirname(file), path!.replace(/\.js$/, ".d.ts")));
      if (own !== "") places.set(alias!, { file: target, name: own! });
    }
  }
  return places;
}

/** The names that entries export. */
export function exportedNames(folder: string, entry: string): string[] {
  return [...readDeclarations(folder, entry).exported.keys()].sort();
}

/** Types that what entries export mentions, and that none of them exports: `Hidden, which shown mentions`. */
export function hiddenTypes(folder: string, entries: readonly string[]): string[] {
  const keyOf = ({ file, name }: Place) => `${file} ${name}`;
  /** Where a name is declared that may be handed on from there. */
  const originOf = (place: Place): Place => {
    const { declared, exported } = readDeclarations(folder, place.file);
    const next = declared.has(place.name) ? undefined : exported.get(place.name);
    return next === undefined ? place : originOf(next);
  };
  const exported = entries.flatMap((entry) => [...readDeclarations(folder, entry).exported.values()].map(originOf));
  const known = new Set(exported.map(keyOf));
  return exported.flatMap(({ file, name }) => {
    const { declared, imported } = readDeclarations(folder, file);
    const words = new Set(
      declared
        .get(name)!
        .replace(/"[^"]*"/g, "")
        .match(/\b[A-Za-z_]\w*\b/g),
    );
    return [...words].flatMap((word) => {
      const from = imported.get(word);
      const place = declared.has(word) ? { file, name: word } : from && originOf(from);
      return place === undefined || known.has(keyOf(place)) ? [] : [`${place.name}, which ${name} mentions`];
    });
  });
}
