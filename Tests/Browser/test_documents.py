"""The documents page: signing in, upload, deletion, businesses."""

import re

import pytest
from playwright.sync_api import expect

from desk import ADMIN, ROOT, Desk
from endpoint import Endpoint
from steps import ask, manage, open_chat, row, sign_in

SAMPLES = ROOT / "corpora/harbour-lane/documents"


@pytest.fixture
def signed_in(page, desk):
    sign_in(page, desk)
    return page


def choose(page, *files):
    page.get_by_label("Choose files").set_input_files(list(files))


def text_file(name: str, text: str | bytes) -> dict:
    return {"name": name, "mimeType": "text/plain", "buffer": text.encode() if isinstance(text, str) else text}


# Signing in


def test_without_signing_in_nothing_is_shown(contexts, desk, shop):
    page = contexts(expecting_trouble=True).new_page()
    for path in ("/", "/static/enhanced_dashboard.html", "/supportal/admin-dashboard/", f"/b/{shop.id}/documents", "/dashboard"):
        page.goto(desk.url + path)
        expect(page.get_by_role("heading", name="Sign in to Frontdesk")).to_be_visible()
        expect(page.get_by_text("Leiden Outfitters")).to_have_count(0)
    for path in (f"/api/documents?business={shop.id}", "/api/businesses", f"/documents/{shop.documents()[0]['id']}"):
        assert page.request.get(desk.url + path).status == 401
    assert page.request.post(f"{desk.url}/api/documents", multipart={"business": str(shop.id), "file": text_file("a.txt", "a")}).status == 401


def test_the_printed_link_signs_one_browser_in_once(contexts, folder):
    desk = Desk(folder / "link")
    try:
        context = contexts()
        page = context.new_page()
        page.goto(desk.sign_in_link)
        expect(page.get_by_role("heading", name="New business")).to_be_visible()
        assert "link=" not in page.url
        cookie, = [cookie for cookie in context.cookies() if cookie["name"] == "frontdesk_session"]
        assert cookie["httpOnly"] and cookie["sameSite"] == "Strict"
        page.goto(desk.url)
        expect(page.get_by_role("heading", name="New business")).to_be_visible()
        other = contexts().new_page()
        other.goto(desk.sign_in_link)
        expect(other.get_by_role("alert")).to_contain_text("used already")
        expect(other.get_by_label("Admin token")).to_be_focused()
        other.reload()
        expect(other.get_by_role("alert")).to_be_hidden()
    finally:
        desk.stop()


