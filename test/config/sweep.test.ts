// Sweeps: all combinations of values, with names; what is mistyped is refused before anything is made.
import { describe, expect, it } from "vitest";
import { ConfigError } from "../../src/config/config-error.js";
import { sweepGrid, sweepList } from "../../src/config/sweep.js";

const refusal = (make: () => unknown): string => {
  try {
    make();
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return "accepted";
};

describe("a grid", () => {
  it("has all combinations, the last parameter changing fastest", () => {
    expect(sweepGrid(["shear_scale=0.25,0.5", "seed=0..2"])).toEqual([
      { name: "shear-0.25-seed-0", layer: { shearScale: 0.25, seed: 0 } },
      { name: "shear-0.25-seed-1", layer: { shearScale: 0.25, seed: 1 } },
      { name: "shear-0.25-seed-2", layer: { shearScale: 0.25, seed: 2 } },
      { name: "shear-0.5-seed-0", layer: { shearScale: 0.5, seed: 0 } },
      { name: "shear-0.5-seed-1", layer: { shearScale: 0.5, seed: 1 } },
      { name: "shear-0.5-seed-2", layer: { shearScale: 0.5, seed: 2 } },
    ]);
  });

  it.each([
    ["padding=[36,60],[0,24]", ["padding-36-60", "padding-0-24"]],
    ["label-noise=0,0.15 flip", ["label-noise-0-resample", "label-noise-0.15-flip"]],
    ["label_noise=[0.15,flip],0.1", ["label-noise-0.15-flip", "label-noise-0.1-resample"]],
    ["classes=[0-4], [5-9],[3,8],[1]", ["classes-0-1-2-3-4", "classes-5-6-7-8-9", "classes-3-8", "classes-1"]],
    ["shuffle_seq=true,false", ["shuffle-seq-true", "shuffle-seq-false"]],
    ["num_samples=100,1000", ["num-samples-100", "num-samples-1000"]],
    ["corr_noise_scale=1e-2", ["corr-noise-0.01"]],
  ])("takes %s", (axis, names) => {
    expect(sweepGrid([axis]).map(({ name }) => name)).toEqual(names);
  });

  it.each([
    [["seed=9..0"], 'sweep seed: expected a range first..last, such as 0..7, got "9..0". Did you mean seed=0..9?'],
    [["seed=0.."], 'sweep seed: expected a range first..last, such as 0..7, got "0.."'],
    [["seed=0..999999"], "sweep: expected at most 10000 datasets, got 1000000"],
    [["seed=0..999", "shear_scale=1,2,3,4,5,6,7,8,9,10,11"], "sweep: expected at most 10000 datasets, got 11000"],
    [["sheer_scale=1"], 'sheer_scale: expected the name of a parameter, got "sheer_scale". Did you mean shear_scale?'],
    [["seed"], 'sweep: expected values, such as seed=0.25,0.5 or seed=0..7, got "seed"'],
    [["seed=1,1"], "sweep seed: expected each value once, got 1 twice"],
    [["seed=1", "seed=2"], "sweep: expected each parameter once, got seed twice"],
    [["seed=1,x"], 'sweep seed: expected an integer from 0 to 4294967295, got "x"'],
    [
      ["templates=a.json"],
      'sweep: expected a parameter of short values, got "templates". A list of configs can change it (--sweep-file).',
    ],
    [
      ["shift=noisy:shear_scale=1"],
      'sweep: expected a parameter of short values, got "shift". A list of configs can change it (--sweep-file).',
    ],
    [["shear=1,2"], 'shear: expected the name of a parameter, got "shear". Did you mean shear_scale?'],
    [["val_split=0.1"], 'val_split: expected the name of a parameter, got "val_split". Did you mean val_size?'],
    [["seed 0..7"], 'sweep: expected key=values, got "seed 0..7". Type seed=0..7'],
    [["seed: 0..7"], 'sweep: expected key=values, got "seed: 0..7". Type seed=0..7'],
    [["seed=0-7"], 'sweep seed: expected an integer from 0 to 4294967295, got "0-7". Did you mean seed=0..7?'],
    [["seed=0...7"], 'sweep seed: expected a range first..last, such as 0..7, got "0...7". Did you mean seed=0..7?'],
    [["seed=[0..7]"], 'sweep seed: expected values without brackets, got "[0..7]". Type seed=0..7'],
    [
      ["shear_scale=0..1"],
      'sweep shear_scale: expected a finite number, got "0..1". Ranges are of integers: type the values, such as shear_scale=0,0.5,1',
    ],
    [
      ["train_split=0.5:0.9:0.1"],
      'sweep train_split: expected a number from 0 to 1, got "0.5:0.9:0.1". Ranges are of integers: type the values, such as train_split=0.5,0.7,0.9',
    ],
    [
      ["shear_scale=[0.5,1]"],
      'sweep shear_scale: expected values without brackets, got "[0.5,1]". Type shear_scale=0.5,1',
    ],
    [
      ["padding=[[36,60],[20,40]]"],
      'sweep padding: expected a list in brackets for each dataset, got "[[36,60],[20,40]]". Type padding=[36,60],[20,40]',
    ],
    [
      ["padding=36,60"],
      'sweep padding: expected a list in brackets for each dataset, got "36,60". Type padding=[36,60]',
    ],
    [
      ["classes=0-4,7"],
      'sweep classes: expected a list in brackets for each dataset, got "0-4,7". Type classes=[0-4],[7] or classes=[0-4,7]',
    ],
    [["classes=[0,1],2"], 'sweep classes: expected a list in brackets for each dataset, got "[0,1],2"'],
    [["classes=[0,1"], 'sweep classes: expected a list in brackets for each dataset, got "[0,1"'],
    [["padding=[60,36]"], "sweep padding: expected two integers, low and high, with 0 <= low <= high, got [60,36]"],
  ])("refuses %j", (axes, message) => {
    expect(refusal(() => sweepGrid(axes))).toBe(message);
  });
});

describe("a list", () => {
  it("has names of its own, or such as a grid's", () => {
    expect(sweepList([{ name: "easy", shear_scale: 0 }, { seed: 3, shear_scale: 1 }, {}])).toEqual([
      { name: "easy", layer: { shearScale: 0 } },
      { name: "shear-1-seed-3", layer: { shearScale: 1, seed: 3 } },
      { name: "config-2", layer: {} },
    ]);
  });

  it.each([
    [{}, "sweep: expected a list of objects with parameters, got {}"],
    [[], "sweep: expected a list of objects with parameters, got []"],
    [[1], "[0]: expected an object, got 1"],
    [[{ seed: -1 }], "[0].seed: expected an integer from 0 to 4294967295, got -1"],
    [[{ name: 1 }], "[0].name: expected a string, got 1"],
    [[{ seed: 1 }, { seed: 1 }], 'sweep: expected datasets of different names, got "seed-1" twice'],
    [
      [
        { name: "a", seed: 1 },
        { name: "A", seed: 2 },
      ],
      'sweep: expected datasets of different names, got "A" twice',
    ],
  ])("refuses %j", (list, message) => {
    expect(refusal(() => sweepList(list))).toBe(message);
  });
});
