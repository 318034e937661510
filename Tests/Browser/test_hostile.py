"""Words of documents, customers and addresses are words: they are never run."""

from urllib.parse import quote

from playwright.sync_api import expect

from steps import ask, manage, open_chat, own, say, sign_in

SCRIPT = "<script>window.hacked = 1</script>"
IMAGE = "<img src=x onerror=window.hacked=1>"
LINK = "[terms](javascript:window.hacked=1)"
OVERRIDE = "\u202e"

WARRANTY = f"""Warranty {IMAGE}

The warranty of the kettle lasts two years <svg onload=window.hacked=1> from the day of purchase.

The terms stand in {SCRIPT} and {IMAGE} by our {LINK} and javascript:window.hacked=1 applies.

The kettle {OVERRIDE}elttek is described at https://kettle.example/{OVERRIDE}gpj.exe and holds 1.7 litres of water.
"""


def assert_harmless(page) -> None:
    assert page.evaluate("window.hacked") is None
    assert page.evaluate("""() => [...document.querySelectorAll('.log *, .prose *, .documents *, .timeline *, .entries *, h1 *, title *, #source *, .viewer *')]
        .filter((element) => element.matches('script, img, iframe, object, [onerror]')
            || (element.href && !/^(https?|mailto):/.test(element.href))).map((element) => element.outerHTML)""") == []


def test_what_customers_write_is_shown_as_they_wrote_it(page, shop):
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    open_chat(page, shop)
    for number, text in enumerate([f"{SCRIPT} {IMAGE}", f"{LINK} javascript:alert(1)", f"user{OVERRIDE}gpj.exe", "{{business_name}} | a | b"]):
        say(page, text)
        expect(own(page)).to_have_count(number + 1)
        expect(page.locator(".message.user.pending")).to_have_count(0)
        assert own(page).nth(number).locator("p").evaluate("element => element.textContent") == text
        assert own(page).nth(number).get_by_role("link").count() == 0
    # An override of the direction of writing ends with its paragraph.
    assert own(page).nth(2).locator("p").evaluate("element => getComputedStyle(element).unicodeBidi") in ("isolate", "plaintext")
    page.reload()
    expect(own(page)).to_have_count(4)
    assert own(page).first.locator("p").evaluate("element => element.textContent") == f"{SCRIPT} {IMAGE}"
    assert_harmless(page)
    assert not dialogs


def test_what_documents_hold_is_shown_as_text(page, desk):
    business = desk.business(f"Kettles & {IMAGE} Sons")
    document = business.learn(f"{IMAGE}.txt", WARRANTY)
    page.on("dialog", lambda dialog: dialog.dismiss())
    open_chat(page, business)
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Kettles & {IMAGE} Sons")
    answer = ask(page, "How long does the warranty of the kettle last?")
    expect(answer).to_contain_text("two years <svg onload=window.hacked=1>")
    ask(page, "How many litres of water does the kettle hold?")
    assert_harmless(page)
    page.get_by_role("list", name="Sources").get_by_role("link").first.click()
    expect(page.locator("#source-text")).to_contain_text(SCRIPT)
    expect(page.locator("#source-text")).to_contain_text(LINK)
    assert_harmless(page)
    page.keyboard.press("Escape")
    sign_in(page, desk)
    manage(page, business)
    expect(page.get_by_role("listitem").first).to_be_visible()
    assert_harmless(page)
    page.goto(f"{desk.url}/documents/{document}?page=1&quote={quote(SCRIPT)}&quote={quote('(a+)+$ [')}")
    expect(page.locator("mark")).to_have_text(SCRIPT)
    assert_harmless(page)


def test_the_address_of_a_link_is_what_it_shows(page, desk):
    business = desk.business("Links")
    business.learn("links.txt", f"Contact\n\nWrite to post@links.example or see https://links.example/a?b=c(d) for the price of links, or https://evil.example/{OVERRIDE}moc.knab today.\n")
    open_chat(page, business)
    ask(page, "Where do I write to for the price of links?")
    page.get_by_role("list", name="Sources").get_by_role("link").first.click()
    expect(page.locator("#source-text a").first).to_be_visible()
    links = page.locator("#source-text a").evaluate_all("all => all.map((link) => [link.textContent, link.href, link.rel])")
    assert [href for _, href, _ in links] == ["mailto:post@links.example", "https://links.example/a?b=c(d)", "https://evil.example/"]
    assert all(OVERRIDE not in text and "noopener" in rel for text, _, rel in links)


def test_addresses_cannot_carry_markup_or_foreign_sessions(contexts, shop):
    page = contexts(expecting_trouble=True).new_page()
    for path in (f"/chat/{quote(SCRIPT)}/", f"/chats/{shop.id}/{quote(SCRIPT)}/", f"/documents/{quote(SCRIPT)}", f"/chat/{shop.id}999/"):
        reply = page.goto(shop.desk.url + path)
        assert reply.status in (400, 401, 404)
        assert page.evaluate("window.hacked") is None


def test_pages_run_only_their_own_scripts_and_cannot_be_framed_by_others(contexts, desk, shop):
    context = contexts(expecting_trouble=True)
    page = context.new_page()
    for path in ("/", f"/chat/{shop.id}/"):
        policy = page.goto(desk.url + path).headers["content-security-policy"]
        assert "script-src 'self'" in policy and "unsafe" not in policy
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.hacked=1\">')")
        page.evaluate("() => { const s = document.createElement('script'); s.textContent = 'window.hacked = 1'; document.body.append(s); }")
        page.wait_for_timeout(200)
        assert page.evaluate("window.hacked") is None
    assert "frame-ancestors 'none'" in page.goto(desk.url).headers["content-security-policy"]
