import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileErrorFrom } from "../errors.js";
import { realTarget, statsAt } from "../paths.js";
import { STAGED_FILE } from "./publication.js";
import { recoverTarget } from "./recover-target.js";
import { addText, OtherRun, Staging } from "./staging.js";
import { claimName } from "./workplace.js";

/** Milliseconds in which the same other run may keep a file from being updated. */
const PATIENCE = 4000;

/** More often than anybody saves a file while it is read. */
const MOST_ROUNDS = 100;

/**
 * Writes a file of text anew by what is in it, in one step: whoever looks sees the old text or the new. One run does so
 * at a time, and the others wait for their turn, so that none loses what another wrote. A link is followed.
 * @param textNow reads the file, and says what it is to be; undefined if it may stay. Again if somebody changed it
 *   meanwhile.
 * @throws FileError; OtherRun if another run takes too long; what `textNow` throws.
 */
export async function updateFile(path: string, textNow: () => Promise<string | undefined>): Promise<void> {
  const busy = () => new OtherRun(path, "another run is updating it", "Start again when that has ended.");
  try {
    const wanted = await textNow();
    if (wanted === undefined) return; // nobody need be waited for, nor be allowed to write here
    if (wanted === (await readFile(path, "utf8").catch(() => undefined))) return await recoverTarget(path);
    const target = await realTarget(path);
    const staging = await openInTurn(target, busy);
    await staging.use(async () => {
      const text = await settled(target, textNow, busy);
      if (text === undefined) return;
      await addText(staging, STAGED_FILE, text);
      await staging.publishFile(true);
    });
  } catch (error) {
    throw fileErrorFrom(error, path);
  }
}

/** What is to be written, by a file that did not change meanwhile. */
async function settled(target: string, textNow: () => Promise<string | undefined>, busy: () => OtherRun) {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const before = await stateOf(target);
    const text = await textNow();
    if ((await stateOf(target)) === before) return text;
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
