#!/usr/bin/env bash
# Measures the product against its peers, by turns in one run of about a quarter of an hour, and writes
# docs/benchmarks.md. Fails when a bar does not hold.
#
#   scripts/bench.sh                 all, writes docs/benchmarks.md
#   scripts/bench.sh --only NAME     one of: extraction embedding ingest retrieval answer inbox first-token memory
#                                    fan-out webhooks relay; prints it
#   scripts/bench.sh --quick         small sizes, to see that everything runs; prints it

set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
venv=.build/bench-venv
requirements=Benchmarks/Peers/requirements.txt

command -v sqlite3 >/dev/null || { echo "bench: install sqlite3, which the inbox is measured against" >&2; exit 1; }
command -v pdftotext >/dev/null || { echo "bench: install poppler-utils, for pdftotext" >&2; exit 1; }

# The peers' packages, pinned by hash; made anew when the list has changed.
if ! cmp -s "$requirements" "$venv/requirements.txt"; then
    echo "bench: installing the peers into $venv (about 60 MB)" >&2
    rm -rf "$venv"
    python3 -m venv "$venv"
    "$venv/bin/python" -m pip --disable-pip-version-check install --quiet --no-deps --only-binary :all: \
        --require-hashes --requirement "$requirements"
    cp "$requirements" "$venv/requirements.txt"
fi

for product in frontdesk frontdesk-bench; do swift build -c release --product "$product" ${SWIFT_FLAGS:-} >&2; done

commit=$(git rev-parse --short HEAD 2>/dev/null || echo unknown)
git diff --quiet HEAD -- Sources Package.swift 2>/dev/null || commit+=" with changes"
output=(--output docs/benchmarks.md)
(($# == 0)) || output=()
exec .build/release/frontdesk-bench --commit "$commit" "${output[@]}" "$@"
