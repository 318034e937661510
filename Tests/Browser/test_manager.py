"""C11: conversations managed by service, with participants, messages, webhooks and settings."""

import re

from playwright.sync_api import expect

from accessibility import assert_accessible
from steps import sign_in, visit
from test_dashboard import HOSTILE, join


def test_a_conversation_is_made_in_a_service_and_managed(contexts, desk):
    shop = desk.business("Managed Care")
    page = contexts(expecting_trouble=True).new_page()
    sign_in(page, desk)
    visit(page, shop, "services")
    page.get_by_label("Name", exact=True).fill("Repairs")
    page.get_by_role("button", name="Create").click()
    page.get_by_role("list", name="Services").get_by_role("link", name="Repairs").click()
    expect(page.get_by_role("combobox", name="Service")).to_contain_text("Repairs")
    expect(page.get_by_text("No conversations here")).to_be_visible()
    page.get_by_text("New conversation").click()
    page.get_by_label("Name", exact=True).fill(f"Boiler {HOSTILE}")
    page.get_by_label("Unique name").fill("boiler-7")
    page.get_by_label("Attributes").fill("no json")
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_role("main").get_by_role("alert").filter(has_text="attributes")).to_be_visible()
    page.get_by_label("Attributes").fill('{"floor": 3}')
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Boiler {HOSTILE}")
    made, = desk.call("GET", "/api/conversations", key=shop.key)["conversations"]
    assert made["unique_name"] == "boiler-7" and made["attributes"] == '{"floor": 3}' and made["chat_service_sid"].startswith("IS")

    tabs = page.get_by_role("navigation", name="Conversation")
    expect(page.get_by_text("Nobody takes part yet.")).to_be_visible()
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("main").get_by_role("alert").filter(has_text="who takes part")).to_be_visible()
    page.get_by_label("Identity").fill(f"ana {HOSTILE}")
    page.get_by_role("button", name="Add", exact=True).click()
    people = page.get_by_role("list", name="Participants").get_by_role("listitem")
    expect(people).to_have_count(1)
    page.get_by_label("Channel").select_option("SMS")
    page.get_by_label("Address", exact=True).fill("+351912345678")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(people).to_have_count(2)
    assert_accessible(page)
    people.first.get_by_role("button", name="Remove").click()
    page.get_by_role("dialog", name="Take this participant out?").get_by_role("button", name="Keep").click()
    expect(people).to_have_count(2)
    people.first.get_by_role("button", name="Remove").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(people).to_have_count(1)

    tabs.get_by_role("link", name="Messages").click()
    expect(page.get_by_text("No messages yet.")).to_be_visible()
    page.get_by_role("textbox", name="Message").fill("مرحبا, on our way")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("list", name="Messages")).to_contain_text("on our way")
    assert_accessible(page)

    tabs.get_by_role("link", name="Webhooks").click()
    page.get_by_label("URL").fill("https://webhook.invalid/one")
    page.get_by_role("button", name="Create").click()
    assert page.locator("#webhook-secret").inner_text().startswith("whsec_")
    expect(page.get_by_role("list", name="Webhooks").get_by_role("listitem")).to_have_count(1)
    assert_accessible(page)

    tabs.get_by_role("link", name="Settings").click()
    page.get_by_label("Name", exact=True).fill("Boiler of Ana")
    page.get_by_label("Status").select_option("Closed")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.locator("#conversation-state")).to_have_text("Closed")
    assert_accessible(page)
    assert page.evaluate("window.hacked") is None

    visit(page, shop, "manager")
    rows = page.get_by_role("list", name="Conversations").get_by_role("listitem")
    expect(rows).to_have_count(1)
    page.get_by_label("Search conversations").fill("no such words")
    expect(rows).to_have_count(0)
    page.get_by_label("Search conversations").fill("")
    expect(rows).to_have_count(1)
    page.get_by_role("combobox", name="Status").select_option("Active")
    expect(rows).to_have_count(0)
    page.get_by_role("combobox", name="Status").select_option("Closed")
    rows.get_by_role("link").click()
    tabs.get_by_role("link", name="Settings").click()
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_text("No conversations here")).to_be_visible()
    assert desk.call("GET", "/api/conversations", key=shop.key)["conversations"] == []


def test_an_edit_is_shown_at_once_and_taken_back_when_it_was_of_something_older(contexts, desk):
    shop = desk.business("Optimists")
    made = desk.call("POST", "/api/conversations", {"friendly_name": "First name"}, key=shop.key)
    page = contexts(expecting_trouble=True).new_page()
    sign_in(page, desk)
    visit(page, shop, f"manager/{made['id']}?tab=settings")
    # Kept from following, as if the network were slow.
    page.route(re.compile(r"/ws/dashboard"), lambda route: route.abort())
    heading = page.get_by_role("heading", level=1)
    held = []
    page.route(f"**/manager/{made['id']}", lambda route: held.append(route))
    page.get_by_label("Name", exact=True).fill("Second name")
    page.get_by_role("button", name="Save").click()
    expect(heading).to_contain_text("Second name")
    held[0].fulfill(status=409, content_type="application/json",
                    body='{"error": {"code": "stale", "message": "It was changed meanwhile."}}')
    expect(heading).to_contain_text("First name")
    expect(page.get_by_role("main").get_by_role("alert").filter(has_text="meanwhile")).to_be_visible()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Second name")
    page.unroute(f"**/manager/{made['id']}")
    # And so does the server when it is really older.
    reply = page.request.post(f"{desk.url}/b/{shop.id}/manager/{made['id']}", form={
        "csrf_token": page.locator("input[name=csrf_token]").first.input_value(), "version": "99", "friendly_name": "Third"})
    assert reply.status in (409, 412)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(heading).to_contain_text("Second name")


def test_what_a_role_may_not_do_is_refused_and_what_is_another_s_is_not_there(contexts, desk):
    shop, other = desk.business("Ours"), desk.business("Theirs")
    theirs = desk.call("POST", "/api/conversations", {"friendly_name": "Theirs"}, key=other.key)
    ours = desk.call("POST", "/api/conversations", {"friendly_name": "Ours"}, key=shop.key)
    participant = desk.call("POST", f"/api/conversations/{theirs['id']}/participants", {"identity": "bob"}, key=other.key)
    viewer = join(contexts, desk, shop, "viewer")
    visit(viewer, shop, f"manager/{ours['id']}")
    expect(viewer.get_by_role("button", name="Add", exact=True)).to_have_count(0)
    token = viewer.locator("input[name=csrf_token]").first.input_value()
    for path in ("manager", f"manager/{ours['id']}", f"manager/{ours['id']}/participants", f"manager/{ours['id']}/delete"):
        reply = viewer.request.post(f"{desk.url}/b/{shop.id}/{path}", form={"csrf_token": token, "friendly_name": "x"})
        assert reply.status == 403, path
    for path in (f"manager/{theirs['id']}", f"manager/{theirs['id']}/delete", f"manager/{ours['id']}/participants/{participant['id']}/delete"):
        reply = viewer.request.get(f"{desk.url}/b/{shop.id}/{path}")
        assert reply.status in (403, 404) and "bob" not in reply.text(), path
    assert viewer.request.get(f"{desk.url}/b/{shop.id}/manager/{theirs['id']}").status == 404
    assert viewer.request.get(f"{desk.url}/b/{other.id}/manager").status == 404
