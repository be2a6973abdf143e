import { readFileSync } from "node:fs";

/** The files of fixtures/, as fixtures/README.md describes them. Strings among the numbers are hex floats. */

export interface ReferenceCase {
  readonly name: string;
  /** What differs from the original's defaults, under its keys. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly templates?: { readonly x: number[][]; readonly t: number[]; readonly y: number[] };
  readonly train: number;
  readonly test: number;
  readonly sha256: Readonly<Record<DigestedArray, string>>;
}

export type DigestedArray =
  | "x_float64"
  | "x_test_float64"
  | "x_float32"
  | "x_test_float32"
  | "y_int64"
  | "y_test_int64"
  | "t_float64";

export interface Primitives {
  readonly random_state: Readonly<
    Record<
      string,
      {
        readonly "random_sample(5)": string[];
        readonly "randn(6), correctly rounded log": string[];
        readonly "choice(48) x8": number[];
        readonly "permutation(10)": number[];
      }
    >
  >;
  readonly templates_x: string[][];
  readonly templates_t: string[];
  readonly gaussian_kernel_sigma2_radius8: string[];
  readonly "linspace(0,1,72)": string[];
  readonly "linspace(-0.5,0.5,7)": string[];
  readonly interpolate: Readonly<Record<"x" | "to 9" | "to 3" | "to 1", string[]>>;
  readonly gaussian_filter_sigma2: Readonly<Record<"x" | "y" | "x_short" | "y_short", string[]>>;
  readonly pairwise_sum: Readonly<Record<string, string>>;
  readonly trace_default_config_first_two_examples_before_shuffle_and_standardisation: readonly Readonly<
    Record<"translated" | "corr_noise" | "sheared" | "final", string[]>
  >[];
}

/** blocked-v1.json: what a second implementation of that engine makes. */
export interface Blocked {
  readonly ziggurat_sha256: Readonly<Record<"widths" | "edges", string>>;
  readonly streams: readonly {
    readonly name: string;
    readonly seed: number[];
    readonly words: number[];
    readonly uniforms: string[];
    readonly "choices of 48": number[];
    readonly "permutation of 10": number[];
    readonly normals: string[];
    readonly "20000 normals, sha256": string;
    readonly "largest of them": string;
  }[];
  readonly cases: readonly {
    readonly name: string;
    readonly config: Readonly<Record<string, unknown>>;
    readonly train: number;
    readonly test: number;
    readonly mean: string;
    readonly std: string;
    readonly first_values: string[];
    readonly digest: string;
    readonly sha256: Readonly<Record<string, string>>;
  }[];
  readonly far: readonly {
    readonly split: "train" | "test";
    readonly start: number;
    readonly x: string[][];
    readonly x_float64_sha256: string;
    readonly y: number[];
    readonly y_clean: number[];
  }[];
}

/** figures.json: what the original draws, point by point: x to the right, t downwards. */
export interface DrawnFigures {
  readonly templates: readonly DrawnSignal[];
  readonly "samples of the default config, the first of each class in train": readonly DrawnSignal[];
  readonly "finished examples of ten templates, one after the other": readonly DrawnSignal[];
  readonly "steps of the first three": readonly Readonly<Record<string, string[]>>[];
}

export type DrawnSignal = Readonly<Record<"x" | "t", string[]>>;

export const blocked = read<Blocked>("blocked-v1.json");
export const referenceCases = read<ReferenceCase[]>("reference-configs.json");
export const primitives = read<Primitives>("primitives.json");
export const drawnFigures = read<DrawnFigures>("figures.json");

function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../fixtures/${name}`, import.meta.url), "utf8"));
}
