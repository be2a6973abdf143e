import type { Dtype } from "../config/config.js";
import { ConfigError, show } from "../config/config-error.js";
import { type Json, type JsonObject, jsonText } from "../config/config-json.js";
import { isShifted } from "../config/split-names.js";
import type { Column } from "../generate/columns.js";
import { listOf } from "./list-of.js";
import { columnsIn, labelsOf, type Manifest, namesOf, type ParquetSplit, parquetSplits } from "./manifest.js";
import { COLUMN_MEANINGS, classesText, splitMeaning, standardisedOver } from "./meanings.js";

const CITATION =
  "@inproceedings{greydanus2024scaling, title={Scaling down deep learning with {MNIST}-1{D}}, author={Greydanus, Sam and Kobak, Dmitry}, booktitle={Proceedings of the 41st International Conference on Machine Learning}, year={2024}}";

/**
 * The text of croissant.json: Croissant 1.1 (https://docs.mlcommons.org/croissant/docs/croissant-spec-1.1.html), the
 * description of a dataset that search engines and loaders read. Paths in it are relative to the file.
 * @param name of the dataset in its repository; by default that of one that stands alone.
 * @param date of publication, `YYYY-MM-DD`.
 */
export function croissantText(
  manifest: Manifest,
  name = "mnist1d",
  date: string = publicationDate(manifest.generator.version),
): string {
  const { config, digest, length, generator } = manifest;
  const { version } = generator;
  const [splits, classes] = [parquetSplits(manifest), labelsOf(manifest)];
  const size = `${rowsText(splits)} examples, signals of ${length} points in ${classes.length} ${classes.length === 1 ? "class" : "classes"}`;
  const dataset = {
    "@context": CONTEXT,
    "@type": "sc:Dataset",
    conformsTo: ["http://mlcommons.org/croissant/1.1", "http://mlcommons.org/croissant/RAI/1.0"],
    name,
    alternateName: "MNIST-1D",
    description: `MNIST-1D, a small dataset of one-dimensional "digits" that tells models apart: ${size}.`,
    ...authorship(config),
    url: ORIGINAL,
    citeAs: CITATION,
    datePublished: date,
    version,
    // The same in every format, unlike the files' own checksums.
    identifier: { "@type": "PropertyValue", propertyID: "mnist1d-digest-v1", value: digest },
    keywords: ["MNIST-1D", "classification", "time series", ...(config === null ? [] : ["synthetic"])],
    isLiveDataset: false,
    ...provenance(manifest),
    ...responsibleAi(manifest),
    distribution: distribution(splits),
    recordSet: recordSets(manifest, splits),
  };
  return `${JSON.stringify(dataset, undefined, 2)}\n`;
}

/** Shifted splits that are told one by one at most. */
const FEW_SHIFTED = 5;

/** `4000 train and 1000 test`; of many shifted splits how many there are. */
function rowsText(splits: readonly ParquetSplit[]): string {
  const shifted = splits.filter(({ name }) => isShifted(name));
  const [first, isFew] = [shifted[0], shifted.length <= FEW_SHIFTED];
  const told = splits.filter((split) => isFew || !shifted.includes(split)).map(({ name, rows }) => `${rows} ${name}`);
  return listOf(isFew ? told : [...told, `${shifted.length} times ${first!.rows} shifted test`]);
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

/** Terms of the JSON-LD context that are no `cr:TERM`. */
const TERMS: JsonObject = {
  "@language": "en",
  "@vocab": "https://schema.org/",
  conformsTo: "dct:conformsTo",
  cr: "http://mlcommons.org/croissant/",
  rai: "http://mlcommons.org/croissant/RAI/",
  data: { "@id": "cr:data", "@type": "@json" },
  dataType: { "@id": "cr:dataType", "@type": "@vocab" },
  dct: "http://purl.org/dc/terms/",
  description: { "@container": "@language" },
  examples: { "@id": "cr:examples", "@type": "@json" },
  name: { "@container": "@language" },
  prov: "http://www.w3.org/ns/prov#",
  sc: "https://schema.org/",
};

/** The context that the specification of Croissant 1.1 recommends (its appendix 1), and `prov`. */
const CONTEXT: JsonObject = Object.fromEntries(
  `@language @vocab arrayShape citeAs column conformsTo containedIn cr rai data dataType dct description equivalentProperty
  examples extract field fileProperty fileObject fileSet format includes isArray isLiveDataset jsonPath key md5 name
  parentField path prov recordSet references regex repeated replace samplingRate sc separator source subField transform`
    .split(/\s+/)
    .map((term) => [term, TERMS[term] ?? `cr:${term}`]),
);

/** Where the algorithm, the templates and the published dataset are. */
const ORIGINAL = "https://github.com/greydanus/mnist1d";

/** Who made the data, with what and from what, in the words of PROV-O, as the specification of Croissant 1.1 advises. */
function provenance({ config, config_digest: configDigest, generator }: Manifest): JsonObject {
  const { version } = generator;
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
        identifier: configDigest ?? null,
        // As text, because JSON-LD would write its numbers anew, and the digest is the text's.
        "prov:value": jsonText(config),
      },
    },
  };
}

