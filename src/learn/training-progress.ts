/** How far trainings are together. */
export interface TrainingProgress {
  readonly phase: "training";
  /** In trainings of mean cost: those that are on their way have shares. */
  readonly done: number;
  /** Trainings that are done. */
  readonly finished: number;
  readonly total: number;
}
