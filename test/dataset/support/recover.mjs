// Puts right what a killed run left, as every run does first: recover.mjs TARGET
import { recoverTarget } from "../../../.internals/internals.js";

await recoverTarget(process.argv[2]);
