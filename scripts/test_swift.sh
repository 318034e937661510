#!/usr/bin/env bash
# Runs the tests that `swift build --build-tests` has built, in two processes side by side: those that start whole
# servers, which wait for much of their time, and all others. In each, one test at a time: several measure time-outs,
# and two cores are few.

set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck disable=SC2086 # several flags in one variable
tests=$(swift build --show-bin-path ${TEST_FLAGS:-} 2>/dev/null)/frontdeskPackageTests.xctest
[[ -x $tests ]] || { echo "test_swift: the tests are not built; run make test" >&2; exit 1; }

# Colours are for people, not for logs.
[[ -t 1 ]] || export NO_COLOR=1

run() { # NAME ARGUMENT...
    local name=$1
    shift
    "$tests" --testing-library swift-testing --no-parallel "$@" 2>&1 | tee ".build/test-$name.log"
}

servers='^EndToEndTests\.'
run servers --filter "$servers" &
failed=0
run others --skip "$servers" || failed=1
wait $! || failed=1

# What ran is said at the end again: two processes wrote at once.
for name in others servers; do
    grep -a "Test run with" ".build/test-$name.log" || { echo "✘ the tests of .build/test-$name.log did not end"; failed=1; }
done
if ((failed)); then
    echo
    echo "What failed:"
    grep -ah "✘" .build/test-others.log .build/test-servers.log || true
    exit 1
fi
