import { render } from "preact";
import { App } from "./app.js";
import { bindHash } from "./model/state.js";
import { startWorker } from "./work/worker.js";

let hasBegun = false;

// One script for the page and for its workers, so that the page is one small file.
if (typeof document === "undefined") {
  startWorker(globalThis as never);
} else {
  // The heading is on the screen before what takes longer. Where there is no screen to draw on, there is no frame.
  requestAnimationFrame(() => setTimeout(begin));
  setTimeout(begin, 100);
}

function begin(): void {
  if (hasBegun) return;
  hasBegun = true;
  bindHash();
  const app = document.querySelector("#app")!;
  app.textContent = "";
  render(<App />, app);
}
