import { changedParameters } from "../../config/changed-parameters.js";
import { show } from "../../config/config-error.js";
import { PARAMETERS } from "../../config/parameters.js";
import { parseConfig } from "../../config/parse-config.js";
import type { DatasetDescription } from "../dataset-description.js";

/** How the config differs from that of the published dataset. */
export function changesLines({ config }: DatasetDescription): string[] {
  if (config === null) return ["How it was made nobody knows: its files did not say, when they were converted."];
  const changed = changedParameters(parseConfig(config));
  if (changed.length === 0) return ["Its config is that of the published dataset."];
  return [
    "Its config differs from that of the published dataset:",
    "",
    "| parameter | published | here | |",
    "|---|---|---|---|",
    ...changed.map(({ key, value }) => {
      const { default: published, description } = PARAMETERS.find((parameter) => parameter.key === key)!;
      return `| \`${key}\` | ${published === undefined ? "none" : show(published)} | ${value} | ${description} |`;
    }),
  ];
}
