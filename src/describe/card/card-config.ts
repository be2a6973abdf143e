import type { DatasetDescription } from "../dataset-description.js";

/** One of the configs (in the sense of Hugging Face) that a card is of. */
export interface CardConfig {
  /** Under which `load_dataset` finds it. */
  readonly name: string;
  /** Where its dataset is, from the card, with a `/` at the end; "" if it is where the card is. */
  readonly folder: string;
  readonly dataset: DatasetDescription;
}
