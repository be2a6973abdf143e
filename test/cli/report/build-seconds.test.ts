import { describe, expect, it } from "vitest";
import { buildSeconds, buildTimeText } from "../../../src/cli/report/build-seconds.js";
import { resolveConfig } from "../../../src/config/parse-config.js";

const times = { generating: 60, writing: 530 };

describe("buildSeconds", () => {
  it("tells drawing and writing apart where one comes after the other", () => {
    const seconds = buildSeconds(resolveConfig({}), times);
    expect(seconds).toEqual({ generating: 0.06, writing: 0.53 });
    expect(buildTimeText(seconds)).toBe("0.06 s generating, 0.53 s writing");
  });

  it("is one time where examples are drawn while they are written", () => {
    const seconds = buildSeconds(resolveConfig({ engine: "blocked" }), times);
    expect(seconds).toEqual({ generating_and_writing: 0.59 });
    expect(buildTimeText(seconds)).toBe("0.59 s generating and writing");
  });
});
