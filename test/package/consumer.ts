// A program of a user in TypeScript, type-checked against the packed declarations and then run. run.sh copies it.
import { type Chunk, ConfigError, type ConfigOptions, defaults, type Examples, generate, presets } from "mnist1d";
import { type EncodedFile, encode } from "mnist1d/formats";

const options: ConfigOptions = { ...presets.shuffled, numSamples: 100 };
const controller = new AbortController();
let progress = 0;
const examples: Examples = generate(options, {
  signal: controller.signal,
  onProgress: ({ done, total }) => {
    progress = done / total;
  },
});
const chunks: Chunk[] = [...examples.chunks()];
const rows: number = chunks.reduce((sum, { rows }) => sum + rows, 0);
if (progress < 0 || rows !== 100 || defaults.seed !== 42) throw new Error("the library is broken");

const [file]: EncodedFile[] = await encode(examples, "npz");
if (file?.path !== "mnist1d.npz" || file.bytes.length < 1000) throw new Error("mnist1d/formats is broken");

try {
  generate({ trainSplit: 2 });
  throw new Error("2 was taken for a share");
} catch (error) {
  if (!(error instanceof ConfigError) || error.key !== "trainSplit") throw error;
}

// @ts-expect-error there is no such parameter
const mistaken: ConfigOptions = { numSample: 100 };
if (Object.keys(mistaken).length !== 1) throw new Error("unreachable");
