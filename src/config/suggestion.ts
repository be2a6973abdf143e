/** Scores that are nearer than this to the best one are as good. */
const MARGIN = 0.12;

/** Below, a name has nothing of what was typed but a short word or a few letters. */
const LEAST = 0.3;

const MOST = 3;

/** What is near in sense alone, by its words. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ["random state", "seed"],
  ["val split", "val size"],
  ["validation split", "val size"],
]);

/**
 * The question that helps who mistyped a name; undefined where no name is near.
 * @param word what was typed.
 * @param known the names there are, of words with dashes, underscores or capitals between them.
 */
export function didYouMean(word: string, known: readonly string[]): string | undefined {
  const names = suggestions(word, known);
  if (names.length === 0) return undefined;
  const last = names.pop()!;
  return `Did you mean ${names.length === 0 ? last : `${names.join(", ")} or ${last}`}?`;
}

/** The names that a mistyped one may stand for, best first. Beginnings and whole words say more than single letters. */
export function suggestions(word: string, known: readonly string[]): string[] {
  const words = wordsOf(word);
  const typed = ELSEWHERE.get(words.join(" "))?.split(" ") ?? words;
  const scored = known.map((name) => ({ name, score: likeness(typed, wordsOf(name)) }));
  scored.sort((a, b) => b.score - a.score);
  const best = scored[0]?.score ?? 0;
  const near = scored.filter(({ score }) => score > LEAST && score > best - MARGIN);
  return near.slice(0, MOST).map(({ name }) => name);
}

function wordsOf(name: string): string[] {
  const words = name.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase();
  return words.split(/[^\p{L}\p{N}]+/u).filter((part) => part !== "");
}

/** From 0, nothing in common, to 1: the same but for case and what is between the words. */
function likeness(typed: readonly string[], name: readonly string[]): number {
  const shared = typed.map((word) => Math.max(...name.map((other) => likenessOfWords(word, other))));
  const byWords = shared.reduce((sum, score) => sum + score, 0) / Math.max(typed.length, name.length, 1);
  return Math.max(byWords, likenessOfWords(typed.join(""), name.join("")));
}

function likenessOfWords(a: string, b: string): number {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  // A word of three letters, such as "max" or "per", is in many names.
  if (a === b) return short.length > 3 ? 1 : 0.6;
  if (short.length >= 3 && long.startsWith(short)) return 0.8 + (0.2 * short.length) / long.length;
  const edits = long.length > 40 ? long.length : editsBetween(a, b);
  return edits <= long.length / 3 ? 0.7 - edits / long.length : 0;
}

/** Letters to insert, remove, replace, or swap with the next one (optimal string alignment). */
function editsBetween(a: string, b: string): number {
  let [before, last]: number[][] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      let edits = Math.min(last![j]! + 1, row[j - 1]! + 1, last![j - 1]! + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        edits = Math.min(edits, before![j - 2]! + 1);
      row.push(edits);
    }
    [before, last] = [last, row];
  }
  return last!.at(-1)!;
}
