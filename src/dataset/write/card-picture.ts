import { namesByLabel } from "../../config/config.js";
import { parseConfig } from "../../config/parse-config.js";
import { PICTURE_CLASSES } from "../../describe/manifest.js";
import { samplesFigure } from "../../figures/samples.js";
import type { DatasetInfo } from "../../formats/format.js";
import type { Chunk } from "../../generate/examples.js";
import { drawExamples } from "../../generate/generate.js";
import type { WorkOptions } from "../../generate/work-options.js";
import type { Manifest } from "../manifest.js";
import { datasetInfo } from "./encode.js";

const EXAMPLES_PER_CLASS = 2;

/** Rows among which the examples are the first, so that rows that are sorted by class cost nothing. */
const ROWS = 2000;

interface PictureExample {
  /** As float32, whatever the chunks have. */
  readonly x: Float32Array;
  /** Whether label noise gave it another label than its own. */
  readonly isWrong: boolean;
}

/** The picture that a card has of its dataset: of each class its template, if it is known, and two examples. */
export class CardPicture {
  readonly #split: string | undefined;
  readonly #examples = new Map<number, PictureExample[]>();

  constructor(private readonly info: DatasetInfo) {
    this.#split = info.splits.find(({ rows }) => rows > 0)?.name;
  }

  /**
   * @param chunk of the dataset: they come in their order, from the first.
   * @returns whether more are needed.
   */
  observe({ split, start, rows, x, y, yClean }: Chunk): boolean {
    if (split !== this.#split) return false;
    const { length } = this.info;
    for (let row = 0; row < rows && start + row < ROWS; row++) {
      const found = this.#examples.get(y[row]!) ?? [];
      if (found.length === EXAMPLES_PER_CLASS) continue;
      const isWrong = yClean !== undefined && yClean[row] !== y[row];
      found.push({ x: Float32Array.from(x.subarray(row * length, (row + 1) * length)), isWrong });
      this.#examples.set(y[row]!, found);
    }
    return start + rows < ROWS;
  }

  /** Undefined where there is nothing to draw. */
  svg(): string | undefined {
    const { config, t, templates } = this.info;
    const found = [...this.#examples].sort(([a], [b]) => a - b).slice(0, PICTURE_CLASSES);
    if (!found.some(([, examples]) => examples.some(({ x }) => x.some(Number.isFinite)))) return undefined;
    const names = config && namesByLabel(parseConfig(config));
    const classes = found.map(([label, examples]) => {
      const template = templates?.x[templates.y.indexOf(label)];
      return {
        name: names?.get(label) ?? `${label}`,
        ...(template && { template: { x: template, t: templates!.t } }),
        examples: examples.map(({ x, isWrong }) => {
          return { x, ...(t && { t }), ...(isWrong && { colour: "vermilion" as const }) };
        }),
      };
    });
    const hasWrong = found.some(([, examples]) => examples.some(({ isWrong }) => isWrong));
    const what = `${templates ? "Templates, and examples" : "Examples"} in ${this.#split}`;
    return samplesFigure({ title: `${what}${hasWrong ? "; in orange those with a wrong label" : ""}`, classes });
  }
}

/** The picture of a dataset whose rows are in files already: its first ones are drawn anew. */
export async function pictureOf({ config, formats }: Manifest, work: WorkOptions): Promise<CardPicture | undefined> {
  if (config === null || !formats.includes("parquet")) return undefined;
  const examples = await drawExamples(parseConfig(config), work);
  const picture = new CardPicture(await datasetInfo(examples));
  for (const chunk of examples.chunks({ reuse: true })) if (!picture.observe(chunk)) break;
  return picture;
}