/**
 * The fields of Croissant's Responsible AI vocabulary that are facts of any dataset made here, those that NeurIPS asks
 * for among them. None of data whose config nobody knows: it may be anything.
 */
function responsibleAi(manifest: Manifest): JsonObject {
  const { config, clean_labels: hasCleanLabels = false } = manifest;
  if (config === null) return {};
  const count = labelsOf(manifest).length;
  const digits = `${count === 10 ? "ten" : count} hand-made template${count === 1 ? "" : "s"}`;
  const templates = config.templates === undefined ? digits : "the templates of the config";
  return {
    "rai:hasSyntheticData": true,
    "rai:dataCollection": `Nothing was collected: every value is computed from ${templates} and pseudorandom numbers.`,
    "rai:dataCollectionType": "Others: computed by a published algorithm",
    "rai:dataCollectionRawData": "None.",
    "rai:dataCollectionMissingData": "No value is missing.",
    "rai:dataPreprocessingProtocol": [
      "A template is padded with zeros, scaled, rotated, given noise and a random slope, and resampled; all values are then standardised together.",
    ],
    "rai:dataAnnotationProtocol": `No annotation: a label is the class of the template from which its example was made.${labelNoise(config, hasCleanLabels)}`,
    "rai:dataUseCases": [
      "Research and teaching in deep learning at a small scale, such as comparing architectures, lottery tickets, deep double descent and pooling.",
    ],
    "rai:dataLimitations": [
      "A model problem: it stands for no measured signal, and a model that does well here has shown nothing about real data.",
    ],
    "rai:dataBiases": ["Each template is used for the same share of examples. No person or population is represented."],
    "rai:personalSensitiveInformation": ["None: no data is of or about persons."],
    "rai:dataSocialImpact":
      "Made for experiments that need little computation. No use is known that could do harm by the data's content.",
  };
}

function labelNoise(config: JsonObject, hasCleanLabels: boolean): string {
  const noise = config.label_noise as { readonly fraction: number; readonly mode: string } | undefined;
  if (noise === undefined) return "";
  const how = noise.mode === "flip" ? "replaced by a wrong class" : "drawn anew from all classes";
  const clean = hasCleanLabels ? " The labels before that are in y_clean." : "";
  return ` Then each train label was ${how} with probability ${noise.fraction}.${clean}`;
}

/** The records: the examples of each split under its name, the list of the splits, and that of the classes if they have names. */
function recordSets(manifest: Manifest, splits: readonly ParquetSplit[]): readonly JsonObject[] {
  const splitSet = {
    "@type": "cr:RecordSet",
    "@id": "splits",
    name: "splits",
    description: "The parts of the dataset. Each has its examples in the record set of its name.",
    dataType: "cr:Split",
    key: { "@id": "splits/name" },
    field: [field("splits", "name", "The name of the split.", "sc:Text")],
    data: splits.map(({ name }) => ({ "splits/name": name })),
  };
  return [splitSet, ...classSets(manifest), ...splits.map((split) => exampleSet(split, manifest))];
}

/** The names of the classes by their labels, if they have any. */
function classSets(manifest: Manifest): readonly JsonObject[] {
  const names = namesOf(manifest);
  if (names === undefined) return [];
  const set = {
    "@type": "cr:RecordSet",
    "@id": "classes",
    name: "classes",
    description: "The classes: their labels, which the examples have, and their names.",
    dataType: "sc:Enumeration",
    key: { "@id": "classes/label" },
    field: [
      field("classes", "label", "The label.", "cr:Int64"),
      field("classes", "name", "The name of the class.", "sc:Text"),
    ],
    data: labelsOf(manifest).map((label) => ({ "classes/label": label, "classes/name": names.get(label)! })),
  };
  return [set];
}

