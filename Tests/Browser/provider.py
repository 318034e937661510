"""Stands in for the API of Twilio, and signs as it does."""

import base64
import hashlib
import hmac
import json
import threading
import urllib.error
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ACCOUNT = "AC" + "1b" * 16
TOKEN = "0123456789abcdef0123456789abcdef"
NUMBER = "+15005550006"


class Provider:
    """Knows one account; takes every text but those that `refusal` is set for."""

    def __init__(self):
        self.refusal: tuple[int, dict] | None = None
        self.texts: list[str] = []
        provider = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_GET(self):
                expected = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
                is_known = self.headers.get("Authorization") == f"Basic {expected}"
                self.answer(200 if is_known else 401, {"sid": ACCOUNT} if is_known else {"code": 20003, "message": "Authenticate"})

            def do_POST(self):
                form = urllib.parse.parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                if provider.refusal:
                    self.answer(*provider.refusal)
                else:
                    provider.texts.append(form["Body"][0])
                    self.answer(201, {"sid": f"SM{len(provider.texts):032x}", "status": "queued"})

            def answer(self, status, value):
                body = json.dumps(value).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def text(desk, business, body: str, number: int, token: str = TOKEN) -> int:
    """A customer's text as Twilio brings it. Returns the status of the answer."""
    url = f"{desk.url}/channels/twilio/{business.id}/sms"
    fields = {"AccountSid": ACCOUNT, "ApiVersion": "2010-04-01", "Body": body, "From": "+15005550001",
              "MessageSid": f"SM{number + 0xf000:032x}", "NumMedia": "0", "SmsStatus": "received", "To": NUMBER}
    message = url + "".join(name + fields[name] for name in sorted(fields))
    signature = base64.b64encode(hmac.new(token.encode(), message.encode(), hashlib.sha1).digest()).decode()
    request = urllib.request.Request(url, urllib.parse.urlencode(fields).encode(), headers={"X-Twilio-Signature": signature})
    try:
        with urllib.request.urlopen(request, timeout=60) as reply:
            return reply.status
    except urllib.error.HTTPError as error:
        return error.code
