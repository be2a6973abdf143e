import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { configToJson, jsonText } from "../../../src/config/config-json.js";
import { readableBytes } from "../../../src/dataset/readable-numbers.js";
import { CONFIG_FILE, commandOf, configFile, pythonOf, TEMPLATES_FILE, typescriptOf } from "../model/lines.js";
import { save } from "../model/save.js";
import { config, hash, tooLarge } from "../model/state.js";
import { dataWorker, surveyProblem, watchSurvey } from "../model/survey.js";
import { Copied } from "../parts/copied.js";
import { Digest } from "../parts/digest.js";
import type { OfferedFormat } from "../work/messages.js";

/** What a single file can be, and for whom, in the order in which people want them. */
const OFFERED: readonly (readonly [OfferedFormat, readers: string])[] = [
  ["npz", "NumPy"],
  ["parquet", "pandas, polars, DuckDB"],
  ["csv", "spreadsheets, R"],
  ["json", "everything else"],
  ["pkl", "programs for the original’s file"],
  ["jsonl", "line by line"],
];

/** The data as files, and what makes it elsewhere. */
export function Take() {
  useEffect(watchSurvey, []);
  const told = useSignal("");
  const problem = useSignal<string | undefined>(undefined);
  const isBusy = useSignal(false);
  const download = async (format: OfferedFormat) => {
    isBusy.value = true;
    problem.value = undefined;
    told.value = `Making the ${format} file…`;
    try {
      const { path, bytes } = await dataWorker.run("encode", { config: config.value, format }).result;
      save(path, bytes);
      told.value = `${path}: ${readableBytes(bytes.length)}`;
    } catch (error) {
      told.value = "";
      problem.value = (error as Error).message;
    } finally {
      isBusy.value = false;
    }
  };
  const command = commandOf(config.value);
  return (
    <section aria-labelledby="take-title">
      <h2 id="take-title">Take it away</h2>
      <p>
        The same bits as the command makes, in a file or as a line for elsewhere. The lines want the command and its
        packages, which are made in a clone of the repository: none is in a registry yet.
      </p>
      <Digest />
      {surveyProblem.value !== undefined && <p class="problem">{surveyProblem.value}</p>}
      <h3>As a file</h3>
      <p class="buttons">
        {OFFERED.map(([format, readers]) => (
          <button
            key={format}
            type="button"
            disabled={isBusy.value || tooLarge.value !== undefined}
            onClick={() => void download(format)}
          >
            {format} <small>{readers}</small>
          </button>
        ))}
      </p>
      <p role="status">{told}</p>
      {problem.value !== undefined && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <Copied title="As a command" text={command} note={noteOn(command)} />
      {command.includes(TEMPLATES_FILE) && (
        <button
          type="button"
          onClick={() => save(TEMPLATES_FILE, `${jsonText(configToJson(config.value).templates)}\n`)}
        >
          Save {TEMPLATES_FILE}
        </button>
      )}
      <Copied
        title={`As a config (${CONFIG_FILE})`}
        text={configFile(config.value)}
        note="mnist1d generate --config, or drop it on this page."
      />
      <p class="buttons">
        <button type="button" onClick={() => save(CONFIG_FILE, configFile(config.value))}>
          Save {CONFIG_FILE}
        </button>
      </p>
      <Copied title="In Python" text={pythonOf(config.value)} note="With the package that python/build.sh makes." />
      <Copied title="In TypeScript" text={typescriptOf(config.value)} note="With the package that npm pack makes." />
      <Copied
        title="As a link"
        text={location.href.replace(/#.*$/, "") + hash.value}
        note="The address of this page has all that you changed."
      />
    </section>
  );
}

function noteOn(command: string): string {
  if (command.includes(TEMPLATES_FILE)) return `With the templates in ${TEMPLATES_FILE} beside it.`;
  if (command.includes(CONFIG_FILE)) return `With ${CONFIG_FILE} beside it, as below.`;
  return "It makes a folder of Parquet files; -o data.npz makes one file.";
}
