"""A real SMTP server for tests (Debian's python3-aiosmtpd). Prints its port, then notes each mail it takes as a line of
JSON in received.jsonl, read by Python's own mail parser. What it does with a mail is in the recipient's name.

usage: smtp_server.py DIRECTORY PORT plain|starttls|implicit|no-tls-offered [USER:PASSWORD]
"""

import asyncio
import email
import email.policy
import json
import os
import ssl
import subprocess
import sys

from aiosmtpd.smtp import SMTP, AuthResult

folder, port, mode = sys.argv[1], int(sys.argv[2]), sys.argv[3]
account = sys.argv[4].split(":", 1) if len(sys.argv) > 4 else None


def lines(part):
    """A part's text, its lines ended as in Python rather than as in mail."""
    return "\n".join(part.get_content().splitlines())


def tls_context():
    cert, key = os.path.join(folder, "cert.pem"), os.path.join(folder, "key.pem")
    if not os.path.exists(cert):
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
             "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out", cert],
            check=True, stderr=subprocess.DEVNULL)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(cert, key)
    return context


class Handler:
    seen = {}

    async def handle_RCPT(self, server, session, envelope, address, options):
        name = address.split("@")[0]
        self.seen[address] = self.seen.get(address, 0) + 1
        if name.startswith("refused"):
            return "550 5.1.1 No such person here"
        if name.startswith("grey") and self.seen[address] == 1:
            return "451 4.7.1 Greylisted, try again"
        if name.startswith("full"):
            return "452 4.2.2 The mailbox is full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        name = envelope.rcpt_tos[0].split("@")[0]
        if name.startswith("spam"):
            return "554 5.7.1 This looks like spam"
        if name.startswith("stall"):
            open(os.path.join(folder, "stalled"), "w").close()
            await asyncio.sleep(600)
        raw = envelope.original_content
        message = email.message_from_bytes(raw, policy=email.policy.default)
        text, html = message.get_body(("plain",)), message.get_body(("html",))
        note = {
            "from": envelope.mail_from, "to": envelope.rcpt_tos, "helo": session.host_name,
            "tls": bool(session.ssl), "user": session.auth_data.decode() if session.authenticated else "",
            "headers": {name.lower(): str(value) for name, value in message.items()},
            "raw": raw.decode("ascii", "replace"), "text": lines(text) if text else "",
            "html": lines(html) if html else "", "defects": [str(defect) for defect in message.defects],
        }
        with open(os.path.join(folder, "received.jsonl"), "a") as file:
            file.write(json.dumps(note) + "\n")
            file.flush()
            os.fsync(file.fileno())
        return "250 Taken"


def authenticate(server, session, envelope, mechanism, data):
    login, password = getattr(data, "login", b""), getattr(data, "password", b"")
    if [login.decode(), password.decode()] == account:
        return AuthResult(success=True, auth_data=login)
    return AuthResult(success=False, handled=False)


class Server(SMTP):
    def _create_session(self):
        session = super()._create_session()
        if mode == "implicit":
            session.ssl = True
        return session


async def main():
    context = tls_context() if mode in ("starttls", "implicit") else None
    handler = Handler()

    def protocol():
        return Server(
            handler, tls_context=context if mode == "starttls" else None, require_starttls=mode == "starttls",
            authenticator=authenticate if account else None, auth_required=bool(account),
            auth_require_tls=mode == "starttls", hostname="mail.test")

    server = await asyncio.get_running_loop().create_server(
        protocol, "127.0.0.1", port, ssl=context if mode == "implicit" else None)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
