import { VERSION } from "../../src/dataset/version.js";
import { VIEWS, type View } from "./model/hash.js";
import { refused, tooLarge, view, warnings } from "./model/state.js";
import { Drop } from "./parts/drop.js";
import { Parameters } from "./parts/parameters.js";
import { Compare } from "./views/compare.js";
import { Explain } from "./views/explain.js";
import { Gallery } from "./views/gallery.js";
import { Steps } from "./views/steps.js";
import { Take } from "./views/take.js";
import { Train } from "./views/train.js";

const NAMES: Readonly<Record<View, string>> = {
  steps: "Steps",
  gallery: "Gallery",
  compare: "Compare",
  train: "Train",
  take: "Take away",
  explain: "Explain",
};

const PAGES: Readonly<Record<View, () => preact.JSX.Element>> = {
  steps: Steps,
  gallery: Gallery,
  compare: Compare,
  train: Train,
  take: Take,
  explain: Explain,
};

/** The whole page. */
export function App() {
  const Page = PAGES[view.value];
  return (
    <>
      <button type="button" class="skip" onClick={() => document.querySelector<HTMLElement>("#main")?.focus()}>
        To the content
      </button>
      <header>
        <h1>MNIST-1D playground</h1>
        <nav aria-label="Views">
          {VIEWS.map((one) => (
            <button
              key={one}
              type="button"
              aria-current={one === view.value ? "page" : undefined}
              onClick={() => {
                view.value = one;
              }}
            >
              {NAMES[one]}
            </button>
          ))}
        </nav>
      </header>
      <div class="columns">
        <Parameters />
        <main id="main" tabIndex={-1}>
          <Told />
          <Page />
        </main>
      </div>
      <footer>
        <p>
          mnist1d {VERSION}. The same data as the command, to the bit. Nothing leaves this page. After Greydanus and
          Kobak, <cite>Scaling Down Deep Learning with MNIST-1D</cite>, ICML 2024. Drop a config or a manifest (JSON)
          anywhere to open it.
        </p>
      </footer>
      <Drop />
    </>
  );
}

/** What was refused, and what may not be meant. */
function Told() {
  return (
    <div class="told">
      <div role="alert">
        {refused.value !== undefined && (
          <p class="problem">
            {refused.value}{" "}
            <button
              type="button"
              onClick={() => {
                refused.value = undefined;
              }}
            >
              Close
            </button>
          </p>
        )}
        {tooLarge.value !== undefined && <p class="problem">{tooLarge.value}</p>}
      </div>
      <div role="status">
        {warnings.value.map(({ key, message }) => (
          <p class="warning" key={key}>
            <strong>Warning</strong> {key}: {message}
          </p>
        ))}
      </div>
    </div>
  );
}
