"""The pages when the connection or the server goes away: honest, and nothing lost or doubled."""

import pytest
from playwright.sync_api import expect

from desk import Desk
from steps import answers, ask, composer, manage, open_chat, own, say, sign_in
from wire import Wire

STATUS = "#status"


@pytest.fixture
def wire(desk):
    wire = Wire(desk.port)
    yield wire
    wire.stop()


@pytest.fixture(scope="module")
def mortal_desk(folder):
    desk = Desk(folder / "mortal")
    yield desk
    desk.stop()


@pytest.fixture
def mortal(mortal_desk):
    """A business of a desk that the test may kill, and starts again."""
    business = mortal_desk.business("Night Kiosk")
    business.learn("kiosk.txt", "Opening hours\n\nThe kiosk is open from 18:00 to 4:00 every night.\n")
    return business


def over(wire, business):
    return f"http://127.0.0.1:{wire.port}/chat/{business.id}/"


def texts(business) -> list[str]:
    """What customers said, as stored, in the newest session."""
    session = max(entry["session_id"] for entry in business.sessions())
    return [message["message"] for message in business.messages(session) if message["sender"] == "user"]


def test_the_history_is_back_after_a_reload(page, shop):
    open_chat(page, shop)
    ask(page, "How much is standard delivery?")
    ask(page, "How many days do I have to return goods?")
    before = page.locator(".message").all_inner_texts()
    page.reload()
    expect(answers(page)).to_have_count(2)
    after = page.locator(".message").all_inner_texts()
    assert after == [text for text in before if "I will show you where" not in text]
    expect(page.get_by_role("list", name="Sources")).to_have_count(2)


def test_the_chat_goes_on_after_a_dropped_connection(page, shop, wire):
    page.goto(over(wire, shop))
    ask(page, "How much is standard delivery?")
    wire.cut()
    expect(page.locator(STATUS)).to_have_text("Reconnecting…")
    expect(page.locator(STATUS)).to_have_text("Online")
    expect(own(page)).to_have_count(1)
    expect(ask(page, "How many days do I have to return goods?")).to_contain_text("30 days")
    assert texts(shop)[-2:] == ["How much is standard delivery?", "How many days do I have to return goods?"]


def test_what_was_said_during_a_drop_is_shown_after_it(contexts, shop, wire):
    page = contexts(expecting_trouble=True).new_page()
    page.goto(over(wire, shop))
    ask(page, "How much is standard delivery?")
    session = page.evaluate("key => localStorage[key]", f"frontdesk:session:{shop.id}")
    page.context.set_offline(True)
    expect(page.get_by_role("alert").filter(has_text="You are offline")).to_be_visible()
    elsewhere = contexts().new_page()
    elsewhere.goto(f"{shop.desk.url}/chats/{shop.id}/{session}/")
    ask(elsewhere, "How many days do I have to return goods?")
    page.context.set_offline(False)
    expect(own(page)).to_have_count(2)
    expect(answers(page).last).to_contain_text("30 days")
    expect(page.get_by_role("alert").filter(has_text="offline")).to_be_hidden()


@pytest.mark.parametrize("towards_desk", [True, False], ids=["message lost", "receipt lost"])
def test_a_connection_that_died_silently_neither_loses_nor_doubles_a_message(page, shop, wire, towards_desk):
    page.clock.install()
    page.goto(over(wire, shop))
    expect(page.locator(STATUS)).to_have_text("Online")
    wire.mute(towards_desk=towards_desk)
    say(page, "How much is standard delivery?")
    expect(page.locator(".message.user.pending")).to_have_count(1)
    page.wait_for_timeout(300)
    for _ in range(30):
        page.clock.run_for(1000)
        if page.locator(STATUS).inner_text() != "Online":
            break
    page.clock.run_for(2000)
    expect(answers(page).last).to_contain_text("4.95 euros")
    expect(own(page)).to_have_count(1)
    expect(page.locator(".message.user.pending")).to_have_count(0)
    assert texts(shop) == ["How much is standard delivery?"]


