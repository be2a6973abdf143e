import type { StoredMetadata } from "../formats/format.js";
import { FormatError } from "../formats/format-error.js";
import { sameMetadata } from "../formats/metadata.js";
import type { OpenDataset } from "./stored-dataset.js";

/** What one place says of a dataset. */
interface Statement {
  readonly path: string;
  readonly metadata: StoredMetadata;
}

/**
 * What the manifest and the files of a dataset say of it together.
 *
 * @throws FormatError where two of them contradict each other.
 */
export function storedMetadata({ manifest, forms }: Pick<OpenDataset, "manifest" | "forms">): StoredMetadata {
  const statements: Statement[] = forms.map(({ files, examples }) => ({
    path: files[0]!.path,
    metadata: examples.metadata,
  }));
  if (manifest !== undefined) statements.unshift({ path: manifest.path, metadata: metadataOfManifest(manifest) });
  const merged: Record<string, unknown> = {};
  const saidBy = new Map<string, string>();
  for (const { path, metadata } of statements) {
    for (const [key, value] of Object.entries(metadata)) {
      // Shards of several versions make one dataset: which one wrote a file says nothing of its data.
      if (key !== "version" && saidBy.has(key) && !sameMetadata(value, merged[key])) {
        throw new FormatError(path, `has another ${key} than ${saidBy.get(key)}`, "They belong to different datasets.");
      }
      if (!saidBy.has(key)) saidBy.set(key, path);
      merged[key] ??= value;
    }
  }
  return merged;
}

function metadataOfManifest({ manifest }: NonNullable<OpenDataset["manifest"]>): StoredMetadata {
  const { config, config_digest, digest, t, generator } = manifest;
  return {
    ...(config && { config }),
    ...(config_digest !== undefined && { configDigest: config_digest }),
    digest,
    version: generator.version,
    ...(t && { t: Float64Array.from(t) }),
  };
}
