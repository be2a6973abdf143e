/** How far trainings are together. */
export interface TrainingProgress {
  readonly phase: "training";
  /** Trainings, in which those that are on their way have shares. */
  readonly done: number;
  readonly total: number;
}
