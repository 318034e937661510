"""An OpenAI-compatible endpoint that goes on when the test says so."""

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Endpoint:
    """Writes answers by quoting the passage it is shown, the second sentence when `proceed` is set; embeds texts when it
    is set."""

    def __init__(self):
        self.proceed = threading.Event()
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_POST(self):
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if self.path.endswith("/embeddings"):
                    self.embed(asked)
                else:
                    self.write_answer(asked)

            def embed(self, asked):
                endpoint.proceed.wait(60)
                inputs = asked["input"] if isinstance(asked["input"], list) else [asked["input"]]
                vectors = [[float(len(text) % 7), 1.0, float(text.count("e")), 2.0] for text in inputs]
                body = json.dumps({"object": "list", "model": asked["model"], "data": [
                    {"object": "embedding", "index": index, "embedding": vector} for index, vector in enumerate(vectors)]}).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def write_answer(self, asked):
                passages = re.findall(r"<passage id=\"(\d+)\"[^>]*>\n(.*?)\n</passage>", asked["messages"][-1]["content"], re.S)
                number, text = passages[0]
                sentences = [line for line in re.split(r"(?<=\.)\s+", text) if line.endswith(".")][:2]
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.send_header("Connection", "close")
                self.end_headers()
                for index, sentence in enumerate(sentences):
                    if index:
                        endpoint.proceed.wait(60)
                    self.piece(f"{sentence} [{number}] ")
                self.wfile.write(b"data: [DONE]\n\n")

            def piece(self, text):
                chunk = {"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": None}]}
                self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
                self.wfile.flush()

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/v1"

    def stop(self) -> None:
        self.proceed.set()
        self.server.shutdown()
        self.server.server_close()
