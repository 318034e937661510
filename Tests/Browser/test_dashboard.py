"""The dashboard: every page for everybody (axe, light and dark, telephone), conversations, settings, keys, languages."""

import re

import pytest
from playwright.sync_api import expect

from accessibility import assert_accessible
from steps import ask, go_to, open_chat, sign_in, visit

# Beside those that the navigation leads to.
MORE_PAGES = ["console?question=How+long+can+I+return+goods%3F", "answers/new", "delete"]
HOSTILE = "<img src=x onerror=window.hacked=1>"


def pages(page, business) -> list[str]:
    """Every page of a business that its navigation shows, and those that are nowhere in it."""
    visit(page, business)
    paths = page.locator("nav.side a").evaluate_all(f"links => links.map((link) => new URL(link.href).pathname.replace('/b/{business.id}/', ''))")
    assert len(paths) > 20 and "team" in paths
    return paths + MORE_PAGES


@pytest.fixture(scope="module")
def lived_in(desk):
    """A business with a document, a question in vain, an own answer and a notice."""
    business = desk.business("Lived-in Lamps", greeting="Welcome!")
    business.learn("prices 2023.txt", "Prices\n\nRenting a lamp costs 12 euros per hour.\n")
    business.learn("prices 2024.txt", "Prices\n\nRenting a lamp costs 15 euros per hour.\n")
    for question in ("How much does renting a lamp cost?", "Do you sell electric bicycles?"):
        desk.call("POST", f"/api/businesses/{business.id}/ask", {"question": question}, key=business.key)
    desk.call("POST", f"/api/businesses/{business.id}/faqs",
              {"question": "Are you open?", "answer": "Always.", "status": "approved"}, key=business.key)
    desk.call("POST", f"/api/businesses/{business.id}/forms",
              {"name": "Estimate", "questions": [{"question_text": "Your name?"}, {"question_text": "Which lamp?", "type": "choice", "choices": ["Floor", "Desk"]}]},
              key=business.key)
    desk.call("PUT", f"/api/businesses/{business.id}/notifications", {"people": [
        {"name": "Ana", "email": "ana@example.com", "rules": [{"events": ["form.submitted"], "channels": ["email"]}]}]}, key=business.key)
    desk.call("POST", "/api/services", {"friendly_name": "Repairs"}, key=business.key)
    desk.call("POST", f"/api/businesses/{business.id}/members", {"email": "invited@example.com", "role": "agent"})
    return business


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_violation_that_axe_finds(contexts, desk, lived_in, scheme):
    page = contexts(color_scheme=scheme, expecting_trouble=True).new_page()
    for path in ("", "sign-in", "reset"):
        page.goto(f"{desk.url}/{path}")
        assert_accessible(page)
    sign_in(page, desk)
    for path in pages(page, lived_in):
        visit(page, lived_in, path)
        assert_accessible(page)
    document = lived_in.documents()[0]["id"]
    visit(page, lived_in, f"documents/{document}")
    assert_accessible(page)
    visit(page, lived_in, f"documents/{document}/delete")
    assert_accessible(page)
    visit(page, lived_in, f"conversations/{lived_in.sessions()[0]['session_id']}")
    assert_accessible(page)
    visit(page, lived_in, "documents?done=document_deleted")
    expect(page.get_by_text("The document was deleted.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Delete Prices").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert_accessible(page)
    page.goto(f"{desk.url}/businesses/new")
    assert_accessible(page)
    form, = desk.call("GET", f"/api/businesses/{lived_in.id}/forms", key=lived_in.key)["results"]
    visit(page, lived_in, f"forms/{form['id']}")
    page.get_by_text("Edit").first.click()
    assert_accessible(page)
    page.goto(f"{desk.url}/b/999999/inbox")
    expect(page.get_by_role("heading", name="There is no such page")).to_be_visible()
    assert_accessible(page)
    page.goto(f"{desk.url}/documents/{document}?page=1")
    expect(page.locator("main .text").first).to_be_visible()
    assert_accessible(page)
    member = join(contexts, desk, lived_in, f"viewer", scheme)
    member.emulate_media(color_scheme=scheme)
    member.goto(f"{desk.url}/account")
    assert_accessible(member)
    visit(member, lived_in, "team")
    assert_accessible(member)
    open_chat(page, lived_in)
    ask(page, "How much does renting a lamp cost?")
    assert_accessible(page)


def test_no_page_has_a_violation_on_a_telephone(contexts, desk, lived_in):
    # The colours are those of the wide pages, which are looked at in light and dark.
    page = contexts(viewport={"width": 360, "height": 700}, is_mobile=True, has_touch=True, color_scheme="dark").new_page()
    sign_in(page, desk)
    for path in pages(page, lived_in):
        visit(page, lived_in, path)
        assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0, path
        assert_accessible(page)
    bottom = page.get_by_role("navigation", name="Main")
    expect(bottom.get_by_role("link", name="Inbox")).to_be_in_viewport()
    go_to(page, "Notices")
    expect(page.get_by_role("heading", name="Notices")).to_be_visible()


def test_a_conversation_is_followed_as_it_happens(contexts, desk):
    shop = desk.business("Talking Trees")
    shop.learn("trees.txt", f"Trees\n\nAn oak of two metres costs 80 euros.\n")
    chat = contexts().new_page()
    open_chat(chat, shop)
    page = contexts().new_page()
    sign_in(page, desk)
    visit(page, shop, "inbox")
    expect(page.get_by_text("No conversations yet")).to_be_visible()
    ask(chat, f"How much does an oak cost? {HOSTILE}")
    row = page.get_by_role("list", name="Conversations").get_by_role("listitem")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("Lead #1")
    row.get_by_role("link").click()
    timeline = page.get_by_role("list", name="Conversation", exact=True)
    expect(timeline).to_contain_text("80 euros")
    expect(timeline).to_contain_text(HOSTILE)
    assert page.evaluate("window.hacked") is None
    timeline.get_by_text("Sources").first.click()
    expect(timeline.get_by_role("link", name=re.compile("Trees, page 1"))).to_be_visible()
    ask(chat, "Do you deliver on Sundays?")
    expect(timeline).to_contain_text("Do you deliver on Sundays?")
    talk = page.url.split("/")[-1]
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_text("No conversations yet")).to_be_visible()
    assert talk not in [session["session_id"] for session in shop.sessions()]


