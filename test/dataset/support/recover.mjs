// Puts right what a killed run left, as every run does first: recover.mjs TARGET
import { recoverTarget } from "../../../dist/dataset/workplace/recover-target.js";

await recoverTarget(process.argv[2]);
