"""Every page and form of the dashboard, found by walking it: tokens, hostile words, foreign ids, the keyboard."""

import re

import pytest
from playwright.sync_api import Error, expect

from steps import sign_in, visit
from test_dashboard import join, lived_in, pages  # noqa: F401
from test_hostile import assert_harmless

FORMS = """() => [...document.querySelectorAll('form')].filter((form) => form.method === 'post').map((form) => ({
    action: form.action, multipart: form.enctype === 'multipart/form-data',
    fields: [...form.elements].filter((field) => field.name).map((field) => ({
        name: field.name, value: field.value, isText: field.matches('textarea, input:not([type=hidden], [type=checkbox], [type=radio])'),
        isSet: !field.matches('[type=checkbox], [type=radio]') || field.checked })),
}))"""
WORDS = [
    "<script>window.hacked = 1</script><img src=x onerror=window.hacked=1>\"'>{{page.csrf}}",
    "'; DROP TABLE businesses; -- \u202egpj.exe \u2066 👩‍👩‍👧 مرحبا",
]


@pytest.fixture(scope="module")
def walked(browser, desk, lived_in):
    """A page that is signed in, the paths of all pages, and every form that was seen on them."""
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    sign_in(page, desk)
    paths = pages(page, lived_in)
    document, session = lived_in.documents()[0]["id"], lived_in.sessions()[0]["session_id"]
    form, = desk.call("GET", f"/api/businesses/{lived_in.id}/forms", key=lived_in.key)["results"]
    paths += [f"documents/{document}", f"conversations/{session}", f"manager/{session}", f"manager/{session}?tab=messages",
              f"manager/{session}?tab=webhooks", f"manager/{session}?tab=settings", f"forms/{form['id']}"]
    paths += [f"contacts/{contact['id']}" for contact in desk.call("GET", "/api/contacts", key=lived_in.key)["results"]]
    forms = {}
    links = set()
    for path in paths:
        visit(page, lived_in, path)
        for one in page.evaluate(FORMS):
            forms.setdefault(one["action"], one)
        links.update(page.locator("main a, main form").evaluate_all("all => all.map((one) => one.href ?? one.action)"))
    assert len(forms) > 40
    yield page, paths, list(forms.values()), links
    context.close()


def test_no_form_of_any_page_works_without_its_token(walked, desk, lived_in):
    page, _, forms, _ = walked
    for form in forms:
        for token in (None, "x" * 64):
            fields = {field["name"]: field["value"] for field in form["fields"] if field["name"] != "csrf_token"}
            if token:
                fields["csrf_token"] = token
            url = re.sub(r"csrf_token=\w+", f"csrf_token={token or ''}", form["action"])
            if form["multipart"]:
                reply = page.request.post(url, multipart=fields or {"x": "y"}, headers={"Accept": "text/html"})
            else:
                reply = page.request.post(url, form=fields, headers={"Accept": "text/html"}, max_redirects=0)
            assert reply.status == 403, (url, reply.status)
    assert lived_in.documents()


def test_ids_of_another_business_are_not_there(walked, desk, lived_in, shop):
    page, _, forms, links = walked
    token = page.locator("input[name=csrf_token]").first.input_value()
    with_id = re.compile(rf"/b/{lived_in.id}/[^?]*[0-9a-f]{{8}}-[0-9a-f]{{4}}-7")
    seen = 0
    for url in sorted(link for link in links if with_id.search(link)):
        foreign = url.replace(f"/b/{lived_in.id}/", f"/b/{shop.id}/").split("?")[0]
        assert page.request.get(foreign).status in (404, 405), foreign
        seen += 1
    for form in forms:
        if not with_id.search(form["action"]) or form["multipart"]:
            continue
        foreign = form["action"].replace(f"/b/{lived_in.id}/", f"/b/{shop.id}/")
        fields = {field["name"]: field["value"] for field in form["fields"] if field["isSet"]} | {"csrf_token": token}
        reply = page.request.post(foreign, form=fields, max_redirects=0)
        assert reply.status == 404, (foreign, reply.status, reply.text()[:200])
        seen += 1
    assert seen > 10


