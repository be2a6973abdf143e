/** A picture of `figures`: SVG with its own title and description. They escape the text that they get. */
export function Figure({ svg }: { readonly svg: string }) {
  return <div class="figure" dangerouslySetInnerHTML={{ __html: svg }} />;
}

/** One that is wider than a narrow screen, and can be scrolled there, by keys as well. @param label what it is. */
export function WideFigure({ svg, label }: { readonly svg: string; readonly label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
    <section class="figure wide" aria-label={label} tabIndex={0} dangerouslySetInnerHTML={{ __html: svg }} />
  );
}
