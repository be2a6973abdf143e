#!/usr/bin/env bash
# Submits the shards of a dataset as an array job, and a job that merges them when all have succeeded; prints the two job
# ids. The arguments are those of `mnist1d generate`, without --out, --shard and --workers. By environment:
#   OUT      the folder of the dataset, on a file system that all nodes share
#   SHARDS   how many (default 8)
#   ARRAY    which of them to submit (default all; such as 3,5 or 0-7%4)
#   MNIST1D  the command (default node_modules/.bin/mnist1d; in a clone, which has none, the clone's own)
# and Slurm's own: SBATCH_ACCOUNT, SBATCH_PARTITION, SBATCH_TIMELIMIT, …
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

export OUT=${OUT:?"expected the folder of the dataset, on a file system that all nodes share"}
export SHARDS=${SHARDS:-8}
default=node_modules/.bin/mnist1d
[[ -e $default ]] || default=$here/../../bin/mnist1d.js
export MNIST1D=${MNIST1D:-$default}
[[ $SHARDS =~ ^[1-9][0-9]*$ ]] || { echo "SHARDS: expected an integer from 1, got \"$SHARDS\"" >&2; exit 2; }

read -ra mnist1d <<<"$MNIST1D"
"${mnist1d[@]}" --version >/dev/null || { echo "MNIST1D: expected a command that runs, got \"$MNIST1D\"" >&2; exit 2; }

array=$(sbatch --parsable --array="${ARRAY:-0-$((SHARDS - 1))}" "$here/generate.sbatch" "$@")
echo "shards  $array"
# If a task fails for good, the merge would wait for ever: it goes instead.
merge=$(sbatch --parsable --dependency="afterok:${array%%;*}" --kill-on-invalid-dep=yes "$here/merge.sbatch")
echo "merge   $merge"
