/** Text that Markdown takes as it is, in a table too. */
export function textCell(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\`*_{}[\]<>#|~&]/g, (character) => `\\${character}`);
}

/** Text as code, in a table too. What would end the span or the row is replaced. */
export function codeSpan(text: string): string {
  return `\`${text.replace(/\s+/g, " ").replaceAll("`", "'").replaceAll("|", "\\|")}\``;
}
