"""L23: who is told what; and the outbox with what could not be sent."""

from email import message_from_string

from playwright.sync_api import expect

from accessibility import assert_accessible
from desk import Desk
from mail import MailServer
from steps import sign_in, visit
from test_dashboard import HOSTILE


def settings(desk, shop) -> dict:
    return desk.call("GET", f"/api/businesses/{shop.id}/notifications", key=shop.key)


def test_people_are_told_by_rules_and_changed_and_taken_out_and_brought_back(contexts, desk):
    shop = desk.business("Town Criers")
    page = contexts(expecting_trouble=True).new_page()
    sign_in(page, desk)
    visit(page, shop, "notifications")
    expect(page.get_by_text("Nobody yet.")).to_be_visible()
    page.get_by_text("Add a person").click()
    new = page.locator("form").filter(has=page.get_by_role("button", name="Add", exact=True))
    new.get_by_label("Name").fill(f"Ana {HOSTILE}")
    new.get_by_label("E-mail").first.fill("ana@example.com")
    new.get_by_label("Telephone").fill("0912")
    new.get_by_role("button", name="Add").click()
    expect(new.get_by_role("alert")).to_contain_text("telephone number")
    expect(new.get_by_label("Name")).to_have_value(f"Ana {HOSTILE}")
    new.get_by_label("Telephone").fill("+351 912 345 678")
    new.get_by_role("button", name="Add").click()
    people = page.get_by_role("list", name="People who are told").locator("> li")
    expect(people).to_have_count(1)
    expect(people).to_contain_text(f"Ana {HOSTILE}")
    person, = settings(desk, shop)["people"]
    assert (person["email"], person["phone"]) == ("ana@example.com", "+351912345678")
    assert person["rules"] == [{"events": person["rules"][0]["events"], "channels": ["email"], "digest": "immediate", "urgent": False}]
    assert sorted(person["rules"][0]["events"]) == ["form.submitted", "handoff.requested"]

    people.get_by_text("Edit").click()
    people.get_by_label("Quiet from").fill("22:00")
    people.get_by_role("button", name="Save").click()
    expect(people.get_by_role("alert")).to_contain_text("quiet_until")
    people.get_by_label("Quiet until").fill("07:00")
    people.get_by_label("When").first.select_option("Gathered, every day")
    people.get_by_text("Add a rule").click()
    rule = people.get_by_role("group", name="Rule 2")
    rule.get_by_label("A document could not be read").check()
    rule.get_by_label("Also in quiet hours").check()
    people.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    person, = settings(desk, shop)["people"]
    assert person["quiet_hours"] == {"from": "22:00", "until": "07:00"}
    assert [rule["digest"] for rule in person["rules"]] == ["daily", "immediate"]
    assert person["rules"][1]["events"] == ["document.failed"] and person["rules"][1]["urgent"]
    page.reload()
    people.get_by_text("Edit").click()
    people.get_by_role("group", name="Rule 2").get_by_label("A document could not be read").uncheck()
    people.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert len(settings(desk, shop)["people"][0]["rules"]) == 1

    people.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog", name="Take this person out?").get_by_role("button", name="Delete").click()
    expect(page.get_by_text("Nobody yet.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(people).to_have_count(1)
    assert settings(desk, shop)["people"][0]["quiet_hours"] == {"from": "22:00", "until": "07:00"}
    assert page.evaluate("window.hacked") is None


def test_a_form_of_people_that_changed_meanwhile_is_refused(contexts, desk):
    shop = desk.business("Two Tabs")
    desk.call("PUT", f"/api/businesses/{shop.id}/notifications",
              {"people": [{"name": name, "email": f"{name}@example.com", "rules": []} for name in ("ann", "bob")]}, key=shop.key)
    page = contexts(expecting_trouble=True).new_page()
    sign_in(page, desk)
    visit(page, shop, "notifications")
    desk.call("PUT", f"/api/businesses/{shop.id}/notifications",
              {"people": [{"name": "bob", "email": "bob@example.com", "rules": []}]}, key=shop.key)
    page.get_by_role("button", name="Delete ann").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("main").get_by_role("alert").filter(has_text="meanwhile").first).to_be_visible()
    assert [person["name"] for person in settings(desk, shop)["people"]] == ["bob"]


def test_what_concerns_everybody_is_kept(contexts, desk):
    shop = desk.business("Everybody")
    page = contexts(expecting_trouble=True).new_page()
    sign_in(page, desk)
    visit(page, shop, "notifications")
    form = page.get_by_role("region", name="For everybody")
    form.get_by_label("A question in vain").check()
    form.get_by_role("group", name="Told at once of every submitted form").get_by_label("E-mail").fill("leads@example.com")
    form.get_by_label("Time zone").fill("Mars/Olympus")
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_role("alert")).to_contain_text("time zone")
    form.get_by_label("Time zone").fill("America/Sao_Paulo")
    form.get_by_label("Daily digest at").fill("06:30")
    form.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    kept = settings(desk, shop)
    assert (kept["form_email"], kept["time_zone"], kept["daily_at"]) == ("leads@example.com", "America/Sao_Paulo", "06:30")
    assert sorted(kept["page_events"]) == ["answer.declined", "form.submitted", "webhook.disabled"]


def test_what_was_given_up_is_seen_and_sent_again(contexts, folder):
    mail = MailServer()
    desk = Desk(folder / "outbox", FRONTDESK_SMTP_URL=mail.url, FRONTDESK_SMTP_TLS="off", FRONTDESK_SMTP_FROM="desk@example.com")
    try:
        shop = desk.business("Lost Letters")
        desk.call("PUT", f"/api/businesses/{shop.id}/notifications", {"people": [
            {"name": "Ana", "email": "ana@example.com", "rules": [{"events": ["answer.declined"], "channels": ["email"]}]}]}, key=shop.key)
        page = contexts(expecting_trouble=True).new_page()
        sign_in(page, desk)
        visit(page, shop, "outbox")
        expect(page.get_by_text("Nothing of that kind.")).to_be_visible()
        desk.call("POST", f"/api/businesses/{shop.id}/ask", {"question": "Do you sell electric bicycles?"}, key=shop.key)
        rows = page.get_by_role("list", name="Outbox").locator("> li")
        expect(rows).to_have_count(1)  # the page follows by itself
        expect(rows).to_contain_text("ana@example.com")
        expect(rows).to_contain_text("Given up")
        expect(rows).to_contain_text("550")
        visit(page, shop)
        page.get_by_role("list", name="Figures").get_by_role("link", name="1 could not be sent").click()
        expect(rows).to_have_count(1)
        assert_accessible(page)
        mail.accepting.set()
        rows.get_by_role("button", name="Send again").click()
        expect(page.get_by_text("Nothing of that kind.")).to_be_visible()
        page.get_by_role("combobox", name="Status").select_option("Delivered")
        expect(rows).to_contain_text("ana@example.com")
        sent, = mail.taken
        plain = next(part for part in message_from_string(sent).walk() if part.get_content_type() == "text/plain")
        assert "electric bicycles" in plain.get_payload(decode=True).decode()
        page.get_by_role("combobox", name="Kind").select_option("SMS")
        expect(page.get_by_text("Nothing of that kind.")).to_be_visible()
        assert page.goto(f"{desk.url}/b/{shop.id}/outbox?state=nonsense").status == 400
        visit(page, desk.business("Not Theirs"), "outbox")
        expect(page.get_by_text("Nothing of that kind.")).to_be_visible()
        page.close()  # so that it does not look for the desk that ends
    finally:
        desk.stop()
        mail.stop()
