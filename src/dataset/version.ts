import packageJson from "../../package.json" with { type: "json" };

/** Version of this package. The build puts it into the code. */
export const VERSION: string = packageJson.version;

/** Semantic versions, with pre-release and build, as https://semver.org gives their grammar. */
const SEMANTIC =
  /^(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}(-(0|[1-9]\d*|\d*[a-zA-Z-][\da-zA-Z-]*)(\.(0|[1-9]\d*|\d*[a-zA-Z-][\da-zA-Z-]*))*)?(\+[\da-zA-Z-]+(\.[\da-zA-Z-]+)*)?$/;

/**
 * Whether a text is the version of a package. Which one wrote a dataset decides nothing: what may differ between two of
 * them has versions of its own, those of manifest, engine and digest.
 */
export function isVersion(text: string): boolean {
  return SEMANTIC.test(text);
}
