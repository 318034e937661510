"""The chat page: streaming, citations, keyboard."""

import re

import pytest
from playwright.sync_api import expect

from desk import Desk
from endpoint import Endpoint
from steps import answers, ask, composer, open_chat, own, say

GUIDE = """Bicycle hire

A city bicycle costs 14 euros per day. The deposit of 50 euros is returned when the bicycle comes back undamaged.
"""


def test_an_empty_chat_says_what_it_is_for_and_takes_the_focus(page, shop):
    open_chat(page, shop)
    expect(page.get_by_text("Answers come from our own documents")).to_be_visible()
    expect(composer(page)).to_be_focused()
    expect(page.get_by_role("button", name="New chat")).to_be_hidden()


def test_an_answer_is_shown_while_it_is_being_written(contexts, folder):
    endpoint = Endpoint()
    desk = Desk(folder / "streaming", OPENAI_BASE_URL=endpoint.url, OPENAI_MODEL="test", OPENAI_API_KEY="test-key")
    try:
        business = desk.business("Canal Bicycles")
        business.learn("hire.txt", GUIDE)
        page = contexts().new_page()
        open_chat(page, business)
        say(page, "What does a city bicycle cost per day?")
        writing = page.locator(".message.writing")
        expect(writing).to_contain_text("14 euros per day")
        expect(writing).not_to_contain_text("deposit")
        expect(writing).to_have_attribute("aria-busy", "true")
        expect(page.get_by_role("status").first).to_have_text("Answering…")
        endpoint.proceed.set()
        expect(answers(page).last).to_contain_text("The deposit of 50 euros")
        expect(answers(page).last).to_contain_text("14 euros per day")
        expect(writing).to_have_count(0)
        expect(answers(page)).to_have_count(2)  # the greeting and this one
        expect(page.get_by_role("status").first).to_have_text("Online")
        page.close()  # so that it does not look for the desk that ends
    finally:
        endpoint.stop()
        desk.stop()


def test_a_citation_opens_the_page_with_the_quote_marked(page, shop):
    open_chat(page, shop)
    answer = ask(page, "How many days do I have to return goods?")
    expect(answer).to_contain_text("30 days")
    source = answer.get_by_role("list", name="Sources").get_by_role("link").first
    expect(source).to_contain_text("page 1")
    quote = source.locator("q").inner_text().split("…")[0].strip("“” ")
    source.click()
    dialog = page.get_by_role("dialog", name="Returns and refunds")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_text("Page 1 of 1")).to_be_visible()
    expect(dialog.locator("mark").first).to_be_in_viewport()
    assert quote in " ".join(dialog.locator("mark").all_inner_texts())
    expect(dialog).to_contain_text("Standard delivery takes three working days")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(source).to_be_focused()


def test_a_citation_in_a_tab_of_its_own_shows_the_page_with_the_quote_marked(page, shop):
    open_chat(page, shop)
    answer = ask(page, "How many days do I have to return goods?")
    with page.context.expect_page() as opened:
        answer.get_by_role("link", name=re.compile("^Source 1")).first.click(modifiers=["Control"])
    viewer = opened.value
    expect(viewer.locator("#page-1 mark").first).to_contain_text("30 days")
    expect(viewer.get_by_role("heading", name="Returns and refunds")).to_be_visible()
    original = viewer.get_by_role("link", name="Original file").get_attribute("href")
    reply = viewer.request.get(viewer.url.split("?")[0].rsplit("/", 1)[0] + "/" + original)
    assert reply.status == 200 and "30 days" in reply.text()


def test_quotes_of_tables_and_of_pdf_pages_are_found_again(page, desk):
    from desk import ROOT
    business = desk.business("Harbour Lane")
    for name in ("price-list.pdf", "vaccination-guide.pdf"):
        business.learn(name, (ROOT / "corpora/harbour-lane/documents" / name).read_bytes())
    open_chat(page, business)
    answer = ask(page, "How much is a standard consultation?")
    expect(answer.get_by_role("table").or_(answer.locator("p")).first).to_contain_text("$48")
    answer.get_by_role("list", name="Sources").get_by_role("link").first.click()
    dialog = page.get_by_role("dialog", name="Price list")
    expect(dialog.locator("mark").filter(has_text="$48").first).to_be_in_viewport()
    page.keyboard.press("Escape")
    answer = ask(page, "At what age do puppies receive their first vaccination?")
    answer.get_by_role("list", name="Sources").get_by_role("link").first.click()
    dialog = page.get_by_role("dialog", name="Vaccination guide")
    expect(dialog.locator("mark").first).to_be_in_viewport()
    forward, back = (dialog.get_by_role("button", name=f"{name} page") for name in ("Next", "Previous"))
    expect(dialog.get_by_text("of 2")).to_be_visible()
    first, second = (forward, back) if forward.is_enabled() else (back, forward)
    first.click()
    expect(dialog.locator("mark")).to_have_count(0)
    second.click()
    expect(dialog.locator("mark").first).to_be_visible()