def test_a_wrong_token_is_refused_and_the_right_one_taken(contexts, desk):
    page = contexts(expecting_trouble=True).new_page()
    page.goto(desk.url)
    page.get_by_label("Admin token").fill("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("not the admin token")
    page.get_by_label("Admin token").fill(ADMIN)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Sign in")).to_have_count(0)


def test_signing_out_ends_it(contexts, desk):
    page = contexts(expecting_trouble=True).new_page()
    sign_in(page, desk)
    page.goto(desk.url)
    page.locator("summary[aria-label='You and this browser']").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in to Frontdesk")).to_be_visible()
    assert page.request.get(f"{desk.url}/api/businesses").status == 401
    page.go_back()
    expect(page.get_by_role("heading", name="Sign in to Frontdesk")).to_be_visible()


# Documents


def test_a_pdf_and_a_docx_become_ready_and_are_answered_from(signed_in, desk):
    page = signed_in
    business = desk.business("Upload Clinic")
    manage(page, business)
    expect(page.get_by_text("No documents yet")).to_be_visible()
    page.evaluate("""() => {
        window.states = [];
        const look = () => window.states.push(...[...document.querySelectorAll('.state')].map((state) => state.textContent));
        new MutationObserver(look).observe(document.getElementById('documents'), { childList: true, subtree: true, characterData: true });
    }""")
    choose(page, SAMPLES / "price-list.pdf", SAMPLES / "puppy-and-dog-classes.docx")
    expect(row(page, "Price list")).to_contain_text("Ready")
    expect(row(page, "Price list")).to_contain_text("price-list.pdf · 2.9 kB · 1 page")
    expect(row(page, "Puppy and dog classes")).to_contain_text("Ready")
    expect(row(page, "Puppy and dog classes")).to_contain_text("DOCX")
    expect(page.get_by_text("2 documents")).to_be_visible()
    expect(page.get_by_text("No documents yet")).to_be_hidden()
    expect(page.get_by_role("progressbar")).to_have_count(0)
    seen = page.evaluate("window.states")
    assert "Uploading" in seen and any(state == "Waiting" or state.startswith("Reading") for state in seen)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Open the chat").click()
    expect(ask(opened.value, "How much is a standard consultation?")).to_contain_text("$48")


def test_a_document_on_its_way_shows_how_far_it_is_and_can_be_cancelled(contexts, folder):
    endpoint = Endpoint()
    desk = Desk(folder / "slow", OPENAI_BASE_URL=endpoint.url, OPENAI_EMBEDDING_MODEL="test", OPENAI_API_KEY="test-key")
    try:
        business = desk.business("Slow Reads")
        page = contexts().new_page()
        sign_in(page, desk)
        manage(page, business)
        choose(page, text_file("lanterns.txt", "Lanterns\n\nThe lanterns of the pier are lit at six o'clock."))
        bar = page.get_by_role("progressbar", name="Progress of lanterns.txt")
        expect(bar).to_be_visible()
        expect(page.get_by_text("1 document, 1 being read")).to_be_visible()
        page.get_by_role("button", name="Cancel lanterns.txt").click()
        expect(row(page, "lanterns.txt")).to_contain_text("Cancelled")
        expect(bar).to_be_hidden()
        endpoint.proceed.set()
        page.get_by_role("button", name="Try again lanterns.txt").click()
        expect(row(page, "lanterns.txt").locator(".state")).to_have_text("Ready")
        page.close()  # so that it does not look for the desk that ends
    finally:
        endpoint.stop()
        desk.stop()


def test_files_can_be_dropped(signed_in, desk):
    business = desk.business("Drop Box")
    manage(signed_in, business)
    data = signed_in.evaluate_handle("""() => {
        const data = new DataTransfer();
        data.items.add(new File(['Drops\\n\\nA drop of ink costs 1 euro.'], 'drops.txt', { type: 'text/plain' }));
        return data;
    }""")
    for kind in ("dragenter", "dragover", "drop"):
        signed_in.dispatch_event("#drop", kind, {"dataTransfer": data})
        if kind == "dragover":
            expect(signed_in.locator("#drop")).to_have_class(re.compile("over"))
    expect(row(signed_in, "drops.txt")).to_contain_text("Ready")
    expect(signed_in.locator("#drop")).not_to_have_class(re.compile("over"))


@pytest.mark.parametrize("name, content, sentence", [
    ("empty.txt", b"", "empty"),
    ("photo.png", b"\x89PNG\r\n\x1a\n" + bytes(64), "PDF"),
    ("cut.pdf", b"%PDF-1.7\n1 0 obj\n<<", "PDF"),
    ("large.txt", b"large " * 70_000, "bytes allowed"),
], ids=lambda value: value if isinstance(value, str) and "." in value else "")
def test_a_bad_file_is_refused_with_a_sentence(contexts, desk, name, content, sentence):
    page = contexts(expecting_trouble=True).new_page()
    business = desk.business("Bad Files")
    sign_in(page, desk)
    manage(page, business)
    choose(page, text_file(name, content))
    refused = row(page, name)
    expect(refused.locator(".state")).to_have_text("Not taken in")
    problem = refused.get_by_role("alert").inner_text()
    assert sentence in problem and problem.endswith(".") and len(problem) > 20, problem
    refused.get_by_role("button", name=re.compile("Dismiss|Delete")).click()
    if page.get_by_role("dialog").is_visible():
        page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(row(page, name)).to_have_count(0)


def test_the_same_file_twice_is_one_document(signed_in, desk):
    business = desk.business("Twins")
    manage(signed_in, business)
    choose(signed_in, text_file("twin.txt", "Twins\n\nTwo tickets cost 20 euros."))
    expect(row(signed_in, "twin.txt")).to_contain_text("Ready")
    choose(signed_in, text_file("copy.txt", "Twins\n\nTwo tickets cost 20 euros."))
    expect(signed_in.get_by_role("alert").filter(has_text="copy.txt is here already")).to_be_visible()
    expect(row(signed_in, "")).to_have_count(1)


def test_deletion_asks_first_and_then_deletes(signed_in, desk):
    page = signed_in
    business = desk.business("Paper Mill")
    business.learn("one.txt", "One\n\nThe first mill stands in Delft.")
    business.learn("two.txt", "Two\n\nThe second mill stands in Gouda.")
    manage(page, business)
    for answer in ("Keep", "Escape"):
        page.get_by_role("button", name="Delete One").click()
        dialog = page.get_by_role("dialog", name="Delete this document?")
        expect(dialog).to_contain_text("Customers will no longer get answers from “One”.")
        page.keyboard.press("Escape") if answer == "Escape" else dialog.get_by_role("button", name=answer).click()
        expect(dialog).to_be_hidden()
        expect(row(page, "")).to_have_count(2)
    page.get_by_role("button", name="Delete One").click()
    dialog.get_by_role("button", name="Delete").click()
    expect(row(page, "")).to_have_count(1)
    expect(page.get_by_text("1 document", exact=True)).to_be_visible()
    assert [document["title"] for document in business.documents()] == ["Two"]
    expect(page.get_by_role("button", name="Delete Two")).to_be_focused()


def test_a_deleted_document_can_be_brought_back(signed_in, desk):
    page = signed_in
    business = desk.business("Second Thoughts")
    business.learn("one.txt", "One\n\nThe first lamp costs 9 euros.")
    manage(page, business)
    page.get_by_role("button", name="Delete One").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_text("No documents yet")).to_be_visible()
    toast = page.get_by_role("status").filter(has_text="The document was deleted.")
    toast.get_by_role("button", name="Undo").click()
    expect(row(page, "One").locator(".state")).to_have_text("Ready")
    assert [document["filename"] for document in business.documents()] == ["one.txt"]


