// What is said of models, where names and figures are unusual.
import { expect, it } from "vitest";
import { evaluateMarkdown } from "../../../src/cli/report/evaluate-report.js";
import type { Evaluation } from "../../../src/evaluate/evaluation.js";

const evaluation: Evaluation = {
  dataset: {
    ...{ name: "a<b>*c*.csv", digest: "", length: 40, shifts: [], isPublished: true },
    ...{ classes: [0, 1], rows: { train: 160, test: 40 } },
  },
  models: [],
  claims: [{ model: "linear", claim: "costs the linear at most 4 points", cost: -0.04, margin: 4.04, holds: true }],
  trainings: [],
};
const text = evaluateMarkdown({ steps: 2000, seeds: 1, result: evaluation });

it("is Markdown whatever a dataset is called", () => {
  expect(text.split("\n")[0]).toBe("**a\\<b\\>\\*c\\*.csv: 160 train and 40 test examples of 40 points, 2 classes**");
});

it("costs nothing where it is less than a tenth of a point, and has a true minus else", () => {
  expect(text).toContain("| costs the linear at most 4 points | 0.0 | 4.0 | holds |");
  const claims = evaluation.claims.map((claim) => ({ ...claim, cost: -1.25 }));
  const other = evaluateMarkdown({ steps: 2000, seeds: 1, result: { ...evaluation, claims } });
  expect(other).toContain("| costs the linear at most 4 points | −1.3 |");
});
