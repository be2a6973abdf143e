/** Plain words that YAML takes for something other than text. */
const NOT_TEXT = /^(true|false|yes|no|on|off|y|n|null|nan|~)$/i;

/** A text in YAML: plain where that is what a reader takes it for, else quoted. */
export function scalar(text: string): string {
  const isPlain = /^[A-Za-z][A-Za-z0-9_./*+-]*$/.test(text) && !NOT_TEXT.test(text);
  // A double-quoted string of JSON is one of YAML.
  return isPlain ? text : JSON.stringify(text);
}
