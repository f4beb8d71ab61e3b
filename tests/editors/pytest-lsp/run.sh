#!/usr/bin/env bash
# Runs the server against pytest-lsp: a language client with typed messages, written by others than the server's authors.
#
#   bash tests/editors/pytest-lsp/run.sh [PYTEST ARGUMENTS]
#
# The first run installs the client into $TRADEOFF_EDITORS_CACHE (default: ~/.cache/tradeoff-editors), which later
# runs use again. TRADEOFF names the program to test; without it the one in target/ is built and tested.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)
cache=${TRADEOFF_EDITORS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/tradeoff-editors}

# The environment's name holds what is in it, so that changed requirements make a new one.
venv=$cache/pytest-lsp-$(cksum <"$here/requirements.txt" | cut -d ' ' -f 1)
if [ ! -e "$venv/complete" ]; then
  rm -rf "$venv"
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
  touch "$venv/complete"
fi

if [ -z "${TRADEOFF:-}" ]; then
  (cd "$root" && cargo build --quiet --locked --bin tradeoff)
  TRADEOFF=${CARGO_TARGET_DIR:-$root/target}/debug/tradeoff
fi
export TRADEOFF PYTHONDONTWRITEBYTECODE=1
exec "$venv/bin/pytest" --quiet -c "$here/pytest.ini" "$here" "$@"
