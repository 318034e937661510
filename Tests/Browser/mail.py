"""A mail server of the test's own: it refuses recipients until it is told to take them."""

import socketserver
import threading


class MailServer:
    def __init__(self):
        self.accepting = threading.Event()
        self.taken: list[str] = []
        mail = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                def say(line: str) -> None:
                    self.wfile.write(line.encode() + b"\r\n")

                say("220 mail.example.com ready")
                while line := self.rfile.readline().decode(errors="replace").strip():
                    word = line.split()[0].upper()
                    if word == "RCPT" and not mail.accepting.is_set():
                        say("550 no such mailbox")
                    elif word == "DATA":
                        say("354 go on")
                        text = b""
                        while not text.endswith(b"\r\n.\r\n"):
                            text += self.rfile.readline()
                        mail.taken.append(text.decode(errors="replace"))
                        say("250 taken")
                    elif word == "QUIT":
                        say("221 bye")
                        return
                    else:
                        say("250 well")

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"smtp://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
