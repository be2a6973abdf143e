interface TableProps {
  readonly caption: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Columns of words, which begin at one place; those of figures end at one. Without it all are. */
  readonly words?: readonly number[];
}

/** A table whose rows begin with what they are about. */
export function Table({ caption, header, rows, words }: TableProps) {
  const align = (i: number) => (words === undefined || words.includes(i) ? "" : "figure");
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
    <section class="scrolls" aria-label={caption} tabIndex={0}>
      <table>
        <caption>{caption}</caption>
        {header.some((one) => one !== "") && (
          <thead>
            <tr>
              {header.map((one, i) =>
                one === "" ? (
                  <td key={i} />
                ) : (
                  <th key={i} scope="col" class={align(i)}>
                    {one}
                  </th>
                ),
              )}
            </tr>
          </thead>
        )}
        <tbody>
          {rows.map((row, k) => (
            <tr key={k}>
              {row.map((cell, i) =>
                i === 0 && cell !== "" ? (
                  <th key={i} scope="row">
                    {cell}
                  </th>
                ) : (
                  <td key={i} class={align(i)}>
                    {cell}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
