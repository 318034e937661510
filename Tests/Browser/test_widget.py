"""The widget in pages of another origin, however they are styled."""

import hashlib
import hmac
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from steps import answers, ask, composer, own, sign_in, visit

PLAIN = ""
HOSTILE = """
  * { all: revert; font: 60px/3 fantasy !important; color: red !important; position: static !important; margin: 40px !important;
      border: 9px solid lime !important; background: yellow !important; letter-spacing: 1em !important; direction: rtl !important; }
  frontdesk-widget { display: none !important; visibility: hidden !important; opacity: 0 !important; transform: scale(9) !important; z-index: -1 !important; }
  button, iframe, div, span, svg { display: none !important; width: 3px !important; }
  body { transform: rotate(3deg) translateX(200px); filter: blur(2px); overflow: hidden; }
"""


class Site:
    """A web site of a customer of ours, on an origin of its own."""

    def __init__(self):
        self.pages: dict[str, str] = {}
        site = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_GET(self):
                page = site.pages.get(self.path)
                body = (page or "").encode()
                self.send_response(200 if page or self.path == "/favicon.ico" else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def origin(self) -> str:
        # By another name than the desk's: another site for cookies and storage, too.
        return f"http://localhost:{self.server.server_port}"

    def put(self, path: str, business, style: str = PLAIN, attributes: str = "", body: str = "") -> str:
        self.pages[path] = (
            f"<!DOCTYPE html><html lang=en><title>Shop</title><style>{style}</style><body><h1>Our shop</h1>{body}"
            f'<script src="{business.desk.url}/widget.js" data-key="{business.widget_key}" {attributes} async></script>')
        return self.origin + path

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture(scope="module")
def site():
    site = Site()
    yield site
    site.stop()


def opener(page):
    return page.get_by_role("button", name="Chat with us")


def open_widget(page):
    """Opens the widget. Returns the frame of its chat."""
    opener(page).click()
    expect(page.locator("frontdesk-widget iframe")).to_be_visible()
    frame = page.locator("frontdesk-widget iframe").element_handle().content_frame()
    expect(composer(frame)).to_be_visible()
    return frame


def test_the_widget_opens_answers_and_closes_with_the_keyboard_alone(page, shop, site):
    page.goto(site.put("/", shop))
    expect(opener(page)).to_be_visible()
    page.keyboard.press("Tab")
    expect(opener(page)).to_be_focused()
    page.keyboard.press("Enter")
    panel = page.get_by_role("dialog", name="Chat with us")
    expect(panel).to_be_visible()
    frame = page.locator("frontdesk-widget iframe").element_handle().content_frame()
    expect(composer(frame)).to_be_focused()
    page.keyboard.type("How much is standard delivery?")
    page.keyboard.press("Enter")
    expect(answers(frame).last).to_contain_text("4.95 euros")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(opener(page)).to_be_focused()
    page.keyboard.press("Enter")
    expect(composer(frame)).to_be_focused()
    expect(own(frame)).to_have_count(1)
    # A source opens over the chat; Escape closes it first, then the widget.
    frame.get_by_role("list", name="Sources").get_by_role("link").first.click()
    expect(frame.get_by_role("dialog", name="Returns and refunds")).to_be_visible()
    page.keyboard.press("Escape")
    expect(frame.get_by_role("dialog", name="Returns and refunds")).to_be_hidden()
    expect(panel).to_be_visible()
    page.get_by_role("button", name="Close chat").focus()
    page.keyboard.press("Enter")
    expect(panel).to_be_hidden()


def test_the_same_chat_goes_on_over_the_pages_of_a_site(page, shop, site):
    page.goto(site.put("/", shop))
    ask(open_widget(page), "How much is standard delivery?")
    page.goto(site.put("/other", shop))
    frame = open_widget(page)
    expect(own(frame)).to_have_count(1)
    expect(answers(frame)).to_contain_text("4.95 euros")


LOOK = """(element) => {
    const names = ['display', 'position', 'visibility', 'opacity', 'color', 'backgroundColor', 'fontSize', 'fontFamily', 'fontWeight',
        'lineHeight', 'letterSpacing', 'direction', 'margin', 'padding', 'borderTopWidth', 'borderRadius', 'boxShadow', 'zIndex', 'transform'];
    const all = [element.getRootNode().host, element, ...element.querySelectorAll('*')];
    return all.map((one) => {
        const style = getComputedStyle(one);
        const { x, y, width, height } = one.getBoundingClientRect();
        return [one.tagName, [x, y, width, height].map(Math.round).join(), ...names.map((name) => `${name}: ${style[name]}`)];
    });
}"""


def test_styles_of_the_page_change_nothing_of_the_widget(contexts, shop, site):
    looks = {}
    for name, style in (("plain", PLAIN), ("hostile", HOSTILE)):
        page = contexts().new_page()
        page.goto(site.put(f"/{name}", shop, style))
        expect(opener(page)).to_be_visible()
        closed = opener(page).evaluate(LOOK)
        frame = open_widget(page)
        expect(ask(frame, "How much is standard delivery?")).to_contain_text("4.95 euros")
        page.wait_for_timeout(300)  # the panel has risen
        looks[name] = closed, page.get_by_role("dialog", name="Chat with us").evaluate(LOOK)
        box = page.locator("frontdesk-widget iframe").bounding_box()
        assert box["x"] > 600 and box["width"] > 300 and box["height"] > 400
    for plain, hostile in zip(looks["plain"], looks["hostile"], strict=True):
        assert [line for one, other in zip(plain, hostile, strict=True) for line in zip(one, other) if line[0] != line[1]] == []


def test_the_widget_changes_nothing_of_the_page(page, shop, site):
    page.goto(site.put("/quiet", shop, "div { color: rgb(1, 2, 3) }", body="<div id=mine>text</div>"))
    before = page.evaluate("Object.keys(window).length")
    open_widget(page)
    assert page.locator("#mine").evaluate("element => getComputedStyle(element).color") == "rgb(1, 2, 3)"
    assert page.evaluate("Object.keys(window).length") == before
    assert page.evaluate("document.styleSheets.length + document.adoptedStyleSheets.length") == 1


def test_the_widget_fills_a_phone(contexts, shop, site):
    page = contexts(viewport={"width": 360, "height": 640}, is_mobile=True, has_touch=True).new_page()
    site.put("/phone", shop)
    site.pages["/phone"] = site.pages["/phone"].replace("<style>", '<meta name="viewport" content="width=device-width"><style>')
    page.goto(site.origin + "/phone")
    frame = open_widget(page)
    ask(frame, "How much is standard delivery?")
    assert page.get_by_role("dialog", name="Chat with us").bounding_box() == {"x": 0, "y": 0, "width": 360, "height": 640}
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 360
    assert frame.evaluate("document.scrollingElement.scrollWidth") <= 360
    page.get_by_role("button", name="Close chat").tap()
    expect(opener(page)).to_be_in_viewport(ratio=1)


def test_the_name_and_colour_are_the_sites_choice_and_stay_readable(page, shop, site):
    page.goto(site.put("/named", shop, attributes='data-label="Ask &lt;b&gt;us&lt;/b&gt;" data-color="#ffd400"'))
    button = page.get_by_role("button", name="Ask <b>us</b>")
    expect(button).to_be_visible()
    background, text = button.evaluate("element => [getComputedStyle(element).backgroundColor, getComputedStyle(element).color]")
    assert background == "rgb(255, 212, 0)"
    assert text == "color(xyz-d65 0 0 0)"  # black


def test_an_answer_that_comes_while_the_widget_is_closed_is_announced(page, shop, site):
    page.goto(site.put("/", shop))
    frame = open_widget(page)
    badge = page.get_by_role("status", name="New message")
    ask(frame, "How much is standard delivery?")
    session = frame.url.split("/")[-2]
    page.get_by_role("button", name="Close chat").click()
    expect(badge).to_be_hidden()
    elsewhere = page.context.new_page()
    elsewhere.goto(f"{shop.desk.url}/chats/{shop.id}/{session}/")
    ask(elsewhere, "How many days do I have to return goods?")
    expect(badge).to_be_visible()
    opener(page).click()
    expect(answers(frame).last).to_contain_text("30 days")
    page.get_by_role("button", name="Close chat").click()
    expect(badge).to_be_hidden()


def test_a_page_that_is_not_on_the_list_is_refused_and_one_that_is_served(contexts, desk, site):
    business = desk.business("Choosy", allowed_origins=["https://shop.example"])
    business.learn("fee.txt", "Fee\n\nThe entrance fee is 3 euros.\n")
    page = contexts(expecting_trouble=True).new_page()
    page.goto(site.put("/choosy", business))
    opener(page).click()
    expect(page.get_by_role("alert")).to_have_text("This chat is not available on this page.")
    assert any("allowed_origins" in seen for seen in page.context.trouble.seen)
    # Nor by the address of a session that someone else opened: neither the socket nor the frame.
    session = desk.call("POST", "/api/chat-sessions", {"business": business.id})["session_id"]
    closed = page.evaluate("""(url) => new Promise((resolve) => {
        const socket = new WebSocket(url);
        socket.onopen = () => resolve('open');
        socket.onclose = () => resolve('refused');
    })""", f"{desk.url.replace('http', 'ws')}/ws/chat/{business.id}/{session}/")
    assert closed == "refused"
    page.evaluate("(url) => { const frame = document.createElement('iframe'); frame.src = url; frame.id = 'own'; document.body.append(frame); }",
                  f"{desk.url}/chats/{business.id}/{session}/?embed=1")
    page.wait_for_timeout(500)
    assert page.locator("#own").element_handle().content_frame().locator("#message").count() == 0
    desk.call("PATCH", f"/api/businesses/{business.id}", {"settings": {"allowed_origins": ["https://shop.example", site.origin]}})
    allowed = contexts().new_page()
    allowed.goto(site.origin + "/choosy")
    expect(ask(open_widget(allowed), "How much is the entrance fee?")).to_contain_text("3 euros")


def test_a_wrong_key_and_an_absent_server_are_told_plainly(contexts, shop, site):
    page = contexts(expecting_trouble=True).new_page()
    site.put("/wrong", shop)
    site.pages["/wrong"] = site.pages["/wrong"].replace(shop.widget_key, "fd_wk_wrong")
    page.goto(site.origin + "/wrong")
    opener(page).click()
    expect(page.get_by_role("alert")).to_have_text("This chat is not available on this page.")
    page.goto(site.put("/", shop))
    expect(opener(page)).to_be_visible()
    page.context.set_offline(True)
    opener(page).click()
    expect(page.get_by_role("alert")).to_contain_text("The chat cannot be reached right now.")
    page.context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("frontdesk-widget iframe")).to_be_visible()


