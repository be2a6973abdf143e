// No-regression: the weights of trained baselines, as test/engines has them of every engine.
import { expect, it } from "vitest";
import * as core from "../../src/index.js";
import { checkTrainedWeights } from "../engines/trained-weights.mjs";
import * as learning from "../support/learning.js";

it("trains to the pinned weights", async () => {
  expect(await checkTrainedWeights(core, learning)).toBe("weights of 5 models after 50 steps");
});
