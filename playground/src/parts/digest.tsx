import { knownName } from "../../../src/digest/known-digests.js";
import { tooLarge } from "../model/state.js";
import { survey, surveyProblem } from "../model/survey.js";

/** The identity of the data, which the command prints as well. */
export function Digest() {
  if (tooLarge.value !== undefined || surveyProblem.value !== undefined) return null;
  const digest = survey.value?.digest;
  return (
    <p class="digest">
      digest <code data-digest={digest}>{digest ?? "…"}</code>
      {digest !== undefined && knownName(digest) !== undefined && ` ${knownName(digest)}`}
    </p>
  );
}
