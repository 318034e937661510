"""A business's form in the chat page: the button, quick replies, how far one has come, by keyboard."""

import pytest
from playwright.sync_api import expect

from steps import answers, composer, open_chat, own, say

QUESTIONS = [
    {"question_text": "What is your name?", "contact_field": "name"},
    {"question_text": "What is it about?", "type": "choice", "choices": ["Roof", "Windows <b>new</b>"]},
    {"question_text": "Is it urgent?", "type": "yes_no", "required": False},
]


@pytest.fixture
def business(desk):
    business = desk.business("Form & Roof")
    desk.call("POST", f"/api/businesses/{business.id}/forms", {"name": "Estimate", "questions": QUESTIONS}, business.key)
    return business


def step(page):
    return page.get_by_role("group", name="Question ")


def test_l13_a_form_is_filled_in_by_its_button_and_quick_replies(page, business):
    open_chat(page, business)
    expect(answers(page).first).to_contain_text("say 'form' to begin")
    start = page.get_by_role("button", name="Fill out the form: Estimate")
    start.click()
    expect(answers(page).last).to_contain_text("What is your name?")
    expect(step(page)).to_contain_text("1 of 3")
    expect(start).to_be_hidden()
    expect(composer(page)).to_be_focused()
    say(page, "<img src=x onerror=alert(1)>")
    expect(own(page).last).to_have_text("You: <img src=x onerror=alert(1)>")
    expect(step(page)).to_have_count(1)
    expect(step(page)).to_have_accessible_name("Question 2 of 3")
    page.get_by_role("button", name="Windows <b>new</b>").click()
    expect(step(page)).to_contain_text("3 of 3")
    yes = step(page).get_by_role("button", name="Yes")
    yes.focus()
    page.keyboard.press("Tab")
    expect(step(page).get_by_role("button", name="No", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(answers(page).last).to_contain_text("Thank you for filling out this form")
    expect(step(page)).to_have_count(0)
    expect(start).to_be_visible()
    done = business.desk.call("GET", f"/api/businesses/{business.id}/submissions", key=business.key)["results"][0]
    assert [each.get("value") for each in done["responses"]] == ["<img src=x onerror=alert(1)>", "Windows <b>new</b>", "no"]


def test_l13_a_form_half_way_is_there_again_after_a_reload_and_can_be_left(page, business):
    open_chat(page, business)
    say(page, "form")
    expect(step(page)).to_contain_text("1 of 3")
    say(page, "Ana")
    expect(step(page)).to_contain_text("2 of 3")
    page.reload()
    expect(step(page)).to_have_count(1)
    expect(step(page)).to_contain_text("2 of 3")
    page.get_by_role("button", name="cancel").click()
    expect(answers(page).last).to_contain_text("I have stopped the form")
    expect(step(page)).to_have_count(0)


def test_without_a_form_there_is_no_button(page, shop):
    open_chat(page, shop)
    expect(page.get_by_role("button", name="Fill out the form")).to_have_count(0)
