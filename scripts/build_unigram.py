"""Writes the tables of an XLM-R tokeniser (SentencePiece Unigram) in the form that the server maps into memory.

    build_unigram.py TOKENIZER_JSON OUTPUT

All numbers are little-endian; each section begins at a multiple of 8 bytes.

    header       8 x u32: "FDU1", nodes, pieces, charsmap units, charsmap bytes, id of the unknown piece, 0, 0
    scores       f64 per piece: the log probability
    children     u32 per node and one more: node n's children are the nodes children[n] ..< children[n + 1]
    values       i32 per node: the piece that ends here, or -1
    units        u32 per unit: the charsmap's double array (Darts-clone's form)
    labels       u8 per node: the byte that leads to it; sorted among the children of a node
    text         u8: what the charsmap replaces by, each ended by a zero

The trie's nodes are in breadth-first order, so that a node's children are neighbours.
"""

import base64
import json
import pathlib
import struct
import sys

import numpy

MAGIC = b"FDU1"


def build_trie(pieces):
    """`pieces` as (bytes, id) -> the labels, first children and values of the nodes."""
    pieces = sorted(pieces)
    labels, children, values = [0], [], []
    level = [(0, len(pieces))]
    depth = 0
    while level:
        following = []
        for start, end in level:
            children.append(len(labels))
            if start < end and len(pieces[start][0]) == depth:
                values.append(pieces[start][1])
                start += 1
            else:
                values.append(-1)
            while start < end:
                label = pieces[start][0][depth]
                stop = start + 1
                while stop < end and pieces[stop][0][depth] == label:
                    stop += 1
                labels.append(label)
                following.append((start, stop))
                start = stop
        level = following
        depth += 1
    children.append(len(labels))
    return numpy.array(labels, "u1"), numpy.array(children, "<u4"), numpy.array(values, "<i4")


def is_key(units, key):
    """Whether a key of the charsmap's double array is `key` or begins it."""

    def offset(unit):
        return unit >> 10 << ((unit & 1 << 9) >> 6)

    (unit,) = struct.unpack_from("<I", units)
    node = offset(unit)
    for byte in key:
        node ^= byte
        (unit,) = struct.unpack_from("<I", units, 4 * node)
        if unit & 0x800000FF != byte:
            return False
        if unit >> 8 & 1:
            return True
        node ^= offset(unit)
    return False


def checked(tokenizer):
    """The model and the charsmap of a tokeniser that works as the server's does."""
    model, (charsmap, collapse) = tokenizer["model"], tokenizer["normalizer"]["normalizers"]
    pieces = [piece for piece, _ in model["vocab"]]
    expectations = {
        "a Unigram model without byte fallback": model["type"] == "Unigram" and not model.get("byte_fallback"),
        "a charsmap": charsmap["type"] == "Precompiled",
        "runs of spaces made one": collapse == {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "},
        "words after a metaspace": tokenizer["pre_tokenizer"]
        == {"type": "Metaspace", "replacement": "\u2581", "add_prefix_space": True},
        "pieces that differ": len(set(pieces)) == len(pieces),
        "pieces that begin with a metaspace or hold none": not any("\u2581" in piece[1:] for piece in pieces),
        "special tokens matched in the text as given": all(
            token["special"] and not (token["normalized"] or token["lstrip"] or token["rstrip"] or token["single_word"])
            and pieces[token["id"]] == token["content"] for token in tokenizer["added_tokens"]
        ),
        "the special tokens the server knows": {token["content"] for token in tokenizer["added_tokens"]}
        == {"<s>", "</s>", "<pad>", "<unk>", "<mask>"},
    }  # fmt: skip
    for expectation, holds in expectations.items():
        if not holds:
            sys.exit(f"build_unigram: the tokeniser does not have {expectation}")
    return model, base64.b64decode(charsmap["precompiled_charsmap"])


def main(arguments):
    source, target = map(pathlib.Path, arguments)
    model, charsmap = checked(json.loads(source.read_text(encoding="utf-8")))
    (size,) = struct.unpack_from("<I", charsmap)
    units, text = charsmap[4 : 4 + size], charsmap[4 + size :]
    if "\u2581".encode() in text:
        sys.exit("build_unigram: the charsmap makes metaspaces")
    if any(is_key(units, bytes([byte])) for byte in range(0x20, 0x7F)):
        sys.exit("build_unigram: the charsmap replaces printable ASCII")
    labels, children, values = build_trie([(piece.encode(), id) for id, (piece, _) in enumerate(model["vocab"])])
    header = MAGIC + struct.pack("<7I", len(labels), len(model["vocab"]), size // 4, len(text), model["unk_id"], 0, 0)
    sections = [header, numpy.array([score for _, score in model["vocab"]], "<f8"), children, values, units, labels, text]
    with target.open("wb") as file:
        for section in sections:
            data = bytes(section)
            file.write(data + bytes(-len(data) % 8))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
