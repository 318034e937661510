"""A day of a business: an owner, an agent and a customer side by side. With SCREENSHOTS=dir it takes pictures."""

import os

from playwright.sync_api import expect

from desk import ROOT
from steps import ask, go_to, open_chat, own, say, visit
from test_dashboard import join

PRICES = """Roof repairs

Replacing a broken tile costs 45 euros. A visit to look at a roof is free of charge and takes half an hour.

Gutters

Cleaning the gutters of a house costs 120 euros. We come within five working days.
"""


def picture(page, name: str) -> None:
    """PNG, as small as a page of text gets; the README shows them."""
    folder = os.environ.get("SCREENSHOTS")
    if not folder:
        return
    page.evaluate("document.getAnimations().forEach((animation) => { try { animation.finish(); } catch {} })")
    page.evaluate("document.getElementById('toasts')?.replaceChildren()")
    path = ROOT / folder / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, animations="disabled", caret="hide")
    assert path.stat().st_size < 150_000, (name, path.stat().st_size)


def test_an_owner_an_agent_and_a_customer_side_by_side(contexts, desk):
    shop = desk.business("Tejados del Sur", greeting="Welcome! Ask us about roofs and gutters.")
    owner = join(contexts, desk, shop, "owner")
    owner.set_viewport_size({"width": 1200, "height": 760})

    # The owner gives the desk something to know, and builds the estimate form.
    visit(owner, shop)
    owner.get_by_role("link", name="Add a price list, a handbook or your opening hours").click()
    owner.get_by_label("Choose files").set_input_files({"name": "prices.txt", "mimeType": "text/plain", "buffer": PRICES.encode()})
    expect(owner.get_by_role("list", name="Documents").locator(".state")).to_have_text("Ready")
    go_to(owner, "Forms")
    owner.get_by_label("Name", exact=True).fill("Estimate")
    owner.get_by_role("button", name="Create").click()
    add = owner.get_by_role("region", name="Add a question")
    for number, (question, kind, choices) in enumerate([
            ("What is your name?", "Text", ""), ("What is it about?", "Choice", "Roof\nGutters\nWindows"), ("Your telephone?", "Telephone", "")]):
        add.get_by_label("Question", exact=True).fill(question)
        add.get_by_label("Kind of answer").select_option(kind)
        if choices:
            add.get_by_label("Choices, one a line").fill(choices)
        if number == 0:
            add.get_by_label("The answer is the customer's name").check()
        add.get_by_role("button", name="Add").click()
        expect(owner.get_by_role("list", name="Questions of the form").locator("> li")).to_have_count(number + 1)
    expect(owner.get_by_text("It asks nothing yet")).to_have_count(0)
    owner.mouse.wheel(0, -5000)
    picture(owner, "form-builder")

    # The owner is told of customers who ask for a person, and invites an agent.
    go_to(owner, "Notifications")
    owner.get_by_role("region", name="For everybody").get_by_label("A customer asks for a person").check()
    owner.get_by_role("region", name="For everybody").get_by_role("button", name="Save").click()
    expect(owner.get_by_text("Saved.")).to_be_visible()
    go_to(owner, "Team")
    owner.get_by_label("E-mail address").fill("mira@example.com")
    owner.get_by_role("button", name="Invite").click()
    link = owner.get_by_role("main").get_by_role("status").locator("code").inner_text()
    agent = contexts(viewport={"width": 1200, "height": 1080}).new_page()
    agent.goto(link)
    agent.get_by_label("Your name").fill("Mira")
    agent.get_by_label("Password").fill("vier bunte Segel")
    agent.get_by_role("button", name="Join").click()
    agent.wait_for_url(lambda url: "/invite/" not in url)
    go_to(agent, "Inbox")
    expect(agent.get_by_text("No conversations yet")).to_be_visible()
    visit(owner, shop, "monitor")
    expect(owner.locator("#live")).to_have_text("Live")

    # A customer asks, is answered from the document, and wants a person for the rest.
    customer = contexts(viewport={"width": 420, "height": 800}).new_page()
    open_chat(customer, shop)
    answer = ask(customer, "How much does it cost to replace a broken tile?")
    expect(answer).to_contain_text("45 euros")
    row = agent.get_by_role("list", name="Conversations").get_by_role("listitem")
    expect(row).to_contain_text("Lead #1")
    ask(customer, "Can you paint my boat?")
    picture(customer, "chat")
    customer.get_by_role("button", name="Talk to a person").first.click()
    expect(row).to_contain_text("Waits for a person")
    expect(owner.get_by_role("list", name="What happens")).to_contain_text("A customer asks for a person")
    row.get_by_role("link").click()
    voice = agent.get_by_role("region", name="Who speaks")
    expect(voice).to_contain_text("The customer waits for a person.")
    voice.get_by_role("button", name="Take over").click()
    expect(customer.locator("#status")).to_have_text("Talking to Mira")
    agent.get_by_label("Reply to the customer").fill("No boats, sorry. But I can have somebody look at your gutters.")
    agent.get_by_role("button", name="Send").click()
    expect(customer.locator(".message.human").last).to_contain_text("No boats")
    say(customer, "How much is cleaning the gutters?")
    expect(agent.get_by_role("list", name="Conversation", exact=True)).to_contain_text("cleaning the gutters")
    agent.get_by_role("button", name="Suggest an answer").click()
    expect(agent.get_by_label("Reply to the customer")).to_have_value("Cleaning the gutters of a house costs 120 euros.")
    agent.mouse.wheel(0, -5000)
    picture(agent, "conversation")
    agent.get_by_role("button", name="Send").click()
    expect(customer.locator(".message.human").last).to_contain_text("120 euros")
    picture(owner, "monitor")
    voice.get_by_role("button", name="Hand back").click()
    expect(customer.locator("#status")).to_have_text("Online")

    # The form: the lead has a name, and the owner is told.
    customer.get_by_role("button", name="Fill out the form: Estimate").click()
    say(customer, "Ana Souza")
    customer.get_by_role("button", name="Gutters").click()
    say(customer, "+351 912 345 678")
    expect(customer.locator(".message.assistant:not(.writing)").last).to_contain_text("Thank you")
    go_to(owner, "Submissions")
    expect(owner.get_by_role("list", name="Submissions")).to_contain_text("Ana Souza")
    expect(owner.get_by_role("list", name="Submissions")).to_contain_text("Gutters")
    go_to(owner, "Notices")
    expect(owner.get_by_role("list", name="Notices")).to_contain_text("person")
    visit(agent, shop, "contacts")
    agent.get_by_role("list", name="Contacts").get_by_role("link", name="Ana Souza").click()
    story = agent.get_by_role("list", name="Everything with this contact")
    expect(story).to_contain_text("broken tile")
    expect(story).to_contain_text("+351")
    assert own(customer).count() >= 5
    go_to(owner, "Home")
    expect(owner.get_by_role("list", name="Conversations")).to_contain_text("Ana Souza")
    picture(owner, "home")
    phone = contexts(viewport={"width": 390, "height": 780}, is_mobile=True, has_touch=True, color_scheme="dark",
                     storage_state=agent.context.storage_state()).new_page()
    visit(phone, shop, "inbox")
    expect(phone.get_by_role("list", name="Conversations")).to_contain_text("Ana Souza")
    picture(phone, "phone")
