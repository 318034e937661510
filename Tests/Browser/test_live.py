"""C18, X29: what happens is shown as it happens, by a socket that comes back by itself and misses nothing."""

import pytest
from playwright.sync_api import expect

from steps import ask, open_chat, say, sign_in, visit
from test_dashboard import HOSTILE, join
from wire import Wire

# Keeps what the live script is told, and how long it means to wait before it comes back; waits hardly at all.
WATCH = """
window.cursors = [];
window.waits = [];
document.addEventListener('live', ({ detail }) => { if (detail.cursor !== undefined) window.cursors.push([detail.type, detail.cursor]); });
const wait = window.setTimeout;
window.setTimeout = (work, time, ...rest) => {
    if (work.name !== 'connect') return wait(work, time, ...rest);
    window.waits.push(time);
    return wait(work, window.held ? 1e9 : 1, ...rest);
};
"""


@pytest.fixture
def talkative(desk):
    business = desk.business("Talk of the Town")
    business.learn("trees.txt", "Trees\n\nAn oak of two metres costs 80 euros.\n")
    return business


def figure(page, text: str):
    return page.get_by_role("list", name="Figures").get_by_role("listitem").filter(has_text=text).locator("strong")


def post(business, conversation: str, text: str) -> None:
    business.desk.call("POST", f"/api/conversations/{conversation}/messages", {"body": text, "author": "Ana"}, key=business.key)


def test_c18_the_monitor_shows_what_goes_on(contexts, desk, talkative):
    page = contexts().new_page()
    sign_in(page, desk)
    visit(page, talkative, "monitor")
    expect(page.locator("#live")).to_have_text("Live")
    expect(figure(page, "active conversations")).to_have_text("0")
    stream = page.get_by_role("list", name="What happens")
    chat = contexts().new_page()
    open_chat(chat, talkative)
    ask(chat, f"How much does an oak cost? {HOSTILE}")
    expect(figure(page, "active conversations")).to_have_text("1")
    expect(stream).to_contain_text("A document is ready")
    expect(stream).to_contain_text("A conversation begins")
    expect(stream).to_contain_text(HOSTILE)
    chat.get_by_role("button", name="Talk to a person").first.click()
    expect(figure(page, "wait for a person")).to_have_text("1")
    rows = page.get_by_role("list", name="Conversations").get_by_role("listitem")
    expect(rows).to_contain_text("Waits for a person")
    assert page.evaluate("window.hacked") is None
    stream.get_by_role("link", name="A customer asks for a person").click()
    page.get_by_role("button", name="Take over").click()
    visit(page, talkative, "monitor")
    expect(figure(page, "wait for a person")).to_have_text("0")
    expect(figure(page, "talk to a person")).to_have_text("1")
    # The one chat of this business; the page's own socket is none.
    expect(page.locator("#sockets")).to_have_text("1")


def test_x29_a_cut_socket_comes_back_at_its_cursor_and_nothing_is_lost(contexts, desk, talkative):
    made = desk.call("POST", "/api/conversations", {"friendly_name": "Long talk"}, key=talkative.key)
    wire = Wire(desk.port)
    try:
        context = contexts(expecting_trouble=True)
        context.add_init_script(WATCH)
        page = context.new_page()
        sockets = []
        page.on("websocket", lambda socket: sockets.append(socket.url))
        sign_in(page, desk)
        page.goto(f"http://127.0.0.1:{wire.port}/b/{talkative.id}/monitor")
        expect(page.locator("#live")).to_have_text("Live")
        post(talkative, made["id"], "before the cut")
        stream = page.get_by_role("list", name="What happens")
        expect(stream).to_contain_text("before the cut")
        page.evaluate("window.held = true")
        wire.cut()
        expect(page.locator("#live")).to_have_text("Reconnecting")
        for number in range(5):
            post(talkative, made["id"], f"while away {number}")
        page.evaluate("window.held = false; dispatchEvent(new Event('online'))")
        expect(page.locator("#live")).to_have_text("Live")
        page.wait_for_function("() => window.cursors.filter(([type]) => type === 'message.created').length >= 6")
        seen = [cursor for kind, cursor in page.evaluate("window.cursors") if kind not in ("snapshot", "ready")]
        assert seen == list(range(seen[0], seen[0] + len(seen)))  # each once, in order, none left out
        assert "after=" in sockets[-1] and "after=" not in sockets[0]
        expect(stream).to_contain_text("while away 4")
    finally:
        wire.stop()


def test_x29_the_waits_double_up_to_half_a_minute(contexts, desk, talkative):
    wire = Wire(desk.port)
    context = contexts(expecting_trouble=True)
    context.add_init_script(WATCH)
    page = context.new_page()
    sign_in(page, desk)
    page.goto(f"http://127.0.0.1:{wire.port}/b/{talkative.id}/monitor")
    expect(page.locator("#live")).to_have_text("Live")
    wire.stop()
    # Chromium holds back sockets of its own accord after some failures.
    page.wait_for_function("() => window.waits.length >= 6", timeout=90_000)
    for number, wait in enumerate(page.evaluate("window.waits.slice(0, 6)")):
        longest = min(30_000, 1000 * 2 ** number)
        assert longest / 2 <= wait <= longest, (number, wait)
    expect(page.locator("#live")).to_have_text("Reconnecting")


