import type { JsonObject } from "../config/config-json.js";
import { CONTEXT } from "./croissant/context.js";
import { distribution } from "./croissant/distribution.js";
import { ORIGINAL, provenance } from "./croissant/provenance.js";
import { recordSets } from "./croissant/record-sets.js";
import { responsibleAi } from "./croissant/responsible-ai.js";
import type { DatasetDescription } from "./dataset-description.js";
import { publicationDate } from "./publication-date.js";

const CITATION =
  "@inproceedings{greydanus2024scaling, title={Scaling down deep learning with {MNIST}-1{D}}, author={Greydanus, Sam and Kobak, Dmitry}, booktitle={Proceedings of the 41st International Conference on Machine Learning}, year={2024}}";

/**
 * The text of croissant.json: Croissant 1.1 (https://docs.mlcommons.org/croissant/docs/croissant-spec-1.1.html), the
 * description of a dataset that search engines and loaders read. Paths in it are relative to the file.
 * @param date of publication, `YYYY-MM-DD`.
 */
export function croissantText(description: DatasetDescription, date = publicationDate(description.version)): string {
  const { name, config, digest, version, splits } = description;
  const dataset = {
    "@context": CONTEXT,
    "@type": "sc:Dataset",
    conformsTo: ["http://mlcommons.org/croissant/1.1", "http://mlcommons.org/croissant/RAI/1.0"],
    name,
    alternateName: "MNIST-1D",
    description: summary(description),
    ...authorship(config),
    url: ORIGINAL,
    citeAs: CITATION,
    datePublished: date,
    version,
    // The same in every format, unlike the files' own checksums.
    identifier: { "@type": "PropertyValue", propertyID: "mnist1d-digest-v1", value: digest },
    keywords: ["MNIST-1D", "classification", "time series", ...(config === null ? [] : ["synthetic"])],
    isLiveDataset: false,
    ...provenance(description),
    ...responsibleAi(description),
    distribution: distribution(splits),
    recordSet: recordSets(description),
  };
  return `${JSON.stringify(dataset, undefined, 2)}\n`;
}

function summary({ length, classes, splits }: DatasetDescription): string {
  const rows = splits.map(({ name, rows }) => `${rows} ${name}`).join(" and ");
  const size = `${rows} examples, signals of ${length} points in ${classes.length} ${classes.length === 1 ? "class" : "classes"}`;
  return `MNIST-1D, a small dataset of one-dimensional "digits" that tells models apart: ${size}.`;
}

/** The original's authors and licence hold for what its algorithm makes; nobody knows those of anything else. */
function authorship(config: JsonObject | null): JsonObject {
  if (config === null) {
    return {
      creator: { "@type": "Organization", name: "unknown" },
      license: { "@type": "CreativeWork", name: "unknown" },
    };
  }
  const person = (fullName: string) => ({ "@type": "Person", name: fullName });
  return {
    creator: [person("Sam Greydanus"), person("Dmitry Kobak")],
    license: "https://spdx.org/licenses/Apache-2.0.html",
  };
}
