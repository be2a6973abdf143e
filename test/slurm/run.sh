#!/usr/bin/env bash
# examples/slurm as its users run it, on a real Slurm with two nodes on this machine: a task that is killed and a node that
# dies are made up for, the merged dataset is the one that a single machine makes, and nothing is merged of which a part
# lacks. Installs Slurm's Debian packages if they are not there, so it runs as root. MNIST1D is the command to test.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
examples="$root/examples/slurm"
unset "${!SLURM@}" "${!SBATCH@}" ARRAY
source "$here/checks.sh"
source "$here/cluster.sh"
source "$here/jobs.sh"

folder=$(mktemp -d)
trap 'code=$?; stop_cluster; ((code == 0)) || show_logs; rm -rf "$folder"; exit $code' EXIT
[[ $EUID == 0 ]] || fail "expected to run as root, which slurmd needs; got user $EUID"

export MNIST1D=${MNIST1D:-node $root/bin/mnist1d.js}
export SHARDS=8
read -ra mnist1d <<<"$MNIST1D"
large=(--engine blocked --num-samples 2000000 -f parquet)
small=(--engine blocked --num-samples 100000 -f parquet)

install_slurm
cd "$folder"
start_cluster "$here"
echo "$(sinfo --version), $(nproc) CPUs"

step "a single machine, to compare with"
"${mnist1d[@]}" generate "${large[@]}" --out single-large --quiet
"${mnist1d[@]}" generate "${small[@]}" --out single-small --quiet
same "the two differ" different "$([[ $(digest single-large) == "$(digest single-small)" ]] || echo different)"

step "8 shards; one command is killed, then a node dies"
OUT=$folder/large submit "${large[@]}"
declare -A held=()
within 600 "four shards at work" hold_at_work 4 large
read -r doomed others < <(commands_with SLURMD_NODENAME=n1 | xargs)
victim=$(shard_of "$doomed")
lost=$(squeue --noheader --states=running --nodelist=n2 --format=%K | sort -n | xargs)
for shard in $victim $lost; do
  # A lost node's place of work says another machine, where nobody can look whether the run is dead, and has stood still for
  # the minutes after which Slurm gives a node up; here these are seconds.
  place=$(grep -l "\"target\":\"0000$shard-of-" large/.shards/.mnist1d-*/owner.json)
  sed -i 's/"host":"[^"]*","pid":[0-9]*,"boot":"[^"]*"/"host":"n2","pid":1,"boot":"another"/' "$place"
done
scontrol update partition=main state=down # so that nothing is started again before what is left has been looked at
kill_all "$doomed"
kill -CONT $others
crash_node n2
find $(grep -l '"host":"n2"' large/.shards/.mnist1d-*/owner.json | xargs dirname) -depth -exec touch -d '10 minutes ago' {} +
pass "killed the command of shard $victim, and node n2 with shards $lost"
places=$(grep -l '"host":"n2"' large/.shards/.mnist1d-*/owner.json | wc -l)
same "places that they left" "$(wc -w <<<"$victim $lost")" "$places"
scontrol update partition=main state=up
within 600 "the end of all jobs" queue_is_empty
same "shards that were started again" "$(xargs -n 1 <<<"$victim $lost" | sort -n | xargs)" "$(restarted "$array")"
same "shards that completed" "0 1 2 3 4 5 6 7" "$(in_state COMPLETED "$array")"
same "logs with a first attempt" "slurm-mnist1d-${array}_$victim.log" "$(grep -l 'back into the queue' slurm-*.log)"
same "merge" COMPLETED "$(state "$merge")"
same "digest" "$(digest single-large)" "$(digest large)"
exits 0 "${mnist1d[@]}" verify large
pass "verified"

step "the node comes back; submitted again, everything is up to date"
start n2 slurmd -D -N n2
within 120 "two idle nodes" nodes_are_idle
before=$(files large)
OUT=$folder/large submit "${large[@]}"
within 600 "the end of all jobs" queue_is_empty
same "shards that completed" "0 1 2 3 4 5 6 7" "$(in_state COMPLETED "$array")"
same "merge" COMPLETED "$(state "$merge")"
same "logs that say so" 8 "$(grep -l 'up to date' slurm-mnist1d-"$array"_?.log | wc -l)"
same "files that were written" "" "$(diff <(echo "$before") <(files large) || true)"

step "a shard is cancelled at work: the command hears of it, and leaves nothing"
OUT=$folder/cancelled ARRAY=5 submit "${large[@]}"
held=()
within 600 "a shard at work" hold_at_work 1 cancelled
scancel "$array"
within 600 "the end of all jobs" queue_is_empty
same "task" CANCELLED "$(state "$array")"
same "it says so" "error: interrupted: nothing was written" "$(grep -h interrupted "slurm-mnist1d-${array}_5.log" || true)"
same "files that it left" "" "$(files cancelled)"
same "processes that it left" "" "$(processes_with "SLURM_ARRAY_JOB_ID=$array")"

step "one shard is cancelled: nothing is merged"
scontrol update partition=main state=down # so that the array is still there to be cancelled from
OUT=$folder/small submit "${small[@]}"
scancel "${array}_5"
scontrol update partition=main state=up
within 600 "the end of all jobs" queue_is_empty
same "shards that completed" "0 1 2 3 4 6 7" "$(in_state COMPLETED "$array")"
same "merge" CANCELLED "$(state "$merge")"
same "its log" absent "$([[ -e slurm-mnist1d-merge-$merge.log ]] || echo absent)"
exits 1 "${mnist1d[@]}" merge small
grep -q "00005-of-00008" <<<"$said" || fail "merge by hand: expected to name 00005-of-00008, said: $said"
same "other shards that it names" "" "$(grep -oE '0000[0-9]-of-00008' <<<"$said" | grep -v 00005-of || true)"
same "a manifest" absent "$([[ -e small/manifest.json ]] || echo absent)"

step "that one and another are submitted again, then the merge"
export OUT=$folder/small
before=$(files small)
exits 0 sbatch --parsable --wait --array=4,5 "$examples/generate.sbatch" "${small[@]}"
same "the one that was there" "up to date" "$(grep -o 'up to date' "slurm-mnist1d-${said}_4.log")"
changed=$(diff <(echo "$before") <(files small) | sed -n 's|^[<>] \(\.shards/[^/]*\)/.*|\1|p' | uniq || true)
same "shards that were written" .shards/00005-of-00008 "$changed"
same "shards" "$(printf '0000%s-of-00008 ' {0..7})" "$(ls small/.shards | tr '\n' ' ')"
exits 0 sbatch --wait "$examples/merge.sbatch"
same "digest" "$(digest single-small)" "$(digest small)"
exits 0 "${mnist1d[@]}" verify small
exits 0 "${mnist1d[@]}" merge small
pass "verified, and merged is merged"

step "bad usage is not repeated; what could not be written is, twice"
OUT=$folder/none ARRAY=0 submit --num-samples many
usage=($array $merge)
OUT=$SLURM_CONF/is-no-folder ARRAY=0 submit "${small[@]}"
within 600 "the end of all jobs" queue_is_empty
same "bad usage: exit code, restarts" "2:0 0" "$(field ExitCode "${usage[0]}") $(field Restarts "${usage[0]}")"
same "not written: exit code, restarts" "3:0 2" "$(field ExitCode "$array") $(field Restarts "$array")"
same "merges" "CANCELLED CANCELLED" "$(state "${usage[1]}") $(state "$merge")"

printf '\n%s checks passed in %s s\n' "$passed" "$SECONDS"
