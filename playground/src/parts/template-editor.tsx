import { useRef, useState } from "preact/hooks";
import type { Templates } from "../../../src/config/config.js";
import { publicTemplates } from "../../../src/generate/digit-templates.js";
import { config, setParameters } from "../model/state.js";

const [WIDTH, HEIGHT, MARGIN] = [220, 300, 14];

/** Values that can be drawn; those of the digits are within half of it. */
const MOST = 0.5;

/** The template of a class, whose points are moved: by the pointer, by arrow keys, or as numbers. */
export function TemplateEditor({ label }: { readonly label: number }) {
  const [problem, setProblem] = useState<string | undefined>();
  const dragged = useRef<number | undefined>(undefined);
  const templates = config.value.templates ?? publicTemplates;
  const row = templates.y.indexOf(label);
  const values = templates.x[row]!;
  const last = Math.max(1, values.length - 1);
  const x = (value: number) => MARGIN + ((value + MOST) / (2 * MOST)) * (WIDTH - 2 * MARGIN);
  const y = (i: number) => MARGIN + (i / last) * (HEIGHT - 2 * MARGIN);

  const put = (i: number, value: number) => {
    if (!Number.isFinite(value)) {
      setProblem(`Point ${i + 1} must be a finite number, and is left as it was.`);
      return;
    }
    const changed = Float64Array.from(values);
    changed[i] = Math.round(value * 1000) / 1000;
    const next: Templates = {
      x: templates.x.map((own, k) => (k === row ? changed : Float64Array.from(own))),
      t: Float64Array.from(templates.t),
      y: [...templates.y],
    };
    setProblem(setParameters({ templates: next }));
  };
  const valueAt = (event: PointerEvent) => {
    const svg = (event.currentTarget as SVGElement).closest("svg")!;
    const { left, width } = svg.getBoundingClientRect();
    const at = ((event.clientX - left) / width) * WIDTH;
    return Math.min(MOST, Math.max(-MOST, ((at - MARGIN) / (WIDTH - 2 * MARGIN)) * 2 * MOST - MOST));
  };
  return (
    <div class="editor">
      <svg class="editor-picture" viewBox={`0 0 ${WIDTH} ${HEIGHT}`}>
        <title>Template of class {label}</title>
        <rect class="ground" width={WIDTH} height={HEIGHT} />
        <polyline class="path" points={Array.from(values, (value, i) => `${x(value)},${y(i)}`).join(" ")} />
        {Array.from(values, (value, i) => (
          <g key={i}>
            <circle
              class="point"
              cx={x(value)}
              cy={y(i)}
              r="8"
              role="slider"
              tabindex={0}
              aria-label={`point ${i + 1}`}
              aria-orientation="horizontal"
              aria-valuemin={-MOST}
              aria-valuemax={MOST}
              aria-valuenow={Math.round(value * 1000) / 1000}
              onPointerDown={(event) => {
                event.currentTarget.setPointerCapture(event.pointerId);
                dragged.current = i;
              }}
              onPointerMove={(event) => {
                if (dragged.current === i) put(i, valueAt(event));
              }}
              onPointerUp={() => {
                dragged.current = undefined;
              }}
              onKeyDown={(event) => {
                const by = { ArrowRight: 0.02, ArrowUp: 0.02, ArrowLeft: -0.02, ArrowDown: -0.02 }[event.key];
                if (by === undefined) return;
                event.preventDefault();
                put(i, Math.min(MOST, Math.max(-MOST, value + by)));
              }}
            />
          </g>
        ))}
      </svg>
      <div>
        <p>
          The {values.length} points of class {label}, from above to below. Drag them, move them with the arrow keys, or
          type.
        </p>
        <div class="numbers">
          {Array.from(values, (value, i) => (
            <input
              key={i}
              type="text"
              inputMode="decimal"
              aria-label={`value of point ${i + 1}`}
              value={String(Math.round(value * 1000) / 1000)}
              onChange={({ currentTarget }) =>
                put(i, currentTarget.value.trim() === "" ? Number.NaN : Number(currentTarget.value))
              }
            />
          ))}
        </div>
        <p role="alert" class={problem === undefined ? "" : "problem"}>
          {problem}
        </p>
        {config.value.templates !== undefined && (
          <button type="button" onClick={() => setProblem(setParameters({ templates: undefined }))}>
            Back to the digits
          </button>
        )}
      </div>
    </div>
  );
}