def test_settings_are_kept_and_what_is_wrong_is_told_without_losing_what_was_typed(contexts, desk):
    shop = desk.business("Set Squares")
    page = contexts(expecting_trouble=True).new_page()
    sign_in(page, desk)
    visit(page, shop, "settings")
    page.get_by_label("Name", exact=True).fill(f"Squares {HOSTILE}")
    page.get_by_label("Greeting").fill("مرحبا! 👋")
    page.get_by_label("Passages per answer").fill("900")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("main").get_by_role("alert").filter(has_text="Passages per answer")).to_be_visible()
    expect(page.get_by_label("Greeting")).to_have_value("مرحبا! 👋")
    page.get_by_label("Passages per answer").fill("7")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    stored = desk.call("GET", f"/api/businesses/{shop.id}", key=shop.key)
    assert stored["name"] == f"Squares {HOSTILE}"
    assert stored["settings"]["greeting"] == "مرحبا! 👋" and stored["settings"]["top_k"] == 7
    page.reload()
    expect(page.get_by_label("Name", exact=True)).to_have_value(f"Squares {HOSTILE}")
    assert page.evaluate("window.hacked") is None


def test_a_key_is_shown_once_works_and_is_revoked(contexts, desk):
    shop = desk.business("Locksmiths")
    page = contexts().new_page()
    sign_in(page, desk)
    visit(page, shop, "keys")
    page.get_by_label("Label").fill("Till")
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_text("shown this once")).to_be_visible()
    secret = page.locator("#secret-key").inner_text()
    assert desk.call("GET", f"/api/documents?business={shop.id}", key=secret)["results"] == []
    visit(page, shop, "keys")
    assert secret not in page.content()
    page.get_by_role("button", name="Revoke Till").click()
    page.get_by_role("dialog", name="Revoke this key?").get_by_role("button", name="Revoke").click()
    expect(page.get_by_role("listitem").filter(has_text="Till").get_by_text("Revoked")).to_be_visible()
    with pytest.raises(Exception, match="401"):
        desk.call("GET", f"/api/documents?business={shop.id}", key=secret)


