"""What axe-core finds wrong with a page."""

from axe_playwright_python.sync_playwright import Axe

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
         "resultTypes": ["violations"]}


def assert_accessible(page) -> None:
    # What is on its way is judged where it arrives.
    page.evaluate("document.getAnimations().forEach((animation) => { try { animation.finish(); } catch {} })")
    found = Axe().run(page, options=RULES)
    violations = found.response["violations"]
    assert not violations, "\n".join(
        f"{page.url} {violation['id']}: {node['html'][:160]} {node['any'][:1] and node['any'][0]['message']}"
        for violation in violations for node in violation["nodes"])
