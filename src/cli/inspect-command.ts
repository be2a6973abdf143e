import { changedParameters } from "../config/changed-parameters.js";
import { jsonText } from "../config/config-json.js";
import { openDataset } from "../dataset/open-dataset.js";
import { readableBytes } from "../dataset/readable-bytes.js";
import type { OpenDataset } from "../dataset/stored-dataset.js";
import { createDigest, type DatasetDigest } from "../digest/dataset-digest.js";
import { knownName, knownSplitName } from "../digest/known-digests.js";
import { bothSplits, type Chunk, type ReadableExamples } from "../generate/examples.js";
import { inspectExamples } from "../inspect/inspect-examples.js";
import type { FlagValues } from "./effective-config.js";
import { withProgress } from "./progress-bar.js";
import { inspectText } from "./report/inspect-text.js";

import type { Terminal } from "./terminal.js";
import { expectedGot, UsageError } from "./usage-error.js";

/** Examples that are printed at most: `--head` is for a look, `convert` for the whole. */
const MAX_HEAD = 1000;

/** Examples that `--head` without a number prints. */
const DEFAULT_HEAD = 5;

/** `mnist1d inspect PATH`: what is this? */
export async function inspectCommand(
  path: string,
  flags: FlagValues,
  terminal: Terminal,
  abortable: () => AbortSignal,
): Promise<void> {
  const head = headOf(flags.head);
  const signal = abortable();
  const dataset = await openDataset(path, { signal });
  try {
    const { examples } = dataset.forms[0];
    const digest = createDigest(examples.length, bothSplits(examples.splits), examples.dtype);
    const inspection = await withProgress(terminal, (onProgress) =>
      inspectExamples(
        tapped(examples, (chunk) => digest.update(chunk)),
        { head, onProgress, signal },
      ),
    );
    const facts = factsOf(dataset, await digest.finish());
    if (flags.json === true) {
      await terminal.print(`${jsonText({ path, ...facts, ...inspection }, "  ")}\n`);
    } else {
      const report = { name: path, facts: factLines(dataset, facts), inspection };
      await terminal.report(inspectText(report, { style: terminal.reportStyle, width: terminal.reportWidth }));
    }
  } finally {
    await dataset.close();
  }
}

function headOf(value: unknown): number {
  if (value === undefined) return 0;
  if (value === true) return DEFAULT_HEAD;
  const head = /^\d+$/.test(String(value)) ? Number(value) : Number.NaN;
  if (head <= MAX_HEAD) return head;
  throw new UsageError("--head", expectedGot(`an integer from 0 to ${MAX_HEAD}`, `"${value}"`));
}

/** The same examples, whose chunks someone else sees first. */
function tapped(examples: ReadableExamples, onChunk: (chunk: Chunk) => Promise<void>): ReadableExamples {
  return {
    ...examples,
    async *chunks() {
      for await (const chunk of examples.chunks({ reuse: true })) {
        await onChunk(chunk);
        yield chunk;
      }
    },
  };
}

/** What is known of a dataset besides its values. */
interface Facts {
  readonly formats: readonly string[];
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
  readonly version: string | null;
  readonly config: OpenDataset["metadata"]["config"] | null;
  /** Of the data as it is; of a single split with the other as empty. */
  readonly digest: string;
  /** What stands in the files; null if none does. */
  readonly storedDigest: string | null;
  readonly splitDigests: Readonly<Record<string, string>>;
  /** What data with this digest is known as. */
  readonly knownAs: string | null;
}

function factsOf({ forms, metadata }: OpenDataset, digest: DatasetDigest): Facts {
  const { splits } = forms[0].examples;
  const present = digest.splits.filter(({ name }) => splits.some((split) => split.name === name));
  const [only] = present.length === 1 ? present : [];
  return {
    formats: forms.map(({ format }) => format.name),
    files: forms.flatMap(({ files }) => files.map((file) => ({ path: file.name, bytes: file.size }))),
    version: metadata.version ?? null,
    config: metadata.config ?? null,
    digest: digest.digest,
    storedDigest: metadata.digest ?? null,
    splitDigests: Object.fromEntries(present.map(({ name, sha256 }) => [name, sha256])),
    knownAs: (only === undefined ? knownName(digest.digest) : knownSplitName(only.sha256)) ?? null,
  };
}

function factLines({ forms, config, metadata }: OpenDataset, facts: Facts): [label: string, lines: string[]][] {
  const { examples } = forms[0];
  const { formats, files, version, digest, storedDigest, splitDigests, knownAs } = facts;
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const by = version === null ? "" : `, written by mnist1d ${version}`;
  const clean = examples.hasCleanLabels ? ", y_clean int64" : "";
  const extras = [metadata.t && "t", metadata.templates && "templates"].filter((name) => name !== undefined);
  const schema = [`x ${examples.length} × ${examples.dtype}, y int64${clean}`, ...extras].join(", ");
  const [[name, sha256] = ["", ""], other] = Object.entries(splitDigests);
  const isPart = other === undefined && storedDigest !== null;
  const lines: [string, string[] | undefined][] = [
    ["is", knownAs === null ? undefined : [knownAs]],
    [
      "format",
      [
        `${formats.join(", ")}: ${files.length === 1 ? "1 file" : `${files.length} files`}, ${readableBytes(bytes)}${by}`,
      ],
    ],
    ["schema", [schema]],
    ["config", configLines(config, knownAs)],
    [
      "digest",
      isPart || other === undefined
        ? [`sha256:${sha256}`, `of ${name} alone`]
        : [digest, storedNote(digest, storedDigest)],
    ],
  ];
  return lines.filter((line): line is [string, string[]] => line[1] !== undefined);
}

function configLines(config: OpenDataset["config"], knownAs: string | null): string[] {
  if (config === undefined && knownAs !== null) return ["not stored; the defaults give this data"];
  if (config === undefined) return ["unknown: the files do not say what made them"];
  const changed = changedParameters(config).map(({ key, value }) => `${key} ${value}`);
  return changed.length === 0 ? ["the defaults"] : [`the defaults but ${changed.join(", ")}`];
}

function storedNote(digest: string, stored: string | null): string {
  if (stored === null) return "none is stored";
  return stored === digest ? "as stored" : `NOT what is stored, ${stored}`;
}
