import type { Config } from "../config/config.js";
import { PARAMETERS } from "../config/parameters.js";
import { type Built, buildDataset } from "../dataset/build-dataset.js";
import type { BuildOptions } from "../dataset/build-options.js";
import { checkRepository } from "../dataset/check-repository.js";
import { checkSpace } from "../dataset/check-space.js";
import { checkTarget } from "../dataset/check-target.js";
import { DigestMismatch } from "../dataset/digest-mismatch.js";
import { inEnclosingRepository } from "../dataset/enclosing-repository.js";
import type { Manifest } from "../dataset/manifest.js";
import { OutputError } from "../dataset/output-error.js";
import type { OutputPlan } from "../dataset/output-plan.js";
import type { Division } from "../dataset/scope.js";
import { NotRemoved } from "../dataset/staging.js";
import { CheckFailed } from "./check-failed.js";
import { flagOf, flagsText } from "./config-flags.js";
import type { FlagValues } from "./effective-config.js";
import { withProgress } from "./progress-bar.js";
import { buildSeconds, buildTimeText } from "./report/build-seconds.js";
import { upToDateJson, upToDateText, writtenJson, writtenText } from "./report/summary.js";
import { stdoutSink } from "./stdout-sink.js";
import type { Terminal } from "./terminal.js";
import { expectedGot } from "./usage-error.js";
import type { workersOf } from "./whole-number.js";
import { warnOfCard, writing } from "./write-output.js";

/** What is to be made, as flags, files and schedulers say it. */
export interface BuildRequest {
  readonly config: Config;
  readonly plan: OutputPlan;
  readonly division: Division;
  readonly workers: ReturnType<typeof workersOf>;
  /** What the data must have, if the config file says so. */
  readonly pinnedDigest: string | undefined;
}

/** Target, examples, files, summary; or what they would be. */
export async function makeDataset(
  { config, plan: given, division, workers, pinnedDigest }: BuildRequest,
  flags: FlagValues,
  terminal: Terminal,
  abortable: () => AbortSignal,
): Promise<void> {
  const plan = division.shard === undefined ? await inEnclosingRepository(given) : given;
  const asJson = flags.json === true;
  if (flags.dryRun === true) {
    await checkRepository(plan);
    const { buildPlanOf } = await import("../dataset/build-plan.js");
    const { planJson, planText } = await import("./report/plan-text.js");
    const build = await buildPlanOf(config, plan, division);
    if (asJson) await terminal.print(planJson(build, config, plan, division));
    else await terminal.report(planText(build, config, plan, division, terminal));
    return checkSpace({ rows: build.rows, length: config.finalSeqLength, dtype: config.dtype }, plan);
  }
  const signal = abortable();
  /** What is at the target already, if it is what would be made. */
  async function whatIsThere(): Promise<Manifest | undefined> {
    const existing = await checkTarget(config, plan, flags.force === true, division, { signal });
    return pinnedDigest === undefined || existing?.digest === pinnedDigest ? existing : undefined;
  }
  async function sayUpToDate(existing: Manifest): Promise<void> {
    terminal.say(upToDateText(existing, plan, terminal));
    // The dataset is there, and its entry in the card perhaps not: a run may have been killed between the two.
    if (plan.kind === "directory" && plan.repository !== undefined) {
      const { updateRepositoryCard } = await import("../dataset/repository-card.js");
      warnOfCard(await updateRepositoryCard(plan.repository), terminal);
    }
    if (asJson) await terminal.print(upToDateJson(existing, plan));
  }

  const existing = await whatIsThere();
  if (existing !== undefined) return sayUpToDate(existing);
  const options = { force: flags.force === true, ...workers, ...division, signal };
  const expected = pinnedDigest === undefined ? {} : { expectedDigest: pinnedDigest };
  const built = await build(config, plan, { ...options, ...expected }, flags, terminal).catch(
    async (error: unknown) => {
      if (!(error instanceof OutputError) || error instanceof NotRemoved) throw error;
      // Another run may have been faster with the same, and then nothing is amiss.
      const madeMeanwhile = await whatIsThere().catch(() => undefined);
      if (madeMeanwhile === undefined) throw error;
      return madeMeanwhile;
    },
  );
  if (!("times" in built)) return sayUpToDate(built);
  const times = buildSeconds(config, built.times);
  terminal.say(writtenText(built, plan, ["made", buildTimeText(times)], terminal));
  warnOfCard(built, terminal);
  if (asJson) await terminal.print(writtenJson(built, plan, times));
}

/** Builds; says of data that is not what the config file pins where that stands, and why it may be so. */
async function build(
  config: Config,
  plan: OutputPlan,
  options: BuildOptions,
  flags: FlagValues,
  terminal: Terminal,
): Promise<Built> {
  const stream = stdoutSink(terminal.stdout, options.signal);
  try {
    return await writing(plan, () =>
      withProgress(terminal, (onProgress) => buildDataset(config, plan, { ...options, onProgress, stream })),
    );
  } catch (error) {
    if (!(error instanceof DigestMismatch)) throw error;
    const overriding = PARAMETERS.filter(({ name }) => flags[name] !== undefined).map(({ key }) => flagOf(key));
    const why =
      overriding.length === 0
        ? ""
        : `. The file pins its own config, and the flags change it: ${overriding.join(", ")}`;
    const what = expectedGot(error.expected, error.found);
    const repin = `mnist1d config ${flagsText(flags)} --digest -o ${flags.config}`;
    const hint = overriding.length === 0 ? `. If the data is to change, pin it anew: ${repin}` : "";
    throw new CheckFailed(`${flags.config}: digest: ${what}: nothing was written${why}${hint}`, { cause: error });
  }
}
