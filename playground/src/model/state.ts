import { batch, computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Config } from "../../../src/config/config.js";
import { Mnist1dError } from "../../../src/config/mnist1d-error.js";
import { defaults } from "../../../src/config/parameters.js";
import { resolveConfig } from "../../../src/config/parse-config.js";
import { configWarnings } from "../../../src/config/warnings.js";
import { HashError, hashOf, type PageState, parseHash, type View } from "./hash.js";
import { refusal } from "./limits.js";

export const view: Signal<View> = signal("steps");
export const config: Signal<Config> = signal(defaults);
/** What the config is compared with. */
export const other: Signal<Config> = signal(defaults);
/** Seed of the example that is shown step by step, where it is not the config's. */
export const draw: Signal<number | undefined> = signal(undefined);
/** Its class, where it is not the first. */
export const label: Signal<number | undefined> = signal(undefined);

/** What was refused last, for people: a link, a file, a value. */
export const refused: Signal<string | undefined> = signal(undefined);

/** Why a page does not make the dataset. */
export const tooLarge: ReadonlySignal<string | undefined> = computed(() => refusal(config.value));

export const warnings = computed(() => configWarnings(config.value));

/**
 * Sets some parameters; one that is undefined goes back to its default.
 * @returns what is wrong with them, in words: then nothing is set.
 */
export function setParameters(
  changes: { readonly [Name in keyof Config]?: Config[Name] | undefined },
): string | undefined {
  const merged: Record<string, unknown> = { ...config.value, ...changes };
  // One says the share, the other the number.
  if (changes.testSize !== undefined) merged.trainSplit = defaults.trainSplit;
  if (changes.trainSplit !== undefined) delete merged.testSize;
  for (const [name, value] of Object.entries(merged)) {
    if (value === undefined) merged[name] = defaults[name as keyof Config];
  }
  return tried(() => {
    config.value = resolveConfig(merged as Partial<Config>);
    // Another seed is another example, whatever was drawn before.
    if (changes.seed !== undefined) draw.value = undefined;
  });
}

/** Does what may be refused. @returns why it was. */
export function tried(work: () => void): string | undefined {
  try {
    batch(work);
    return undefined;
  } catch (error) {
    if (error instanceof Mnist1dError || error instanceof HashError) return error.message;
    throw error;
  }
}

/** Takes what a link says; one that is not understood is told, and changes nothing. */
export function followHash(hash: string): void {
  refused.value = tried(() => show(parseHash(hash)));
}

function show(state: PageState): void {
  view.value = state.view;
  config.value = state.config;
  other.value = state.other;
  draw.value = state.draw;
  label.value = state.label;
}

/** The page as it is, as a link says it. */
export const hash: ReadonlySignal<string> = computed(() =>
  hashOf({
    view: view.value,
    config: config.value,
    other: other.value,
    draw: draw.value,
    label: label.value,
  }),
);

/** Keeps the address and the page the same. */
export function bindHash(): void {
  followHash(location.hash);
  // Browsers allow some hundred changes of the address in half a minute: a slider makes more.
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isFirst = true;
  let shown = view.value;
  effect(() => {
    const now = hash.value;
    clearTimeout(timer);
    timer = setTimeout(() => {
      // What a link that was refused says stays to be mended, until something is changed.
      if (now !== location.hash && (!isFirst || refused.value === undefined)) {
        // Back goes to the view before, and not from slider to slider.
        if (shown === view.value) history.replaceState(null, "", now);
        else history.pushState(null, "", now);
      }
      shown = view.value;
      isFirst = false;
    }, 250);
  });
  // What is written above is no such change.
  addEventListener("hashchange", ({ newURL }) => {
    clearTimeout(timer);
    // Not what the address is by now: what was to be written may have been, between the click and this.
    followHash(new URL(newURL).hash);
    shown = view.value;
  });
}
