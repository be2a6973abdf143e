import type { SingleBar } from "cli-progress";
import { countText } from "../config/count-text.js";
import type { Progress } from "../dataset/draw-examples.js";
import type { Terminal } from "./terminal.js";

/** Work that is done sooner shows no bar: it would only flicker. */
const DELAY_MS = 300;

/** A progress bar on standard error, drawn only where there is a terminal and the work takes time. */
export interface ProgressBar {
  update(progress: Progress): void;
  /** Removes the bar. */
  stop(): void;
}

/** Runs work that reports its progress, with a bar while it lasts. */
export async function withProgress<T>(
  terminal: Terminal,
  work: (onProgress: (progress: Progress) => void) => Promise<T>,
): Promise<T> {
  const bar = await createProgressBar(terminal);
  try {
    return await work((progress) => bar.update(progress));
  } finally {
    bar.stop();
  }
}

async function createProgressBar(terminal: Terminal): Promise<ProgressBar> {
  if (!terminal.showsProgress) return { update() {}, stop() {} };
  const { default: cliProgress } = await import("cli-progress");
  const { stderr } = terminal;
  const start = performance.now();
  let phase: PhaseProgress | undefined;
  let bar: SingleBar | undefined;
  // What is drawn wider than the terminal has become is cleared by the next drawing.
  const redraw = () => bar?.render();
  return {
    update(progress) {
      const now = performance.now();
      if (phase?.phase !== progress.phase) phase = { ...progress, since: now, from: progress.done, seconds: 0 };
      phase = { ...phase, ...progress, seconds: (now - phase.since) / 1000 };
      if (now - start < DELAY_MS) return;
      if (bar === undefined) {
        const format = () => progressLine(phase!, stderr.columns || 80);
        const options = { format, stream: stderr, clearOnComplete: true, hideCursor: true, linewrap: true };
        bar = new cliProgress.SingleBar(options, cliProgress.Presets.shades_classic);
        bar.start(progress.total, progress.done);
        stderr.on("resize", redraw);
      }
      bar.update(progress.done);
    },
    stop() {
      stderr.off("resize", redraw);
      bar?.stop();
    },
  };
}

/** What is done, and in what time since its phase began. */
export interface PhaseProgress extends Progress {
  readonly seconds: number;
  /** What was done at the beginning. */
  readonly from: number;
  readonly since: number;
}

/** Columns of the bar itself. */
const BAR = { least: 8, most: 40 };

/** A line no longer than a terminal is wide: what there is no room for is left out, the time left first. */
export function progressLine(
  { phase, done, total, from, seconds }: Omit<PhaseProgress, "since">,
  columns: number,
): string {
  const share = total > 0 ? Math.min(1, done / total) : 0;
  const left = (seconds / (done - from)) * (total - done);
  const parts = [
    `${Math.floor(100 * share)} %`,
    `${countText(done)} of ${countText(total)} examples`,
    ...(Number.isFinite(left) && left >= 0 ? [`${timeText(left)} left`] : []),
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

/** As short as it tells something. */
function timeText(seconds: number): string {
  if (seconds < 100) return `${Math.ceil(seconds)} s`;
  return seconds < 6000 ? `${Math.ceil(seconds / 60)} min` : `${countText(Math.ceil(seconds / 3600))} h`;
}
