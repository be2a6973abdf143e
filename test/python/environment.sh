#!/usr/bin/env bash
# Makes a virtual environment in the folder that is named: the newest Python, and all packages that test:python, test:interop and
# test:fixtures need, which are gigabytes. CI makes it once; each of them takes its interpreter as MNIST1D_PYTHON.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/interpreters.sh"

"$(newest_interpreter)" -m venv "$1"
"$1/bin/python" -m pip install --quiet --disable-pip-version-check \
  -r "$here/requirements.txt" -r "$here/../interop/requirements.txt" -r "$here/../../fixtures/requirements.txt"
