/** A picture of `figures`: SVG with its own title and description. They escape the text that they get. */
export function Figure({ svg, class: name = "figure" }: { readonly svg: string; readonly class?: string }) {
  return <div class={name} dangerouslySetInnerHTML={{ __html: svg }} />;
}