def test_the_widget_is_seen_before_it_is_used_and_its_snippet_works(contexts, desk):
    shop = desk.business("Window Shop")
    page = contexts().new_page()
    sign_in(page, desk)
    visit(page, shop, "widget")
    preview = page.frame_locator("#preview")
    expect(preview.get_by_role("textbox", name="Your message")).to_be_visible()
    page.get_by_label("Colour").fill("#a0216a")
    assert preview.locator("html").evaluate("element => element.style.getPropertyValue('--accent')") == "#a0216a"
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert desk.call("GET", f"/api/businesses/{shop.id}", key=shop.key)["settings"]["color"] == "#a0216a"
    page.get_by_role("button", name="Make a snippet").click()
    snippet = page.locator("#snippet").inner_text()
    key = re.search(r'data-key="([^"]+)"', snippet)[1]
    assert snippet.startswith(f'<script src="{desk.url}/widget.js"')
    assert desk.call("POST", "/api/chat-sessions", {}, key=key)["business"] == shop.id


def test_a_form_without_its_token_changes_nothing(contexts, desk, shop):
    context = contexts(expecting_trouble=True)
    page = context.new_page()
    sign_in(page, desk)
    other = contexts().new_page()
    sign_in(other, desk)
    visit(other, shop, "settings")
    for token in ("", "x" * 64, other.locator("input[name=csrf_token]").first.input_value() + "0"):
        reply = page.request.post(f"{desk.url}/b/{shop.id}/settings", form={"csrf_token": token, "name": "Stolen"},
                                  headers={"Accept": "text/html"})
        assert reply.status == 403
    assert desk.call("GET", f"/api/businesses/{shop.id}", key=shop.key)["name"] == "Leiden Outfitters"


def test_what_is_another_business_s_is_not_there(contexts, desk, shop, lived_in):
    page = contexts(expecting_trouble=True).new_page()
    sign_in(page, desk)
    theirs = shop.documents()[0]["id"]
    case = desk.call("GET", f"/api/businesses/{lived_in.id}/cases", key=lived_in.key)["results"][0]["id"]
    session = lived_in.sessions()[0]["session_id"]
    for path in (f"b/{lived_in.id}/documents/{theirs}", f"b/{shop.id}/conversations/{session}", f"b/{shop.id}/cases/{case}/delete",
                 "b/0/inbox", "b/-1/inbox", "b/x/inbox", "b/99999999999999999999/inbox", "go?business=424242"):
        assert page.goto(f"{desk.url}/{path}").status == 404, path


def test_the_switch_of_businesses_leads_nowhere_else(contexts, desk, shop):
    page = contexts().new_page()
    sign_in(page, desk)
    for target in ("https://evil.example/", "//evil.example", "../../evil", "documents/../../x"):
        page.goto(f"{desk.url}/go?business={shop.id}&page={target}")
        assert page.url == f"{desk.url}/b/{shop.id}/"
    page.goto(f"{desk.url}/go?business={shop.id}&page=keys")
    assert page.url == f"{desk.url}/b/{shop.id}/keys"
    # The business is the same at the addresses without one.
    for path in ("/", "/static/enhanced_dashboard.html", "/supportal/admin-dashboard/", "/dashboard"):
        page.goto(desk.url + path)
        expect(page.get_by_role("combobox", name="Business")).to_have_value(str(shop.id))


