# What run.sh says, and how it waits: sourced by it.

passed=0

step() { printf '\n%s\n' "$*"; }

pass() {
  passed=$((passed + 1))
  echo "  ok  $*"
}

fail() {
  echo "  FAILED  $*" >&2
  exit 1
}

# same WHAT EXPECTED GOT
same() {
  [[ $2 == "$3" ]] || fail "$1: expected \"$2\", got \"$3\""
  pass "$1: $2"
}

# within SECONDS WHAT COMMAND…: waits until the command succeeds.
within() {
  local limit=$((SECONDS + $1)) what=$2
  shift 2
  until "$@"; do
    ((SECONDS < limit)) || fail "$what: expected in time, waited too long"
    sleep 0.1
  done
}

# exits CODE COMMAND…: the command must end with this code; what it said is in $said.
exits() {
  local code=$1 got=0
  shift
  said=$("$@" 2>&1) || got=$?
  [[ $got == "$code" ]] || fail "${*:1}: expected exit code $code, got $got: $said"
}
