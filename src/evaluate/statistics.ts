/** Several measurements of one thing. */
export interface Statistic {
  readonly values: readonly number[];
  readonly mean: number;
  /** The standard deviation of the sample; absent of one alone. */
  readonly std?: number;
}

export function statisticOf(values: readonly number[]): Statistic {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length < 2) return { values, mean };
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return { values, mean, std: Math.sqrt(squares / (values.length - 1)) };
}

/** Student's t beyond which 2.5 % are, by degrees of freedom from 1 on; what is beyond the table has less than a tenth more than 1.96. */
const T_95 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093, 2.086,
];

/** The interval that has the mean in 95 % of cases (Student's); absent of one value alone. */
export function intervalOf({ values, mean, std }: Statistic): readonly [low: number, high: number] | undefined {
  if (std === undefined) return undefined;
  const t = T_95[Math.min(values.length - 1, T_95.length) - 1]!;
  const half = (t * std) / Math.sqrt(values.length);
  return [mean - half, mean + half];
}
