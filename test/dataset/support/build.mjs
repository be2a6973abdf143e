// Builds a dataset as the command does, without its summary: build.mjs TARGET FORMATS SEED
import { buildDataset, planOutput } from "../../../dist/node.js";

const [target, formats, seed] = process.argv.slice(2);
const plan = planOutput(target, formats === "" ? [] : formats.split(","));
await buildDataset({ numSamples: 50, seed: Number(seed) }, plan, { force: true });
