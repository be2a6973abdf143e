import { gridOf, heading } from "./grid.js";
import { picture, text } from "./svg.js";
import type { ClassSignal } from "./templates.js";
import type { Theme } from "./theme.js";
import { domainsOf, type SignalDomains, uprightSignal } from "./upright.js";

/** What is seen for a while: a signal of each class. */
export interface Frame {
  /** Below the heading. */
  readonly caption: string;
  readonly signals: readonly ClassSignal[];
}

export interface Animation {
  readonly title: string;
  /** In their order; at least one, and all with signals of the same classes. */
  readonly frames: readonly Frame[];
  readonly theme?: Theme;
}

/** Seconds that a frame is seen, as in the paper's animations, and the last, before all begins again. */
export const FRAME_SECONDS = 1;
export const LAST_SECONDS = 2;

const CELL = [68, 150] as const;

/**
 * Signals on their way from one step to the next. By style sheet alone: a viewer that knows no animation shows the last frame, as
 * does one whose reader wants nothing to move.
 */
export function animation({ title, frames, theme = "auto" }: Animation): string {
  const last = frames.length - 1;
  const seconds = last * FRAME_SECONDS + LAST_SECONDS;
  const share = (part: number) => `${((100 * part) / seconds).toFixed(3)}%`;
  const rules = [
    `.frame{animation:one ${seconds}s step-end infinite}.last{animation-name:last}`,
    `@keyframes one{0%{opacity:1}${share(FRAME_SECONDS)}{opacity:0}}`,
    `@keyframes last{0%{opacity:1}${share(LAST_SECONDS)}{opacity:0}}`,
    "@media (prefers-reduced-motion:reduce){.frame{animation:none}}",
  ];
  const domains = domainsIn(frames);
  const groups = frames.map((frame, i) => {
    // Begun in the past, so that each frame has its turn from the first round on.
    const delay = i === 0 ? 0 : i * FRAME_SECONDS - seconds;
    const kind = i === last ? 'class="frame last"' : 'class="frame" opacity="0"';
    return `<g ${kind} style="animation-delay:${delay}s">\n${frameMarks(frame, domains).join("\n")}\n</g>`;
  });
  return whole({ title, frames, theme }, [`<style>${rules.join("")}</style>`, ...groups]);
}

/** One frame as a picture that does not move. */
export function animationFrame({ title, frames, theme = "auto" }: Animation, index: number): string {
  return whole({ title, frames, theme }, frameMarks(frames[index]!, domainsIn(frames)));
}

function domainsIn(frames: readonly Frame[]): SignalDomains {
  return domainsOf(frames.flatMap(({ signals }) => signals));
}

function gridIn(signals: readonly ClassSignal[]) {
  return gridOf(signals.length, { columns: 10, cell: CELL, gap: [8, 34], top: 58 });
}

function frameMarks({ caption, signals }: Frame, domains: SignalDomains): string[] {
  const { boxes, width } = gridIn(signals);
  return [
    text(width / 2, 62, caption, { anchor: "middle", colour: "muted" }),
    ...signals.map((signal, i) => uprightSignal(boxes[i]!, signal, domains, { title: signal.name })),
  ];
}

function whole({ title, frames, theme = "auto" }: Animation, marks: readonly string[]): string {
  const { width, height } = gridIn(frames[0]!.signals);
  const steps = frames.map(({ caption }) => caption).join("; ");
  const description = `A signal of each class after each step: ${steps}. Time goes down, values to the right.`;
  return picture({ width, height, title, description, theme }, [heading(title, width), ...marks]);
}
