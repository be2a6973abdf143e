import { useComputed, useSignalEffect } from "@preact/signals";
import { useRef, useState } from "preact/hooks";
import type { Config } from "../../../src/config/config.js";
import type { Kind } from "../../../src/config/kinds.js";
import { defaults, isDefault, type Parameter } from "../../../src/config/parameters.js";
import { PADDING, type Range, rangeOf, rounded } from "../model/ranges.js";
import { config, setParameters, tried } from "../model/state.js";

export interface FieldProps {
  readonly parameter: Parameter;
  /** Where it is shown, so that it can be in several places. */
  readonly place?: string;
}

/** A parameter: its name, what it is now, and how to change it. */
export function Field({ parameter, place = "all" }: FieldProps) {
  const [problem, setProblem] = useState<string | undefined>();
  const [version, setVersion] = useState(0);
  const { name, key, description, kind } = parameter;
  const id = `${place}-${key}`;
  // It is drawn anew for a change of its own alone.
  const value = useComputed(() => config.value[name]).value;
  const hasProblem = useRef(false);
  const isOwn = useRef(false);
  hasProblem.current = problem !== undefined;
  // What was refused is not said of another config: what was typed goes with it.
  useSignalEffect(() => {
    if (config.value === undefined || isOwn.current || !hasProblem.current) return;
    setProblem(undefined);
    setVersion((own) => own + 1);
  });
  const isChanged = !isDefault({ [name]: value } as unknown as Config, parameter);
  const set = (value: unknown) => {
    isOwn.current = true;
    setProblem(setParameters({ [name]: value }));
    isOwn.current = false;
  };
  /** What people type; nothing is the default. */
  const type = (text: string) => {
    if (text.trim() === "") return set(undefined);
    let typed: unknown;
    const refused = tried(() => {
      typed = kind.parse(kind.fromText(text), key);
    });
    if (refused === undefined) set(typed);
    else setProblem(refused);
  };
  const described = `${id}-note${problem === undefined ? "" : ` ${id}-problem`}`;
  return (
    <div class={isChanged ? "field changed" : "field"}>
      <span class="name">
        <label for={id}>{key}</label>
        {isChanged && (
          <button type="button" class="reset" title="Back to the default" onClick={() => set(undefined)}>
            default {defaultText(parameter)} <span class="hidden">of {key}</span>
          </button>
        )}
      </span>
      <Control key={version} parameter={parameter} value={value} id={id} described={described} set={set} type={type} />
      <small id={`${id}-note`}>{description}</small>
      {problem !== undefined && (
        <p class="problem" id={`${id}-problem`} role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

const defaultText = ({ name, kind }: Parameter) => kind.toText(defaults[name] as never);

interface ControlProps {
  readonly parameter: Parameter;
  readonly value: Config[keyof Config];
  readonly id: string;
  readonly described: string;
  readonly set: (value: unknown) => void;
  readonly type: (text: string) => void;
}

function Control({ parameter, value, id, described, set, type }: ControlProps) {
  const { name, key, kind } = parameter;
  const range = rangeOf(name);
  if (kind.argument === "") {
    const isOn = value === true;
    return (
      <input
        id={id}
        type="checkbox"
        checked={isOn}
        aria-describedby={described}
        onChange={({ currentTarget }) => set(currentTarget.checked)}
      />
    );
  }
  const names = kind.schema.enum as readonly string[] | undefined;
  if (names !== undefined) {
    return <Choice id={id} described={described} names={names} value={String(value)} set={set} />;
  }
  if (name === "padding") {
    const [low, high] = value as Config["padding"];
    return (
      <div class="pair">
        <Slider
          id={id}
          name="padding, least"
          range={PADDING}
          value={low}
          described={described}
          set={(least) => set([least, Math.max(least, high)])}
        />
        <Slider
          id={`${id}-high`}
          name="padding, most"
          range={PADDING}
          value={high}
          described={described}
          set={(most) => set([Math.min(low, most), most])}
        />
      </div>
    );
  }
  if (name === "labelNoise") {
    const modes = (kind.parts!.mode as Kind<unknown>).schema.enum as readonly string[];
    return <LabelNoise value={value as Config["labelNoise"]} modes={modes} id={id} described={described} set={set} />;
  }
  if (range !== undefined) {
    return (
      <Slider id={id} name={key} range={range} value={value as number} described={described} set={set} type={type} />
    );
  }
  const text = value === undefined ? "" : kind.toText(value as never);
  return (
    <input
      id={id}
      type="text"
      value={text}
      placeholder={defaultText(parameter)}
      aria-describedby={described}
      autoComplete="off"
      spellcheck={false}
      onChange={({ currentTarget }) => type(currentTarget.value)}
    />
  );
}

interface LabelNoiseProps {
  readonly value: Config["labelNoise"];
  readonly modes: readonly string[];
  readonly id: string;
  readonly described: string;
  readonly set: (value: unknown) => void;
}

/** A share and a mode; without noise the mode is kept for when there is some. */
function LabelNoise({ value, modes, id, described, set }: LabelNoiseProps) {
  const [chosen, setChosen] = useState<string>("resample");
  const { fraction = 0, mode = chosen } = value ?? {};
  const change = (own: { readonly fraction?: number; readonly mode?: string }) => {
    const next = { fraction, mode, ...own };
    setChosen(next.mode);
    set(next.fraction === 0 ? undefined : next);
  };
  return (
    <div class="pair">
      <Slider
        id={id}
        name="label_noise"
        range={{ min: 0, max: 1, step: 0.05 }}
        value={fraction}
        described={described}
        set={(share) => change({ fraction: share })}
      />
      <label class="inline" for={`${id}-mode`}>
        mode{" "}
        <Choice
          id={`${id}-mode`}
          described={described}
          names={modes}
          value={mode}
          set={(one) => change({ mode: one })}
        />
      </label>
    </div>
  );
}

interface ChoiceProps {
  readonly id: string;
  readonly described: string;
  readonly names: readonly string[];
  readonly value: string;
  readonly set: (value: string) => void;
}

function Choice({ id, described, names, value, set }: ChoiceProps) {
  return (
    <select
      id={id}
      value={value}
      aria-describedby={described}
      onChange={({ currentTarget }) => set(currentTarget.value)}
    >
      {names.map((one) => (
        <option key={one}>{one}</option>
      ))}
    </select>
  );
}

interface SliderProps {
  readonly id: string;
  readonly name: string;
  readonly range: Range;
  readonly value: number;
  readonly described: string;
  readonly set: (value: number) => void;
  /** Of what is typed; without it only a number is taken. */
  readonly type?: (text: string) => void;
}

/** A slider where most is to be seen, and a number beside it for all else. */
export function Slider({ id, name, range, value, described, set, type }: SliderProps) {
  // What is no number is refused where the value is set, which says so.
  const typed = (text: string) => set(text.trim() === "" ? Number.NaN : Number(text));
  return (
    <div class="slider">
      <input
        id={id}
        type="range"
        aria-label={name}
        aria-describedby={described}
        min={range.min}
        max={range.max}
        step={range.step}
        value={value}
        onInput={({ currentTarget }) => set(rounded(Number(currentTarget.value)))}
      />
      <input
        type="text"
        inputMode="decimal"
        class="number"
        aria-label={`${name} as a number`}
        value={String(value)}
        autoComplete="off"
        onChange={({ currentTarget }) => (type ?? typed)(currentTarget.value)}
      />
    </div>
  );
}

export type ParameterName = keyof Config;
