import { useEffect, useMemo } from "preact/hooks";
import { namesByLabel } from "../../../src/config/config.js";
import { countText, plural, rowsOfSplits } from "../../../src/dataset/readable-numbers.js";
import { samplesFigure } from "../../../src/figures/samples.js";
import { splitsOf } from "../../../src/generate/examples.js";
import { GenerateError } from "../../../src/generate/generate-error.js";
import { isDrawable } from "../model/limits.js";
import { type Preview, preview } from "../model/preview.js";
import { config } from "../model/state.js";
import { perClass, shownSplit, survey, surveyProblem, watchSurvey } from "../model/survey.js";
import { Digest } from "../parts/digest.js";
import { WideFigure } from "../parts/figure.js";

/** Examples of all classes, redrawn with every change. */
export function Gallery() {
  useEffect(watchSurvey, []);
  const splits = splitsOf(config.value).filter(({ rows }) => rows > 0);
  const split = splits.some(({ name }) => name === shownSplit.value) ? shownSplit.value : splits[0]!.name;
  const whole = survey.value;
  const quick = useMemo(() => previewed(split), [config.value, perClass.value, split]);
  const shown: Preview | string = whole ?? quick;
  const names = namesByLabel(config.value);
  return (
    <section aria-labelledby="gallery-title">
      <h2 id="gallery-title">Examples of each class</h2>
      <p class="buttons">
        <label>
          split{" "}
          <select
            value={split}
            onChange={({ currentTarget }) => {
              shownSplit.value = currentTarget.value;
            }}
          >
            {splits.map(({ name, rows }) => (
              <option key={name} value={name}>
                {name} ({countText(rows)})
              </option>
            ))}
          </select>
        </label>
        <label>
          of each{" "}
          <select
            value={perClass.value}
            onChange={({ currentTarget }) => {
              perClass.value = Number(currentTarget.value);
            }}
          >
            {[1, 2, 3, 4, 6, 8].map((count) => (
              <option key={count} value={count}>
                {count}
              </option>
            ))}
          </select>
        </label>
      </p>
      <p role="status">{surveyProblem.value === undefined ? stateText() : ""}</p>
      {surveyProblem.value !== undefined && (
        <p class="problem" role="alert">
          {surveyProblem.value}
        </p>
      )}
      {typeof shown === "string" ? (
        surveyProblem.value === undefined && <p class="problem">{shown}</p>
      ) : (
        <WideFigure
          label="Examples"
          svg={samplesFigure({
            title: whole === undefined ? "A few examples, drawn alone" : `The first examples in ${whole.split}`,
            classes: shown.classes.map(({ label, examples }) => ({
              name: names.get(label) ?? String(label),
              examples: examples.map(({ x, was }) => ({
                x,
                t: shown.t,
                ...(was !== undefined && { colour: "vermilion" as const }),
              })),
            })),
          })}
        />
      )}
      {whole !== undefined && whole.changedLabels > 0 && (
        <p>
          Label noise gave {plural(whole.changedLabels, "example")} of train another label: in the figure orange, under
          the label that they have now.
        </p>
      )}
      <Digest />
    </section>
  );
}

function previewed(split: string): Preview | string {
  if (!isDrawable(config.value)) return "Its signals are too long to draw here.";
  try {
    return preview(config.value, perClass.value, split);
  } catch (error) {
    if (error instanceof GenerateError) return error.message;
    throw error;
  }
}

function stateText(): string {
  const whole = survey.value;
  if (whole === undefined)
    return "A few examples of this config, drawn alone. At rest come those of the whole dataset.";
  const slow = whole.isFast ? "" : " without WebAssembly SIMD, which takes two to four times as long";
  return `${rowsOfSplits(whole.splits)} examples, made in ${Math.round(whole.milliseconds)} ms${slow}.`;
}
