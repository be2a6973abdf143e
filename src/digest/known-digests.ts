/** Digests of datasets that have a name. float64 and float32 of the same examples have the same. */
const DATASETS: Readonly<Record<string, string>> = {
  "sha256:d0191acc860ea4214fd8bdfa9c8ac714fe643ed084fa6b8bc0d804df60b43dca": "the published dataset",
};

/** Digests of single splits, as files of others may have them. */
const SPLITS: Readonly<Record<string, string>> = {
  "825dab7c7d71310770fe91bfa448c75aada543fb354c0d745fff8837484b9d8a": "the published train split",
  "0c506c042272e2a6c4890ec2c36fc4d05e12623525835c2ec85c1aa4201a9710": "the published test split",
};

/** SHA-256 of the published pickle, which the preset published reproduces byte for byte. */
export const PUBLISHED_FILE = "e95257676e9fb04568e46dda007da22cc8664ccba1451456afde55d7f6dd6aa5";

export function knownName(digest: string): string | undefined {
  return DATASETS[digest];
}

export function knownSplitName(sha256: string): string | undefined {
  return SPLITS[sha256];
}
