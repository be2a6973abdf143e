#!/usr/bin/env bash
# python/ as its users get it: wheel and source archive built from the packed command, twice, with the same bytes; the wheel installed
# where there is no Node on the PATH; tests, types, lint, and the README's examples. With the newest Python from 3.11 to 3.14 that is
# here, and the tests that need NumPy alone with 3.10, if that is. MNIST1D_PYTHON=/path/to/python is an interpreter to use instead of
# the newest; packages that it has are not installed again. Arguments go to pytest.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
python="$here/../../python"
source "$here/interpreters.sh"
folder=$(mktemp -d)
chmod 755 "$folder" # a test asks as another user
trap 'rm -rf "$folder"' EXIT

fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }
install() { "$1/bin/python" -m pip install --quiet --disable-pip-version-check "${@:2}"; }

newest="${MNIST1D_PYTHON:-$(newest_interpreter)}"
[[ -n "$newest" ]] || fail "no Python from 3.11 to 3.14"
oldest=$(interpreter 10)

echo "-- build, with $("$newest" --version)"
"$newest" -m venv "$folder/build"
install "$folder/build" hatchling==1.33.0
for time in first second; do MNIST1D_PYTHON="$folder/build/bin/python" "$python/build.sh" "$folder/$time" >/dev/null; done
for file in "$folder"/first/*; do
  cmp "$file" "$folder/second/$(basename "$file")" || fail "the second build of $(basename "$file") differs"
  echo "$(basename "$file"): $(wc -c <"$file") bytes"
done
wheel=$(echo "$folder"/first/*.whl)
(($(wc -c <"$wheel") <= 3000000)) || fail "the wheel has more than 3 MB"
tar -xzf "$folder"/first/*.tar.gz -C "$folder"
(cd "$folder"/mnist1d_builder-*/ && SOURCE_DATE_EPOCH=946684800 "$folder/build/bin/python" -m hatchling build -d "$folder/third" -t wheel) >/dev/null 2>&1
cmp "$wheel" "$folder"/third/*.whl || fail "the wheel that the source archive makes differs"

# What programs of the tests need of the system, and no Node.
mkdir "$folder/bin"
for program in sh head uname; do ln -s "$(command -v "$program")" "$folder/bin/"; done
outside() { (cd "$python" && env -u PYTHONPATH PATH="$1/bin:$folder/bin" MNIST1D_CACHE="$folder/readme" PYTHONDONTWRITEBYTECODE=1 "${@:2}"); }

if [[ -n "$oldest" ]]; then
  echo "-- $("$oldest" --version): the tests that need NumPy alone"
  "$oldest" -m venv "$folder/oldest"
  install "$folder/oldest" "$wheel" pytest==9.2.0
  outside "$folder/oldest" python -m pytest -q -p no:cacheprovider tests --ignore tests/full "$@"
else
  echo "-- no Python 3.10 here: the tests with the oldest that is supported are not run"
fi

echo "-- $("$newest" --version): all tests, types, lint"
"$newest" -m venv "$folder/newest"
install "$folder/newest" "$wheel"
outside "$folder/newest" python -c "import mnist1d_builder, sys; mnist1d_builder.load(); assert not {'torch', 'pandas'} & set(sys.modules)"
if [[ -n "${MNIST1D_PYTHON:-}" ]]; then
  site() { "$1" -c "import sysconfig; print(sysconfig.get_path('purelib'))"; }
  site "$newest" >"$(site "$folder/newest/bin/python")/packages.pth"
  if [[ -x "$(dirname "$newest")/ruff" ]]; then ln -s "$(dirname "$newest")/ruff" "$folder/bin/"; fi
fi
install "$folder/newest" -r "$here/requirements.txt"
if outside "$folder/newest" sh -c "command -v node"; then fail "there is a Node on the PATH"; fi
outside "$folder/newest" python -m pytest -q -p no:cacheprovider --doctest-glob "README.md" README.md tests "$@"
outside "$folder/newest" python -m doctest ../README.md
outside "$folder/newest" python -m mypy --cache-dir "$folder/mypy" src tests bench.py
outside "$folder/newest" ruff check --no-cache --quiet .
outside "$folder/newest" ruff format --no-cache --quiet --check .
echo "python/ works"