def test_a_document_is_labelled_and_replaced(signed_in, desk):
    page = signed_in
    business = desk.business("Label House")
    business.learn("rules.txt", "Rules\n\nThe house closes at nine.")
    manage(page, business)
    page.get_by_role("link", name="Edit Rules").click()
    page.get_by_label("Tags").fill("House, Rules")
    page.get_by_label("Who may be answered from it").select_option("Staff alone")
    page.get_by_role("button", name="Save").click()
    expect(row(page, "Rules")).to_contain_text("for staff alone")
    document, = business.documents()
    assert document["tags"] == ["house", "rules"] and document["audience"] == "internal"
    page.get_by_role("link", name="Edit Rules").click()
    page.get_by_label("File", exact=True).set_input_files(text_file("rules.txt", "Rules\n\nThe house closes at ten."))
    page.get_by_role("button", name="Upload").click()
    expect(row(page, "Rules")).to_contain_text("version 2")


def test_the_pages_work_without_scripts(contexts, desk):
    business = desk.business("Plain Paper")
    business.learn("one.txt", "One\n\nPlain paper costs 3 euros.")
    scripted = contexts()
    sign_in(scripted.new_page(), desk)
    context = contexts(java_script_enabled=False)
    context.add_cookies(scripted.cookies())
    page = context.new_page()
    page.goto(f"{desk.url}/b/{business.id}/documents")
    page.get_by_label("Choose files").set_input_files(text_file("two.txt", "Two\n\nRuled paper costs 4 euros."))
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_text("The document is being read.")).to_be_visible()
    page.get_by_role("button", name="Delete One").click()
    expect(page.get_by_role("heading", name="Delete this document?")).to_be_visible()
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("The document was deleted.")).to_be_visible()
    assert [document["filename"] for document in business.documents()] == ["two.txt"]
    page.get_by_role("combobox", name="Business").select_option("Plain Paper")
    page.get_by_role("button", name="Go", exact=True).first.click()
    expect(page.get_by_role("heading", name="Documents")).to_be_visible()


