#!/usr/bin/env bash
# Builds the source archive and the wheel, into the folder that is named (default: python/dist), around the command as
# `npm pack` packs it. MNIST1D_PYTHON is an interpreter that has hatchling (default: python3). Same sources, same bytes.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
mkdir -p "${1:-$here/dist}"
out=$(cd "${1:-$here/dist}" && pwd)
bundle="$here/src/mnist1d_builder/_bundle"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

(cd "$here/.." && npm pack --silent --pack-destination "$folder" >/dev/null)
tar -xzf "$folder"/*.tgz -C "$folder"
rm -rf "$bundle"
mkdir "$bundle"
# What the command is run with: no declarations, pages or examples.
cp -R "$folder"/package/{bin,dist,package.json,config.schema.json,LICENSE} "$bundle/"
rm "$bundle"/dist/*.d.ts

export SOURCE_DATE_EPOCH=946684800 # 2000-01-01: a date in the archives that no clock has a part in
cd "$here"
"${MNIST1D_PYTHON:-python3}" -m hatchling build -d "$out" -t sdist -t wheel >/dev/null
printf '%s\n' "$out"/mnist1d_builder-*
