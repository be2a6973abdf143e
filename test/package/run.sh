#!/usr/bin/env bash
# The package as users get it: packed, installed in an empty folder, run by its name.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

tarball=$(cd "$root" && npm pack --silent --pack-destination "$folder" | tail -n 1)
cd "$folder"
npm init --yes >/dev/null
npm install --no-audit --no-fund --ignore-scripts "./$tarball" >/dev/null

npx mnist1d generate --shear-scale 0.75
test -s mnist1d/data/train-00000-of-00001.parquet
test -s mnist1d/data/test-00000-of-00001.parquet
grep -q '"digest": "sha256:d0191acc860ea4214fd8bdfa9c8ac714fe643ed084fa6b8bc0d804df60b43dca"' mnist1d/manifest.json

npx mnist1d generate --preset published -o mnist1d_data.pkl --quiet
echo "e95257676e9fb04568e46dda007da22cc8664ccba1451456afde55d7f6dd6aa5  mnist1d_data.pkl" | sha256sum --check --quiet

node --input-type=module -e '
  import { defaults, generate } from "mnist1d";
  import schema from "mnist1d/config.schema.json" with { type: "json" };
  import { planOutput } from "mnist1d/node";
  const { splits } = generate({ numSamples: 100 });
  if (splits[0].rows !== 80 || defaults.seed !== 42 || schema.type !== "object") throw new Error("the library is broken");
  if (planOutput("x.parquet", []).kind !== "file") throw new Error("mnist1d/node is broken");
'
echo "the package works"