@pytest.mark.parametrize("locale, heading", [("es-MX", "Documentos"), ("pt-BR", "Documentos"), ("hi-IN", "दस्तावेज़"), ("ta-IN", "ஆவணங்கள்"), ("te-IN", "పత్రాలు")])
def test_pages_speak_the_language_of_the_browser(contexts, desk, lived_in, locale, heading):
    page = contexts(locale=locale).new_page()
    page.goto(desk.url)
    assert page.evaluate("document.documentElement.lang") == locale[:2]
    page.locator("#token").fill("browser-tests-admin-token")
    page.keyboard.press("Enter")
    expect(page.locator("nav.side")).to_be_visible()
    visit(page, lived_in, "documents")
    expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()
    assert_accessible(page)


def test_the_language_can_be_chosen(contexts, desk, shop):
    page = contexts().new_page()
    sign_in(page, desk)
    visit(page, shop, "documents")
    page.locator("summary[aria-label='You and this browser']").click()
    page.get_by_label("Language").select_option("Español")
    expect(page.get_by_role("heading", level=1, name="Documentos")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", level=1, name="Documentos")).to_be_visible()


def test_scripts_and_styles_are_compressed_and_kept(contexts, desk, shop):
    page = contexts().new_page()
    sign_in(page, desk)
    weights, sizes = {}, {}
    for path in pages(page, shop) + ["chat"]:
        if path == "chat":
            page.goto(shop.chat)
        else:
            visit(page, shop, path)
        urls = page.evaluate("[...document.querySelectorAll('script[src], link[rel=stylesheet]')].map((one) => one.src || one.href)")
        total = 0
        for url in urls:
            if url not in sizes:
                reply = page.request.get(url, headers={"Accept-Encoding": "gzip"})
                assert reply.status == 200
                if path != "chat":
                    assert "immutable" in reply.headers["cache-control"] and reply.headers["content-encoding"] == "gzip"
                    plain = page.request.get(url, headers={"Accept-Encoding": "identity"})
                    assert plain.headers.get("content-encoding") is None and len(plain.body()) > int(reply.headers["content-length"])
                sizes[url] = int(reply.headers["content-length"])
            total += sizes[url]
        weights[path] = total
    assert max(weights.values()) <= 60_000, weights


def test_everything_works_where_htmx_was_not_set_up(contexts, desk, shop):
    page = contexts(expecting_trouble=True).new_page()
    page.route(re.compile("/htmx.js$"), lambda route: route.abort())
    sign_in(page, desk)
    visit(page, shop, "documents")
    expect(page.get_by_role("list", name="Documents").get_by_role("listitem")).to_have_count(1)
    visit(page, shop, "inbox")
    expect(page.get_by_role("heading", name="Inbox")).to_be_visible()


def join(contexts, desk, business, role: str, mark: str = "one"):
    """A page of somebody who was invited and joined."""
    page = contexts(expecting_trouble=True).new_page()
    email = f"{role}.{mark}@{business.id}.example.com"
    page.goto(desk.call("POST", f"/api/businesses/{business.id}/members", {"email": email, "role": role})["link"])
    assert_accessible(page)
    page.get_by_label("Your name").fill(f"{role.title()} Person")
    page.get_by_label("Password").fill("vier bunte Segel")
    page.get_by_role("button", name="Join").click()
    page.wait_for_url(lambda url: "/invite/" not in url)
    return page


def test_an_agent_takes_over_is_helped_and_hands_back(contexts, desk):
    shop = desk.business("Side by Side")
    shop.learn("tents.txt", "Tents\n\nA tent for four costs 120 euros.\n")
    agent = join(contexts, desk, shop, "agent")
    chat = contexts().new_page()
    open_chat(chat, shop)
    ask(chat, "How much does a tent for four cost?")
    visit(agent, shop, "inbox")
    agent.get_by_role("list", name="Conversations").get_by_role("link").first.click()
    voice = agent.get_by_role("region", name="Who speaks")
    expect(voice).to_contain_text("The assistant speaks.")
    voice.get_by_role("button", name="Take over").click()
    expect(voice).to_contain_text("You speak; the assistant is silent.")
    chat.get_by_role("textbox", name="Your message").fill("And what is a tent for four again?")
    chat.keyboard.press("Enter")
    timeline = agent.get_by_role("list", name="Conversation", exact=True)
    expect(timeline).to_contain_text("And what is a tent for four again?")
    agent.get_by_role("button", name="Suggest an answer").click()
    expect(agent.get_by_label("Reply to the customer")).to_have_value(re.compile("120 euros"))
    agent.get_by_label("Reply to the customer").fill(f"It is 120 euros. {HOSTILE}")
    agent.get_by_role("button", name="Send").click()
    expect(timeline).to_contain_text("Agent Person")
    expect(chat.locator(".message.human").last).to_contain_text("It is 120 euros.")
    voice.get_by_role("button", name="Hand back").click()
    expect(voice).to_contain_text("The assistant speaks.")
    assert agent.evaluate("window.hacked") is None and chat.evaluate("window.hacked") is None
    # What an agent may not do is neither offered nor done.
    assert agent.get_by_role("navigation", name="Main").get_by_role("link", name="API keys").count() == 0
    for path in ("keys", "settings", "widget"):
        assert agent.goto(f"{desk.url}/b/{shop.id}/{path}").status == 403
    expect(agent.get_by_role("heading", name="That is not allowed")).to_be_visible()
    other = desk.business("Elsewhere")
    assert agent.goto(f"{desk.url}/b/{other.id}/inbox").status == 404


def test_a_viewer_reads_and_changes_nothing(contexts, desk):
    shop = desk.business("Window Seat")
    shop.learn("seat.txt", "Seat\n\nA seat at the window costs 3 euros.\n")
    viewer = join(contexts, desk, shop, "viewer")
    visit(viewer, shop, "documents")
    viewer.get_by_role("button", name="Delete Seat").click()
    viewer.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(viewer.get_by_role("main").get_by_role("alert").first).to_contain_text("viewer")
    assert len(shop.documents()) == 1


def test_conversations_are_found_noted_and_tagged(contexts, desk):
    shop = desk.business("Search Party")
    shop.learn("boats.txt", "Boats\n\nA boat costs 40 euros an hour.\n")
    for question in ("How much is a boat?", "Is there a lighthouse nearby?"):
        chat = contexts().new_page()
        open_chat(chat, shop)
        ask(chat, question)
    page = contexts(expecting_trouble=True).new_page()
    sign_in(page, desk)
    visit(page, shop, "inbox")
    rows = page.get_by_role("list", name="Conversations").get_by_role("listitem")
    expect(rows).to_have_count(2)
    page.get_by_label("Search conversations").fill("lighthouse")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Lead #2")
    rows.get_by_role("link").click()
    page.get_by_label("Note", exact=True).fill(f"Call back. {HOSTILE}")
    page.get_by_role("button", name="Add").click()
    timeline = page.get_by_role("list", name="Conversation", exact=True)
    expect(timeline).to_contain_text(f"Call back. {HOSTILE}")
    page.get_by_label("Tags").fill("sea, Light")
    page.get_by_label("Priority").select_option("High")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#conversation-state")).to_contain_text("Urgent")
    expect(page.locator("#conversation-state")).to_contain_text("light")
    assert page.evaluate("window.hacked") is None
    visit(page, shop, "inbox")
    page.wait_for_load_state("networkidle")  # what is chosen before the page's script runs does nothing by itself
    page.get_by_label("Priority").select_option("High")
    expect(rows).to_have_count(1)
    assert_accessible(page)


def test_contacts_are_named_coloured_and_made_one(contexts, desk):
    shop = desk.business("Who Is Who")
    shop.learn("names.txt", "Names\n\nA name badge costs 2 euros.\n")
    for _ in range(2):
        chat = contexts().new_page()
        open_chat(chat, shop)
        ask(chat, "How much is a name badge?")
    page = contexts(expecting_trouble=True).new_page()
    sign_in(page, desk)
    visit(page, shop, "contacts")
    rows = page.get_by_role("list", name="Contacts").get_by_role("listitem")
    expect(rows).to_have_count(2)
    rows.filter(has_text="Lead #1").get_by_role("link").click()
    page.get_by_label("Name", exact=True).fill(f"Ana {HOSTILE}")
    page.get_by_label("E-mail", exact=True).fill("not an address")
    page.get_by_label("E-mail", exact=True).evaluate("field => { field.type = 'text'; }")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("main").get_by_role("alert").filter(has_text="E-mail")).to_be_visible()
    page.get_by_label("E-mail", exact=True).fill("ana@example.com")
    page.get_by_role("radio", name="Colour 4").check(force=True)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Ana {HOSTILE}")
    assert page.evaluate("window.hacked") is None
    assert_accessible(page)
    page.get_by_label("The other contact").select_option("Lead #2")
    page.get_by_role("button", name="Merge").click()
    expect(page.get_by_text("The contacts are one now.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("It is back.")).to_be_visible()
    assert len(desk.call("GET", "/api/contacts", key=shop.key)["results"]) == 2
    page.reload()
    page.get_by_label("The other contact").select_option("Lead #2")
    page.get_by_role("button", name="Merge").click()
    expect(page.get_by_text("The contacts are one now.")).to_be_visible()
    visit(page, shop, "contacts")
    expect(rows).to_have_count(1)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ana")
    assert len(desk.call("GET", "/api/contacts", key=shop.key)["results"]) == 1


def test_services_group_conversations(contexts, desk):
    shop = desk.business("Two Services")
    page = contexts().new_page()
    sign_in(page, desk)
    visit(page, shop, "services")
    page.get_by_label("Name", exact=True).fill(f"Repairs {HOSTILE}")
    page.get_by_role("button", name="Create").click()
    entry = page.get_by_role("list", name="Services").get_by_role("listitem")
    expect(entry).to_contain_text(f"Repairs {HOSTILE}")
    entry.get_by_label("Name").fill("Repairs")
    entry.get_by_role("button", name="Save").click()
    expect(entry.get_by_role("link", name="Repairs", exact=True)).to_be_visible()
    entry.get_by_role("link", name="Repairs", exact=True).click()
    expect(page.get_by_role("combobox", name="Service")).to_contain_text("Repairs")
    assert "/manager?service=" in page.url
    visit(page, shop, "services")
    page.get_by_role("button", name="Delete Repairs").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_text("No services yet.")).to_be_visible()
    assert page.evaluate("window.hacked") is None


def test_a_webhook_is_made_tried_and_its_log_shown_and_the_audit_log_tells_of_it(contexts, desk):
    shop = desk.business("Hooked")
    page = contexts(expecting_trouble=True).new_page()
    sign_in(page, desk)
    visit(page, shop, "webhooks")
    page.get_by_label("URL").fill("ftp://example.com/")
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_role("main").get_by_role("alert").filter(has_text="url")).to_be_visible()
    page.get_by_label("URL").fill("https://webhook.invalid/events")
    page.get_by_label("message.created").check()
    page.get_by_role("button", name="Create").click()
    assert page.locator("#webhook-secret").inner_text().startswith("whsec_")
    visit(page, shop, "webhooks")
    assert "whsec_" not in page.content()
    page.get_by_role("link", name="https://webhook.invalid/events").click()
    page.get_by_role("button", name="Send a test").click()
    delivery = page.get_by_role("list", name="Deliveries").locator("> li")
    expect(delivery).to_contain_text("webhook.test")
    assert_accessible(page)
    page.get_by_role("button", name="Turn off").click()
    expect(page.get_by_role("button", name="Turn on")).to_be_visible()
    visit(page, shop, "audit")
    log = page.get_by_role("list", name="Audit log")
    expect(log).to_contain_text("webhook.create")
    assert "whsec_" not in page.content()
    page.get_by_label("What").fill("webhook.update")
    page.get_by_role("button", name="Search").click()
    expect(log).not_to_contain_text("webhook.create")
    expect(log).to_contain_text("webhook.update")
