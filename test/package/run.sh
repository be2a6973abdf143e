#!/usr/bin/env bash
# The package as users get it: one package, small and without dependencies; installed in an empty folder, run by its name,
# imported from TypeScript; and run with npx where nothing is installed, timed.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }
at_most() { (($2 <= $3)) || fail "$1: expected at most $3, got $2"; echo "$1: $2 (at most $3)"; }
same() { [[ $2 == "$3" ]] || fail "$1: expected $3, got $2"; }

(cd "$root" && npm pack --silent --json --pack-destination "$folder" >"$folder/pack.json")
cd "$folder"
about() { node -p "JSON.parse(fs.readFileSync('$folder/pack.json', 'utf8'))[0].$1"; }
tarball="$folder/$(about filename)"
at_most "files" "$(about entryCount)" 60
at_most "bytes, unpacked" "$(about unpackedSize)" 2500000
echo "bytes, packed: $(about size)"

mkdir project
cd project
npm init --yes >/dev/null
npm install --no-audit --no-fund --offline "$tarball" >/dev/null # what it needed from elsewhere would not be found
same "packages" "$(find node_modules -name package.json | wc -l)" 1
manifest() { node -p "Object.keys(JSON.parse(fs.readFileSync('node_modules/mnist1d/package.json', 'utf8')).$1 ?? {}).join()"; }
for kind in dependencies optionalDependencies bundleDependencies; do same "$kind" "$(manifest "$kind")" ""; done
same "peerDependencies" "$(manifest peerDependencies)" "@resvg/resvg-wasm"
same "whether that is optional" "$(manifest "peerDependenciesMeta['@resvg/resvg-wasm']")" "optional"
for script in preinstall install postinstall; do same "script $script" "$(manifest "scripts?.$script")" ""; done
test -s node_modules/mnist1d/dist/THIRD-PARTY-NOTICES.md

npx mnist1d generate --shear-scale 0.75
test -s mnist1d/data/train-00000-of-00001.parquet
test -s mnist1d/data/test-00000-of-00001.parquet
published='"digest": "sha256:d0191acc860ea4214fd8bdfa9c8ac714fe643ed084fa6b8bc0d804df60b43dca"'
grep -q "$published" mnist1d/manifest.json

npx mnist1d generate --preset published -o mnist1d_data.pkl --quiet
echo "e95257676e9fb04568e46dda007da22cc8664ccba1451456afde55d7f6dd6aa5  mnist1d_data.pkl" | sha256sum --check --quiet

# Pictures: SVG as it is, and pixels with the package that makes them beside ours.
npx mnist1d plot samples mnist1d/ -o samples.svg --quiet
test -s samples.svg
npx mnist1d plot samples mnist1d/ -o samples.png 2>told && fail "pixels without the package that makes them"
grep -q "npm install @resvg/resvg-wasm" told
mkdir node_modules/@resvg
cp -R "$root/node_modules/@resvg/resvg-wasm" node_modules/@resvg/
npx mnist1d plot samples mnist1d/ -o samples.png --quiet
test -s samples.png

# Each format by itself, so that each chunk is loaded once: written, read again, and compared.
npx mnist1d generate --num-samples 100 -o all/ -f parquet,arrow,npy,npz,json,jsonl,csv,pkl --quiet
npx mnist1d verify all/ --quiet
for file in one.parquet one.arrow one.npz one.json one.jsonl one.csv one.pkl; do
  npx mnist1d convert all/ "$file" --quiet
  npx mnist1d diff all/ "$file" --quiet
done

npx mnist1d evaluate --steps 5 -o results/ --quiet
test -s results/result.json -a -s results/curves.svg

# Types, as the two ways of finding modules find them, with nothing skipped; the core without Node's.
cp "$here"/consumer*.ts .
npm pkg set type=module >/dev/null
check_types() { "$root/node_modules/.bin/tsc" --strict --target es2022 --outDir "$@"; }
mkdir node_modules/@types
cp -R "$root/node_modules/@types/node" node_modules/@types/
cp -R "$root/node_modules/undici-types" node_modules/
for way in "node16 --module node20" "bundler --module preserve"; do
  read -r resolution others <<<"$way"
  # shellcheck disable=SC2086
  check_types "out-$resolution" --moduleResolution $resolution $others --lib es2022,dom --types "" consumer.ts
  # shellcheck disable=SC2086
  check_types "out-$resolution" --moduleResolution $resolution $others --lib es2022 --types node consumer-node.ts
  node "out-$resolution/consumer.js"
  node "out-$resolution/consumer-node.js"
  echo "types: $resolution"
done

# In an empty folder, from nothing at all to the dataset; npm keeps what it installed.
mkdir "$folder/empty" "$folder/cache"
cd "$folder/empty"
for state in cold warm; do
  started=$(date +%s%N)
  npm_config_cache="$folder/cache" npm_config_update_notifier=false \
    npx --yes --offline --package "$tarball" mnist1d generate --quiet -o "$state/"
  echo "npx, $state: $((($(date +%s%N) - started) / 1000000)) ms from the command to the dataset"
  grep -q "$published" "$state/manifest.json"
done
same "packages of npx" "$(find "$folder"/cache/_npx/*/node_modules -name package.json | wc -l)" 1
echo "the package works"
