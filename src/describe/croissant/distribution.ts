import type { JsonObject } from "../../config/config-json.js";
import type { FileDescription, SplitDescription } from "../dataset-description.js";

const PARQUET = "application/x-parquet";

/** Every file with its checksum, and a set of the files of each split that has several. */
export function distribution(splits: readonly SplitDescription[]): readonly JsonObject[] {
  return splits.flatMap((split) => [
    ...split.files.map(fileObject),
    ...(split.files.length > 1 ? [fileSet(split)] : []),
  ]);
}

/**
 * Where the records of a split come from. A file that stands alone is named itself rather than as a set of one: only then
 * does mlcroissant check its checksum when it reads it.
 */
export function sourceOf(split: SplitDescription): JsonObject {
  const [first] = split.files;
  return split.files.length === 1 ? { fileObject: { "@id": first!.path } } : { fileSet: { "@id": setId(split) } };
}

function fileObject({ path, bytes, sha256 }: FileDescription): JsonObject {
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

function fileSet(split: SplitDescription): JsonObject {
  return {
    "@type": "cr:FileSet",
    "@id": setId(split),
    name: setId(split),
    description: `The ${split.files.length} files of the ${split.name} examples, in the order of their names.`,
    encodingFormat: PARQUET,
    includes: split.files[0]!.path.replace(/-\d+-of-\d+/, "-*"),
  };
}

function setId({ name }: SplitDescription): string {
  return `${name}-files`;
}
