import { signal } from "@preact/signals";
import { namesByLabel } from "../../../src/config/config.js";
import { changesText, defaults } from "../../../src/config/parameters.js";
import { countText } from "../../../src/dataset/readable-numbers.js";
import { PROTOCOL } from "../../../src/evaluate/protocol.js";
import { HUMAN, PAPER } from "../../../src/evaluate/references.js";
import { learningCurves } from "../../../src/figures/learning-curves.js";
import { samplesFigure } from "../../../src/figures/samples.js";
import { BASELINE_NAMES, type BaselineName } from "../../../src/learn/baseline-names.js";
import { MOST_CLASSES } from "../model/limits.js";
import { config, tooLarge } from "../model/state.js";
import { current, forget, goOn, start, stop, type Training, trainings } from "../model/training.js";
import { Confusion } from "../parts/confusion.js";
import { WideFigure } from "../parts/figure.js";
import { Table } from "../parts/table.js";
import type { TrainingRequest } from "../work/train.js";

const NAMES: Readonly<Record<BaselineName, string>> = { linear: "linear", mlp: "MLP", cnn: "CNN", gru: "GRU" };

/** Most steps: an hour of the slowest model. */
const MOST_STEPS = 100_000;

/** What is to be trained: as it was left, when people come back. */
const model = signal<BaselineName>("cnn");
const isShuffled = signal(false);
const seed = signal(0);
const steps = signal(PROTOCOL.steps);

/** Models trained in a worker, with what they learn as they go. */
export function Train() {
  const training = current();
  const isRunning = training?.state === "running";
  return (
    <section aria-labelledby="train-title">
      <h2 id="train-title">Train a model</h2>
      <fieldset class="choices" disabled={isRunning}>
        <legend class="hidden">What is trained</legend>
        <span class="models" role="radiogroup" aria-label="model">
          {BASELINE_NAMES.map((name) => (
            <label key={name}>
              <input
                type="radio"
                name="model"
                checked={model.value === name}
                onChange={() => {
                  model.value = name;
                }}
              />
              {NAMES[name]}
            </label>
          ))}
        </span>
        <label>
          <input
            type="checkbox"
            checked={isShuffled.value}
            onChange={({ currentTarget }) => {
              isShuffled.value = currentTarget.checked;
            }}
          />
          shuffled positions
        </label>
        <Whole name="steps" value={steps.value} least={1} most={MOST_STEPS} set={(value) => (steps.value = value)} />
        <Whole
          name="seed of the weights"
          value={seed.value}
          least={0}
          most={1_000_000}
          set={(value) => (seed.value = value)}
        />
      </fieldset>
      <p class="buttons">
        {isRunning ? (
          <button
            type="button"
            class="primary"
            onClick={({ detail }) => {
              if (detail < 2) stop(); // not by the second click of the two that began it
            }}
          >
            Stop
          </button>
        ) : (
          <button
            type="button"
            class="primary"
            disabled={tooLarge.value !== undefined}
            onClick={() => start(config.value, model.value, isShuffled.value, seed.value, steps.value)}
          >
            Train
          </button>
        )}
        {training?.state === "stopped" && (
          <button type="button" onClick={goOn}>
            Go on
          </button>
        )}
        {trainings.value.length > 1 && (
          <button type="button" onClick={forget}>
            Forget earlier ones
          </button>
        )}
      </p>
      <p>
        The paper’s models and protocol: Adam, rate 0.01, batches of 100, 6,000 steps. The horizontal line is what the
        paper has for the model; a human gets {HUMAN.accuracy} % right.
      </p>
      {training !== undefined && <Progress training={training} />}
      {trainings.value.some(({ scores }) => scores.length > 0) && (
        <WideFigure label="Learning curves" svg={curves(trainings.value)} />
      )}
      {training?.report !== undefined && training.state !== "running" && <Report training={training} />}
    </section>
  );
}

interface WholeProps {
  readonly name: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly set: (value: number) => void;
}

/** An integer; another value is put right. */
function Whole({ name, value, least, most, set }: WholeProps) {
  return (
    <label>
      {name}{" "}
      <input
        type="number"
        min={least}
        max={most}
        value={value}
        onChange={({ currentTarget }) => {
          const typed = Math.round(Number(currentTarget.value));
          const next = Number.isFinite(typed) ? Math.min(most, Math.max(least, typed)) : value;
          currentTarget.value = String(next);
          set(next);
        }}
      />
    </label>
  );
}

