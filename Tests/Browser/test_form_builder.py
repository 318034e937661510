"""The form builder: questions are added, edited, put in order by mouse and keyboard, deleted and brought back (L25, L26)."""

import pytest
from playwright.sync_api import expect

from steps import ask, open_chat, say, sign_in, visit

HOSTILE = "<img src=x onerror=window.hacked=1>"


def questions(page):
    return page.get_by_role("list", name="Questions of the form").locator("> li")


def texts(page):
    return [one.get_attribute("data-name") for one in questions(page).all()]


def add(page, text: str, kind: str = "Text", **fields):
    section = page.get_by_role("region", name="Add a question")
    section.get_by_label("Question", exact=True).fill(text)
    section.get_by_label("Kind of answer").select_option(kind)
    if "choices" in fields:
        section.get_by_label("Choices, one a line").fill(fields["choices"])
    before = questions(page).count()
    section.get_by_role("button", name="Add").click()
    expect(questions(page)).to_have_count(before + 1)


@pytest.fixture
def built(contexts, desk):
    business = desk.business("Roofers")
    business.learn("roofs.txt", "Roofs\n\nA roof lasts forty years.\n")
    page = contexts(expecting_trouble=True).new_page()
    sign_in(page, desk)
    visit(page, business, "forms")
    expect(page.get_by_text("No forms yet")).to_be_visible()
    page.get_by_label("Name", exact=True).fill("Estimate")
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_role("heading", level=1, name="Estimate")).to_be_visible()
    for text, kind in (("Your name?", "Text"), ("Your telephone?", "Telephone"), ("Anything else?", "Long text")):
        add(page, text, kind)
    return page, business


def stored(business):
    form, = business.desk.call("GET", f"/api/businesses/{business.id}/forms", key=business.key)["results"]
    return [question["question_text"] for question in form["questions"]]


def test_a_form_that_is_sent_twice_at_once_acts_once(built):
    page, business = built
    section = page.get_by_role("region", name="Add a question")
    section.get_by_label("Question", exact=True).fill("How many windows?")
    section.get_by_role("button", name="Add").dblclick()
    expect(questions(page)).to_have_count(4)
    page.reload()
    expect(questions(page)).to_have_count(4)
    assert stored(business).count("How many windows?") == 1


def test_questions_are_put_in_order_by_keyboard_and_by_mouse(built):
    page, business = built
    down = page.get_by_role("button", name="Down Your name?")
    down.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Your name?: place 2 of 3")).to_have_count(1)
    expect(down).to_be_focused()
    assert texts(page) == ["Your telephone?", "Your name?", "Anything else?"]
    page.wait_for_function("() => document.querySelector('#order').getAttribute('aria-busy') === null")
    assert stored(business) == texts(page)
    questions(page).nth(2).drag_to(questions(page).nth(0), target_position={"x": 60, "y": 4})
    expect(questions(page).nth(0)).to_contain_text("Anything else?")
    page.wait_for_timeout(300)
    assert stored(business) == texts(page) == ["Anything else?", "Your telephone?", "Your name?"]
    page.reload()
    assert texts(page) == ["Anything else?", "Your telephone?", "Your name?"]


def test_an_order_that_is_refused_is_taken_back(built):
    page, business = built
    page.route("**/order", lambda route: route.fulfill(status=500, content_type="text/html", body="<p id=error-message>No</p>"))
    page.get_by_role("button", name="Up Anything else?").click()
    expect(page.get_by_role("alert").filter(has_text="No")).to_be_visible()
    assert texts(page) == stored(business) == ["Your name?", "Your telephone?", "Anything else?"]


def test_questions_are_edited_deleted_and_brought_back(built):
    page, business = built
    row = questions(page).filter(has_text="Your name?")
    row.get_by_text("Edit").click()
    row.get_by_label("Question", exact=True).fill(f"Who are you? {HOSTILE}")
    row.get_by_role("button", name="Save").click()
    expect(questions(page).filter(has_text="Who are you?")).to_have_count(1)
    assert stored(business)[0] == f"Who are you? {HOSTILE}"
    assert page.evaluate("window.hacked") is None
    page.get_by_role("button", name="Delete Anything else?").click()
    expect(questions(page)).to_have_count(2)
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    expect(questions(page)).to_have_count(3)
    page.get_by_role("button", name="Delete Anything else?").click()
    expect(questions(page)).to_have_count(2)
    page.get_by_role("button", name="Bring back Anything else?").click()
    expect(questions(page)).to_have_count(3)
    section = page.get_by_role("region", name="Add a question")
    section.get_by_label("Question", exact=True).fill("Which one?")
    section.get_by_label("Kind of answer").select_option("Choice")
    section.get_by_role("button", name="Add").click()
    expect(section.get_by_role("alert")).to_have_text("“Choices, one a line” takes 2 to 50 lines that differ from each other.")
    expect(section.get_by_label("Question", exact=True)).to_have_value("Which one?")


def test_what_a_customer_fills_in_is_among_the_submissions(built, contexts):
    page, business = built
    for text in ("Your telephone?", "Anything else?"):
        page.get_by_role("button", name=f"Delete {text}").click()
        expect(questions(page).filter(has_text=text)).to_have_count(0)
    chat = contexts().new_page()
    open_chat(chat, business)
    ask(chat, "form")
    say(chat, f"Ana {HOSTILE}")
    visit(page, business, "submissions")
    entry = page.get_by_role("list", name="Submissions").locator("> li")
    expect(entry).to_contain_text("Complete")
    expect(entry).to_contain_text(f"Ana {HOSTILE}")
    page.get_by_role("combobox", name="Which submissions").select_option("Cancelled")
    expect(page.get_by_text("No submissions of this kind yet.")).to_be_visible()
    visit(page, business, "notices")
    expect(page.get_by_text("New lead", exact=True)).to_be_visible()


def test_default_responses_are_kept(contexts, desk):
    business = desk.business("Answerers")
    page = contexts().new_page()
    sign_in(page, desk)
    visit(page, business, "responses")
    page.get_by_label("First message").fill("Welcome to {company}!")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    kept = desk.call("GET", f"/api/businesses/{business.id}/default-responses", key=business.key)
    assert kept["first_message"] == "Welcome to {company}!"
