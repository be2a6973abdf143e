import type { JsonObject } from "./config-json.js";
import { digestKind } from "./kinds.js";
import { PARAMETERS } from "./parameters.js";

/** The JSON Schema (draft 2020-12) of a config file, from the same table that checks it; a copy for each caller. */
export function configSchema(): JsonObject {
  const properties = PARAMETERS.map((p) => [
    p.key,
    {
      description: `${p.description[0]!.toUpperCase()}${p.description.slice(1)}.`,
      ...p.kind.schema,
      ...(p.default !== undefined && { default: p.default }),
    },
  ]);
  return structuredClone({
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "mnist1d config",
    description: "What a dataset is made from. A key that is missing has its default; no others are accepted.",
    type: "object",
    properties: {
      $schema: { type: "string", description: "Where this schema is, for editors; ignored." },
      ...Object.fromEntries(properties),
      digest: {
        ...digestKind.schema,
        description: "What the data must be: with any other, generate fails and writes nothing.",
      },
      url: { description: "In the original's get_dataset_args; ignored." },
    },
    not: { properties: { train_split: {}, test_size: {} }, required: ["train_split", "test_size"] },
    additionalProperties: false,
  });
}
