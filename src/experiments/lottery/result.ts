/** All weights, those that are left by chance, and those that are left by their magnitude. */
export const TICKETS = ["dense", "random", "lottery"] as const;
export type Ticket = (typeof TICKETS)[number];

/** New draws as they are, with their positions changed, and with other initial weights. */
export const TRANSFERS = ["plain", "flipped", "chunks", "shuffled", "reinit"] as const;
export type Transfer = (typeof TRANSFERS)[number];

export type ByTransfer<T> = Readonly<Record<Transfer, T>>;
export type ByTicket<T> = Readonly<Record<Ticket, T>>;

/** Means over the seeds, accuracies in per cent. */
export interface LotteryResult {
  readonly sparsities: readonly number[];
  /** Whose ticket is tried on new draws. */
  readonly round: number;
  /** On the data that tickets were found on, at each sparsity; dense at the first alone. */
  readonly rounds: ByTicket<readonly number[]>;
  readonly steps: readonly number[];
  readonly curves: ByTransfer<ByTicket<readonly number[]>>;
  /** Of the first layer, by how many there would be by chance: 2, 3 and 4 weights beside each other. */
  readonly adjacency: Readonly<Record<"random" | "lottery", readonly number[]>>;
  /** Of the first seed. */
  readonly masks: Readonly<Record<"random" | "lottery", readonly string[]>>;
}
