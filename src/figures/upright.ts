import { type Box, dots, line } from "./marks.js";
import { frame, panelIn, pointsIn } from "./panel.js";
import { type Domain, domainOf, padded } from "./scale.js";
import { fittedText } from "./svg.js";
import type { Colour } from "./theme.js";

/** A signal as the paper draws it: time goes down, and values go to the right. */
export interface Signal {
  /** Shape (n,): what is not finite is a gap. */
  readonly x: ArrayLike<number>;
  /** Shape (n,): time of each point; without it, points are evenly apart. */
  readonly t?: ArrayLike<number>;
}

export interface SignalDomains {
  readonly x: Domain;
  readonly t: Domain;
}

/** Domains for signals side by side: of values the same to the left and to the right of 0, as in the paper. */
export function domainsOf(signals: readonly Signal[]): SignalDomains {
  const [low, high] = domainOf(...signals.map(({ x }) => x));
  const most = Math.max(Math.abs(low), Math.abs(high)) || 1;
  return { x: padded([-most, most]), t: padded(domainOf(...signals.map(timeOf))) };
}

function timeOf({ x, t }: Signal): ArrayLike<number> {
  return t ?? Array.from({ length: x.length }, (_, i) => i);
}

export interface UprightOptions {
  readonly title?: string;
  /** Dots on black, or a line. */
  readonly as?: "dots" | "line";
  readonly colour?: Colour;
  /** Drawn below it, to compare with. */
  readonly behind?: Signal;
}

/** A panel with a signal in it. */
export function uprightSignal(box: Box, signal: Signal, domains: SignalDomains, options: UprightOptions = {}): string {
  const { title, as = "line", colour = "ink", behind } = options;
  const [first, last] = domains.t;
  const panel = panelIn(box, { x: domains.x, y: [last, first] });
  const pointsOf = (own: Signal) => pointsIn(panel, own.x, timeOf(own));
  const isDots = as === "dots";
  return [
    frame(panel, {
      ...(title !== undefined && { title: fittedText(title, box.width + 6) }),
      ...(isDots && { fill: "black" }),
    }),
    ...(behind ? [line(pointsOf(behind), "muted", { width: 1.5 })] : []),
    isDots ? dots(pointsOf(signal), "white", 3) : line(pointsOf(signal), colour),
  ].join("\n");
}