function exampleSet(split: ParquetSplit, manifest: Manifest): JsonObject {
  // A file that stands alone is named itself rather than as a set of one: only then does mlcroissant check its checksum
  // when it reads it.
  const [first, ...more] = split.files;
  const source = more.length === 0 ? { fileObject: { "@id": first!.path } } : { fileSet: { "@id": setId(split) } };
  const meaning = splitMeaning(manifest, split.name);
  return {
    "@type": "cr:RecordSet",
    "@id": split.name,
    name: split.name,
    description: `The ${split.rows} ${split.name} examples${meaning === undefined ? "" : `: ${meaning}`}.`,
    field: [
      { ...field(split.name, "split", "The split that the example is in.", "sc:Text"), value: split.name },
      ...columnsIn(manifest).map((column) => columnField(split.name, column, source, manifest)),
    ],
  };
}

function columnField(set: string, column: Column, source: JsonObject, manifest: Manifest): JsonObject {
  const { field: of, name, kind } = column;
  const { length, dtype } = manifest;
  const isLabel = of === "y" || of === "yClean";
  const type = { signal: FLOATS[dtype as Dtype], integer: "cr:Int64", real: "cr:Float64" }[kind];
  return {
    ...field(set, name, columnText(column, manifest), isLabel ? [type, "cr:Label"] : type),
    ...(kind === "signal" && { isArray: true, arrayShape: `${length}` }),
    source: { ...source, extract: { column: name } },
    ...(isLabel && namesOf(manifest) !== undefined && { references: { field: { "@id": "classes/label" } } }),
  };
}

/** A sentence on a column. */
function columnText({ field: of }: Column, manifest: Manifest): string {
  if (of === "x") return `The signal: ${manifest.length} points, standardised over ${standardisedOver(manifest)}.`;
  if (of === "y") return `The class: ${classesText(manifest)}.`;
  if (of === "yClean") return "The class before label noise.";
  const meaning = COLUMN_MEANINGS[of]!;
  return `${meaning[0]!.toUpperCase()}${meaning.slice(1)}.`;
}

const FLOATS = { float32: "cr:Float32", float64: "cr:Float64" } as const;

function field(set: string, name: string, description: string, dataType: Json): JsonObject {
  return { "@type": "cr:Field", "@id": `${set}/${name}`, name, description, dataType };
}

const PARQUET = "application/x-parquet";

/** Every file with its checksum, and a set of the files of each split that has several. */
function distribution(splits: readonly ParquetSplit[]): readonly JsonObject[] {
  return splits.flatMap((split) => [
    ...split.files.map(fileObject),
    ...(split.files.length > 1 ? [fileSet(split)] : []),
  ]);
}

function fileObject({ path, bytes, sha256 }: Manifest["files"][number]): JsonObject {
  return {
    "@type": "cr:FileObject",
    "@id": path,
    name: path,
    contentUrl: path,
    contentSize: `${bytes} B`,
    encodingFormat: PARQUET,
    sha256,
  };
}

function fileSet(split: ParquetSplit): JsonObject {
  return {
    "@type": "cr:FileSet",
    "@id": setId(split),
    name: setId(split),
    description: `The ${split.files.length} files of the ${split.name} examples, in the order of their names.`,
    encodingFormat: PARQUET,
    includes: split.files[0]!.path.replace(/-\d+-of-\d+/, "-*"),
  };
}

function setId({ name }: ParquetSplit): string {
  return `${name}-files`;
}

/** When each version of this product was released, the newest last. It never changes: the same command gives the same bytes. */
const RELEASE_DATES: Readonly<Record<string, string>> = {
  "0.1.0": "2026-11-24",
  "0.2.0": "2026-11-28",
};

/** The last second of the year 9999, after which a date has more digits than readers expect. */
const LAST_SECOND = Date.UTC(10_000, 0) / 1000 - 1;

/**
 * The date that a description of a dataset gives, `YYYY-MM-DD` in UTC: that of SOURCE_DATE_EPOCH if it is set, or else
 * that of the release that wrote it, or of the last one known for one that is not released. Never today's, which would
 * make other bytes tomorrow.
 * @param sourceDateEpoch seconds since 1970, as https://reproducible-builds.org/specs/source-date-epoch/ has it.
 * @throws ConfigError if it is anything else.
 */
export function publicationDate(
  version: string,
  sourceDateEpoch: string | undefined = process.env.SOURCE_DATE_EPOCH,
): string {
  if (sourceDateEpoch === undefined || sourceDateEpoch === "") {
    return RELEASE_DATES[version] ?? Object.values(RELEASE_DATES).at(-1)!;
  }
  if (!/^\d+$/.test(sourceDateEpoch) || Number(sourceDateEpoch) > LAST_SECOND) {
    throw new ConfigError("SOURCE_DATE_EPOCH", "whole seconds since 1970", show(sourceDateEpoch));
  }
  return new Date(Number(sourceDateEpoch) * 1000).toISOString().slice(0, 10);
}
