"""Puts schemathesis to openapi.json over a real server: property-based requests, good and bad, to every operation.

usage: run.py [--examples N] [--seconds N] [schemathesis options]
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests" / "Browser"))
from desk import ADMIN, Desk  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--examples", type=int, default=3, help="requests generated for each operation")
    parser.add_argument("--seed", type=int, default=1)
    options, rest = parser.parse_known_args()
    folder = Path(tempfile.mkdtemp(prefix="frontdesk-contract-"))
    desk = Desk(folder / "desk", FRONTDESK_RATE_LIMIT="10000000", MAX_FILE_SIZE="100000")
    try:
        return run(desk, folder, options, rest)
    finally:
        desk.stop()
        shutil.rmtree(folder, ignore_errors=True)


def run(desk: Desk, folder: Path, options, rest: list[str]) -> int:
    business = desk.business("Contract Ltd")
    business.learn("returns.txt", "Unused goods can be returned within 30 days of delivery.")
    schema = desk.call("GET", "/openapi.json")
    # The admin token may do everything, so that nothing is left out for want of rights; what it names exists.
    fill(schema, desk, business)
    document = folder / "openapi.json"
    document.write_text(json.dumps(schema))
    command = [
        str(Path(sys.executable).with_name("schemathesis")), "--config-file", str(ROOT / "Tests/Contract/schemathesis.toml"),
        "run", str(document), "--url", desk.url, "--header", f"Authorization: Bearer {business.key}",
        "--max-examples", str(options.examples), "--seed", str(options.seed), "--workers", "1", "--no-color",
        "--request-timeout", "60", "--warnings", "off", "--continue-on-failure",
        # Faster, and requests without a key or with a wrong one meet the guard against guessing before they are judged.
        "--rate-limit", "30/s",
        # Signing in and out are of a browser's cookie; a key's request there is another's.
        "--exclude-path-regex", "^/(sign-in|sign-out)$", *rest]
    code = subprocess.run(command, cwd=folder, env={**os.environ, "TMPDIR": str(folder)}).returncode
    if desk.process.poll() is not None:
        print("the server is gone", file=sys.stderr)
        return 1
    log = (desk.folder / "log").read_text()
    errors = [line for line in log.splitlines() if " error " in line]
    print("\n".join(errors[:20]), file=sys.stderr)
    return code or int(bool(errors))


def fill(schema: dict, desk: Desk, business) -> None:
    """Gives the names in paths values that exist, beside those that schemathesis makes up."""
    key = business.key
    conversation = desk.call("POST", "/api/conversations", {"friendly_name": "Order"}, key)["sid"]
    inside = f"/api/conversations/{conversation}"
    own = f"/api/businesses/{business.id}"
    session = desk.call("POST", "/api/chat-sessions", {"business": business.id}, key)["session_id"]
    form = desk.call("POST", f"{own}/forms", {"name": "Estimate", "questions": [{"question_text": "Name?"}]}, key)
    known = {
        "business": business.id,
        "service": desk.call("POST", "/api/services", {"friendly_name": "Sales"}, key)["sid"],
        "sid": conversation,
        "message": desk.call("POST", f"{inside}/messages", {"body": "hello"}, key)["sid"],
        "participant": desk.call("POST", f"{inside}/participants", {"identity": "ana"}, key)["sid"],
        "note": desk.call("POST", f"{inside}/notes", {"text": "call back"}, key)["id"],
        "contact": desk.call("POST", "/api/contacts", {"name": "Ana"}, key)["id"],
        "document": business.documents()[0]["id"],
        "form": form["id"],
        "question": form["questions"][0]["id"],
        "submission": desk.call("POST", f"{own}/submissions", {"session_id": session}, key)["id"],
        "faq": desk.call("POST", f"{own}/faqs", {"question": "Open?", "answer": "Always."}, key)["id"],
        "case": desk.call("POST", f"{own}/cases", {"question": "Who?", "declines": True}, key)["id"],
        "provider": "twilio",
    }
    for item in schema["paths"].values():
        for operation in item.values():
            for parameter in operation.get("parameters", []):
                if parameter["in"] == "path" and parameter["name"] in known:
                    parameter["example"] = known[parameter["name"]]


if __name__ == "__main__":
    sys.exit(main())
