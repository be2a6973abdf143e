# A Slurm cluster on this machine: sourced by run.sh. Everything of it is in $folder, and reached through $SLURM_CONF.

declare -A daemon # process ids by name

install_slurm() {
  type -P slurmctld slurmd sbatch scancel scontrol sinfo squeue >/dev/null && return
  echo "installing slurmctld, slurmd and slurm-client"
  apt_get update || true # a list of last week may do
  apt_get install slurmctld slurmd slurm-client ||
    fail "Slurm: expected apt-get to install slurmctld, slurmd and slurm-client; it said: $(tail -n 5 "$folder/apt.log")"
}

# The packages' own services are not started: they have no configuration.
apt_get() {
  DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get "$1" -qq -y --no-install-recommends "${@:2}" >"$folder/apt.log" 2>&1
}

start_cluster() {
  local here=$1 host ports
  host=$(uname -n)
  read -ra ports < <(free_ports 3)
  mkdir "$folder/state" "$folder/spool-n1" "$folder/spool-n2"
  export SLURM_CONF="$folder/slurm.conf"
  sed -e "s|FOLDER|$folder|; s|HOST|${host%%.*}|" \
    -e "s|PORT0|${ports[0]}|; s|PORT1|${ports[1]}|; s|PORT2|${ports[2]}|" "$here/slurm.conf" >"$SLURM_CONF"
  start slurmctld slurmctld -D -i
  start n1 slurmd -D -N n1
  start n2 slurmd -D -N n2
  within 120 "two idle nodes" nodes_are_idle
}

free_ports() {
  node -e '
    const { createServer } = require("node:net");
    const servers = Array.from({ length: Number(process.argv[1]) }, () => createServer().listen(0, "127.0.0.1"));
    const listening = servers.map((server) => new Promise((resolve) => server.once("listening", resolve)));
    Promise.all(listening).then(() => {
      console.log(servers.map((server) => server.address().port).join(" "));
      for (const server of servers) server.close();
    });
  ' "$1"
}

start() {
  "${@:2}" >"$folder/$1.out" 2>&1 &
  daemon[$1]=$!
}

nodes_are_idle() {
  [[ $(sinfo --noheader --format=%D/%T 2>/dev/null) == 2/idle ]]
}

# Ids of the processes of this cluster's jobs whose environment has the line $1.
processes_with() {
  local ours
  ours=$(grep -lszxF -e "SLURM_CONF=$SLURM_CONF" /proc/[0-9]*/environ || true)
  grep -lszxF -e "$1" /dev/null $ours | cut -d/ -f3 || true
}

# Ids of the commands, of those, that are making a shard.
commands_with() {
  local process
  for process in $(processes_with "$1"); do
    grep -szxF -q -e --shard "/proc/$process/cmdline" && echo "$process"
  done
  return 0
}

# A power cut: everything of a node is gone, and nobody is told. First those who could tell: slurmd, and the slurmstepd
# above each job.
crash_node() {
  local process processes
  processes=$(processes_with "SLURMD_NODENAME=$1")
  # In one call: stopped processes whose slurmstepd has ended get SIGHUP and SIGCONT, and would end in order.
  kill_all ${daemon[$1]:-} $(for process in $processes; do slurmstepd_above "$process"; done) $processes
  wait ${daemon[$1]:-} 2>/dev/null || true
}

# Some may have ended meanwhile.
kill_all() { kill -KILL "$@" 2>/dev/null || true; }

slurmstepd_above() {
  local parent
  parent=$(sed -n 's/^PPid:\t//p' "/proc/$1/status" 2>/dev/null) || return 0
  grep -qx slurmstepd "/proc/$parent/comm" 2>/dev/null && echo "$parent"
  return 0
}

stop_cluster() {
  [[ -n ${daemon[slurmctld]:-} ]] || return 0
  crash_node n1
  crash_node n2
  kill -TERM "${daemon[slurmctld]}" 2>/dev/null || true
  wait "${daemon[slurmctld]}" 2>/dev/null || true
}
