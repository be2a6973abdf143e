# Interpreters of Python that are here, on the PATH or of pyenv. Sourced.

# That of a version 3.N.
interpreter() {
  local candidate
  for candidate in "python3.$1" "$(pyenv root 2>/dev/null || true)/versions/3.$1".*/bin/python; do
    if "$candidate" -c "import sys, venv; sys.exit(sys.version_info[:2] != (3, $1))" 2>/dev/null; then
      command -v "$candidate"
      return
    fi
  done
}

# The newest that is supported and that all packages of the tests are there for.
newest_interpreter() {
  local minor found
  for minor in 14 13 12 11; do
    found=$(interpreter "$minor")
    [[ -z "$found" ]] || break
  done
  printf '%s' "$found"
}
