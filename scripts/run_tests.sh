#!/usr/bin/env bash
# Runs every test of what was built by `swift build --build-tests`: Swift's one at a time, for several measure
# time-outs and two cores are few; beside them those of the pages, which mostly wait for a browser.
# Arguments go to `swift test`: the flags of the build.

set -uo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
swift_log=.build/test.log
pages_log=.build/pages.log

scripts/test_pages.sh >"$pages_log" 2>&1 &
pages=$!
trap 'kill "$pages" 2>/dev/null' EXIT

swift test --skip-build --no-parallel "$@" 2>&1 | tee "$swift_log"
swift_status=$?
echo "Waiting for the tests of the pages ..."
wait "$pages"
pages_status=$?
trap - EXIT
cat "$pages_log"
if ((swift_status != 0)); then
    printf '\nWhat failed:\n'
    grep -a "✘" "$swift_log"
fi
exit $((swift_status != 0 || pages_status != 0))
