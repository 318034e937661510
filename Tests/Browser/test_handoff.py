"""A person takes over in the chat page: offered, asked for, seen by name, and back."""

from playwright.sync_api import expect

import pytest

from conftest import RETURNS
from steps import answers, ask, composer, open_chat, say


@pytest.fixture
def fresh_shop(desk):
    """A business of the test's own, with one conversation at most."""
    business = desk.business("Leiden Outfitters")
    business.learn("returns.txt", RETURNS)
    return business


def session_of(business) -> str:
    return business.desk.call("GET", "/api/chat-sessions", key=business.key)["results"][0]["session_id"]


def act(business, action: str, **body) -> dict:
    return business.desk.call("POST", f"/api/conversations/{session_of(business)}/{action}", {"author": "Ana", **body},
                              key=business.key)


def test_a_person_is_offered_with_an_unanswered_question_and_asked_for_by_keyboard(page, fresh_shop):
    open_chat(page, fresh_shop)
    declined = ask(page, "Who won the chess championship in 1972?")
    offer = declined.get_by_role("button", name="Talk to a person")
    expect(offer).to_be_visible()
    offer.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".message.system").last).to_contain_text("asked a person")
    expect(page.locator("#status")).to_have_text("A person was asked to join")
    expect(page.get_by_role("button", name="Talk to a person")).to_have_count(0)
    expect(ask_while_requested(page)).to_contain_text("30 days")


def ask_while_requested(page):
    before = answers(page).count()
    say(page, "How many days do I have to return goods?")
    expect(answers(page)).to_have_count(before + 1)
    return answers(page).last


def test_who_speaks_is_always_shown_by_name(page, fresh_shop):
    open_chat(page, fresh_shop)
    ask(page, "How many days do I have to return goods?")
    act(fresh_shop, "take")
    expect(page.locator("#status")).to_have_text("Talking to Ana")
    expect(page.locator(".message.system").last).to_have_text("Notice: You are now talking to Ana.")
    act(fresh_shop, "typing")
    expect(page.locator("#writing")).to_have_text("Ana is writing…")
    say(page, "Are you there?")
    expect(page.locator(".typing")).to_have_count(0)
    page.reload()
    expect(page.locator("#status")).to_have_text("Talking to Ana")
    act(fresh_shop, "release")
    expect(page.locator("#status")).to_have_text("Online")
    expect(page.locator(".message.system").last).to_contain_text("The assistant is back")
    expect(composer(page)).to_be_editable()
    expect(page.get_by_role("button", name="Talk to a person").first).to_be_visible()


def test_a_business_without_people_offers_none(page, desk):
    business = desk.business("Nobody Ltd", handoff={"enabled": False})
    open_chat(page, business)
    ask(page, "Who won the chess championship in 1972?")
    expect(page.get_by_role("button", name="Talk to a person")).to_have_count(0)
