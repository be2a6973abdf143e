import { readFileSync } from "node:fs";

interface PackageJson {
  readonly version: string;
}

/** Version of this package. */
export const VERSION: string = (
  JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as PackageJson
).version;

/** The first version that there was. */
const FIRST_VERSION = "0.1.0";

/** What is wrong with the version that a file says it was written by, as the end of a sentence; undefined if nothing is. */
export function versionProblem(version: string): string | undefined {
  const order = (a: string, b: string) => a.localeCompare(b, "en", { numeric: true });
  if (!/^\d+\.\d+\.\d+$/.test(version) || order(version, FIRST_VERSION) < 0) {
    return `says that mnist1d ${version} wrote it, and there is no such version`;
  }
  return order(version, VERSION) > 0
    ? `was written by mnist1d ${version}, newer than this one (${VERSION}): update it to read this`
    : undefined;
}
