import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileErrorFrom } from "../errors.js";
import { realTarget, statsAt } from "../paths.js";
import { STAGED_FILE } from "./publication.js";
import { recoverTarget } from "./recover-target.js";
import { addBytes, OtherRun, Staging } from "./staging.js";
import { claimName } from "./workplace.js";

/** Milliseconds in which the same other run may keep a file from being updated. */
const PATIENCE = 4000;

/** More often than anybody saves a file while it is read. */
const MOST_ROUNDS = 100;

/**
 * Writes a file anew by what is in it, in one step: whoever looks sees the old file or the new. One run does so at a time,
 * and the others wait for their turn, so that none loses what another wrote. A link is followed.
 * @param contentNow reads the file, and says what it is to be, text or bytes; undefined if it may stay. Again if somebody
 *   changed it meanwhile.
 * @throws FileError; OtherRun if another run takes too long; what `contentNow` throws.
 */
export async function updateFile(
  path: string,
  contentNow: () => Promise<string | Uint8Array | undefined>,
): Promise<void> {
  const bytesNow = async () => {
    const content = await contentNow();
    return typeof content === "string" ? new TextEncoder().encode(content) : content;
  };
  const busy = () => new OtherRun(path, "another run is updating it", "Start again when that has ended.");
  try {
    const wanted = await bytesNow();
    if (wanted === undefined) return; // nobody need be waited for, nor be allowed to write here
    const found = await readFile(path).catch(() => undefined);
    if (found?.equals(wanted)) return await recoverTarget(path);
    const target = await realTarget(path);
    const staging = await openInTurn(target, busy);
    await staging.use(async () => {
      const bytes = await settled(target, bytesNow, busy);
      if (bytes === undefined) return;
      await addBytes(staging, STAGED_FILE, bytes);
      await staging.publishFile(true);
    });
  } catch (error) {
    throw fileErrorFrom(error, path);
  }
}

/** What is to be written, by a file that did not change meanwhile. */
async function settled<T>(target: string, contentNow: () => Promise<T>, busy: () => OtherRun): Promise<T> {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const before = await stateOf(target);
    const content = await contentNow();
    if ((await stateOf(target)) === before) return content;
  }
  throw busy();
}

async function openInTurn(target: string, busy: () => OtherRun): Promise<Staging> {
  const place = join(dirname(target), claimName(basename(target)));
  let [seen, since] = ["", performance.now()];
  for (;;) {
    await recoverTarget(target);
    try {
      return await Staging.open(target, "file alone");
    } catch (error) {
      if (!(error instanceof OtherRun)) throw error;
    }
    const now = await stateOf(place);
    if (now !== seen) [seen, since] = [now, performance.now()];
    else if (performance.now() - since > PATIENCE) throw busy();
    await setTimeout(5 + 20 * Math.random());
  }
}

async function stateOf(path: string): Promise<string> {
  const stats = await statsAt(path);
  return stats === undefined ? "" : `${stats.ino} ${stats.size} ${stats.mtimeMs}`;
}
