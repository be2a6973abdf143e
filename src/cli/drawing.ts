/** What takes away what is drawn on the terminal, and gives the cursor back. */
let stop: (() => void) | undefined;

/** To be called when something is drawn that is taken away at its end, such as a bar. */
export function beginDrawing(howToStop: () => void): void {
  stop = howToStop;
}

/** Takes away what is drawn, if anything is: for whoever has drawn it, and whoever ends the process in the middle of work. */
export function endDrawing(): void {
  stop?.();
  stop = undefined;
}
