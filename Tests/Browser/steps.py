"""What people do on the pages."""

import re

from playwright.sync_api import Frame, Locator, Page, expect

from desk import Desk


def open_chat(page: Page, business) -> None:
    page.goto(business.chat)
    expect(page.get_by_role("status").first).to_have_text("Online")


def composer(page: Page | Frame) -> Locator:
    return page.get_by_role("textbox", name="Your message")


def say(page: Page | Frame, text: str) -> None:
    composer(page).fill(text)
    composer(page).press("Enter")


def answers(page: Page | Frame) -> Locator:
    return page.locator(".message.assistant:not(.writing)")


def own(page: Page | Frame) -> Locator:
    return page.locator(".message.user")


def ask(page: Page | Frame, question: str) -> Locator:
    """Asks and waits for the whole answer."""
    expect(page.locator("#status")).to_have_text("Online")
    before = answers(page).count()
    say(page, question)
    expect(answers(page)).to_have_count(before + 1)
    return answers(page).last


def sign_in(page: Page, desk: Desk) -> None:
    """Gives the browser the operator's cookie; the tests of signing in fill the form in themselves."""
    page.context.add_cookies([{
        "name": "frontdesk_session", "value": desk.operator_cookie(), "url": desk.url, "httpOnly": True,
        "sameSite": "Strict"}])


def row(page: Page, title: str) -> Locator:
    return page.get_by_role("list", name="Documents").get_by_role("listitem").filter(has_text=title)


def visit(page: Page, business, path: str = "") -> None:
    """Opens a page of a business in the dashboard; the page is signed in."""
    page.goto(f"{business.desk.url}/b/{business.id}/{path}")
    expect(page.locator("html.script")).to_have_count(1)


def manage(page: Page, business) -> None:
    """Opens the documents page at a business; the page is signed in."""
    visit(page, business, "documents")
    expect(page.get_by_role("combobox", name="Business")).to_have_value(str(business.id))


def go_to(page: Page, name: str) -> None:
    """Follows a link of the navigation, on a telephone behind its last button."""
    navigation = page.get_by_role("navigation", name="Main")
    link = navigation.get_by_role("link", name=re.compile(rf"^{re.escape(name)}\s*\d*$"))
    if not link.is_visible():
        navigation.get_by_text("More").click()
    link.click()
    expect(page.locator("html.script")).to_have_count(1)
