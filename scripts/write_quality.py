"""Evaluates the desk on sets of questions and writes docs/quality.md.

    write_quality.py FRONTDESK FOLDER ... [--keep DIR]

Every folder is evaluated by `frontdesk eval --json`: all questions, and those of the half of the articles that no weight
was fitted on (`--part report`). Sets of articles are run once more with half of their articles as the knowledge base
(`--half`), so that questions about the others have to be declined. Hindi questions are asked once more in Latin letters
(`romanize.py`), Spanish, German and Hindi ones once more of the English documents. Folders of follow-up turns and of claims with
their evidence have tables of their own. Documents are kept in DIR between runs, until what takes them in has changed.
"""

import argparse
import datetime
import gzip
import hashlib
import json
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys

CHECKOUT = pathlib.Path(__file__).resolve().parent.parent
# Sets whose passages belong to articles, so that leaving half of them out makes questions unanswerable.
HALVED = {"squad2", "xquad-en", "xquad-es", "xquad-hi", "faquad-pt"}
# Sets whose questions people also type in Latin letters.
ROMANIZED = {"xquad-hi"}
# Sets whose questions are also asked of another set's documents, which are the same in another language.
CROSSED = {"xquad-es": "xquad-en", "xquad-de": "xquad-en", "xquad-hi": "xquad-en"}
# What makes chunks and vectors of documents.
TAKING_IN = ["DeskModel", "Ingest", "ModelProviders", "Storage", "TextAnalysis", "VectorIndex"]
MEASURES = [
    ("Set", "set"), ("Questions", "questions"), ("nDCG@10", "gain"), ("Recall@5", "recall"), ("Hit@1", "hit"),
    ("Passage@5", "passageRecall"), ("Figures@5", "figures"), ("Answer contained", "containment"), ("Token F1", "tokenF1"),
    ("Answered", "answeredOfAnswerable"), ("Answered though unanswerable", "answeredOfUnanswerable"),
    ("AUROC", "areaUnderCurve"), ("False at 90 %", "falseAt90"), ("Answer p50 ms", "answerP50"),
    ("p99 ms", "answerP99"),
]  # fmt: skip
FOLLOW_UPS = [
    ("Set", "set"), ("Turns", "turns"), ("Token F1 as asked", "raw"), ("Rewritten", "rewritten"),
    ("Searched for", "searched"), ("Rewritten turns", "changed"), ("Needlessly", "needless"),
]  # fmt: skip
GROUNDING = [
    ("Set", "set"), ("Pairs", "pairs"), ("Supported", "supported"), ("Accuracy", "accuracy"),
    ("AUROC", "areaUnderCurve"), ("Passed of supported", "passedOfSupported"), ("Passed of others", "passedOfOthers"),
]  # fmt: skip


def kept_folder(keep):
    """Where documents are kept that were taken in by the sources as they are now; those of others are removed."""
    digest = hashlib.sha256()
    for target in TAKING_IN:
        for file in sorted((CHECKOUT / "Sources" / target).rglob("*.swift")):
            digest.update(file.read_bytes())
    folder = keep / digest.hexdigest()[:12]
    for other in keep.iterdir() if keep.exists() else ():
        if other.is_dir() and other != folder and re.fullmatch("[0-9a-f]{12}", other.name):
            shutil.rmtree(other)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def read_lines(file):
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def crossed(folder, documents, keep):
    """The questions of one set with the documents of another, and the right answers as these word them."""
    made = keep / "crossed" / f"{folder.name}-to-{documents}"
    made.mkdir(parents=True, exist_ok=True)
    # The sets are translations of each other: a question has the same id in both.
    worded = {query["id"]: query["answers"] for query in read_lines(folder.parent / documents / "queries.jsonl.gz") if "answers" in query}
    with gzip.open(made / "queries.jsonl.gz", "wt", encoding="utf-8") as queries:
        for query in read_lines(folder / "queries.jsonl.gz"):
            # Of a question that the other set lacks, nobody knows how its documents word the answer.
            query["answers"] = worded.get(query["id"], [])
            queries.write(json.dumps(query, ensure_ascii=False) + "\n")
    shutil.copyfile(folder / "qrels.tsv", made / "qrels.tsv")
    shutil.copyfile(folder.parent / documents / "corpus.jsonl.gz", made / "corpus.jsonl.gz")
    return made


def evaluate(binary, folder, keep, *options):
    """What `frontdesk eval` says of a folder; `None` when it fails."""
    # A folder of its own per set and half: what one run makes of its documents does not touch another's.
    name = folder.name + ("-half" if "--half" in options else "")
    command = [binary, "eval", "--json", "--data", str(keep / name), *options, str(folder)]
    print("  " + " ".join([folder.name, *options]), file=sys.stderr, flush=True)
    run = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    if run.returncode != 0:
        print(f"  {folder.name} could not be evaluated", file=sys.stderr)
        return None
    said = json.loads(run.stdout)
    # Turns and pairs of claim and evidence have reports of their own shape.
    return said.get("summary", said)


def cell(value):
    if value is None:
        return ""
    return f"{value:.3f}" if isinstance(value, float) and value <= 1 else f"{value:.0f}" if isinstance(value, float) else str(value)


def table(rows, measures=MEASURES):
    used = [(title, key) for title, key in measures if any(row.get(key) is not None for row in rows)]
    lines = ["| " + " | ".join(title for title, _ in used) + " |", "| --- " * len(used) + "|"]
    lines += ["| " + " | ".join(cell(row.get(key)) for _, key in used) + " |" for row in rows]
    return "\n".join(lines)


