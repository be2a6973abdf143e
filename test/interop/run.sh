#!/usr/bin/env bash
# The Python clients of requirements.txt read what the built command writes, and it reads what they write. In a virtual
# environment of its own; MNIST1D_PYTHON=/path/to/python uses an interpreter that has them.
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
"$python" -B "$here/check.py"
"$python" -B "$here/check_reading.py"
