/** Digests of datasets that have a name. float64 and float32 of the same examples have the same. */
const NAMES: Readonly<Record<string, string>> = {
  "sha256:d0191acc860ea4214fd8bdfa9c8ac714fe643ed084fa6b8bc0d804df60b43dca": "the published dataset",
};

/** What a dataset with this digest is known as. */
export function knownName(digest: string): string | undefined {
  return NAMES[digest];
}
