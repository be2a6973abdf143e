import type { SingleBar } from "cli-progress";
import { countText } from "../dataset/readable-numbers.js";
import type { Progress } from "../generate/work-options.js";
import type { Context } from "./context.js";
import { beginDrawing, endDrawing } from "./drawing.js";

/** Work that is done sooner shows no bar: it would only flicker. */
const DELAY_MS = 300;

/** Before, the time that is left would be told by how long threads take to start. */
const SECONDS_TO_TELL_BY = 2;

/**
 * Runs work that a signal aborts and that reports its progress, with a bar on standard error where there is a terminal and
 * the work takes time.
 */
export async function withProgress<T>(
  { terminal: { stderr, showsProgress }, abortable }: Context,
  work: (options: ShownWork) => Promise<T>,
): Promise<T> {
  const signal = abortable();
  if (!showsProgress) return work({ onProgress: () => {}, signal });
  const { default: cliProgress } = await import("cli-progress");
  const start = performance.now();
  let phase: PhaseProgress | undefined;
  let bar: SingleBar | undefined;
  // What is drawn wider than the terminal has become is cleared by the next drawing.
  const redraw = () => bar?.render();
  function onProgress(progress: ShownProgress): void {
    const now = performance.now();
    // Of several datasets each has a phase of the same name.
    if (phase?.phase !== progress.phase || progress.done < phase.done)
      phase = { ...progress, since: now, from: progress.done, seconds: 0 };
    phase = { ...phase, ...progress, seconds: (now - phase.since) / 1000 };
    if (now - start < DELAY_MS) return;
    if (bar === undefined) {
      const format = () => progressLine(phase!, stderr.columns || 80);
      const options = { format, stream: stderr, clearOnComplete: true, hideCursor: true, linewrap: true };
      bar = new cliProgress.SingleBar(options, cliProgress.Presets.shades_classic);
      bar.start(progress.total, progress.done);
      beginDrawing(() => bar?.stop());
      stderr.on("resize", redraw);
    }
    bar.update(progress.done);
  }
  try {
    return await work({ onProgress, signal });
  } finally {
    stderr.off("resize", redraw);
    endDrawing();
  }
}

/** What work may report: of examples, of datasets with the name of one, or of trainings, whose count is not what `done` has. */
export interface ShownProgress extends Omit<Progress, "phase"> {
  readonly phase: Progress["phase"] | "training";
  readonly dataset?: string;
  readonly finished?: number;
}

/** What the work is given. */
export interface ShownWork {
  readonly onProgress: (progress: ShownProgress) => void;
  readonly signal: AbortSignal;
}

/** What is done, and in what time since its phase began. */
export interface PhaseProgress extends ShownProgress {
  readonly seconds: number;
  /** What was done at the beginning. */
  readonly from: number;
  readonly since: number;
}

const BAR = { least: 8, most: 40 };

/** A line no longer than a terminal is wide: what there is no room for is left out, the last first. */
export function progressLine(
  { phase, done, total, from, seconds, dataset, finished = Math.floor(done) }: Omit<PhaseProgress, "since">,
  columns: number,
): string {
  const share = total > 0 ? Math.min(1, done / total) : 0;
  const left = seconds < SECONDS_TO_TELL_BY ? NaN : (seconds / (done - from)) * (total - done);
  const noun = phase === "training" ? "trainings" : dataset === undefined ? "examples" : "datasets";
  const parts = [
    `${Math.floor(100 * share)} %`,
    `${countText(finished)} of ${countText(total)} ${noun}`,
    ...(Number.isFinite(left) && left >= 0 ? [`${timeText(left)} left`] : []),
    ...(dataset === undefined ? [] : [dataset]),
  ];
  // The last column stays free: some terminals begin a line there.
  const room = columns - 1;
  let text = "";
  for (let count = parts.length; count >= 0; count--) {
    text = parts.slice(0, count).join(" | ");
    if (phase.length + 1 + text.length <= room) break;
  }
  const width = Math.min(BAR.most, room - phase.length - text.length - 4);
  if (width < BAR.least) return `${phase} ${text}`.slice(0, Math.max(0, room));
  const filled = Math.round(width * share);
  return `${phase} [${"#".repeat(filled)}${"-".repeat(width - filled)}] ${text}`;
}

function timeText(seconds: number): string {
  if (seconds < 100) return `${Math.ceil(seconds)} s`;
  return seconds < 6000 ? `${Math.ceil(seconds / 60)} min` : `${countText(Math.ceil(seconds / 3600))} h`;
}
