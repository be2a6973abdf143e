import { useEffect, useState } from "preact/hooks";
import { isDefault, PARAMETERS } from "../../../src/config/parameters.js";
import { resolveConfig } from "../../../src/config/parse-config.js";
import { type PresetName, presetDescriptions, presets } from "../../../src/config/presets.js";
import { config } from "../model/state.js";
import { openFile } from "./drop.js";
import { Field } from "./field.js";

/** The parameters that are seen at once; the others are behind a fold. */
const FIRST = 12;

/** Every parameter of the config, and where to begin. */
export function Parameters() {
  const changed = PARAMETERS.filter((parameter) => !isDefault(config.value, parameter));
  const isFurtherChanged = changed.some((one) => PARAMETERS.indexOf(one) >= FIRST);
  const [isOpen, setOpen] = useState(isFurtherChanged);
  const [isWide] = useState(innerWidth > 900);
  // It opens for what a link or a preset changes, and does not close under the hand.
  useEffect(() => {
    if (isFurtherChanged) setOpen(true);
  }, [isFurtherChanged]);
  const count = changed.length === 0 ? "all at their defaults" : `${changed.length} changed`;
  return (
    <aside aria-label="Parameters">
      <details open={isWide}>
        <summary>
          Parameters <span class="muted">({count})</span>
        </summary>
        <Presets />
        {PARAMETERS.slice(0, FIRST).map((parameter) => (
          <Field key={parameter.key} parameter={parameter} />
        ))}
        <details open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
          <summary>Splits, labels, shifts and more</summary>
          {PARAMETERS.slice(FIRST)
            .filter(({ name }) => name !== "templates")
            .map((parameter) => (
              <Field key={parameter.key} parameter={parameter} />
            ))}
        </details>
      </details>
    </aside>
  );
}

function Presets() {
  const start = (name: PresetName) => {
    config.value = resolveConfig(name);
  };
  return (
    <div class="field">
      <label for="preset">preset</label>
      <select
        id="preset"
        value=""
        aria-describedby="preset-note"
        onChange={({ currentTarget }) => {
          if (currentTarget.value !== "") start(currentTarget.value as PresetName);
          currentTarget.value = "";
        }}
      >
        <option value="">Start from…</option>
        {Object.keys(presets).map((name) => (
          <option key={name} value={name}>
            {name}: {presetDescriptions[name as PresetName]}
          </option>
        ))}
      </select>
      <p class="buttons" id="preset-note">
        <button type="button" onClick={() => start("defaults")}>
          All defaults
        </button>
        <label class="button">
          Open…
          <input
            type="file"
            aria-label="Open a config"
            accept=".json,application/json"
            onChange={({ currentTarget }) => {
              const file = currentTarget.files?.[0];
              if (file !== undefined) void openFile(file);
              currentTarget.value = "";
            }}
          />
        </label>
      </p>
    </div>
  );
}
