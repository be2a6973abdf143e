import type { Config } from "../../config/config.js";
import { configToJson } from "../../config/config-json.js";
import { countText } from "../../config/count-text.js";
import type { BuildPlan } from "../../dataset/build-plan.js";
import type { OutputPlan } from "../../dataset/output-plan.js";
import { readableBytes } from "../../dataset/readable-bytes.js";
import type { Division } from "../../dataset/scope.js";
import type { Terminal } from "../terminal.js";
import { rowsOfSplits } from "./figures.js";
import { configLine, pathOf, section } from "./summary.js";

/** What would be made, for people. */
export function planText(
  build: BuildPlan,
  config: Config,
  plan: OutputPlan,
  division: Division,
  terminal: Terminal,
): string {
  const { splits, files, leastBytes, freeBytes, memory, threadMemory } = build;
  const { shard } = division;
  const part = shard && [`${shard.index} of ${shard.count}, from 0`];
  const room = freeBytes === undefined ? "" : `, of ${readableBytes(freeBytes)} that are free`;
  const isBlocked = config.engine === "blocked";
  const lines = [
    section("makes", [`${rowsOfSplits(splits)} examples of ${config.finalSeqLength} ${config.dtype}`], terminal),
    section("config", [configLine(configToJson(config))], terminal),
    ...(part ? [section("shard", part, terminal)] : []),
    ...(files === undefined ? [] : [section("files", [countText(files)], terminal)]),
    section("disk", [`at least ${readableBytes(leastBytes)}${room}`], terminal),
    section(
      "memory",
      [`${readableBytes(memory)}${isBlocked ? `, and ${readableBytes(threadMemory)} a thread` : ""}`],
      terminal,
    ),
  ];
  return [`${terminal.style("bold", pathOf(plan))}: nothing was made (--dry-run)`, ...lines.flat()].join("\n");
}

/** The same for programs. */
export function planJson(build: BuildPlan, config: Config, plan: OutputPlan, { shard }: Division): string {
  const { splits, files, leastBytes, freeBytes, memory } = build;
  const what = {
    written: false,
    path: pathOf(plan),
    config: configToJson(config),
    ...(shard && { shard }),
    splits,
    ...(files !== undefined && { files }),
    least_bytes: leastBytes,
    ...(Number.isFinite(freeBytes) && { free_bytes: freeBytes }),
    memory_bytes: memory,
  };
  return `${JSON.stringify(what, undefined, 2)}\n`;
}
