# What Slurm knows of jobs, and what a dataset is: sourced by run.sh.

# submit ARGUMENTS…: as a user does; leaves the ids in $array and $merge.
submit() {
  local printed
  printed=$("$examples/submit.sh" "$@") || fail "submit.sh $*: expected exit code 0"
  array=$(awk '$1 == "shards" { print $2 }' <<<"$printed")
  merge=$(awk '$1 == "merge" { print $2 }' <<<"$printed")
  [[ $array =~ ^[0-9]+$ && $merge =~ ^[0-9]+$ ]] || fail "submit.sh: expected two job ids, got \"$printed\""
}

queue_is_empty() { [[ -z $(squeue --noheader 2>&1) ]]; }

# Whether a shard of a dataset is being written.
is_at_work() {
  local owner
  owner=$(grep -ls "\"target\":\"0000$1-of-" "$2"/.shards/.mnist1d-*/owner.json) && [[ -n $(ls "${owner%/*}/new/data" 2>/dev/null) ]]
}

# Stops the commands of a dataset's array one by one as they are at work, however fast they are, and succeeds once so many
# are stopped, all that Slurm runs. Leaves process ids by shard in $held.
hold_at_work() {
  local process shard
  for process in $(commands_with "SLURM_ARRAY_JOB_ID=$array"); do
    shard=$(shard_of "$process") || continue
    if [[ -z ${held[$shard]:-} ]] && is_at_work "$shard" "$2"; then
      kill -STOP "$process" 2>/dev/null || continue
      until [[ $(ps -o state= -p "$process") != [RSD] ]]; do :; done
      if [[ -e $2/.shards/0000$shard-of-00008 ]]; then kill -CONT "$process"; else held[$shard]=$process; fi
    fi
  done
  [[ ${#held[@]} == "$1" && $(squeue --noheader --states=running --format=%K | sort -n | xargs) == $(printf '%s\n' "${!held[@]}" | sort -n | xargs) ]]
}

# The array index of a process.
shard_of() { { tr "\0" "\n" <"/proc/$1/environ"; } 2>/dev/null | sed -n "s/^SLURM_ARRAY_TASK_ID=//p"; }

# One line for each task of a job, as key=value pairs.
tasks() { scontrol --oneliner show job "$1"; }

# Values of a key, one for each task.
field() { tasks "$2" | grep -oE "(^| )$1=[^ ]*" | cut -d= -f2-; }

state() { field JobState "$1"; }

# Indices of an array's tasks in a state.
in_state() { tasks "$2" | grep -E " JobState=$1 " | grep -oE ' ArrayTaskId=[0-9]+' | cut -d= -f2 | sort -n | xargs; }

# Indices of an array's tasks that were started more than once.
restarted() { tasks "$1" | grep -vE ' Restarts=0 ' | grep -oE ' ArrayTaskId=[0-9]+' | cut -d= -f2 | sort -n | xargs; }

digest() { node -p 'JSON.parse(fs.readFileSync(process.argv[1], "utf8")).digest' "$1/manifest.json"; }

# Every file of a folder with what changes if it is written again.
files() { find "$1" -type f -printf '%P %i %s %T@\n' 2>/dev/null | sort; }

show_logs() {
  local log
  for log in "$folder"/slurm-*.log; do
    [[ -s $log ]] && echo "--- ${log##*/}" >&2 && tail -n 5 "$log" >&2
  done
  [[ -e $folder/slurmctld.log ]] && echo "--- slurmctld.log" >&2 && tail -n 15 "$folder/slurmctld.log" >&2
  return 0
}