function Progress({ training }: { readonly training: Training }) {
  const { request, step, scores, state, seconds, problem, report } = training;
  const last = scores.at(-1);
  const told = `${nameOf(training)}, step ${countText(step)} of ${countText(request.steps)}${
    last === undefined ? "" : `: ${last.test.toFixed(1)} % of test right`
  }`;
  return (
    <>
      <progress max={request.steps} value={step} aria-label="steps" />
      <p data-state={state}>
        {told} <span class="muted">{seconds.toFixed(1)} s</span>
      </p>
      <p role="status" class="hidden">
        {state === "running" ? `Training the ${nameOf(training)}` : `${state}. ${told}`}
      </p>
      {problem !== undefined && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      {report?.diverged && <p class="problem">It diverged: its loss is no number, or far above that of a guess.</p>}
      {report?.dtype === "float64" && (
        <p class="warning">
          This browser has no WebAssembly SIMD, or does not allow it: JavaScript trained the model, some 15 times as
          slowly, and with other last bits.
        </p>
      )}
    </>
  );
}

const nameOf = ({ request }: Training) => `${NAMES[request.model]}${request.isShuffled ? ", shuffled" : ""}`;

function curves(trained: readonly Training[]): string {
  const last = trained.at(-1)!;
  const all = trained.filter(({ scores }) => scores.length > 0);
  const { model, isShuffled } = last.request;
  return learningCurves({
    title: "Accuracy while training",
    curves: all.map(({ request, scores }, i) => ({
      name: curveName(request, i, all),
      dashed: request.isShuffled,
      steps: scores.map(({ step }) => step),
      train: scores.map(({ train }) => train),
      test: scores.map(({ test }) => test),
    })),
    reference: {
      value: PAPER[model][isShuffled ? "shuffled" : "plain"],
      label: `the paper’s ${NAMES[model]}${isShuffled ? " on shuffled positions" : ""}`,
    },
  });
}

/** With a number where there are several of a kind, and with what their config changes. */
function curveName(
  { model: own, isShuffled: ownWay, config: trainedOn }: TrainingRequest,
  i: number,
  all: readonly Training[],
): string {
  const alike = all.filter(({ request }) => request.model === own && request.isShuffled === ownWay);
  const changes = changesText(trainedOn);
  const number = alike.length > 1 ? ` (${i + 1})` : "";
  return `${NAMES[own]}${number}${changes === changesText(defaults) ? "" : `, ${changes.slice(0, 24)}`}`;
}

function Report({ training }: { readonly training: Training }) {
  const { request } = training;
  const { labels, confusion, wrong, shifted, parameters } = training.report!;
  const names = namesByLabel(request.config);
  const nameOfLabel = (label: number) => names.get(label) ?? String(label);
  return (
    <>
      <p>{countText(parameters)} parameters.</p>
      {request.config !== config.value && (
        <p class="warning">Trained on: {changesText(request.config)}. The parameters have changed since.</p>
      )}
      {labels.length > MOST_CLASSES ? (
        <p class="muted">The confusion matrix of {labels.length} classes is too large to be shown.</p>
      ) : (
        <Confusion names={labels.map(nameOfLabel)} counts={confusion} />
      )}
      {shifted.length > 0 && (
        <Table
          caption="Accuracy on shifted test splits"
          header={["shift", "accuracy"]}
          rows={shifted.map(({ name, accuracy }) => [name, `${accuracy.toFixed(1)} %`])}
          words={[0]}
        />
      )}
      {shifted.length === 0 && (
        <p class="muted">
          With a shift among the parameters, such as noisy:iid_noise_scale=0.2, the accuracy on it is told here.
        </p>
      )}
      {wrong.length > 0 && (
        <WideFigure
          label="Examples that it gets wrong"
          svg={samplesFigure({
            title: "Test examples that it gets wrong",
            classes: wrong.map(({ x, label, predicted }) => ({
              name: `${nameOfLabel(label)} as ${nameOfLabel(predicted)}`,
              examples: [{ x }],
            })),
          })}
        />
      )}
    </>
  );
}
