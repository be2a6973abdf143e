import { expect, it } from "vitest";
import { digitTemplates } from "../../src/generate/digit-templates.js";
import { primitives } from "../support/fixtures.js";
import { parseHexFloats } from "../support/hex-float.js";

it("reference: the digits are those of the original's get_templates, to the last bit", () => {
  expect(digitTemplates).toEqual({
    x: primitives.templates_x.map(parseHexFloats),
    t: parseHexFloats(primitives.templates_t),
    y: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  });
});
