/** The coordinates of the paths of a class, in order: of each path its points. A gap in a line begins a new path. */
export function pathsOf(svg: string, className: string): { readonly x: number[]; readonly y: number[] }[] {
  const paths = [...svg.matchAll(new RegExp(`<path class="${className}"[^>]* d="([^"]*)"`, "g"))];
  return paths.flatMap(([, d = ""]) =>
    d
      .split("M")
      .filter((part) => part !== "")
      .map((part) => {
        const corners = part.replace(/[a-zZ].*$/, "").split("L");
        const numbers = corners.map((corner) => corner.split(" ").map(Number));
        return { x: numbers.map(([x]) => x!), y: numbers.map(([, y]) => y!) };
      }),
  );
}

/** The text of all lines of text of a picture. */
export function textsOf(svg: string): string[] {
  return [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text]) => text!);
}
