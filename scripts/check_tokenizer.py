"""Compares the tokenizer with Hugging Face's on thousands of lines made to be difficult.

    check_tokenizer.py TOKENIZER_JSON                  makes 20,000 lines, runs the Swift test over them
    check_tokenizer.py TOKENIZER_JSON --write FILE N   only writes the first lines that show N cases (the fixture)

Needs PyPI `tokenizers` and a checkout in which `swift test` works.
"""

import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import unicodedata

from tokenizers import Tokenizer

CHECKOUT = pathlib.Path(__file__).resolve().parent.parent
LINES = 20_000

SENTENCES = [
    "How do I reset my password?", "Refunds are paid within 14 days, to the card you used.", "Öffnungszeiten: Mo–Fr 9–17 Uhr",
    "¿Cuánto cuesta el envío a España?", "Où puis-je retirer ma commande ?", "Não recebi o meu reembolso",
    "Сколько стоит доставка?", "Ποιες είναι οι ώρες λειτουργίας;", "你们的退货政策是什么？", "返品はできますか？カタカナ ひらがな",
    "배송은 얼마나 걸리나요?", "वापसी की नीति क्या है?", "உங்கள் திரும்பப்பெறும் கொள்கை என்ன?", "మీ పని వేళలు ఏమిటి?", "ราคาเท่าไหร่",
    "ما هي ساعات العمل؟", "מהן שעות הפתיחה?", "Giá vận chuyển là bao nhiêu?", "İstanbul'da mağaza var mı? IĞDIR", "Straße ẞ ſ ﬁ ﬂ Ǆ",
    "e\u0301 a\u0308\u0323 o\u031b\u0301 \u0041\u030a \u1112\u1161\u11ab", "AT&T's C++/C# @ 50% (e.g. $1,299.00)", "naïve café résumé coöperate",
    "order #A-1029_x, e-mail: help@example.com; https://example.com/a?b=c&d=[1]", "🙂👩‍👩‍👧‍👦🏳️‍🌈 1️⃣ ©®™", "[CLS] [SEP][MASK] [UNK]x[PAD] [cls] [ MASK]",
    "tab\tline\x0bfeed\x0cform\x85next\u2028line\u2029para\u00a0nbsp\u3000wide", "nul\x00 bell\x07 del\x7f zwsp\u200bzwj\u200dbom\ufeffshy\u00adend\ufffd",
]  # fmt: skip


def corpus(count):
    """Lines that need every rule, the same on each run."""
    source = random.Random(20_240_914)
    assigned = [
        point for point in range(0x20, 0x110000)
        if not 0xD800 <= point < 0xE000 and unicodedata.category(chr(point)) not in ("Cn", "Co")
    ]  # fmt: skip
    blocks = [range(start, start + 128) for start in range(0, 0x32000, 128) if not 0xD800 <= start < 0xE000]
    marks = [point for point in assigned if unicodedata.category(chr(point)).startswith("M")]
    odd = [point for point in assigned if unicodedata.category(chr(point))[0] in "CZPS"]
    ascii_text = [chr(point) for point in range(0x20, 0x7F)]

    def any_scalar():
        return chr(source.choice([point for point in (source.randrange(0x110000),) if not 0xD800 <= point < 0xE000] or [65]))

    def from_block():
        block = source.choice(blocks)
        return "".join(
            chr(source.choice(block)) if source.random() < 0.8 else " " for _ in range(source.randint(1, 24))
        )

    def with_marks():
        sentence = source.choice(SENTENCES)
        return "".join(part + "".join(chr(source.choice(marks)) for _ in range(source.choice((0, 0, 1, 3)))) for part in sentence)

    def spliced():
        parts = list(source.choice(SENTENCES) + " " + source.choice(SENTENCES))
        for _ in range(source.randint(1, 6)):
            parts.insert(source.randrange(len(parts)), chr(source.choice(odd)) if source.random() < 0.6 else any_scalar())
        return "".join(parts)

    def cased():
        return "".join(part.upper() if source.random() < 0.5 else part for part in source.choice(SENTENCES))

    def normalised():
        return unicodedata.normalize(source.choice(("NFC", "NFD", "NFKC", "NFKD")), source.choice(SENTENCES))

    def long_word():
        unit = source.choice(["a", "é", "е", "ß", "1", "x\u0301", "가", "supercali", "ﬃ", "\u09cb", "𝒳"])
        return unit * source.choice([99 // len(unit), 100 // len(unit), 101, 102, 300]) + source.choice(["", " end", "!"])

    def ascii_noise():
        return "".join(source.choice(ascii_text) for _ in range(source.randint(0, 60)))

    def specials():
        names = ["[CLS]", "[SEP]", "[MASK]", "[UNK]", "[PAD]", "[unused7]", "[", "]", "##ing", "a", " ", "\u0301", "É", "中"]
        return "".join(source.choice(names) for _ in range(source.randint(1, 8)))

    makers = [from_block, with_marks, spliced, cased, normalised, long_word, ascii_noise, specials]
    yield from SENTENCES
    yield from ("", " ", "\u0301", "\ufeff", "a" * 100, "a" * 101)
    # Every assigned character once, next to letters that show where it divides a word.
    for start in range(0, len(assigned), 24):
        if source.random() < count / 40_000:
            yield " ".join(f"un{chr(point)}a" for point in assigned[start : start + 24])
    while True:
        yield source.choice(makers)()


def main(arguments):
    tokenizer = Tokenizer.from_file(arguments[0])
    tokenizer.no_padding()
    tokenizer.no_truncation()
    pieces = json.loads(pathlib.Path(arguments[0]).read_text(encoding="utf-8"))["model"]["vocab"]
    ordered = {character for piece in pieces for character in piece if unicodedata.combining(character)}
    if ordered:
        print(f"the vocabulary has marks that canonical order could move: {sorted(map(ascii, ordered))}")
        return 1
    count = int(arguments[3]) if len(arguments) == 4 else LINES
    lines = (line for _, line in zip(range(count), corpus(count)))
    cases = "".join(json.dumps({"text": line, "ids": tokenizer.encode(line).ids}) + "\n" for line in lines)
    if len(arguments) == 4:
        pathlib.Path(arguments[2]).write_text(cases, encoding="utf-8")
        return 0
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.write(cases)
        file.flush()
        print(f"comparing {count} lines")
        test = ["swift", "test", "--package-path", str(CHECKOUT), "--filter", "WordPieceTokenizerTests"]
        return subprocess.run(test, env=os.environ | {"FRONTDESK_TOKENIZER_CASES": file.name}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
