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

# works_at NUMBER DATASET: so many shards of it are being written.
works_at() { [[ $(find "$2/.shards" -path '*/new/data/*' -printf '%P\n' 2>/dev/null | cut -d/ -f1 | sort -u | wc -l) == "$1" ]]; }

# The array index of a process.
shard_of() { tr '\0' '\n' <"/proc/$1/environ" | sed -n 's/^SLURM_ARRAY_TASK_ID=//p'; }

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

has_files() { [[ -n $(find "$1" -type f 2>/dev/null) ]]; }

show_logs() {
  local log
  for log in "$folder"/slurm-*.log; do
    [[ -s $log ]] && echo "--- ${log##*/}" >&2 && tail -n 5 "$log" >&2
  done
  [[ -e $folder/slurmctld.log ]] && echo "--- slurmctld.log" >&2 && tail -n 15 "$folder/slurmctld.log" >&2
  return 0
}
