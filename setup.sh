#!/usr/bin/env bash
# Sets up Nabla in .venv beside this file; quick when nothing changed.
#   ./setup.sh                  what grading a write-up needs (no torch)
#   ./setup.sh --extra dev      and what the tests need
#   ./setup.sh --extra training and what questions with weights need
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

fail() { printf 'setup.sh: %s\n' "$1" >&2; exit 1; }

extras=()
while [ $# -gt 0 ]; do
  case "$1" in
    --extra) [ $# -ge 2 ] || fail "--extra needs a name: dev or training"; extras+=("$2"); shift 2 ;;
    *) fail "unknown option '$1' (try: ./setup.sh --extra dev)" ;;
  esac
done

find_python() {
  local name
  for name in "${PYTHON:-}" python3.13 python3.12 python3.11 python3; do
    if [ -n "$name" ] && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      printf '%s' "$name"; return
    fi
  done
  return 1
}

python=$(find_python) || fail "Python 3.11 or newer is needed and was not found; install it, or set PYTHON=/path/to/python3"
[ -x .venv/bin/python ] || "$python" -m venv .venv || fail "could not make .venv (on Debian and Ubuntu: apt-get install python3-venv)"

# One stamp for each set of extras: installed again only when a requirement changed.
stamp=".venv/installed-$(IFS=-; printf '%s' "core${extras[*]:+-${extras[*]}}")"
wanted=$(cat pyproject.toml constraints.txt | cksum)
if [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ]; then
  echo "setup.sh: installing into .venv (a minute the first time)" >&2
  target=".${extras[*]:+[$(IFS=,; printf '%s' "${extras[*]}")]}"
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable "$target" \
    || fail "the installation failed; the lines above say why"
  printf '%s' "$wanted" > "$stamp"
fi
