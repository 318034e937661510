import os
import shutil
import tempfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from desk import Desk

expect.set_options(timeout=30_000)

RETURNS = """Returns and refunds

Unused goods can be returned within 30 days of delivery. The refund is paid to the original card within 5 working days \
after the parcel has arrived at our warehouse in Leiden.

Delivery

Standard delivery takes three working days and costs 4.95 euros. Orders above 50 euros are delivered free of charge.
"""


@pytest.fixture(scope="session")
def folder():
    path = Path(tempfile.mkdtemp(prefix="frontdesk-browser-"))
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="session")
def desk(folder):
    desk = Desk(folder / "desk", MAX_FILE_SIZE="300000")
    yield desk
    desk.stop()


@pytest.fixture(scope="session")
def shop(desk):
    """A business with one document; tests that change documents make their own."""
    business = desk.business("Leiden Outfitters")
    business.learn("returns.txt", RETURNS)
    return business


@pytest.fixture(scope="session")
def browser(folder):
    # The profile and whatever Chromium leaves go where the tests clean up.
    temporary = folder / "chromium"
    temporary.mkdir()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            env={**os.environ, "TMPDIR": str(temporary), "HOME": str(temporary)})
        yield browser
        browser.close()


class Trouble:
    """What went wrong in a browser context: console errors, refused loads, failed requests, script errors."""

    def __init__(self):
        self.seen: list[str] = []

    def watch(self, page: Page) -> None:
        page.on("console", lambda said: self.seen.append(f"console: {said.text}") if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.seen.append(f"script: {error}"))
        page.on("requestfailed", lambda request: self.failed(request))
        page.on("response", lambda reply: self.seen.append(f"{reply.status} {reply.url}") if reply.status >= 400 else None)

    def failed(self, request) -> None:
        # A page that is left takes its requests with it.
        if request.failure != "net::ERR_ABORTED":
            self.seen.append(f"failed: {request.url} {request.failure}")


@pytest.fixture
def contexts(browser):
    """Makes contexts (own cookies and storage) that are closed at the end and must have been free of trouble."""
    made = []

    def make(expecting_trouble: bool = False, **options):
        options.setdefault("viewport", {"width": 1200, "height": 800})
        options.setdefault("locale", "en-GB")
        context = browser.new_context(**options)
        context.trouble = Trouble()
        context.on("page", context.trouble.watch)
        made.append((context, expecting_trouble))
        return context

    yield make
    troubles = [context.trouble.seen for context, is_expected in made if not is_expected]
    for context, _ in made:
        context.close()
    assert not any(troubles), troubles


@pytest.fixture
def page(contexts):
    return contexts().new_page()
