"""An OpenAI-compatible endpoint that writes an answer in two parts and lets the test decide when the second comes."""

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Endpoint:
    """Quotes the passage it is shown, sentence by sentence. `proceed` lets it go on after the first."""

    def __init__(self):
        self.proceed = threading.Event()
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_POST(self):
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
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
                    # The next sentence's first letters show that this one has ended.
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