def signed(key: str, identifier: str) -> str:
    """What a site's own server makes of the identifier of who is signed in there."""
    return hmac.new(key.encode(), identifier.encode(), hashlib.sha256).hexdigest()


def test_who_is_signed_in_on_a_site_finds_their_chat_on_every_device_and_nobody_else_does(contexts, desk, site):
    shop = desk.business("Known Faces")
    shop.learn("fee.txt", "Fee\n\nThe entrance fee is 3 euros.\n")
    office = contexts().new_page()
    sign_in(office, desk)
    visit(office, shop, "widget")
    office.get_by_role("button", name="Make an identity key").click()
    key = office.locator("#identity-secret").inner_text()
    visit(office, shop, "widget")
    assert key[:12] in office.content() and key not in office.content()

    ana = f'data-identifier="user-42" data-identifier-hash="{signed(key, "user-42")}" data-name="Ana"'
    page = contexts().new_page()
    page.goto(site.put("/signed-in", shop, attributes=ana))
    ask(open_widget(page), "How much is the entrance fee?")
    assert page.evaluate("Object.keys(localStorage).length") == 0
    telephone = contexts().new_page()
    telephone.goto(site.origin + "/signed-in")
    frame = open_widget(telephone)
    expect(own(frame)).to_have_count(1)
    expect(answers(frame)).to_contain_text("3 euros")
    contact, = desk.call("GET", "/api/contacts", key=shop.key)["results"]
    assert contact["verified"] and contact["identifier"] == "user-42" and contact["name"] == "Ana"
    visit(office, shop, f"contacts/{contact['id']}")
    expect(office.get_by_text("Verified", exact=True)).to_be_visible()

    # Who signs out takes the chat along; the page that does not load anew says so, and says who comes next.
    telephone.evaluate("frontdesk.reset()")
    frame = telephone.frame_locator("frontdesk-widget iframe")
    expect(frame.locator("#status")).to_have_text("Online")
    expect(frame.locator(".message.user")).to_have_count(0)
    telephone.evaluate("(user) => frontdesk.setUser(user)", {"identifier": "user-42", "identifierHash": signed(key, "user-42")})
    expect(frame.locator(".message.user")).to_have_count(1)

    # A wrong hash is no error to the visitor, who is anonymous and goes on so.
    stranger = contexts(expecting_trouble=True).new_page()
    wrong = f'data-identifier="user-42" data-identifier-hash="{signed("guess", "user-42")}" data-name="Mallory"'
    stranger.goto(site.put("/guessed", shop, attributes=wrong))
    frame = open_widget(stranger)
    expect(own(frame)).to_have_count(0)
    expect(ask(frame, "How much is the entrance fee?")).to_contain_text("3 euros")
    assert any("identifier_hash" in seen for seen in stranger.context.trouble.seen)
    stranger.reload()
    frame = open_widget(stranger)
    expect(own(frame)).to_have_count(1)
    names = {contact["name"]: contact["verified"] for contact in desk.call("GET", "/api/contacts", key=shop.key)["results"]}
    assert names == {"Ana": True, None: False}


