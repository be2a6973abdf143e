// Programs that tests need and Debian has: root gets them installed.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Something that can't be had here. */
export class Missing extends Error {}

export const hasProgram = (name) => process.env.PATH.split(delimiter).some((path) => existsSync(join(path, name)));

/** Why nothing could be installed. */
let installProblem = "";

/** @throws Missing */
export function needProgram(name) {
  if (!hasProgram(name)) throw new Missing(`no ${name} here, and ${installProblem}`);
}

/** @param packages Debian's, by the programs that they bring. @param architecture a further one that they are of. */
export function installPrograms(packages, architecture) {
  const wanted = Object.keys(packages).filter((name) => !hasProgram(name));
  if (wanted.length === 0) return;
  if (process.getuid?.() !== 0 || !hasProgram("apt-get")) {
    installProblem = "only root on Debian gets it installed";
    return;
  }
  const quietly = (program, args) =>
    execFileSync(program, args, {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
  try {
    if (architecture !== undefined) quietly("dpkg", ["--add-architecture", architecture]);
    quietly("apt-get", ["update", "-qq"]);
    const names = wanted.flatMap((name) => packages[name]);
    quietly("apt-get", ["install", "-qq", "-y", "--no-install-recommends", ...names]);
  } catch (error) {
    installProblem = `apt-get could not install it: ${error.message}`;
  }
}
