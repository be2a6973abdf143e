#!/usr/bin/env bash
# The clients of requirements.txt read what the built command writes, and it reads what they write. In a virtual environment
# of its own; MNIST1D_PYTHON=/path/to/python uses an interpreter that has them. Arguments name the checks to run, as in
# "run.sh hub pages". jq, R and Julia are used if they are installed.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"

python="${MNIST1D_PYTHON:-}"
if [[ -z "$python" ]]; then
  environment="$(mktemp -d)"
  trap 'rm -rf "$environment"' EXIT
  python3 -m venv "$environment"
  python="$environment/bin/python"
  "$python" -m pip install --quiet --disable-pip-version-check -r "$here/requirements.txt"
fi
PATH="$(dirname "$python"):$PATH" # for commands that came with the packages
export PATH

"$python" -B "$here/clients.py"
node "$here/../../build.mjs" --internals
if [[ $# -eq 0 ]]; then set -- formats reading learning croissant hub access pages notebooks training; fi

# Two at a time, the longest first; each one's output whole when all are done.
export python here outputs
outputs="$(mktemp -d)"
trap 'rm -rf "${environment:-}" "$outputs"' EXIT
failed=0
# shellcheck disable=SC2016
printf '%s\n' "$@" | xargs -P 2 -I '{}' sh -c '"$python" -B "$here/check_$1.py" >"$outputs/$1" 2>&1' sh '{}' || failed=1
for check in "$@"; do
  printf -- '-- %s\n' "$check"
  cat "$outputs/$check"
done
exit "$failed"
