import type { Json, JsonObject } from "../../config/config-json.js";
import type { DatasetDescription, SplitDescription } from "../dataset-description.js";
import { sourceOf } from "./distribution.js";

/** The records: the examples of each split under its name, and the list of the splits. */
export function recordSets(description: DatasetDescription): readonly JsonObject[] {
  const { splits } = description;
  return [splitSet(splits), ...splits.map((split) => exampleSet(split, description))];
}

function splitSet(splits: readonly SplitDescription[]): JsonObject {
  return {
    "@type": "cr:RecordSet",
    "@id": "splits",
    name: "splits",
    description: "The parts of the dataset. Each has its examples in the record set of its name.",
    dataType: "cr:Split",
    key: { "@id": "splits/name" },
    field: [field("splits", "name", "The name of the split.", "sc:Text")],
    data: splits.map(({ name }) => ({ "splits/name": name })),
  };
}

function exampleSet(split: SplitDescription, description: DatasetDescription): JsonObject {
  const { length, dtype, classes, hasCleanLabels } = description;
  const source = sourceOf(split);
  const column = (name: string) => ({ source: { ...source, extract: { column: name } } });
  const label = (name: string, text: string) => ({
    ...field(split.name, name, text, ["cr:Int64", "cr:Label"]),
    ...column(name),
  });
  return {
    "@type": "cr:RecordSet",
    "@id": split.name,
    name: split.name,
    description: `The ${split.rows} ${split.name} examples.`,
    field: [
      { ...field(split.name, "split", "The split that the example is in.", "sc:Text"), value: split.name },
      {
        ...field(split.name, "x", `The signal: ${length} points, standardised over both splits.`, FLOATS[dtype]),
        isArray: true,
        arrayShape: `${length}`,
        ...column("x"),
      },
      label("y", `The class: ${classes.join(", ")}.`),
      ...(hasCleanLabels ? [label("y_clean", "The class before label noise.")] : []),
    ],
  };
}

const FLOATS = { float32: "cr:Float32", float64: "cr:Float64" } as const;

function field(set: string, name: string, description: string, dataType: Json): JsonObject {
  return { "@type": "cr:Field", "@id": `${set}/${name}`, name, description, dataType };
}
