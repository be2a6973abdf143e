interface ConfusionProps {
  readonly names: readonly string[];
  /** Shape (classes, classes): examples by class and by what the model takes them for. */
  readonly counts: readonly number[];
}

/** A confusion matrix: what is on its diagonal is right. */
export function Confusion({ names, counts }: ConfusionProps) {
  const most = counts.reduce((a, b) => Math.max(a, b), 1);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
    <section class="scrolls" aria-label="Confusion matrix" tabIndex={0}>
      <table class="confusion">
        <caption>Test examples by class (rows), and by what the model takes them for</caption>
        <thead>
          <tr>
            <td />
            {names.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map((name, row) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {names.map((other, column) => {
                const count = counts[row * names.length + column]!;
                // In steps, as a style sheet has them: a policy may forbid styles of elements.
                const shade = count === 0 ? 0 : 1 + Math.floor((4 * count) / (most + 1));
                return (
                  <td key={other} class={`${row === column ? "right" : "wrong"} shade-${shade}`}>
                    {count}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
