"""Writes an evaluation set with its questions typed in Latin letters, as people without an Indic keyboard do.

    romanize.py SET OUTPUT [--scheme hunterian|colloquial]

SET is a folder of corpus.jsonl.gz, queries.jsonl.gz and qrels.tsv; documents and judgements are copied, questions in
Devanagari, Tamil and Telugu are romanized, others are left out. `hunterian` is the Survey of India's scheme without its
diacritics, `colloquial` the careless spelling of messages: doubled vowels here and there, z for ja, w for va, dropped
aspirates. Neither is the inverse of the desk's tables, so that folding is measured and not just undone.
"""

import argparse
import gzip
import hashlib
import json
import pathlib
import shutil

CONSONANTS = "k kh g gh n ch chh j jh n t th d dh n t th d dh n n p ph b bh m y r r l l l v sh sh s h".split()
# The order of Unicode's Indic blocks, the same in each: ka is 0x15 from the block's start.
FIRST_CONSONANT, VIRAMA, NUKTA = 0x15, 0x4D, 0x3C
VOWELS = {
    0x05: "a", 0x06: "a", 0x07: "i", 0x08: "i", 0x09: "u", 0x0A: "u", 0x0B: "ri", 0x0D: "e", 0x0E: "e", 0x0F: "e",
    0x10: "ai", 0x11: "o", 0x12: "o", 0x13: "o", 0x14: "au",
    0x3E: "a", 0x3F: "i", 0x40: "i", 0x41: "u", 0x42: "u", 0x43: "ri", 0x45: "e", 0x46: "e", 0x47: "e", 0x48: "ai",
    0x49: "o", 0x4A: "o", 0x4B: "o", 0x4C: "au",
}  # fmt: skip
LONG = {0x06: "aa", 0x08: "ee", 0x0A: "oo", 0x3E: "aa", 0x40: "ee", 0x42: "oo"}
NUKTAS = {"k": "q", "kh": "kh", "g": "g", "j": "z", "d": "r", "dh": "rh", "ph": "f", "y": "y", "n": "n", "r": "r", "l": "l"}
BLOCKS = {0x0900: "hi", 0x0B80: "ta", 0x0C00: "te"}
# Tamil writes one letter for a voiceless stop and, between vowels or after a nasal, its voiced one.
TAMIL = {0x1A: "ch", 0x24: "th", 0x34: "zh"}
VOICED = {"k": "g", "ch": "s", "t": "d", "th": "dh", "p": "b"}


def block_of(character):
    return next((start for start in BLOCKS if start <= ord(character) < start + 0x80), None)


def units(word, block):
    """Pairs of consonant and vowel; a vowel of None is the inherent one, '' none."""
    result, index = [], 0
    points = [ord(c) - block for c in word]
    while index < len(points):
        point = points[index]
        index += 1
        if FIRST_CONSONANT <= point <= 0x39 or 0x58 <= point <= 0x5F:
            sound = CONSONANTS[point - FIRST_CONSONANT] if point <= 0x39 else ["q", "kh", "g", "z", "r", "rh", "f", "y"][point - 0x58]
            if block == 0x0B80:
                sound = TAMIL.get(point, sound)
            if index < len(points) and points[index] == NUKTA:
                sound = NUKTAS.get(sound, sound)
                index += 1
            if block == 0x0B80 and result and sound in VOICED:
                after_vowel = result[-1][1] != "" and not (index < len(points) and points[index] == VIRAMA)
                after_nasal = result[-1][1] == "" and result[-1][0] in ("n", "m")
                if after_vowel or (after_nasal and sound != "ch"):
                    sound = VOICED[sound]
            vowel = None
            if index < len(points) and points[index] == VIRAMA:
                vowel, index = "", index + 1
            elif index < len(points) and points[index] in VOWELS and points[index] >= 0x3E:
                vowel, index = points[index], index + 1
            result.append([sound, vowel])
        elif point in VOWELS:
            result.append(["", point])
        elif point in (0x01, 0x02):
            result.append(["n", ""])
        elif point == 0x03:
            result.append(["h", ""])
    return result


def silenced(parts, block):
    """Drops the inherent vowels that Hindi does not speak: at the end, and between vowel-consonant and consonant-vowel."""
    if block != 0x0900:
        return parts
    if len(parts) > 1 and parts[-1][1] is None:
        parts[-1][1] = ""
    for index in range(len(parts) - 2, 0, -1):
        before, here, after = parts[index - 1], parts[index], parts[index + 1]
        if here[1] is None and here[0] and before[1] != "" and after[1] != "" and after[0]:
            here[1] = ""
    return parts


def romanize_word(word, block, colloquial, coin):
    parts = silenced(units(word, block), block)
    text = ""
    for index, (sound, vowel) in enumerate(parts):
        last = index == len(parts) - 1
        if sound == "n" and vowel == "" and not last and parts[index + 1][0][:1] in ("p", "b", "m"):
            sound = "m"
        if colloquial:
            if sound in ("v",) and coin(index, 2):
                sound = "w"
            if sound == "chh" and coin(index, 2):
                sound = "ch"
            if sound == "z" and coin(index, 2):
                sound = "j"
            if sound == "ph" and coin(index, 2):
                sound = "f"
        letters = "a" if vowel is None else "" if vowel == "" else VOWELS[vowel]
        if colloquial and vowel in LONG and not last and coin(index + 7, 3):
            letters = LONG[vowel]
        text += sound + letters
    return text


def romanize(text, colloquial):
    result, word, block = "", "", None

    def flush():
        nonlocal word
        if word:
            digest = hashlib.sha256(word.encode()).digest()
            out = romanize_word(word, block, colloquial, lambda index, n: digest[index % 32] % n == 0)
            word = ""
            return out
        return ""

    for character in text:
        found = block_of(character)
        is_letter = found is not None and not (0x64 <= ord(character) - found <= 0x6F)
        if is_letter:
            block = found
            word += character
            continue
        if character in "\u200c\u200d":
            continue
        result += flush()
        if found is not None and 0x66 <= ord(character) - found <= 0x6F:
            character = str(ord(character) - found - 0x66)
        result += "." if character == "\u0964" else character
    return result + flush()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set", type=pathlib.Path)
    parser.add_argument("output", type=pathlib.Path)
    parser.add_argument("--scheme", choices=["hunterian", "colloquial"], default="colloquial")
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)
    for name in ("corpus.jsonl.gz", "qrels.tsv"):
        shutil.copyfile(arguments.set / name, arguments.output / name)
    with gzip.open(arguments.set / "queries.jsonl.gz", "rt") as source, open(
        arguments.output / "queries.jsonl", "w"
    ) as target:
        for line in source:
            query = json.loads(line)
            if not any(block_of(c) is not None for c in query["text"]):
                continue
            query["text"] = romanize(query["text"], arguments.scheme == "colloquial")
            target.write(json.dumps(query, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