def languages(rows):
    """The share of questions whose document comes first, by the questions' language."""
    lines = [
        f"| {row['set']} | {language} | {cell(hit)} |"
        for row in rows
        for language, hit in sorted((row.get("hitByLanguage") or {}).items())
    ]
    return "\n".join(["| Set | Questions in | Hit@1 |", "| --- | --- | --- |", *lines]) if lines else ""


class Quality:
    """What was measured so far, written after every set, so that a run that is broken off is not lost."""

    def __init__(self):
        self.whole, self.reported, self.halved, self.romanized, self.follow_ups, self.grounding = [], [], [], [], [], []

    def sections(self):
        yield "All questions", "", table(self.whole)
        if self.reported:
            yield (
                "The half of the questions that no weight was fitted on",
                "Articles are split in two by a hash of their name (`frontdesk eval --part tune` and `--part report`). "
                "No weight was fitted on this half. The features of the confidence and its bias were last chosen with "
                'the figures of both halves of squad2, xquad, faquad-pt, covid-qa and policyqa in sight, so "Answered" and '
                "AUROC are no blind figures there; retrieval is not concerned.",
                table(self.reported),
            )
        if by_language := languages(self.whole):
            yield "By language", "", by_language
        if self.halved:
            yield (
                "Half of the articles as the knowledge base",
                "Questions about the other articles have to be declined (`frontdesk eval --half`).",
                table(self.halved),
            )
        if self.romanized:
            yield (
                "Questions typed in Latin letters",
                "The half of the questions that nothing was tuned on, romanized by `scripts/romanize.py`: by the Survey "
                "of India's scheme without diacritics, and as carelessly as messages are typed.",
                table(self.romanized),
            )
        if self.follow_ups:
            yield (
                "Follow-up questions",
                "Word overlap with the stand-alone question that people wrote, of the turn as it was asked and as the "
                "desk rewrites it without a language model. What is searched for holds words of the conversation besides. "
                "The rules were written with the tuning half in sight: the report half is the blind figure. Where the best "
                "of the customer's own noun phrases was put in by hindsight, for the first pronoun or behind of, for or in, "
                "the tuning half gained 0.065; where exactly those words were added, by hindsight, that the customer had used "
                "before and the stand-alone question holds, the halves gained 0.056 and 0.060. The rest is paraphrase, and "
                "names that only replies or nobody said.",
                table(self.follow_ups, FOLLOW_UPS),
            )
        if self.grounding:
            yield (
                "Claims and their evidence",
                "The check of generated sentences, asked whether the evidence supports the claim.",
                table(self.grounding, GROUNDING),
            )

    def write(self):
        commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=CHECKOUT, capture_output=True, text=True).stdout.strip()
        changed = subprocess.run(["git", "diff", "--quiet", "HEAD", "--", "Sources", "Package.swift"], cwd=CHECKOUT)
        if changed.returncode != 0:
            commit += " with changes"
        model = os.environ.get("FRONTDESK_EMBEDDING_MODEL", "the default embedding model")
        page = f"""# Quality

Written by `make eval` (`scripts/write_quality.py`), through the product's own path: documents taken in, chunked, \
embedded, retrieved and answered without a language model. Times are of this machine and say little: docs/benchmarks.md \
has the comparisons.

- Date: {datetime.date.today()}, commit {commit}, {platform.machine()}, {os.cpu_count()} cores
- Model: {model}
- An answer counts as containing a right one when it has at most three sentences and 80 words.
- "xquad-es-to-xquad-en": the questions of the one, the documents of the other, whose wording of the right \
answers counts.
"""
        for heading, text, rows in self.sections():
            page += f"\n## {heading}\n\n" + (f"{text}\n\n" if text else "") + rows + "\n"
        (CHECKOUT / "docs" / "quality.md").write_text(page)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("folders", nargs="+", type=pathlib.Path)
    parser.add_argument("--keep", type=pathlib.Path, default=CHECKOUT / ".build" / "eval")
    arguments = parser.parse_args()
    keep = kept_folder(arguments.keep)
    quality = Quality()
    for folder in arguments.folders:
        if (folder / "turns.jsonl.gz").exists() or (folder / "pairs.jsonl.gz").exists():
            rows = quality.follow_ups if (folder / "turns.jsonl.gz").exists() else quality.grounding
            if report := evaluate(arguments.binary, folder, keep):
                rows.append(report)
            if rows is quality.follow_ups and (report := evaluate(arguments.binary, folder, keep, "--part", "report")):
                rows.append(report | {"set": f"{folder.name}, report half"})
            continue
        asked = [folder]
        if (documents := CROSSED.get(folder.name)) and (folder.parent / documents).is_dir():
            asked.append(crossed(folder, documents, keep))
        for one in asked:
            for rows, options in [(quality.whole, ()), (quality.reported, ("--part", "report")), (quality.halved, ("--half",))]:
                if options == ("--half",) and one.name not in HALVED:
                    continue
                if rows is quality.reported and len(arguments.folders) == 1:
                    continue
                # A set of one article alone falls whole into one half.
                if (summary := evaluate(arguments.binary, one, keep, *options)) and summary["questions"]:
                    rows.append(summary)
        for scheme in ("hunterian", "colloquial") if folder.name in ROMANIZED else ():
            # Of the same name, so that the documents taken in above serve again.
            typed = keep / scheme / folder.name
            script = CHECKOUT / "scripts" / "romanize.py"
            subprocess.run([sys.executable, script, folder, typed, "--scheme", scheme], check=True)
            if summary := evaluate(arguments.binary, typed, keep, "--part", "report"):
                quality.romanized.append(summary | {"set": f"{folder.name}, {scheme}"})
        if quality.whole:
            quality.write()
    if not quality.whole:
        sys.exit("Nothing was evaluated.")
    quality.write()
    print((CHECKOUT / "docs" / "quality.md").read_text())


if __name__ == "__main__":
    main()