def test_a_killed_server_is_told_of_and_what_is_written_meanwhile_is_sent_when_it_is_back(contexts, mortal):
    page = contexts(expecting_trouble=True).new_page()
    open_chat(page, mortal)
    ask(page, "When is the kiosk open?")
    mortal.desk.kill()
    expect(page.locator(STATUS)).to_have_text("Reconnecting…")
    banner = page.get_by_role("alert").filter(has_text="cannot be reached")
    expect(banner).to_be_visible()
    say(page, "Is it open at night?")
    expect(page.locator(".message.user.pending")).to_contain_text("Waiting to be sent")
    composer(page).fill("A draft that is not sent")
    page.get_by_role("button", name="Try now").click()
    expect(composer(page)).to_be_focused()
    page.wait_for_timeout(500)
    expect(banner).to_be_visible()
    mortal.desk.start()
    expect(page.locator(STATUS)).to_have_text("Online")
    expect(banner).to_be_hidden()
    expect(answers(page)).to_have_count(3)
    expect(page.locator(".message.user.pending")).to_have_count(0)
    expect(own(page)).to_have_count(2)
    expect(composer(page)).to_have_value("A draft that is not sent")
    assert texts(mortal) == ["When is the kiosk open?", "Is it open at night?"]
    shown = page.locator(".message.user .bubble").all_inner_texts()
    assert shown == texts(mortal)


def test_the_page_comes_back_by_itself(contexts, mortal):
    page = contexts(expecting_trouble=True).new_page()
    open_chat(page, mortal)
    mortal.desk.kill()
    expect(page.get_by_role("alert").filter(has_text="cannot be reached")).to_be_visible()
    mortal.desk.start()
    expect(page.locator(STATUS)).to_have_text("Online")
    expect(ask(page, "When is the kiosk open?")).to_contain_text("18:00")


def test_a_kill_at_any_moment_neither_loses_nor_doubles_a_message(contexts, mortal):
    page = contexts(expecting_trouble=True).new_page()
    open_chat(page, mortal)
    said = []
    for delay in (0, 8, 40, 150):
        said.append(f"When is the kiosk open, {delay}?")
        say(page, said[-1])
        page.wait_for_timeout(delay)
        mortal.desk.kill()
        expect(page.locator(STATUS)).to_have_text("Reconnecting…")
        mortal.desk.start()
        expect(page.locator(STATUS)).to_have_text("Online")
        # The greeting stands above; then each message has one answer.
        expect(answers(page)).to_have_count(1 + len(said))
    assert texts(mortal) == said
    assert page.locator(".message.user .bubble").all_inner_texts() == said


def test_a_message_written_while_away_survives_a_reload(contexts, mortal):
    page = contexts(expecting_trouble=True).new_page()
    open_chat(page, mortal)
    ask(page, "When is the kiosk open?")
    mortal.desk.kill()
    expect(page.locator(STATUS)).to_have_text("Reconnecting…")
    say(page, "When is the kiosk open?")  # the same words again: still a message of its own
    mortal.desk.start()
    page.reload()
    expect(own(page)).to_have_count(2)
    expect(answers(page)).to_have_count(2)
    assert texts(mortal) == ["When is the kiosk open?"] * 2


def test_a_deleted_session_is_followed_by_a_new_one(contexts, shop):
    page = contexts(expecting_trouble=True).new_page()
    open_chat(page, shop)
    ask(page, "How much is standard delivery?")
    session = page.evaluate("key => localStorage[key]", f"frontdesk:session:{shop.id}")
    shop.desk.call("DELETE", f"/api/chat-sessions/{session}?business={shop.id}", key=shop.key)
    page.reload()
    expect(page.locator(STATUS)).to_have_text("Online")
    expect(own(page)).to_have_count(0)
    expect(ask(page, "How much is standard delivery?")).to_contain_text("4.95 euros")


def test_the_documents_page_says_that_the_server_is_away_and_recovers(contexts, mortal):
    page = contexts(expecting_trouble=True).new_page()
    sign_in(page, mortal.desk)
    manage(page, mortal)
    expect(page.get_by_role("list", name="Documents").get_by_role("listitem")).to_have_count(1)
    mortal.desk.kill()
    page.get_by_label("Choose files").set_input_files({"name": "new.txt", "mimeType": "text/plain", "buffer": b"The kiosk sells coffee."})
    failed = page.get_by_role("list", name="Documents").get_by_role("listitem").filter(has_text="new.txt")
    expect(failed).to_contain_text("The server cannot be reached.")
    failed.get_by_role("button", name="Dismiss").click()
    mortal.desk.start()
    page.get_by_label("Choose files").set_input_files({"name": "new.txt", "mimeType": "text/plain", "buffer": b"The kiosk sells coffee."})
    expect(page.get_by_role("listitem").filter(has_text="Ready")).to_have_count(2)
