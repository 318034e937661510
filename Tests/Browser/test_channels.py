"""W1, C24: connecting a provider by pasting its values, and seeing whether it works."""

import socket

import pytest
from playwright.sync_api import expect

from accessibility import assert_accessible
from conftest import RETURNS
from desk import Desk
from provider import ACCOUNT, NUMBER, TOKEN, Provider, text
from steps import go_to, sign_in, visit

QUESTION = "How many days do I have to return goods?"


@pytest.fixture(scope="module")
def provider():
    provider = Provider()
    yield provider
    provider.stop()


@pytest.fixture(scope="module")
def wired(folder, provider):
    """A desk that providers know by its own address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    desk = Desk(folder / "wired", port=port, FRONTDESK_PUBLIC_URL=f"http://127.0.0.1:{port}", TWILIO_API_BASE=provider.url)
    yield desk
    desk.stop()


def fits(page) -> bool:
    return page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0


def paste(page, token: str = TOKEN) -> None:
    page.get_by_label("twilio_account_sid").fill(ACCOUNT)
    page.get_by_label("twilio_auth_token").fill(token)
    page.get_by_label("twilio_phone_number").fill(NUMBER)
    page.get_by_role("button", name="Save").click()


def test_w1_c24_values_are_pasted_checked_and_mended_and_what_comes_is_seen(contexts, wired, provider):
    shop = wired.business("Wired Goods")
    shop.learn("returns.txt", RETURNS)
    page = contexts(expecting_trouble=True).new_page()
    sign_in(page, wired)
    visit(page, shop)
    go_to(page, "Channels")
    channels = page.get_by_role("list", name="Channels")
    expect(channels.get_by_role("listitem")).to_have_count(4)
    assert_accessible(page)
    channels.get_by_role("link", name="Twilio").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Twilio")
    expect(page.get_by_text("Not connected")).to_be_visible()

    # What is no sid is told at its form, and nothing that was typed is lost.
    page.get_by_label("twilio_account_sid").fill("AC12")
    page.get_by_label("twilio_phone_number").fill(NUMBER)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert").filter(has_text="twilio_account_sid")).to_be_visible()
    expect(page.get_by_label("twilio_phone_number")).to_have_value(NUMBER)

    # The address stands there to be copied; a wrong token is told by the live check.
    paste(page, token="f" * 32)
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.get_by_text(f"{wired.url}/channels/twilio/{shop.id}/sms", exact=True)).to_be_visible()
    page.get_by_role("button", name="Check").click()
    expect(page.locator("#channel-check")).to_contain_text("does not accept these values (status 401)")
    assert_accessible(page)
    paste(page)
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert TOKEN not in page.content()
    page.get_by_role("button", name="Check").click()
    expect(page.locator("#channel-check")).to_contain_text("accepts these values")

    # One good text, one with a wrong signature, one that the provider does not send on.
    assert text(wired, shop, QUESTION, 1) == 200
    assert text(wired, shop, QUESTION, 2, token="wrong") == 403
    for _ in range(600):
        if provider.texts:
            break
        page.wait_for_timeout(50)
    assert "30 days" in provider.texts[0]
    provider.refusal = (400, {"code": 21211, "message": "The number <b>is none</b>."})
    assert text(wired, shop, QUESTION, 3) == 200
    letters = page.get_by_role("list", name="Messages that could not be sent")
    for _ in range(100):
        page.reload()
        if letters.get_by_role("listitem").count():
            break
        page.wait_for_timeout(100)
    expect(page.locator("#channel")).to_contain_text("2 accepted, 0 passed over, 1 refused, 0 failed")
    events = page.get_by_role("list", name="Last events").get_by_role("listitem")
    expect(events).to_have_count(3)
    expect(events.nth(0)).to_contain_text("accepted")
    expect(events.nth(1)).to_contain_text("wrong signature")
    expect(events.nth(2)).to_contain_text("sms")
    expect(letters).to_contain_text("The number <b>is none</b>.")
    assert_accessible(page)
    provider.refusal = None
    letters.get_by_role("button").click()
    expect(letters.get_by_role("listitem")).to_have_count(0)
    for _ in range(600):
        if len(provider.texts) == 2:
            break
        page.wait_for_timeout(50)
    assert "30 days" in provider.texts[1]

    # Switched off nothing is taken; disconnecting asks first and forgets the values.
    page.get_by_role("button", name="Turn off").click()
    expect(page.get_by_role("button", name="Turn on")).to_be_visible()
    assert text(wired, shop, QUESTION, 4) == 403
    page.get_by_role("button", name="Disconnect").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("values are forgotten")
    dialog.get_by_role("button", name="Disconnect").click()
    expect(page.get_by_role("list", name="Channels").get_by_role("listitem").filter(has_text="Twilio")).to_contain_text("Not connected")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_w1_the_pages_of_channels_fit_a_telephone_and_have_no_violation(contexts, wired, scheme):
    shop = wired.business("Wired Pocket")
    page = contexts(viewport={"width": 360, "height": 740}, color_scheme=scheme).new_page()
    sign_in(page, wired)
    for path in ("channels", "channels/twilio", "channels/whatsapp", "channels/telegram", "channels/email"):
        visit(page, shop, path)
        assert fits(page), path
        assert_accessible(page)
    visit(page, shop, "channels/twilio")
    paste(page)
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.get_by_text(f"{wired.url}/channels/twilio/{shop.id}/sms", exact=True)).to_be_visible()
    assert fits(page)
    assert_accessible(page)
