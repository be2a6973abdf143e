import { effect, type Signal, signal } from "@preact/signals";
import { type Work, workerClient } from "../work/client.js";
import type { Survey } from "../work/messages.js";
import { config, tooLarge } from "./state.js";

/** What makes and compares data. */
export const dataWorker = workerClient("makes the data");

/** The dataset of the config, once it rests; undefined while it is made. */
export const survey: Signal<Survey | undefined> = signal(undefined);
export const surveyProblem: Signal<string | undefined> = signal(undefined);

/** The split that the gallery shows, and how many examples of each class. */
export const shownSplit: Signal<string> = signal("train");
export const perClass: Signal<number> = signal(4);

/** Milliseconds without a change, after which the whole dataset is made. */
const REST_MS = 200;

/** Makes the dataset anew whenever the config has changed and rests, as long as somebody looks at it. @returns what ends that. */
export function watchSurvey(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let work: Work<Survey> | undefined;
  const end = effect(() => {
    const request = { config: config.value, split: shownSplit.value, perClass: perClass.value };
    const isTooLarge = tooLarge.value !== undefined;
    clearTimeout(timer);
    work?.stop();
    work = undefined;
    survey.value = undefined;
    surveyProblem.value = undefined;
    if (isTooLarge) return;
    timer = setTimeout(async () => {
      const own = dataWorker.run("survey", request);
      work = own;
      try {
        const result = await own.result;
        if (work === own) survey.value = result;
      } catch (error) {
        if (work === own) surveyProblem.value = (error as Error).message;
      }
    }, REST_MS);
  });
  return () => {
    clearTimeout(timer);
    work?.stop();
    work = undefined;
    end();
  };
}
