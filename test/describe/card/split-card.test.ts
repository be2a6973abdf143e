// Where the YAML of a card begins and how its lines end.
import { describe, expect, it } from "vitest";
import { cardText, MARKS } from "../../../src/describe/card/card-text.js";
import { updatedCardText } from "../../../src/describe/card/updated-card-text.js";
import { CARD, OTHER, refusal } from "./support/edited-card.js";

describe("line ends and beginnings", () => {
  it("are those of each part: one CRLF in the body is that of its line only", async () => {
    const text = cardText(CARD).replace("\n---\n", "\nmine: |\n  a\n---\n");
    expect(await updatedCardText(`${text}Mine.\r\nAnd more.\n`, CARD)).toBe(`${text}Mine.\r\nAnd more.\n`);
    const [yaml, body] = [text.slice(0, text.indexOf("\n\n")), text.slice(text.indexOf("\n\n"))];
    const mixed = yaml.replaceAll("\n", "\r\n") + body;
    const other = cardText(OTHER).replace("\n---\n", "\nmine: |\n  a\n---\n");
    const at = other.indexOf("\n\n");
    expect(await updatedCardText(mixed, OTHER)).toBe(other.slice(0, at).replaceAll("\n", "\r\n") + other.slice(at));
  });

  it("may be a byte order mark, which stays the first character", async () => {
    expect(await updatedCardText(`\ufeff${cardText(CARD)}`, OTHER)).toBe(`\ufeff${cardText(OTHER)}`);
    const updated = await updatedCardText(`\ufeff# Mine\r\n${MARKS.join("\r\n")}\r\n`, CARD);
    expect(updated.startsWith("\ufeff---\r\nlicense")).toBe(true);
    expect(updated.lastIndexOf("\ufeff")).toBe(0);
  });

  it("may be blank lines before the YAML, which the Hub's library reads nevertheless", async () => {
    expect(await updatedCardText(`\n \n${cardText(CARD)}`, OTHER)).toBe(`\n \n${cardText(OTHER)}`);
  });

  it.each([
    "--- \nlicense: mit\n---\n",
    "---\nlicense: mit\n",
    "---\rlicense: mit\r---\r",
    "\n---\nlicense: mit\n---- \n",
  ])("of YAML that the Hub's library does not read are refused, and no second YAML is written: %j", async (head) => {
    expect(await refusal(`${head}${MARKS.join("\n")}\n`)).toContain(
      "begins with ---, but not with YAML as the Hub reads it",
    );
  });
});
