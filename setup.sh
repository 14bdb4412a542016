#!/usr/bin/env bash
# Sets up Nabla in a virtual environment of its own; quick when nothing changed.
#   ./setup.sh                  what grading a write-up needs (no torch), in .venv
#   ./setup.sh --extra dev      and what the tests need
#   ./setup.sh --extra training and what questions with weights need
# In an unpacked `nabla zip` it makes Gradescope's image instead: a Python beside the system's
# where none is new enough, and an environment in ../venv. PYTHON names a Python to use,
# TORCH_INDEX an index with builds of torch (empty: none but pip's own).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

say() { printf 'setup.sh: %s\n' "$1" >&2; }
fail() {
  say "$1"
  [ ! -f autograder.toml ] || printf '%s\n' "$1" > setup_failed
  exit 1
}

# Final releases alone: Ubuntu 22.04 has a candidate of 3.11, on which torch cannot be imported.
releases='("final",)'
is_python() {
  "$1" -c "import sys, venv, ensurepip
sys.exit(sys.version_info < (3, 11) or sys.version_info.releaselevel not in $releases)" 2>/dev/null
}

find_python() {
  local name
  for name in "${PYTHON:-}" python3.13 python3.12 python3.11 python3.14 python3; do
    if [ -n "$name" ] && is_python "$name"; then printf '%s' "$name"; return; fi
  done
  return 1
}

make_venv() {  # PYTHON FOLDER
  "$1" -m venv "$2" || fail "$1 could not make $2 (on Debian and Ubuntu: apt-get install python3-venv)"
}

install() {  # FOLDER ARGUMENT...
  local python=$1/bin/python; shift
  "$python" -m pip install --quiet --disable-pip-version-check --constraint constraints.txt "$@" \
    || fail "pip could not install: $*; the lines above say what is missing"
}

# --- a local .venv ------------------------------------------------------------------------------

local_environment() {
  local extras=() python stamp wanted
  while [ $# -gt 0 ]; do
    case "$1" in
      --extra) [ $# -ge 2 ] || fail "--extra needs a name: dev or training"; extras+=("$2"); shift 2 ;;
      *) fail "unknown option '$1' (try: ./setup.sh --extra dev)" ;;
    esac
  done
  python=$(find_python) || fail "Python 3.11 or newer with venv is needed and was not found; install it, or set PYTHON=/path/to/python3"
  [ -x .venv/bin/python ] || make_venv "$python" .venv
  # One stamp for each set of extras: installed again only when a requirement changed.
  stamp=".venv/installed-$(IFS=-; printf '%s' "core${extras[*]:+-${extras[*]}}")"
  wanted=$(cat pyproject.toml constraints.txt | cksum)
  if [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ]; then
    say "installing into .venv (a minute the first time)"
    install .venv --editable ".${extras[*]:+[$(IFS=,; printf '%s' "${extras[*]}")]}"
    printf '%s' "$wanted" > "$stamp"
  fi
}

# --- Gradescope's image -------------------------------------------------------------------------

get() { DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"; }

from_distribution() {
  local version candidate
  apt-get update -q || true
  for version in 3.13 3.12 3.11; do
    candidate=$(apt-cache policy "python$version" | awk '/Candidate:/ { print $2 }')
    case "$candidate" in ''|'(none)'|*~rc*|*~b*|*~a*) continue ;; esac
    get "python$version" "python$version-venv" && return
  done
  return 1
}

from_uv() {
  local uv=../uv/bin/uv
  python3 -m pip --version || get python3-pip || return 1
  python3 -m pip install --quiet --target ../uv uv || return 1
  UV_PYTHON_INSTALL_DIR=$(cd .. && pwd)/python "$uv" python install --no-bin 3.12 || return 1
  PYTHON=$(ls -d ../python/cpython-3.12*/bin/python3.12 | head -n 1) && PYTHON=$(realpath "$PYTHON")
}

from_deadsnakes() {
  [ "$(. /etc/os-release && printf '%s' "$ID")" = ubuntu ] || return 1
  get software-properties-common gpg-agent && add-apt-repository -y ppa:deadsnakes/ppa \
    && get python3.12 python3.12-venv
}

from_candidates() {  # the last resort; the end of this script tries whether it is enough
  releases='("final", "candidate")'
  find_python > /dev/null || get python3.11 python3.11-venv
}

python_beside() {
  local way
  for way in from_distribution from_uv from_deadsnakes from_candidates; do
    find_python > /dev/null && return
    say "no Python 3.11 or newer (with venv) yet: trying ${way#from_}"
    "$way" >&2 || say "${way#from_}: failed"
  done
  find_python > /dev/null || fail "Python 3.11 or newer (with venv) is missing, and could be had neither from the distribution, nor by uv, nor from deadsnakes; the lines above say why"
}

install_torch() {  # FOLDER REQUIREMENT...: PyTorch's CPU builds spare 4 GB
  local folder=$1 index; shift
  index=$(cat torch-index 2>/dev/null || printf 'https://download.pytorch.org/whl/cpu')
  index=${TORCH_INDEX-$index}
  if [ -n "$index" ] && "$folder/bin/python" -c 'import sys, urllib.request as web
web.urlopen(sys.argv[1] + "/torch/", timeout=30)' "$index" 2>/dev/null; then
    install "$folder" --extra-index-url "$index" "$@"
  else
    say "torch comes from pip's own index (the index of builds '$index' is not used or cannot be reached)"
    install "$folder" "$@"
  fi
}

autograder_image() {
  local venv packages torch
  set -E
  trap 'fail "it stopped at line $LINENO"' ERR
  rm -f setup_failed
  python_beside
  venv=$(cd .. && pwd)/venv
  make_venv "$(find_python)" "$venv"
  install "$venv" $(grep -v '^torch' requirements.txt)
  torch=$(grep '^torch' requirements.txt || true)
  [ -z "$torch" ] || install_torch "$venv" $torch
  packages=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
  pwd > "$packages/nabla.pth"
  "$venv/bin/python" -m compileall -q graders solutions
  "$venv/bin/python" -P -m graders.gradescope.ready . \
    || fail "$("$venv/bin/python" --version) does not do; the lines above say what is missing"
}

if [ -f autograder.toml ]; then autograder_image; else local_environment "$@"; fi
