#!/usr/bin/env bash
# Puts schemathesis to the served openapi.json. The first run makes a Python environment in .build/contract-venv; later
# runs reuse it, offline, until the requirements change. Arguments go to Tests/Contract/run.py.
#
#   FRONTDESK_BIN   the program to test (default: .build/debug/frontdesk)

set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
requirements=$root/Tests/Contract/requirements.txt
environment=$root/.build/contract-venv
export FRONTDESK_BIN=${FRONTDESK_BIN:-$root/.build/debug/frontdesk}

fail() { printf 'test_contract: %s\n' "$*" >&2; exit 1; }

[[ -x $FRONTDESK_BIN ]] || fail "$FRONTDESK_BIN is not built: run 'swift build'"

# The stamp names the interpreter too: an environment does not survive another version of Python.
stamp=$({ python3 -c 'import sys; print(sys.version, sys.base_prefix)'; cat "$requirements"; } | sha256sum)
if [[ $(cat "$environment/stamp" 2>/dev/null) != "$stamp" ]]; then
    printf 'test_contract: making %s (once)\n' "$environment" >&2
    rm -rf "$environment"
    mkdir -p "$(dirname "$environment")"
    python3 -m venv "$environment" || fail "python3 -m venv failed: is python3-venv installed?"
    "$environment/bin/python" -m pip --disable-pip-version-check install --quiet --no-deps --only-binary :all: \
        --require-hashes --requirement "$requirements" \
        || fail "the packages could not be installed or did not match Tests/Contract/requirements.txt; is there a network?"
    printf '%s' "$stamp" >"$environment/stamp"
fi

exec "$environment/bin/python" -B "$root/Tests/Contract/run.py" "$@"
