#!/usr/bin/env bash
# Tests the pages in headless Chromium. The first run makes a Python environment in .build/browser-venv; later runs
# reuse it, offline, until the requirements change. Arguments go to pytest.
#
#   FRONTDESK_BIN   the program to test (default: .build/debug/frontdesk)
#   CHROMIUM        the browser (default: /usr/bin/chromium)

set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
tests=$root/Tests/Browser
environment=$root/.build/browser-venv
export FRONTDESK_BIN=${FRONTDESK_BIN:-$root/.build/debug/frontdesk}
export CHROMIUM=${CHROMIUM:-/usr/bin/chromium}

fail() { printf 'test_pages: %s\n' "$*" >&2; exit 1; }

[[ -x $FRONTDESK_BIN ]] || fail "$FRONTDESK_BIN is not built: run 'swift build'"
[[ -x $CHROMIUM ]] || fail "$CHROMIUM is missing: run 'scripts/setup.sh --tests' (Debian package chromium)"

# The stamp names the interpreter too: an environment does not survive another version of Python.
stamp=$({ python3 -c 'import sys; print(sys.version, sys.base_prefix)'; cat "$tests/requirements.txt"; } | sha256sum)
if [[ $(cat "$environment/stamp" 2>/dev/null) != "$stamp" ]]; then
    printf 'test_pages: making %s (once)\n' "$environment" >&2
    rm -rf "$environment"
    mkdir -p "$(dirname "$environment")"
    python3 -m venv "$environment" || fail "python3 -m venv failed: is python3-venv installed?"
    "$environment/bin/python" -m pip --disable-pip-version-check install --quiet --no-deps --only-binary :all: \
        --require-hashes --requirement "$tests/requirements.txt" \
        || fail "the packages could not be installed or did not match Tests/Browser/requirements.txt; is there a network?"
    printf '%s' "$stamp" >"$environment/stamp"
fi

cd "$tests"
exec "$environment/bin/python" -B -m pytest -p no:cacheprovider "$@"
