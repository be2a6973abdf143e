import { type JsonObject, jsonText } from "../../config/config-json.js";
import type { DatasetDescription } from "../dataset-description.js";

/** Where the algorithm, the templates and the published dataset are. */
export const ORIGINAL = "https://github.com/greydanus/mnist1d";

/** Who made the data, with what and from what, in the words of PROV-O, as the specification of Croissant 1.1 advises. */
export function provenance(description: DatasetDescription): JsonObject {
  const { config, configDigest, version } = description;
  const software = { "@type": "prov:SoftwareAgent", "prov:label": `mnist1d ${version}`, name: "mnist1d", version };
  if (config === null) {
    return {
      "prov:wasGeneratedBy": {
        "@type": "prov:Activity",
        "prov:label": "mnist1d convert",
        description: "Converted from a file that does not say by which config it was made.",
        "prov:wasAssociatedWith": software,
      },
    };
  }
  return {
    "prov:wasDerivedFrom": {
      "@id": ORIGINAL,
      "@type": "prov:Entity",
      "prov:label": "MNIST-1D: the templates and the algorithm of the original",
    },
    "prov:wasGeneratedBy": {
      "@type": "prov:Activity",
      "prov:label": "mnist1d generate",
      description:
        "Computed from the config alone: mnist1d generate --config makes the same data anywhere, bit for bit.",
      "prov:wasAssociatedWith": software,
      "prov:used": {
        "@type": "prov:Entity",
        "prov:label": "config",
        description:
          "The config as JSON, by which mnist1d generate makes the data again. Identified by the SHA-256 of its text.",
        identifier: configDigest,
        // As text, because JSON-LD would write its numbers anew, and the digest is the text's.
        "prov:value": jsonText(config),
      },
    },
  };
}
