"""The pages for everybody: keyboard, screen reader, contrast, phone, reduced motion."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from endpoint import Endpoint
from desk import Desk
from steps import answers, ask, composer, manage, open_chat, say, sign_in

CONTRAST = (Path(__file__).parent / "contrast.js").read_text()
LONG = "A" * 300


def assert_readable(page) -> None:
    found = page.evaluate(CONTRAST)
    assert found["count"] > 0
    assert not found["failures"], "\n".join(found["failures"])


def assert_fits(page) -> None:
    """No horizontal scroll, and what is to be touched is at least 24 pixels high (WCAG 2.2, 2.5.8) unless in a text."""
    # Where things come to rest is what counts, not where they slide through.
    page.wait_for_function("""() => document.getAnimations().every((animation) =>
        animation.playState !== 'running' || animation.effect.getComputedTiming().iterations === Infinity)""")
    assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0
    small = page.evaluate("""() => [...document.querySelectorAll('button, a, select, input, textarea')]
        .filter((element) => element.checkVisibility() && !element.closest('.visually-hidden, p, td, sup, .skip'))
        .map((element) => [element.outerHTML.slice(0, 80), element.getBoundingClientRect().height])
        .filter(([, height]) => height < 24)""")
    assert not small
    beyond = page.evaluate("""() => [...document.querySelectorAll('button, .message, .sources a, li, h1, h2, textarea')]
        .filter((element) => element.checkVisibility())
        .map((element) => [element.outerHTML.slice(0, 80), element.getBoundingClientRect()])
        .filter(([, box]) => box.left < -1 || box.right > innerWidth + 1).map(([html]) => html)""")
    assert not beyond


@pytest.mark.parametrize(
    "scheme, color", [("light", "#1f5fbf"), ("dark", "#1f5fbf"), ("light", "#ffd400"), ("dark", "#777777")])
def test_text_contrasts_with_what_is_behind_it_on_the_chat_page(contexts, desk, scheme, color):
    business = desk.business("Colour Works", color=color)
    business.learn("paint.txt", "Paint\n\nA litre of blue paint costs 12 euros. See https://paint.example/blue for more.\n")
    page = contexts(color_scheme=scheme, expecting_trouble=True).new_page()
    open_chat(page, business)
    assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--accent')") == color
    ask(page, "How much is a litre of blue paint?")
    ask(page, "Who won the chess championship in 1972?")
    assert_readable(page)
    page.get_by_role("list", name="Sources").get_by_role("link").first.click()
    expect(page.locator("#source mark").first).to_be_visible()
    assert_readable(page)
    page.keyboard.press("Escape")
    page.context.set_offline(True)
    expect(page.get_by_role("alert").filter(has_text="offline")).to_be_visible()
    say(page, "Is there red paint?")
    expect(page.get_by_text("Waiting to be sent")).to_be_visible()
    assert_readable(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_contrasts_with_what_is_behind_it_on_the_other_pages(contexts, desk, shop, scheme):
    page = contexts(color_scheme=scheme, expecting_trouble=True).new_page()
    page.goto(f"{desk.url}/sign-in?link=wrong")
    expect(page.get_by_role("alert")).to_be_visible()
    assert_readable(page)
    sign_in(page, desk)
    manage(page, shop)
    page.get_by_label("Choose files").set_input_files({"name": "x.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + bytes(50)})
    expect(page.get_by_role("listitem").filter(has_text="x.png").get_by_text("Not taken in")).to_be_visible()
    assert_readable(page)
    page.get_by_role("button", name="Delete Returns and refunds").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert_readable(page)
    page.keyboard.press("Escape")
    page.goto(f"{desk.url}/businesses/new")
    page.get_by_label("Name", exact=True).fill("Empty House")
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_text("shown this once")).to_be_visible()
    assert_readable(page)
    page.get_by_role("link", name="Continue").click()
    expect(page.get_by_text("No documents yet")).to_be_visible()
    assert_readable(page)
    document = shop.documents()[0]["id"]
    page.goto(f"{desk.url}/documents/{document}?page=1&quote=30%20days")
    expect(page.locator("mark")).to_be_visible()
    assert_readable(page)


def press(page, key: str) -> dict:
    """Moves the focus. Returns what has it, by its name, and whether that can be seen."""
    page.keyboard.press(key)
    return page.evaluate("""() => {
        const element = document.activeElement;
        const rings = [element, element.closest('.box'), element.previousElementSibling].filter(Boolean).map(getComputedStyle);
        return {
            name: element.id || element.getAttribute('aria-label') || element.textContent.trim().slice(0, 40),
            isSeen: element === document.body
                || rings.some((ring) => ring.outlineStyle !== 'none' && parseFloat(ring.outlineWidth) >= 2),
        };
    }""")


def test_the_chat_is_used_with_the_keyboard_alone(page, shop):
    open_chat(page, shop)
    page.keyboard.type("How many days do I have to return goods?")
    page.keyboard.press("Enter")
    expect(answers(page)).to_have_count(2)
    expect(composer(page)).to_be_focused()
    stops = [press(page, "Shift+Tab")]
    while not stops[-1]["name"].startswith("Skip") and len(stops) < 20:
        stops.append(press(page, "Shift+Tab"))
    assert all(stop["isSeen"] for stop in stops), stops
    order = [stop["name"] for stop in reversed(stops)]
    first_source = next(index for index, name in enumerate(order) if name.startswith("Source 1"))
    assert order[0] == "Skip to your message"
    assert order.index("new-chat") < order.index("log") < first_source
    page.keyboard.press("Enter")
    expect(composer(page)).to_be_focused()
    # A source, opened and closed without a mouse.
    page.get_by_role("link", name="Source 1").first.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Returns and refunds")
    expect(dialog).to_be_visible()
    for _ in range(8):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("Source 1")


def test_the_documents_page_is_used_with_the_keyboard_alone(page, desk):
    business = desk.business("Keyboard Corner")
    business.learn("one.txt", "Keys\n\nA spare key costs 9 euros.\n")
    sign_in(page, desk)
    manage(page, business)
    expect(page.get_by_role("list", name="Documents").get_by_role("listitem")).to_have_count(1)
    visited = [press(page, "Tab") for _ in range(45)]
    assert all(stop["isSeen"] for stop in visited), visited
    names = [stop["name"] for stop in visited]
    assert names[0] == "Skip to the content"
    assert [name for name in ("Business", "open-chat", "You and this browser", "Documents", "file") if name not in names] == []
    assert any(name.startswith("Delete") for name in names)
    page.get_by_role("button", name="Delete Keys").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Keep")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Delete Keys")).to_be_focused()


def test_a_screen_reader_is_told_what_is_what(page, shop):
    open_chat(page, shop)
    ask(page, "How many days do I have to return goods?")
    log = page.get_by_role("log", name="Conversation")
    expect(log).to_have_attribute("aria-live", "polite")
    expect(log).not_to_have_attribute("aria-busy", "true")
    expect(page.get_by_role("main")).to_have_count(1)
    expect(page.get_by_role("heading", level=1, name="Leiden Outfitters")).to_be_visible()
    expect(log.get_by_role("article").nth(1)).to_contain_text("You: How many days")
    expect(log.get_by_role("article").last).to_contain_text("Leiden Outfitters: ")
    assert page.evaluate("document.documentElement.lang") == "en"
    unnamed = page.evaluate("""() => [...document.querySelectorAll('button, a, input, textarea, select')]
        .filter((element) => element.checkVisibility() && !element.textContent.trim() && !element.labels?.length
            && !element.getAttribute('aria-label')).map((element) => element.outerHTML)""")
    assert not unnamed


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_fit_a_phone(contexts, desk, shop, scheme):
    page = contexts(viewport={"width": 360, "height": 640}, is_mobile=True, has_touch=True, color_scheme=scheme).new_page()
    page.goto(desk.url)
    assert_fits(page)
    open_chat(page, shop)
    assert_fits(page)
    ask(page, f"How many days do I have to return goods? {LONG}")
    ask(page, "How much is standard delivery?")
    assert_fits(page)
    expect(composer(page)).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("button", name="Send")).to_be_in_viewport(ratio=1)
    expect(answers(page).last).to_be_in_viewport()
    page.get_by_role("list", name="Sources").get_by_role("link").first.tap()
    expect(page.locator("#source mark").first).to_be_in_viewport()
    assert_fits(page)
    for control in page.get_by_role("dialog").locator("button:visible, a.button:visible").all():
        expect(control).to_be_in_viewport(ratio=1)
    page.get_by_role("button", name="Close").tap()
    page.goto(desk.url)
    sign_in(page, desk)
    manage(page, shop)
    expect(page.get_by_role("listitem").first).to_be_visible()
    assert_fits(page)


def test_nothing_moves_for_those_who_asked_for_less_motion(contexts, folder):
    endpoint = Endpoint()
    desk = Desk(folder / "motion", OPENAI_BASE_URL=endpoint.url, OPENAI_MODEL="test", OPENAI_API_KEY="test-key")
    try:
        business = desk.business("Still Life")
        business.learn("hire.txt", "Easel hire\n\nAn easel costs 6 euros per day. The deposit is 20 euros.\n")
        moving = {}
        for wish in ("reduce", "no-preference"):
            endpoint.proceed.clear()
            page = contexts(reduced_motion=wish).new_page()
            open_chat(page, business)
            page.evaluate("""() => {
                window.animations = 0;
                new MutationObserver(() => { window.animations += document.getAnimations().length; })
                    .observe(document.body, { childList: true, subtree: true, attributes: true });
            }""")
            say(page, "What does an easel cost per day?")
            expect(page.locator(".message.writing")).to_contain_text("6 euros")
            endpoint.proceed.set()
            expect(answers(page).last).to_contain_text("deposit")
            page.get_by_role("list", name="Sources").get_by_role("link").first.click()
            expect(page.locator("#source mark").first).to_be_visible()
            moving[wish] = page.evaluate("window.animations + document.getAnimations().length")
            page.close()  # so that it does not look for the desk that ends
        assert moving["reduce"] == 0
        assert moving["no-preference"] > 0
    finally:
        endpoint.stop()
        desk.stop()