def test_what_the_documents_do_not_hold_is_declined_without_sources(page, shop):
    open_chat(page, shop)
    answer = ask(page, "Who won the chess championship in 1972?")
    expect(answer).to_have_class(re.compile("declined"))
    expect(answer.get_by_role("link")).to_have_count(0)


def test_enter_sends_and_shift_enter_breaks_the_line(page, shop):
    open_chat(page, shop)
    page.keyboard.type("How much is")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("standard delivery?")
    expect(composer(page)).to_have_value("How much is\nstandard delivery?")
    expect(own(page)).to_have_count(0)
    page.keyboard.press("Enter")
    expect(composer(page)).to_have_value("")
    expect(own(page)).to_have_count(1)
    expect(answers(page).last).to_contain_text("4.95 euros")
    page.keyboard.press("Enter")  # nothing written: nothing sent
    page.keyboard.type("   ")
    page.keyboard.press("Enter")
    expect(own(page)).to_have_count(1)


def test_a_new_chat_starts_empty_and_leaves_the_old_one_behind(page, shop):
    open_chat(page, shop)
    ask(page, "How much is standard delivery?")
    page.get_by_role("button", name="New chat").click()
    expect(own(page)).to_have_count(0)
    expect(answers(page)).to_have_count(1)
    ask(page, "Is delivery free above 50 euros?")
    page.reload()
    expect(own(page)).to_have_count(1)


def test_two_windows_of_one_chat_show_the_same_messages(page, shop):
    open_chat(page, shop)
    other = page.context.new_page()
    open_chat(other, shop)
    ask(page, "How much is standard delivery?")
    expect(own(other)).to_have_count(1)
    expect(answers(other).last).to_contain_text("4.95 euros")
    ask(other, "How many days do I have to return goods?")
    expect(own(page)).to_have_count(2)
    expect(answers(page).last).to_contain_text("30 days")


@pytest.mark.parametrize("path", ["/chat/{id}", "/chat/{id}/", "/supportal/chat/{id}/"])
def test_the_page_works_under_every_path_it_is_served_at(page, shop, path):
    page.goto(shop.desk.url + path.format(id=shop.id))
    expect(ask(page, "How much is standard delivery?")).to_contain_text("4.95 euros")


SUBMIT = """(texts) => {
    for (const text of texts) {
        document.getElementById('message').value = text;
        document.getElementById('composer').requestSubmit();
    }
}"""


def test_a_refused_message_says_so_and_can_be_tried_again(page, shop):
    open_chat(page, shop)
    page.evaluate(SUBMIT, ["x" * 20_001])  # more than the field lets people type
    refused = page.locator(".message.failed")
    expect(refused).to_contain_text("Not sent.")
    expect(refused).to_contain_text("20000")
    before = refused.element_handle()
    refused.get_by_role("button", name="Try again").click()
    expect(refused).to_contain_text("Not sent.")
    expect(own(page)).to_have_count(1)
    assert not before.evaluate("element => element.isConnected")
    expect(ask(page, "How much is standard delivery?")).to_contain_text("4.95 euros")


def test_of_a_burst_every_message_is_either_stored_or_marked_as_not_sent(page, shop):
    open_chat(page, shop)
    said = [f"How much is standard delivery, please? ({number})" for number in range(30)]
    page.evaluate(SUBMIT, said)
    expect(own(page)).to_have_count(30)
    expect(page.locator(".message.pending")).to_have_count(0)
    failed = page.locator(".message.failed .bubble").all_inner_texts()
    session = page.evaluate("key => localStorage[key]", f"frontdesk:session:{shop.id}")
    stored = [message["message"] for message in shop.messages(session) if message["sender"] == "user"]
    assert [text for text in said if (stored + failed).count(text) != 1] == [], (stored, failed)
    assert stored == [text for text in said if text in stored]
    expect(answers(page)).to_have_count(1 + len(stored))