def test_where_identity_is_required_the_address_of_a_verified_chat_opens_nothing(contexts, desk, site):
    shop = desk.business("Closed Doors", require_identity=True)
    shop.learn("fee.txt", "Fee\n\nThe entrance fee is 3 euros.\n")
    key = desk.call("POST", f"/api/businesses/{shop.id}/identity-key", key=shop.key)["key"]
    page = contexts().new_page()
    page.goto(site.put("/closed", shop, attributes=f'data-identifier="7" data-identifier-hash="{signed(key, "7")}"'))
    frame = open_widget(page)
    ask(frame, "How much is the entrance fee?")
    # What is cited opens for them; the address of it, without the ticket, for nobody.
    source = frame.get_by_role("list", name="Sources").get_by_role("link").first
    source.click()
    expect(frame.locator("#source-text")).to_contain_text("The entrance fee is 3 euros.")
    href = source.get_attribute("href")
    assert "ticket=" in href
    assert page.request.get(href).status == 200
    assert page.request.get(re.sub(r"&ticket=[^&]*", "", href)).status == 403
    address = frame.url.split("?")[0]
    found = contexts().new_page()
    found.goto(address)
    expect(found.get_by_role("alert")).to_contain_text("This chat opens on the page where you are signed in.")
    expect(own(found)).to_have_count(0)
    office = contexts().new_page()
    sign_in(office, desk)
    office.goto(address)
    expect(own(office)).to_have_count(1)


def test_a_widget_whose_ticket_is_over_opens_the_chat_again_when_a_person_is_asked_for(contexts, desk, site):
    shop = desk.business("Long Visits", require_identity=True)
    key = desk.call("POST", f"/api/businesses/{shop.id}/identity-key", key=shop.key)["key"]
    page = contexts(expecting_trouble=True).new_page()
    page.clock.install()
    page.goto(site.put("/long", shop, attributes=f'data-identifier="8" data-identifier-hash="{signed(key, "8")}"'))
    frame = open_widget(page)
    ask(frame, "When do you open?")
    page.clock.fast_forward("56:00")
    page.context.route("**/handoff?**", lambda route: route.fulfill(
        status=403, json={"error": {"code": "identity_required", "message": "for developers"}}))
    person = page.frame_locator("frontdesk-widget iframe").get_by_role("button", name="Talk to a person").first
    with page.expect_request("**/chats/**"):
        person.click()
    page.context.unroute("**/handoff?**")
    with page.expect_response(lambda reply: "/handoff?" in reply.url) as asked:
        person.click()
    assert asked.value.status == 200
