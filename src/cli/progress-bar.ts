import type { SingleBar } from "cli-progress";
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
  const start = performance.now();
  let bar: SingleBar | undefined;
  return {
    update({ phase, done, total }) {
      if (bar === undefined && performance.now() - start < DELAY_MS) return;
      if (bar === undefined) {
        const format = "{phase} [{bar}] {percentage} % | {value} of {total} examples | {eta_formatted} left";
        const options = { format, stream: terminal.stderr, clearOnComplete: true, hideCursor: true, etaBuffer: 50 };
        bar = new cliProgress.SingleBar(options, cliProgress.Presets.shades_classic);
        bar.start(total, done, { phase });
      }
      bar.setTotal(total);
      bar.update(done, { phase });
    },
    stop: () => bar?.stop(),
  };
}
