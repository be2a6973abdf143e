import { execFileSync } from "node:child_process";

/** Builds once before all tests: those of the command run what users run. None needs declarations. */
export default function setup(): void {
  execFileSync(process.execPath, ["build.mjs", "--tests"], { stdio: "inherit" });
}
