"""A small practice with something on every page of its site."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

from tests.reports.year_practice import plan_year
from tests.small_practice import HIGH, Practice, dump

FIRST = "firewall-backup,yes,\nfirewall-firmware,no,Version 9.1\nmailbox-login,n/a,No mail here\nmailbox-quota,no,The archive is full\n"
SECOND = "firewall-backup,yes,\nfirewall-firmware,no,Still version 9.1\nfirewall-label,no,\nmailbox-quota,yes,\n"


def fill_site(practice: Practice) -> Practice:
    """Acme with reviews, triage, a roadmap and visits; Bakery with visits alone; a former client; a changed library."""
    plan_year(practice)
    practice.client(
        "acme", name="Acme Explosives", tags=["core"], technologies=["firewall", "microsoft-365"], notes="Ask for Marta.",
        contacts=[{"name": "Wendell Crouse", "role": "decision-maker", "email": "wendell@acme.example"}],
        agreement={"starts": "2026-01-01", "ends": "2027-12-31", "mrr": 4000, "seats": 35, "servers": 1, "onsite_days": 12},
        exemptions=[{"standard": "mailbox-archive", "reason": "No mail is kept.", "by": "Wendell", "since": "2026-01-01"}],
    )  # fmt: skip
    practice.client("former", name="Gone Ltd", status="former")
    practice.commit("Begin the practice", date(2026, 2, 1))
    practice.review("acme", FIRST, today=date(2026, 8, 18))
    practice.review("acme", SECOND, today=date(2026, 11, 12))
    change_library(practice)
    judged = {"stage": "vulnerable", "on": "2026-11-13", "by": "bob", "reason": "It faces the internet."}
    practice.write("clients/acme/triage.yaml", dump({"findings": {"firewall-firmware": [judged]}}))
    practice.write("clients/acme/initiatives/network.yaml", dump({"title": "A network that holds"}))
    practice.write("clients/acme/roadmap/firmware.yaml", dump({
        "title": "Keep the firewall current", "standards": ["firewall-firmware"], "area": "professional-services",
        "hours": 2, "costs": {"one_time": 300}, "initiative": "network", "quarter": "2027-Q1", "raised": "2026-11-13",
        "decisions": [{"choice": "approved", "on": "2026-11-14", "by": "Managing director, Wendell Crouse"}],
    }))  # fmt: skip
    practice.commit("Write what the vCIO says", date(2026, 11, 15))
    return practice


def change_library(practice: Practice) -> None:
    """One standard is renamed and counts more; another is a draft, a third retired."""
    (practice.root / "standards/firewalls/firewall-label.yaml").unlink()
    practice.standard("firewall-tag", question="Is the firewall label documented?", formerly=["firewall-label"], **HIGH)
    practice.standard("firewall-log", status="draft", references=[])
    retired = {"on": "2026-11-13", "reason": "The provider does it.", "replaced_by": ["mailbox-login"]}
    practice.standard("mailbox-size", category="email", status="retired", retirement=retired)
    practice.commit("Rename a standard & <b>draft</b> another", date(2026, 11, 13))


_BLOCKS = frozenset(
    ("td", "th", "dt", "dd", "li", "p", "div", "h1", "h2", "h3", "h4", "br", "label", "option", "caption")
)


class Page(HTMLParser):
    """What a page links to and loads, the names that it can be linked at, and the text that is shown."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self.loads: list[str] = []
        self.names: set[str] = set()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        if tag in _BLOCKS:
            self.text += " "
        if name := found.get("id"):
            self.names.add(name)
        if tag == "a" and found.get("href"):
            self.links.append(found["href"] or "")
        elif tag == "form":
            self.links.append(found.get("action") or "")
        elif tag != "use":
            self.loads += [found[name] or "" for name in ("src", "href", "srcset", "data", "poster") if name in found]

    def handle_data(self, data: str) -> None:
        if self.lasttag not in ("style", "script"):
            self.text += data


def pages(folder: Path) -> Iterator[tuple[Path, Page]]:
    """Every page of a site, in order."""
    for path in sorted(folder.rglob("*.html")):
        yield path, Page(path.read_text(encoding="utf-8"))
