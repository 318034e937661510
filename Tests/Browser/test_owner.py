"""The owner's other views: questions, console and notices; and customers' thumbs."""

from playwright.sync_api import expect

from steps import ask, go_to, manage, open_chat, sign_in


def test_a_question_asked_in_vain_becomes_an_answer(contexts, desk):
    shop = desk.business("Owner's Loop")
    shop.learn("returns.txt", "Returns\n\nUnused goods can be returned within 30 days of delivery.\n")
    chat = contexts().new_page()
    open_chat(chat, shop)
    ask(chat, "Do you sell electric bicycles?")
    page = contexts(expecting_trouble=True).new_page()  # an approval without an answer is refused
    sign_in(page, desk)
    manage(page, shop)
    go_to(page, "Questions")
    asked = page.get_by_role("list", name="Asked in vain").get_by_role("listitem")
    expect(asked).to_have_count(1)
    expect(asked).to_contain_text("Do you sell electric bicycles?")
    asked.get_by_role("button", name="Write an answer").click()
    expect(page.get_by_role("heading", name="Edit the answer")).to_be_visible()
    editor = page.get_by_role("main")
    expect(editor.get_by_label("Answer", exact=True)).to_be_focused()
    editor.get_by_role("button", name="Save and approve").click()
    expect(editor.get_by_role("alert")).to_contain_text("written before the FAQ is approved")
    editor.get_by_label("Answer", exact=True).fill("Only <b>pedal</b> ones.")
    editor.get_by_role("button", name="Save and approve").click()
    answer = page.get_by_role("list", name="Your answers").get_by_role("listitem")
    expect(answer).to_contain_text("Live")
    expect(answer).to_contain_text("Only <b>pedal</b> ones.")
    expect(ask(chat, "Do you sell electric bicycles?")).to_contain_text("Only <b>pedal</b> ones.")
    go_to(page, "Regression cases")
    page.get_by_role("button", name="Ask them all").click()
    expect(page.get_by_text("1 of 1 still answered as expected.")).to_be_visible()
    go_to(page, "Questions")
    page.get_by_role("button", name="Archive").click()
    expect(answer).to_contain_text("Archived")
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    expect(answer).to_contain_text("Live")


def test_thumbs_are_kept_and_can_be_explained_and_taken_back(contexts, desk, shop):
    context = contexts()
    chat = context.new_page()
    open_chat(chat, shop)
    answer = ask(chat, "How many days do I have to return goods?")
    bad = answer.get_by_role("button", name="Not helpful")
    bad.click()
    expect(bad).to_have_attribute("aria-pressed", "true")
    answer.get_by_label("What was wrong?").fill("I asked about shoes")
    answer.get_by_label("What was wrong?").press("Enter")
    expect(answer.get_by_text("Thank you.")).to_be_visible()
    page = contexts().new_page()
    sign_in(page, desk)
    manage(page, shop)
    go_to(page, "Questions")
    expect(page.get_by_role("list", name="Feedback")).to_contain_text("I asked about shoes")
    chat.reload()
    bad = chat.locator(".message.assistant").last.get_by_role("button", name="Not helpful")
    expect(bad).to_have_attribute("aria-pressed", "true")
    bad.click()
    expect(bad).to_have_attribute("aria-pressed", "false")
    assert desk.call("GET", f"/api/businesses/{shop.id}/feedback", key=shop.key)["results"] == []


def test_the_console_explains_and_notices_are_put_away(contexts, desk):
    shop = desk.business("Kayaks")
    shop.learn("prices 2023.txt", "Prices\n\nRenting a kayak costs 12 euros per hour.\n")
    shop.learn("prices 2024.txt", "Prices\n\nRenting a kayak costs 15 euros per hour.\n")
    page = contexts(viewport={"width": 390, "height": 780}, color_scheme="dark").new_page()
    sign_in(page, desk)
    manage(page, shop)
    go_to(page, "Console")
    page.get_by_role("textbox", name="Question", exact=True).fill("How much does renting a kayak cost?")
    page.get_by_role("textbox", name="Question", exact=True).press("Enter")
    page.wait_for_url("**question=**")
    found = page.get_by_role("list", name="Passages found").get_by_role("listitem")
    expect(found).to_have_count(2)
    expect(page.get_by_text("Would be answered")).to_be_visible()
    found.first.get_by_text("Scores").click()
    expect(found.first.get_by_role("cell", name="dense (cosine)")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    chat = contexts().new_page()
    open_chat(chat, shop)
    expect(ask(chat, "How much does renting a kayak cost?")).to_contain_text("15 euros")
    go_to(page, "Notices")
    notice = page.get_by_role("list", name="Notices").get_by_role("listitem")
    expect(notice).to_contain_text("Answers use 15 euros")
    notice.get_by_role("button", name="Dismiss").press("Enter")
    expect(page.get_by_text("Nothing to look at.")).to_be_visible()


def test_events_the_owner_asked_for_are_notices_and_hostile_words_stay_words(contexts, desk):
    shop = desk.business("Kites")
    path = f"/api/businesses/{shop.id}"
    desk.call("PUT", f"{path}/notifications", {"page_events": ["feedback.created"]}, key=shop.key)
    session = desk.call("POST", "/api/chat-sessions", {"business": shop.id}, key=shop.widget_key)["session_id"]
    question = {"question": "Do you sell kites?", "session_id": session}
    asked = desk.call("POST", f"{path}/ask", question, key=shop.key)
    rating = {"message_id": asked["message_id"], "rating": "down", "reason": "<img src=x onerror=alert(1)> no answer"}
    desk.call("POST", f"/api/chat-sessions/{session}/feedback", rating, key=shop.widget_key)
    page = contexts().new_page()
    sign_in(page, desk)
    manage(page, shop)
    go_to(page, "Notices")
    notice = page.get_by_role("list", name="Notices").get_by_role("listitem")
    expect(notice).to_contain_text("An answer was disliked")
    expect(notice).to_contain_text("<img src=x onerror=alert(1)> no answer")
    with page.context.expect_page() as opened:
        notice.get_by_role("link", name="Look at it").click()
    expect(opened.value.get_by_text("Do you sell kites?").first).to_be_visible()
