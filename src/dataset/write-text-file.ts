import { outputErrorFrom } from "./output-error.js";
import { addText, Staging } from "./staging.js";
import { recoverTarget } from "./workplace/recover-target.js";

/**
 * Writes a file of text in the place of what was there, whole or not at all.
 *
 * @throws OutputError
 */
export async function writeTextFile(path: string, text: string): Promise<void> {
  try {
    await recoverTarget(path, async () => {});
    const staging = await Staging.open(path);
    try {
      await addText(staging, "text", text);
      await staging.publishFile("text", true);
    } catch (error) {
      await staging.discard();
      throw error;
    }
  } catch (error) {
    throw outputErrorFrom(error, path);
  }
}
