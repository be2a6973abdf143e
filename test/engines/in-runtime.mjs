// The golden digests under Node and its like, and the hashes of encoded files, as JSON.
import { readFileSync } from "node:fs";
import * as learning from "../../.internals/learning.js";
import * as formats from "../../dist/formats.js";
import * as core from "../../dist/index.js";
import { checkGoldenDigests, encodedHashes } from "./golden-digests.mjs";
import { checkTrainedWeights } from "./trained-weights.mjs";

const readFixture = (name) => JSON.parse(readFileSync(new URL(`../../fixtures/${name}`, import.meta.url), "utf8"));
const { bun, deno, node, v8 } = process.versions;
const runtime = bun ? `bun ${bun}` : deno ? `deno ${deno}, V8 ${v8}` : `node ${node}, V8 ${v8}, ${process.arch}`;
const checked = [await checkGoldenDigests(core, readFixture), await checkTrainedWeights(core, learning)];
const said = `${checked.join("; ")} (${runtime})`;
console.log(JSON.stringify({ said, encoded: await encodedHashes(core, formats) }));
