import { useSignal } from "@preact/signals";
import { classLabels, namesByLabel } from "../../../src/config/config.js";
import { PARAMETERS } from "../../../src/config/parameters.js";
import { domainsOf } from "../../../src/figures/upright.js";
import { type ExampleStep, exampleSteps } from "../../../src/generate/example-steps.js";
import { GenerateError } from "../../../src/generate/generate-error.js";
import { noteOf } from "../../../src/plot/pictures.js";
import { isDrawable, MOST_CLASSES } from "../model/limits.js";
import { commandOf } from "../model/lines.js";
import { config, draw, label } from "../model/state.js";
import { STEP_TEXTS } from "../model/steps.js";
import { Field } from "../parts/field.js";
import { StepFigure } from "../parts/step-figure.js";
import { TemplateEditor } from "../parts/template-editor.js";

/** One example through its eight steps, each with its own control. */
export function Steps() {
  const isDrawing = useSignal(false);
  const labels = classLabels(config.value);
  const shown = labels.includes(label.value ?? Number.NaN) ? label.value! : labels[0]!;
  const seed = draw.value ?? config.value.seed;
  const steps = stepsOf(shown, seed);
  const names = namesByLabel(config.value);
  const domains = steps.length > 0 ? domainsOf(steps) : undefined;
  return (
    <section aria-labelledby="steps-title">
      <h2 id="steps-title">How an example is made</h2>
      <p>
        One example, step by step. Move a slider, or drag the figures of scale, translate and shear. Grey is what was
        before.
      </p>
      <p class="buttons">
        <label>
          class{" "}
          <select
            value={shown}
            onChange={({ currentTarget }) => {
              label.value = Number(currentTarget.value);
            }}
          >
            {labels.slice(0, MOST_CLASSES).map((one) => (
              <option key={one} value={one}>
                {names.get(one) ?? one}
              </option>
            ))}
          </select>
        </label>
        <button
          type="button"
          onClick={() => {
            draw.value = Math.floor(Math.random() * 1_000_000);
          }}
        >
          <span aria-hidden="true">⚄ </span>Draw another
        </button>
        {draw.value !== undefined && (
          <button
            type="button"
            onClick={() => {
              draw.value = undefined;
            }}
          >
            The config’s own seed
          </button>
        )}
        <button
          type="button"
          aria-expanded={isDrawing.value}
          onClick={() => {
            isDrawing.value = !isDrawing.value;
          }}
        >
          Draw your own template
        </button>
        <span class="muted">drawn with seed {seed}</span>
      </p>
      {isDrawing.value && <TemplateEditor label={shown} />}
      {domains === undefined ? (
        <p class="problem">{problemOf()}</p>
      ) : (
        <ol class="strip">
          {steps.map((step, i) => {
            const text = STEP_TEXTS[i]!;
            const note = noteOf(step).note;
            const own = PARAMETERS.filter(({ name }) => text.parameters.includes(name) && name !== "templates");
            return (
              <li key={step.name} title={note === undefined ? text.text : `drawn: ${note}`}>
                <h3>{text.title}</h3>
                <StepFigure step={step} before={steps[i - 1]} domains={domains} text={text} note={note} />
                <p class="note">{note ?? text.note}</p>
                {own.map((parameter) => (
                  <Field key={parameter.key} parameter={parameter} place="step" />
                ))}
              </li>
            );
          })}
        </ol>
      )}
    </section>
  );
}

/** Why no steps are shown. */
function problemOf(): string {
  if (isDrawable(config.value)) return "These parameters give values that are not finite: there is nothing to draw.";
  const command = commandOf(config.value).replace("generate", "plot steps");
  return `Its signals are too long to draw here. The command draws them: ${command}`;
}

/** The first example of a class, as the engine draws it where there is no other class. */
function stepsOf(shown: number, seed: number): readonly ExampleStep[] {
  if (!isDrawable(config.value)) return [];
  const { classNames: _, shifts: __, ...own } = config.value;
  try {
    return exampleSteps({ ...own, classes: [shown], seed })[0] ?? [];
  } catch (error) {
    if (error instanceof GenerateError) return [];
    throw error;
  }
}
