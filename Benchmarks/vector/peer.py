"""The named peer of the vector benchmark: faiss-cpu (PyPI) searching a bare IndexFlatIP.

Reads commands from standard input, one a line, and answers each with one line:
    load PATH DIMENSION   raw 32-bit vectors           -> ready COUNT VERSION
    search PATH LIMIT     one raw 32-bit query         -> NANOSECONDS POSITION...
"""

import sys
import time

import faiss
import numpy

index = None
for line in sys.stdin:
    command, path, number = line.split()
    values = numpy.fromfile(path, dtype=numpy.float32)
    if command == "load":
        index = faiss.IndexFlatIP(int(number))
        index.add(values.reshape(-1, int(number)))
        print("ready", index.ntotal, faiss.__version__, flush=True)
    else:
        query = values.reshape(1, -1)
        start = time.perf_counter_ns()
        _, labels = index.search(query, int(number))
        print(time.perf_counter_ns() - start, *labels[0], flush=True)
