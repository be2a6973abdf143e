import { ConfigError, show } from "../config/config-error.js";

/** When each version of this product was released, the newest last. It never changes: the same command gives the same bytes. */
const RELEASE_DATES: Readonly<Record<string, string>> = {
  "0.1.0": "2026-11-24",
  "0.2.0": "2026-11-28",
};

/** The last second of the year 9999, after which a date has more digits than readers expect. */
const LAST_SECOND = Date.UTC(10_000, 0) / 1000 - 1;

/**
 * The date that a description of a dataset gives, `YYYY-MM-DD` in UTC: that of SOURCE_DATE_EPOCH if it is set, or else
 * that of the release that wrote it, or of the last one known for one that is not released. Never today's, which would make other bytes tomorrow.
 * @param sourceDateEpoch seconds since 1970, as https://reproducible-builds.org/specs/source-date-epoch/ has it.
 * @throws ConfigError if it is anything else.
 */
export function publicationDate(version: string, sourceDateEpoch = process.env.SOURCE_DATE_EPOCH): string {
  if (sourceDateEpoch === undefined || sourceDateEpoch === "") {
    return RELEASE_DATES[version] ?? Object.values(RELEASE_DATES).at(-1)!;
  }
  if (!/^\d+$/.test(sourceDateEpoch) || Number(sourceDateEpoch) > LAST_SECOND) {
    throw new ConfigError("SOURCE_DATE_EPOCH", "whole seconds since 1970", show(sourceDateEpoch));
  }
  return new Date(Number(sourceDateEpoch) * 1000).toISOString().slice(0, 10);
}
