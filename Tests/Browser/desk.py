"""The built program, serving from a folder of its own, and what the tests ask of its HTTP interface."""

import json
import os
import re
import signal
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ADMIN = "browser-tests-admin-token"


class Desk:
    """A running server. `stop` and `start` keep its port, as a restart does."""

    def __init__(self, folder: Path, port: int = 0, **environment: str):
        self.folder = folder
        self.environment = environment
        self.port = port
        self.cookie = ""
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        output = self.folder / "output"
        inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "FRONTDESK_MODELS") if name in os.environ}
        with output.open("wb") as sink, (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [os.environ["FRONTDESK_BIN"], "serve", "--data", str(self.folder / "data"), "--port", str(self.port)],
                stdout=sink, stderr=log, cwd=self.folder,
                env={**inherited, "FRONTDESK_ADMIN_TOKEN": ADMIN, **self.environment})
        deadline = time.monotonic() + 60
        while True:
            said = output.read_text()
            ready = re.search(r"ready: http://[^:]+:(\d+)/", said)
            link = re.search(r"Sign in once with: (\S+)", said)
            if ready and link:
                self.port, self.sign_in_link = int(ready[1]), link[1]
                return
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the server did not start: {(self.folder / 'log').read_text()[-2000:]}")
            time.sleep(0.05)

    def kill(self) -> None:
        """As a crash would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()

    def call(self, method: str, path: str, body=None, key: str = ADMIN, content_type: str = "application/json"):
        data = json.dumps(body).encode() if content_type == "application/json" and body is not None else body
        request = urllib.request.Request(self.url + path, data, method=method)
        request.add_header("Authorization", f"Bearer {key}")
        request.add_header("Content-Type", content_type)
        with urllib.request.urlopen(request, timeout=60) as reply:
            text = reply.read()
        return json.loads(text) if text else None

    def operator_cookie(self) -> str:
        """What a browser holds whose user gave the admin token; asked for once, for it outlives a restart."""
        if not self.cookie:
            request = urllib.request.Request(self.url + "/sign-in", json.dumps({"token": ADMIN}).encode(), method="POST")
            request.add_header("Content-Type", "application/json")
            with urllib.request.urlopen(request, timeout=60) as reply:
                said = reply.headers.get_all("Set-Cookie")
            self.cookie = next(match[1] for one in said if (match := re.match(r"frontdesk_session=([^;]+)", one)))
        return self.cookie

    def business(self, name: str, **settings) -> "Business":
        made = self.call("POST", "/api/businesses", {"name": name, "settings": settings})
        return Business(self, made["id"], made["api_key"], made["widget_key"])


class Business:
    def __init__(self, desk: Desk, id: int, key: str, widget_key: str):
        self.desk, self.id, self.key, self.widget_key = desk, id, key, widget_key

    @property
    def chat(self) -> str:
        return f"{self.desk.url}/chat/{self.id}/"

    def learn(self, name: str, content: bytes | str) -> str:
        """Uploads a document and waits until it is ready. Returns its id."""
        content = content.encode() if isinstance(content, str) else content
        edge = "frontdesk-browser-test"
        body = (
            f'--{edge}\r\nContent-Disposition: form-data; name="business"\r\n\r\n{self.id}\r\n'
            f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n').encode()
        body += content + f"\r\n--{edge}--\r\n".encode()
        document = self.desk.call(
            "POST", "/api/documents", body, self.key, f"multipart/form-data; boundary={edge}")
        for _ in range(600):
            document = self.desk.call("GET", f"/api/documents/{document['id']}", key=self.key)
            if document["status"] in ("ready", "failed"):
                break
            time.sleep(0.05)
        assert document["status"] == "ready", document
        return document["id"]

    def documents(self) -> list[dict]:
        return self.desk.call("GET", f"/api/documents?business={self.id}", key=self.key)["results"]

    def sessions(self) -> list[dict]:
        return self.desk.call("GET", f"/api/chat-sessions?business={self.id}", key=self.key)["results"]

    def messages(self, session: str) -> list[dict]:
        return self.desk.call("GET", f"/api/chat-sessions/{session}/messages", key=self.key)["results"]
