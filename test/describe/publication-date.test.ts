import { afterEach, describe, expect, it, vi } from "vitest";
import { ConfigError } from "../../src/config/config-error.js";
import { VERSION } from "../../src/dataset/version.js";
import { publicationDate } from "../../src/describe/croissant.js";

describe("publicationDate", () => {
  afterEach(() => vi.unstubAllEnvs());

  it("knows when this version was released, whatever the day", () => {
    vi.stubEnv("SOURCE_DATE_EPOCH", undefined);
    expect(publicationDate("0.1.0")).toBe("2026-11-24");
    expect(publicationDate(VERSION)).toMatch(/^\d{4}-\d\d-\d\d$/);
    vi.stubEnv("SOURCE_DATE_EPOCH", "");
    expect(publicationDate("0.1.0")).toBe("2026-11-24");
  });

  it("takes SOURCE_DATE_EPOCH instead, in UTC", () => {
    vi.stubEnv("SOURCE_DATE_EPOCH", "1705276799");
    expect(publicationDate("0.1.0")).toBe("2024-01-14");
    expect(publicationDate("0.1.0", "1705276800")).toBe("2024-01-15");
    expect(publicationDate("0.1.0", "0")).toBe("1970-01-01");
    expect(publicationDate("0.1.0", "253402300799")).toBe("9999-12-31");
  });

  it.each(["yesterday", "2024-01-15", "-1", "1.5", "1e9", " 1", "253402300800"])("refuses %j", (text) => {
    expect(() => publicationDate("0.1.0", text)).toThrow(
      new ConfigError("SOURCE_DATE_EPOCH", "whole seconds since 1970", `"${text}"`),
    );
  });

  it.each(["9.9.9", "0.2.0-rc.1"])("takes the last that is known for a version without one: %s", (version) => {
    expect(publicationDate(version, "")).toMatch(/^\d{4}-\d\d-\d\d$/);
  });
});