def test_hostile_words_in_every_field_stay_words(contexts, desk, lived_in):
    business = desk.business("Hostile Words")
    business.learn("plain.txt", "Plain\n\nA plain answer costs 1 euro.\n")
    desk.call("POST", f"/api/businesses/{business.id}/ask", {"question": "How much is a plain answer?"}, key=business.key)
    desk.call("POST", f"/api/businesses/{business.id}/forms", {"name": "F", "questions": [{"question_text": "Q"}]}, key=business.key)
    desk.call("POST", "/api/services", {"friendly_name": "S"}, key=business.key)
    desk.call("POST", "/api/contacts", {"name": "C"}, key=business.key)
    made = desk.call("POST", "/api/conversations", {"friendly_name": "T"}, key=business.key)
    page = contexts(expecting_trouble=True).new_page()
    page.on("dialog", lambda dialog: dialog.dismiss())
    sign_in(page, desk)
    contact = desk.call("GET", "/api/contacts", key=business.key)["results"][0]["id"]
    form = desk.call("GET", f"/api/businesses/{business.id}/forms", key=business.key)["results"][0]["id"]
    paths = [path for path in pages(page, business) if path != "delete"]
    paths += [f"contacts/{contact}", f"forms/{form}", f"conversations/{made['id']}", f"manager/{made['id']}", f"manager/{made['id']}?tab=settings"]
    statuses = []
    for path in paths:
        visit(page, business, path)
        for one in page.evaluate(FORMS):
            texts = [field for field in one["fields"] if field["isText"]]
            if one["multipart"] or not texts or "/delete" in one["action"]:
                continue
            for words in [*WORDS, "x" * 1_048_577]:
                fields = {field["name"]: words if field["isText"] else field["value"] for field in one["fields"] if field["isSet"]}
                try:
                    reply = page.request.post(one["action"], form=fields, headers={"Accept": "text/html"}, max_redirects=0)
                except Error:
                    assert len(words) > 1000  # the server hung up on what is too long
                    continue
                assert reply.status < 500 and (len(words) < 1000 or reply.status in (400, 413)), (one["action"], words[:9], reply.status, reply.text()[:300])
                statuses.append(reply.status)
    assert statuses.count(303) > 10
    for path in paths:
        visit(page, business, path)
        assert_harmless(page)
    assert desk.call("GET", f"/api/businesses/{business.id}", key=business.key)["id"] == business.id


def test_every_page_is_walked_with_the_keyboard(walked, desk, lived_in):
    page, paths, _, _ = walked
    for path in paths:
        visit(page, lived_in, path)
        wanted = page.locator("main").evaluate("""main => [...main.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
            .filter((one) => one.checkVisibility() && !one.disabled && one.type !== 'hidden' && !(one.type === 'radio' && !one.checked)).length""")
        page.locator("main").focus()
        reached = 0
        for _ in range(min(wanted, 40)):
            page.keyboard.press("Tab")
            stop = page.evaluate("""() => {
                const element = document.activeElement;
                const ring = [element, element.nextElementSibling, element.closest('label')].filter(Boolean).map((one) => getComputedStyle(one));
                return { isIn: !!element.closest('main'), html: element.outerHTML.slice(0, 120), tag: element.tagName,
                         isSeen: element.tagName === 'IFRAME' || ring.some((one) => one.outlineStyle !== 'none' && parseFloat(one.outlineWidth) >= 2) };
            }""")
            if not stop["isIn"]:
                break
            assert stop["isSeen"], (path, stop["html"])
            if stop["tag"] == "IFRAME":
                break
            reached += 1
        assert reached >= min(wanted, 3), (path, reached, wanted)


def test_text_from_right_to_left_stays_in_its_place(contexts, desk):
    business = desk.business("قهوة و Co")
    business.learn("قائمة.txt", "القائمة\n\nThe coffee costs 3 euros.\n")
    desk.call("POST", "/api/services", {"friendly_name": "خدمة\u202e!"}, key=business.key)
    page = contexts().new_page()
    sign_in(page, desk)
    visit(page, business, "services")
    name = page.get_by_role("list", name="Services").locator("strong")
    assert name.evaluate("one => [getComputedStyle(one).direction, getComputedStyle(one).unicodeBidi]") == ["rtl", "isolate"]
    visit(page, business, "documents")
    heading = page.get_by_role("list", name="Documents").locator(".name").first
    assert heading.evaluate("one => getComputedStyle(one.querySelector('bdi') ?? one).unicodeBidi") in ("isolate", "plaintext")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_signing_in_leads_nowhere_else(contexts, desk):
    shop = desk.business("Safe Harbour")
    page = join(contexts, desk, shop, "viewer", "lead")
    for target in ("https://evil.example/", "//evil.example", "/\\evil.example"):
        page.context.clear_cookies()
        page.goto(f"{desk.url}/sign-in?next={target}")
        page.get_by_label("E-mail address").fill(f"viewer.lead@{shop.id}.example.com")
        page.get_by_label("Password").fill("vier bunte Segel")
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(lambda url: "/sign-in" not in url)
        assert page.url.startswith(desk.url + "/")
