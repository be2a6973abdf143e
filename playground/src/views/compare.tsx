import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { differenceFigure } from "../../../src/cli/plot/difference-figure.js";
import { evidence, overallFigures, verdictSentence } from "../../../src/cli/report/diff-sentences.js";
import { type DiffReport, shapeTable } from "../../../src/cli/report/diff-tables.js";
import { configToJson, jsonText } from "../../../src/config/config-json.js";
import { changesText } from "../../../src/config/parameters.js";
import { resolveConfig } from "../../../src/config/parse-config.js";
import { type PresetName, presets } from "../../../src/config/presets.js";
import { diffFigure } from "../../../src/figures/diff.js";
import { MOST_CLASSES, refusal } from "../model/limits.js";
import { config, other } from "../model/state.js";
import { dataWorker } from "../model/survey.js";
import { WideFigure } from "../parts/figure.js";
import { Table } from "../parts/table.js";

/** Milliseconds without a change, after which both are compared. */
const REST_MS = 300;

/** Two configs side by side, and what the change does to the data. */
export function Compare() {
  const found = useSignal<DiffReport | undefined>(undefined);
  const problem = useSignal<string | undefined>(undefined);
  const [a, b] = [other.value, config.value];
  useEffect(() => {
    found.value = undefined;
    problem.value = refusal(a) ?? refusal(b);
    if (problem.value !== undefined) return undefined;
    let isWanted = true;
    let stop = () => {};
    const timer = setTimeout(async () => {
      const work = dataWorker.run("diff", { a, b });
      stop = work.stop;
      try {
        const difference = await work.result;
        if (isWanted) found.value = { a: changesText(a), b: changesText(b), parameters: undefined, difference };
      } catch (error) {
        if (isWanted) problem.value = (error as Error).message;
      }
    }, REST_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
      stop();
    };
  }, [a, b]);
  const report = found.value;
  return (
    <section aria-labelledby="compare-title">
      <h2 id="compare-title">Compare two configs</h2>
      <dl class="sides">
        <div>
          <dt>A</dt>
          <dd>{changesText(a)}</dd>
        </div>
        <div>
          <dt>B, the parameters beside</dt>
          <dd>{changesText(b)}</dd>
        </div>
      </dl>
      <p class="buttons">
        <button
          type="button"
          onClick={() => {
            other.value = config.value;
          }}
        >
          Keep B as A
        </button>
        <button
          type="button"
          onClick={() => {
            [other.value, config.value] = [config.value, other.value];
          }}
        >
          Swap
        </button>
        <label>
          A from{" "}
          <select
            value=""
            onChange={({ currentTarget }) => {
              if (currentTarget.value !== "") other.value = resolveConfig(currentTarget.value as PresetName);
              currentTarget.value = "";
            }}
          >
            <option value="">a preset…</option>
            {Object.keys(presets).map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
      </p>
      <Parameters a={a} b={b} />
      <div role="status">
        {problem.value === undefined && (
          <p class="verdict">{report === undefined ? "Comparing…" : verdictSentence(report.difference)}</p>
        )}
      </div>
      {problem.value !== undefined && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      {report !== undefined && <Found report={report} />}
    </section>
  );
}

/** The parameters that the two do not share. */
function Parameters({ a, b }: { readonly a: typeof config.value; readonly b: typeof config.value }) {
  const [inA, inB] = [configToJson(a), configToJson(b)];
  const keys = [...new Set([...Object.keys(inA), ...Object.keys(inB)])];
  const rows = keys.flatMap((key) => {
    const [one, two] = [inA[key], inB[key]].map((value) => (value === undefined ? "-" : jsonText(value)));
    return one === two ? [] : [[key, cut(one!), cut(two!)]];
  });
  return rows.length === 0 ? null : (
    <Table caption="What differs in the configs" header={["parameter", "A", "B"]} rows={rows} />
  );
}

const cut = (text: string) => (text.length > 60 ? `${text.slice(0, 59)}…` : text);

function Found({ report }: { readonly report: DiffReport }) {
  const { difference } = report;
  const because = evidence(difference);
  const shapes = difference.shape.length === 0 ? undefined : shapeTable(difference);
  return (
    <>
      {because !== undefined && <p>Beyond chance: {because}.</p>}
      <Table caption="All rows" header={["", ""]} rows={overallFigures(difference).map((line) => [...line])} />
      {shapes !== undefined && <Table caption="Distances between the distributions; * is beyond chance" {...shapes} />}
      {difference.a.length === difference.b.length && (
        <WideFigure label="Examples of A and B" svg={diffFigure(differenceFigure(report, MOST_CLASSES))} />
      )}
      {difference.notes.map((note) => (
        <p key={note} class="muted">
          {note}
        </p>
      ))}
    </>
  );
}
