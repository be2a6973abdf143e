// Merges shards as the command does, without its summary: merge.mjs TARGET [force]
import { mergeShards } from "../../../dist/node.js";

const [target, force] = process.argv.slice(2);
await mergeShards(target, { force: force === "force" });