# Businesses


def test_each_business_shows_its_own_documents(signed_in, desk, shop):
    page = signed_in
    other = desk.business("Second Street")
    other.learn("street.txt", "Street\n\nThe street is 300 metres long.")
    manage(page, other)
    expect(row(page, "Street")).to_be_visible()
    expect(row(page, "Returns and refunds")).to_have_count(0)
    page.get_by_role("combobox", name="Business").select_option("Leiden Outfitters")
    expect(row(page, "Returns and refunds")).to_be_visible()
    expect(row(page, "Street")).to_have_count(0)
    assert page.get_by_role("link", name="Open the chat").evaluate("link => link.href") == shop.chat
    page.reload()
    expect(row(page, "Returns and refunds")).to_be_visible()


def test_a_new_business_shows_its_keys_once_and_they_work(signed_in, desk):
    page = signed_in
    page.goto(f"{desk.url}/businesses/new")
    page.get_by_label("Name", exact=True).fill("Fresh & <b>New</b>")
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_text("shown this once")).to_be_visible()
    expect(page.get_by_role("heading", name="Fresh & <b>New</b>")).to_be_visible()
    id = page.get_by_role("link", name="Continue").get_attribute("href").split("/")[-2]
    secret, widget, snippet = (page.locator(f"#{name}").inner_text() for name in ("secret-key", "widget-key", "snippet"))
    assert desk.call("GET", f"/api/documents?business={id}", key=secret)["results"] == []
    assert desk.call("POST", "/api/chat-sessions", {}, key=widget)["business"] == int(id)
    assert snippet == f'<script src="{desk.url}/widget.js" data-key="{widget}" async></script>'
    page.get_by_role("link", name="Continue").click()
    expect(page.get_by_text("No documents yet")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("shown this once")).to_have_count(0)
    assert secret not in page.content()


def test_a_desk_without_a_business_says_where_to_begin(contexts, folder):
    desk = Desk(folder / "bare")
    try:
        page = contexts().new_page()
        page.goto(desk.sign_in_link)
        expect(page.get_by_text("Start with a name")).to_be_visible()
        expect(page.get_by_label("Name", exact=True)).to_be_focused()
        page.keyboard.type("First Business")
        page.keyboard.press("Enter")
        page.get_by_role("link", name="Continue").click()
        expect(page.get_by_role("heading", name="Documents")).to_be_visible()
        page.goto(desk.url)
        expect(page.get_by_text("Start with a name")).to_have_count(0)
        page.close()  # so that it does not look for the desk that ends
    finally:
        desk.stop()


def test_a_page_of_another_site_cannot_act_in_the_operators_name(contexts, desk, shop):
    context = contexts(expecting_trouble=True)
    page = context.new_page()
    sign_in(page, desk)
    page.goto(f"http://localhost:{desk.port}/")  # the same server by another name is another site
    status = page.evaluate("""(url) => fetch(url, { method: 'POST', credentials: 'include', mode: 'no-cors',
        headers: { 'Content-Type': 'text/plain' }, body: '{"name": "Planted"}' }).then(() => 'sent', () => 'refused')""",
                           f"{desk.url}/api/businesses")
    assert status in ("sent", "refused")
    assert "Planted" not in [business["name"] for business in desk.call("GET", "/api/businesses?limit=200")["results"]]
