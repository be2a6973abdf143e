import { describe, expect, it } from "vitest";
import { ConfigError, UnknownKeyError } from "../../src/config/config-error.js";
import { defaults } from "../../src/config/parameters.js";
import type { PartialConfig } from "../../src/config/parse-config.js";
import { digitTemplates } from "../../src/generate/digit-templates.js";
import { generate } from "../../src/generate/generate.js";
import { arraysOf, drawFrom } from "../support/arrays.js";

describe("generate", () => {
  it("makes the default dataset, and says what it is", () => {
    const examples = generate();
    expect(examples).toMatchObject({ config: defaults, length: 40, templates: digitTemplates });
    expect(examples.splits.map(({ rows }) => rows)).toEqual([4000, 1000]);
  });

  it("takes names as TypeScript spells them, and gives what a file with the same values gives", () => {
    const options: PartialConfig = { numSamples: 50, finalSeqLength: 20, padding: [3, 9], shuffleSeq: true };
    const keys = { num_samples: 50, final_seq_length: 20, padding: [3, 9], shuffle_seq: true };
    expect(arraysOf(generate(options))).toEqual(arraysOf(drawFrom(keys)));
  });

  it("checks what a caller without types may pass", () => {
    const unchecked = generate as (options: unknown) => unknown;
    expect(() => unchecked({ num_samples: 50 })).toThrow(UnknownKeyError);
    expect(() => unchecked({ num_samples: 50 })).toThrow("Did you mean numSamples?");
    expect(() => unchecked({ shearScal: 1 })).toThrow('got "shearScal". Did you mean shearScale?');
    expect(() => unchecked({ seed: "42" })).toThrow(ConfigError);
    expect(() => unchecked(null)).toThrow(ConfigError);
  });
});
