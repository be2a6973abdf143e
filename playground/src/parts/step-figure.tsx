import { useRef } from "preact/hooks";
import { picture } from "../../../src/figures/svg.js";
import { type SignalDomains, uprightSignal } from "../../../src/figures/upright.js";
import type { ExampleStep } from "../../../src/generate/example-steps.js";
import { RANGES, rounded } from "../model/ranges.js";
import { config, setParameters } from "../model/state.js";
import type { StepText } from "../model/steps.js";
import { Figure } from "./figure.js";

const [WIDTH, HEIGHT, MARGIN] = [160, 210, 6];

interface StepFigureProps {
  readonly step: ExampleStep;
  readonly before: ExampleStep | undefined;
  readonly domains: SignalDomains;
  readonly text: StepText;
  readonly note: string | undefined;
}

/** A signal after a step, above what it was before. Dragging it changes what the step goes by, as its slider does. */
export function StepFigure({ step, before, domains, text, note }: StepFigureProps) {
  const from = useRef<{ readonly at: number; readonly value: number } | undefined>(undefined);
  const { drag } = text;
  const box = { x: MARGIN, y: MARGIN, width: WIDTH - 2 * MARGIN, height: HEIGHT - 2 * MARGIN };
  const panel = uprightSignal(box, step, domains, {
    ...(step.x.length <= 20 && before === undefined && { as: "dots" }),
    ...(before && { behind: before }),
    ...(before && { colour: "blue" }),
  });
  const description = `The signal after this step${note === undefined ? "" : `; drawn: ${note}`}. Time goes down, values to the right.`;
  const svg = picture({ width: WIDTH, height: HEIGHT, title: text.title, description }, [panel]);
  if (drag === undefined) return <Figure svg={svg} />;
  const place = (event: PointerEvent) => (drag.along === "x" ? event.clientX : event.clientY);
  const { min, max, step: least } = RANGES[drag.parameter];
  return (
    <div
      class={`draggable along-${drag.along}`}
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = { at: place(event), value: config.value[drag.parameter] };
      }}
      onPointerMove={(event) => {
        if (from.current === undefined) return;
        const size = drag.along === "x" ? event.currentTarget.clientWidth : event.currentTarget.clientHeight;
        const moved = ((place(event) - from.current.at) / size) * (max - min);
        const value = Math.min(max, Math.max(min, from.current.value + moved));
        setParameters({ [drag.parameter]: rounded(Math.round(value / least) * least) });
      }}
      onPointerUp={() => {
        from.current = undefined;
      }}
      onPointerCancel={() => {
        from.current = undefined;
      }}
    >
      <Figure svg={svg} />
    </div>
  );
}