def test_who_writes_and_who_has_read_is_seen_both_ways(contexts, desk, talkative):
    agent = join(contexts, desk, talkative, "agent")
    chat = contexts().new_page()
    open_chat(chat, talkative)
    ask(chat, "How much does an oak cost?")
    visit(agent, talkative, f"conversations/{talkative.sessions()[0]['session_id']}")
    agent.get_by_role("button", name="Take over").click()
    expect(chat.locator("#status")).to_have_text("Talking to Agent Person")
    agent.get_by_label("Reply to the customer").press_sequentially("One mo")
    expect(chat.locator("#writing")).to_have_text("Agent Person is writing…")
    chat.get_by_role("textbox", name="Your message").press_sequentially("Th")
    expect(agent.locator("#signs")).to_have_text("The customer is writing…")
    agent.get_by_role("button", name="Send").click()
    expect(chat.locator(".message.human").last).to_contain_text("One mo")
    expect(agent.locator("#signs")).to_have_text("The customer has read it.")


def test_a_reply_is_shown_at_once_and_its_words_are_kept_when_it_fails(contexts, desk, talkative):
    chat = contexts().new_page()
    open_chat(chat, talkative)
    ask(chat, "How much does an oak cost?")
    page = contexts(expecting_trouble=True).new_page()
    sign_in(page, desk)
    visit(page, talkative, f"conversations/{talkative.sessions()[0]['session_id']}")
    held = []
    page.route("**/reply", lambda route: held.append(route))
    timeline = page.get_by_role("list", name="Conversation", exact=True)
    page.get_by_label("Reply to the customer").fill("At once!")
    page.get_by_role("button", name="Send").click()
    expect(timeline.locator(".pending")).to_have_text("At once!")
    held[0].abort()
    expect(timeline.locator(".pending")).to_have_count(0)
    expect(page.get_by_label("Reply to the customer")).to_have_value("At once!")
    expect(page.get_by_role("main").get_by_role("alert").first).to_contain_text("cannot be reached")
    page.unroute("**/reply")
    page.get_by_role("button", name="Send").click()
    expect(timeline.locator(".entry.human")).to_have_count(1)
    expect(timeline.locator(".pending")).to_have_count(0)
    expect(chat.locator(".message.human")).to_have_count(1)


def test_a_conversation_is_assigned_and_found_by_whom_it_is_assigned_to(contexts, desk, talkative):
    agent = join(contexts, desk, talkative, "agent")
    chat = contexts().new_page()
    open_chat(chat, talkative)
    ask(chat, "How much does an oak cost?")
    visit(agent, talkative, f"conversations/{talkative.sessions()[0]['session_id']}")
    agent.get_by_label("Assigned to").select_option("Agent Person")
    agent.get_by_role("button", name="Save").click()
    expect(agent.locator("#conversation-state")).to_contain_text("Agent Person")
    visit(agent, talkative, "inbox")
    rows = agent.get_by_role("list", name="Conversations").get_by_role("listitem")
    expect(rows).to_contain_text("Agent Person")
    agent.get_by_role("combobox", name="Assigned to").select_option("Agent Person")
    expect(rows).to_have_count(1)
    agent.get_by_role("combobox", name="Who speaks").select_option("Waits for a person")
    expect(rows).to_have_count(0)
    say(chat, "I want to talk to a person")
    expect(rows).to_have_count(1)
    # Nobody is assigned who is no member.
    token = agent.locator("input[name=csrf_token]").first.input_value()
    reply = agent.request.post(f"{desk.url}/b/{talkative.id}/conversations/{talkative.sessions()[0]['session_id']}", form={
        "csrf_token": token, "status": "active", "priority": "medium", "tags": "", "assignee": "0190c5a8-7c1e-7000-8000-000000000000"})
    assert reply.status == 400


def test_a_look_that_comes_back_after_the_list_was_filtered_does_not_undo_the_filter(contexts, desk, talkative):
    chat = contexts().new_page()
    open_chat(chat, talkative)
    ask(chat, "How much does an oak cost?")
    agent = contexts().new_page()
    sign_in(agent, desk)
    visit(agent, talkative, "inbox")
    rows = agent.get_by_role("list", name="Conversations").get_by_role("listitem")
    expect(rows).to_have_count(1)
    held = []
    agent.route("**/inbox", lambda route: held.append(route))
    with agent.expect_request("**/inbox"):
        ask(chat, "And a beech?")
    agent.get_by_role("combobox", name="Who speaks").select_option("Waits for a person")
    expect(rows).to_have_count(0)
    with agent.expect_response("**/inbox?*voice=requested*"):
        for route in held:
            route.continue_()
    agent.unroute("**/inbox")
    expect(rows).to_have_count(0)
    say(chat, "I want to talk to a person")
    expect(rows).to_have_count(1)
