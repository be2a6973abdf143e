import { execFileSync } from "node:child_process";

/** Builds once before all tests: those of the command run what users run. */
export default function setup(): void {
  execFileSync("npm", ["run", "build"], { stdio: "inherit" });
}
