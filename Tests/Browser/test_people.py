"""Signing in, accounts and teams: pages that work without scripts, by keyboard, on a phone and in the dark."""

import base64
import hashlib
import hmac
import re
import struct
import time

import pytest
from playwright.sync_api import expect

from accessibility import assert_accessible
from steps import sign_in as sign_in_as_operator, visit

PASSWORD = "vier bunte Segel"
PHONE = {"viewport": {"width": 360, "height": 640}, "color_scheme": "dark"}


def invite(desk, business, email: str, role: str) -> str:
    return desk.call("POST", f"/api/businesses/{business.id}/members", {"email": email, "role": role})["link"]


def join(page, link: str, name: str = "Ana Silva") -> None:
    page.goto(link)
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Join").click()
    page.wait_for_url(lambda url: "/invite/" not in url)


def sign_in(page, desk, email: str, path: str = "/sign-in") -> None:
    page.goto(desk.url + path)
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def code(secret: str, steps: int = 0) -> str:
    """RFC 6238, as an authenticator app counts."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">q", int(time.time()) // 30 + steps), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start:start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("options", [{}, PHONE, {"java_script_enabled": False}])
def test_an_owner_invites_an_agent_who_joins_and_is_changed_and_removed(contexts, desk, options):
    shop = desk.business("People & Co <b>")
    mark = re.sub(r"\W", "", str(options)).lower()[:20] or "plain"
    owner = contexts(expecting_trouble=True, **options).new_page()
    join(owner, invite(desk, shop, f"owner-{mark}@example.com", "owner"), "Olga Owner")
    owner.goto(f"{desk.url}/team")
    expect(owner.get_by_role("list", name="Members")).to_contain_text("Olga Owner")
    owner.get_by_label("E-mail address").fill(f"agent-{mark}@example.com")
    owner.get_by_label("Role", exact=True).select_option("agent")
    owner.get_by_role("button", name="Invite").click()
    link = owner.get_by_role("main").get_by_role("status").locator("code").inner_text()
    expect(owner.get_by_role("list", name="Open invitations")).to_contain_text(f"agent-{mark}@example.com")
    agent = contexts(expecting_trouble=True, **options).new_page()
    join(agent, link, "Aki <i>Agent</i>")
    agent.goto(f"{desk.url}/team")
    expect(agent.get_by_role("list", name="Members")).to_contain_text("Aki <i>Agent</i>")
    expect(agent.get_by_role("button", name="Invite")).to_have_count(0)
    assert agent.goto(link).status == 410
    owner.goto(f"{desk.url}/team")
    row = owner.get_by_role("list", name="Members").get_by_role("listitem").filter(has_text="Aki")
    row.get_by_label("Role: Aki <i>Agent</i>").select_option("viewer")
    row.get_by_role("button", name="Change").click()
    expect(row).to_contain_text("Viewer ·")
    # A change of role signs out.
    agent.goto(f"{desk.url}/account")
    expect(agent.get_by_role("heading", name="Sign in to Frontdesk")).to_be_visible()
    assert fits(owner) and fits(agent)
    row.locator("summary").click()
    row.get_by_role("button", name="Remove Aki").click()
    expect(owner.get_by_role("list", name="Members").get_by_role("listitem")).to_have_count(1)
    owner.get_by_role("button", name="Undo").click()
    expect(owner.get_by_role("list", name="Members").get_by_role("listitem")).to_have_count(2)


@pytest.mark.parametrize("options", [{}, PHONE, {"java_script_enabled": False}])
def test_an_account_is_kept_with_a_password_codes_and_sessions(contexts, desk, options):
    shop = desk.business("Accounts")
    mark = re.sub(r"\W", "", str(options)).lower()[:20] or "plain"
    email = f"ana-{mark}@example.com"
    page = contexts(expecting_trouble=True, **options).new_page()
    join(page, invite(desk, shop, email, "admin"))
    page.goto(f"{desk.url}/account")
    assert fits(page)
    codes = page.locator("section", has=page.get_by_role("heading", name="One-time codes"))
    codes.get_by_label("Present password").fill(PASSWORD)
    codes.get_by_role("button", name="Set up one-time codes").click()
    expect(page.get_by_role("img", name="QR code")).to_be_visible()
    assert fits(page)
    secret = codes.locator("code").first.inner_text()
    page.get_by_role("textbox", name="Code").fill("000000")
    page.get_by_role("button", name="Switch on").click()
    expect(page.get_by_role("alert")).to_contain_text("code is wrong")
    assert codes.locator("code").first.inner_text() == secret
    page.get_by_role("textbox", name="Code").fill(code(secret))
    page.get_by_role("button", name="Switch on").click()
    expect(codes.get_by_role("listitem")).to_have_count(10)
    recovery = codes.get_by_role("listitem").first.inner_text()

    other = contexts(expecting_trouble=True, **options).new_page()
    sign_in(other, desk, email, "/account")
    expect(other.get_by_role("heading", name="One more step")).to_be_visible()
    other.get_by_label("Code of your authenticator app").fill("111111")
    other.get_by_role("button", name="Sign in").click()
    expect(other.get_by_role("alert")).to_contain_text("code is wrong")
    other.get_by_label("Code of your authenticator app").fill(recovery)
    other.get_by_role("button", name="Sign in").click()
    # On to where it was going.
    expect(other.get_by_role("heading", name="Your account")).to_be_visible()
    expect(other.get_by_role("list", name="Signed in").get_by_role("listitem")).to_have_count(2)
    other.get_by_role("button", name="Sign out everywhere else").click()
    expect(other.get_by_role("list", name="Signed in").get_by_role("listitem")).to_have_count(1)
    page.goto(f"{desk.url}/account")
    expect(page.get_by_role("heading", name="Sign in to Frontdesk")).to_be_visible()

    off = other.locator("section", has=other.get_by_role("heading", name="One-time codes"))
    off.get_by_label("Present password").fill(PASSWORD)
    off.get_by_role("button", name="Switch one-time codes off").click()
    expect(other.get_by_text("One-time codes are off.")).to_be_visible()
    change = other.locator("section", has=other.get_by_role("heading", name="Password", exact=True))
    change.get_by_label("Present password").fill(PASSWORD)
    change.get_by_label("New password").fill("password12345")
    change.get_by_role("button", name="Change the password").click()
    expect(other.get_by_role("alert")).to_contain_text("first that are tried")
    change.get_by_label("Present password").fill(PASSWORD)
    change.get_by_label("New password").fill("neun alte Tonnen")
    change.get_by_role("button", name="Change the password").click()
    expect(other.get_by_text("The password is changed.")).to_be_visible()
    other.locator("summary[aria-label='You and this browser']").click()
    other.get_by_role("button", name="Sign out", exact=True).click()
    expect(other.get_by_role("heading", name="Sign in to Frontdesk")).to_be_visible()


def test_signing_in_takes_the_keyboard_alone(contexts, desk):
    shop = desk.business("Keys")
    page = contexts(expecting_trouble=True).new_page()
    join(page, invite(desk, shop, "keys@example.com", "viewer"))
    page.context.clear_cookies()
    page.goto(f"{desk.url}/sign-in?next=/account")
    expect(page.get_by_label("E-mail address")).to_be_focused()
    page.keyboard.type("keys@example.com")
    page.keyboard.press("Tab")
    page.keyboard.type("wrong password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("password is wrong")
    expect(page.get_by_label("E-mail address")).to_have_value("keys@example.com")
    page.get_by_label("Password").focus()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()


def test_the_operator_invites_the_first_owner(contexts, desk):
    shop = desk.business("First Owner")
    page = contexts(expecting_trouble=True).new_page()
    sign_in_as_operator(page, desk)
    page.goto(f"{desk.url}/team?business={shop.id}")
    expect(page.get_by_text("Nobody yet.")).to_be_visible()
    page.get_by_label("E-mail address").fill("first@example.com")
    page.get_by_label("Role", exact=True).select_option("owner")
    page.get_by_role("button", name="Invite").click()
    expect(page.get_by_role("main").get_by_role("status")).to_contain_text("/invite/")
    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_text("Withdrawn.")).to_be_visible()


def test_a_signed_in_owner_works_on_the_documents_page(contexts, desk):
    shop = desk.business("Owner's Documents")
    page = contexts().new_page()
    join(page, invite(desk, shop, "documents@example.com", "owner"))
    visit(page, shop, "documents")
    page.get_by_label("Choose files").set_input_files(
        {"name": "hours.txt", "mimeType": "text/plain", "buffer": b"Hours\n\nWe open at nine.\n"})
    expect(page.get_by_role("listitem").filter(has_text="hours.txt").or_(
        page.get_by_role("listitem").filter(has_text="Hours")).first).to_be_visible()


@pytest.mark.parametrize("locale", ["es-MX", "ta-IN"])
def test_people_sign_in_and_join_in_their_own_language(contexts, desk, locale):
    shop = desk.business("Polyglots")
    page = contexts(locale=locale).new_page()
    page.goto(f"{desk.url}/sign-in")
    assert page.evaluate("document.documentElement.lang") == locale[:2]
    expect(page.get_by_role("heading", name="Sign in to Frontdesk")).to_have_count(0)
    assert_accessible(page)
    page.goto(invite(desk, shop, f"polyglot-{locale}@example.com", "agent"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Polyglots")
    expect(page.get_by_text("Your name")).to_have_count(0)
    assert_accessible(page)
    page.goto(f"{desk.url}/reset")
    expect(page.get_by_text("Ask for a link")).to_have_count(0)
