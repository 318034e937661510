"""Evaluates the desk on sets of questions and writes docs/quality.md.

    write_quality.py FRONTDESK FOLDER ... [--keep DIR]

Every folder is evaluated by `frontdesk eval --json`: all questions, and those of the half of the articles that no weight
was fitted on (`--part report`). Sets of articles are run once more with half of their articles as the knowledge base
(`--half`), so that questions about the others have to be declined. Hindi questions are asked once more in Latin letters
(`romanize.py`). Documents are kept in DIR between runs.
"""

import argparse
import datetime
import json
import os
import pathlib
import platform
import subprocess
import sys

CHECKOUT = pathlib.Path(__file__).resolve().parent.parent
# Sets whose passages belong to articles, so that leaving half of them out makes questions unanswerable.
HALVED = {"squad2", "xquad-en", "xquad-es", "xquad-hi", "faquad-pt"}
# Sets whose questions people also type in Latin letters.
ROMANIZED = {"xquad-hi"}
MEASURES = [
    ("Set", "set"), ("Questions", "questions"), ("nDCG@10", "gain"), ("Recall@5", "recall"), ("Hit@1", "hit"),
    ("Passage@5", "passageRecall"), ("Figures@5", "figures"), ("Answer contained", "containment"), ("Token F1", "tokenF1"),
    ("Answered", "answeredOfAnswerable"), ("Answered though unanswerable", "answeredOfUnanswerable"),
    ("AUROC", "areaUnderCurve"), ("False at 90 %", "falseAt90"), ("Answer p50 ms", "answerP50"),
    ("p99 ms", "answerP99"),
]  # fmt: skip


def evaluate(binary, folder, keep, *options):
    # A folder of its own per set and half: what one run makes of its documents does not touch another's.
    name = folder.name + ("-half" if "--half" in options else "")
    command = [binary, "eval", "--json", "--data", str(keep / name), *options, str(folder)]
    print("  " + " ".join([folder.name, *options]), file=sys.stderr, flush=True)
    run = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    if run.returncode != 0:
        print(f"  {folder.name} could not be evaluated", file=sys.stderr)
        return None
    return json.loads(run.stdout)["summary"]


def cell(value):
    if value is None:
        return ""
    return f"{value:.3f}" if isinstance(value, float) and value <= 1 else f"{value:.0f}" if isinstance(value, float) else str(value)


def table(rows):
    used = [(title, key) for title, key in MEASURES if any(row.get(key) is not None for row in rows)]
    lines = ["| " + " | ".join(title for title, _ in used) + " |", "| --- " * len(used) + "|"]
    lines += ["| " + " | ".join(cell(row.get(key)) for _, key in used) + " |" for row in rows]
    return "\n".join(lines)


def write(whole, reported, halved, romanized):
    """Writes what there is so far, so that a run that is broken off is not lost."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=CHECKOUT, capture_output=True, text=True).stdout.strip()
    model = os.environ.get("FRONTDESK_EMBEDDING_MODEL", "the default embedding model")
    page = f"""# Quality

Written by `make eval` (`scripts/write_quality.py`), through the product's own path: documents taken in, chunked, \
embedded, retrieved and answered without a language model. Times are of this machine and say little: docs/benchmarks.md \
has the comparisons.

- Date: {datetime.date.today()}, commit {commit}, {platform.machine()}, {os.cpu_count()} cores
- Model: {model}
- An answer counts as containing a right one when it has at most 80 words.

## All questions

{table(whole)}
"""
    if reported:
        page += f"""
## The half of the questions that no weight was fitted on

Articles are split in two by a hash of their name (`frontdesk eval --part tune` and `--part report`). No weight was fitted on this half. The features of the confidence and its bias were last chosen with squad2's and xquad's figures of both halves in sight, so "Answered" and AUROC are no blind figures there; retrieval is not concerned.

{table(reported)}
"""
    if halved:
        page += f"""
## Half of the articles as the knowledge base

Questions about the other articles have to be declined (`frontdesk eval --half`).

{table(halved)}
"""
    if romanized:
        page += f"""
## Questions typed in Latin letters

The half of the questions that nothing was tuned on, romanized by `scripts/romanize.py`: by the Survey of India's scheme \
without diacritics, and as carelessly as messages are typed.

{table(romanized)}
"""
    (CHECKOUT / "docs" / "quality.md").write_text(page)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("folders", nargs="+", type=pathlib.Path)
    parser.add_argument("--keep", type=pathlib.Path, default=CHECKOUT / ".build" / "eval")
    arguments = parser.parse_args()
    arguments.keep.mkdir(parents=True, exist_ok=True)
    whole, reported, halved, romanized = [], [], [], []
    for folder in arguments.folders:
        for rows, options in [(whole, ()), (reported, ("--part", "report")), (halved, ("--half",))]:
            if (options == ("--half",) and folder.name not in HALVED) or (rows is reported and len(arguments.folders) == 1):
                continue
            if summary := evaluate(arguments.binary, folder, arguments.keep, *options):
                rows.append(summary)
        for scheme in ("hunterian", "colloquial") if folder.name in ROMANIZED else ():
            # Of the same name, so that the documents taken in above serve again.
            typed = arguments.keep / scheme / folder.name
            script = CHECKOUT / "scripts" / "romanize.py"
            subprocess.run([sys.executable, script, folder, typed, "--scheme", scheme], check=True)
            if summary := evaluate(arguments.binary, typed, arguments.keep, "--part", "report"):
                romanized.append(summary | {"set": f"{folder.name}, {scheme}"})
        if whole:
            write(whole, reported, halved, romanized)
    if not whole:
        sys.exit("Nothing was evaluated.")
    print((CHECKOUT / "docs" / "quality.md").read_text())


if __name__ == "__main__":
    main()
