"""The client's document and the worksheet: what they say, what they never say, and that every text is text."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from msptool.reports.kinds import Request
from msptool.reports.proposal import ProposalReport, build
from msptool.reports.render import render
from msptool.workspace.workspace import Workspace
from tests.proposals.report_samples import REPORTS, everywhere
from tests.proposals.samples import FIREWALL, changed, desk, ok, refused, sent
from tests.reports.test_report_escaping import HOSTILE, MARKDOWN, structure
from tests.small_practice import TODAY, Golden, Practice

__all__ = ["desk"]


def page(practice: Practice, name: str, format: str, report: Any) -> str:
    return render(Workspace(practice.root, TODAY), f"{name}.{format}.j2", report)


@pytest.mark.parametrize("format", ["md", "html"])
@pytest.mark.parametrize("name", [name for name in REPORTS if name != "proposal-long"])
def test_a_page_is_as_it_was_when_somebody_last_looked_at_it(
    practice: Practice, golden: Golden, name: str, format: str
) -> None:
    kind, report = REPORTS[name]
    # The frame of all pages and its style have golden files of their own.
    own = page(practice, kind, format, report).partition("<main")
    golden.check(f"{name}.{format}", own[1] + own[2] or own[0])


@pytest.mark.parametrize("name", REPORTS)
def test_a_page_needs_no_other_file_and_no_script(practice: Practice, name: str) -> None:
    kind, report = REPORTS[name]
    html = page(practice, kind, "html", report)
    for word in ("<script", "<iframe", "<img", "@import", "src=", "onload", "http://", "https://", "javascript:"):
        assert word not in html
    assert set(re.findall(r"url\(([^)]*)\)", html)) <= {"#hatched", "#dotted"}
    assert "default-src 'none'" in html


@pytest.mark.parametrize("kind", ["proposal", "worksheet"])
def test_hostile_text_changes_no_tag_of_a_page(practice: Practice, kind: str) -> None:
    report = REPORTS[kind][1]
    calm = structure(page(practice, kind, "html", everywhere(report, " calm")))
    wild = structure(page(practice, kind, "html", everywhere(report, HOSTILE)))
    assert wild.tags == calm.tags
    assert "<script>alert(1)</script>" in wild.text
    assert "{{ 7 * 7 }}" in wild.text
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202e]", wild.text)


@pytest.mark.parametrize("kind", ["proposal", "worksheet"])
def test_hostile_text_changes_no_block_of_the_markdown(practice: Practice, kind: str) -> None:
    report = REPORTS[kind][1]
    calm, wild = (page(practice, kind, "md", everywhere(report, text)) for text in (" calm", HOSTILE))
    for found in (calm, wild):
        assert found.startswith("# ")
    blocks = [[(token.type, token.tag) for token in MARKDOWN.parse(text)] for text in (calm, wild)]
    assert blocks[0] == blocks[1]
    spans = [
        [child.type for token in MARKDOWN.parse(text) for child in token.children or [] if child.type != "text"]
        for text in (calm, wild)
    ]
    assert spans[0] == spans[1]


@pytest.mark.parametrize("name", REPORTS)
def test_the_markdown_is_in_good_form(practice: Practice, name: str) -> None:
    kind, report = REPORTS[name]
    text = page(practice, kind, "md", report)
    for block in re.split(r"\n\n+", text):
        rows = [line.count("|") for line in block.splitlines() if line.startswith("|")]
        assert len(set(rows)) <= 1, block
    assert not re.search(r"[^ \n]\n(#|\|[^\n]*\n\| :)", text), "a heading or a table stands right below other text"


def built(practice: Practice, today: date = TODAY, proposal: str | None = None) -> ProposalReport:
    found = build(Request(Workspace(practice.root, today), "acme", proposal=proposal)).context
    assert isinstance(found, ProposalReport)
    return found


def test_the_report_of_a_client_with_one_open_proposal_needs_no_id(desk: Practice) -> None:
    assert built(desk).number == "firewall"
    desk.write("clients/acme/proposals/second.yaml", changed(title="Second"))
    assert refused(desk, "report", "proposal", "acme") == "Say which proposal with --proposal: firewall, second."
    assert "# Second" in ok(desk, "report", "proposal", "acme", "--proposal", "second")
    ok(desk, "proposal", "advance", "acme", "second", "withdrawn", "--by", "bob", "--reason", "x")
    assert built(desk).number == "firewall"
    desk.client("nova")
    assert "'msptool proposal new nova --template T' begins one" in refused(desk, "report", "worksheet", "nova")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("proposal", "acme", "--proposal", "firewal"), "Did you mean 'firewall'?"),
        (("proposal",), "The proposal report is about one client"),
        (("proposal", "acme", "--review", "2026-11-12"), "The proposal report is about a proposal: name it with --proposal"),
        (("worksheet", "acme", "--year", "2027"), "The worksheet report is about a proposal"),
        (("findings", "acme", "--proposal", "firewall"), "The findings report is about no proposal: leave out --proposal."),
    ],
)  # fmt: skip
def test_what_a_report_is_about_is_checked(desk: Practice, arguments: tuple[str, ...], words: str) -> None:
    assert words in refused(desk, "report", *arguments)


def test_how_it_stands_follows_from_status_and_day(desk: Practice) -> None:
    assert built(desk).standing == "draft"
    done = desk.run("report", "proposal", "acme")
    assert "firewall is not sent yet: the page says that it is a draft." in done.err
    assert "Draft: this is not an offer yet" in done.out
    sent(desk)
    assert built(desk).standing == "open"
    assert built(desk, date(2026, 12, 16)).standing == "open"
    assert built(desk, date(2026, 12, 17)).standing == "ran-out"
    assert "This offer ran out on December 16, 2026" in ok(desk, "report", "proposal", "acme", today=date(2026, 12, 17))
    accept = ("proposal", "advance", "acme", "firewall", "accepted", "--by", "Ann Lee", "--option", "next-day")
    ok(desk, *accept, today=date(2026, 12, 1))
    found = built(desk, date(2026, 12, 20), "firewall")
    assert (found.standing, found.decided, found.prepared) == ("accepted", date(2026, 12, 1), TODAY)


def test_prices_that_ran_out_are_remarked_to_the_practice_alone(desk: Practice) -> None:
    done = desk.run("report", "proposal", "acme", today=date(2027, 2, 1))
    assert "Prices that ran out: Firewall, Second firewall." in done.err
    assert "ran out" not in done.out


def test_bars_of_the_timeline_stand_where_the_weeks_are(desk: Practice) -> None:
    lanes = {each.title: each for each in built(desk).lanes}
    assert [*lanes] == [
        "Planning",
        "The exchange",
        "The second firewall",
        "Help after the exchange",
        "Your confirmation",
    ]
    exchange = lanes["The exchange"]
    assert (exchange.left, exchange.width) == (25.0, 25.0)
    assert (exchange.begins, exchange.ends) == (date(2027, 1, 18), date(2027, 1, 22))
    assert (lanes["Planning"].left, lanes["Planning"].width) == (0.0, 100.0)
    assert lanes["The second firewall"].option == "A second firewall"
    desk.write(FIREWALL, changed(start=None, finish=None))
    assert built(desk).lanes[0].begins is None


def test_the_prices_of_the_page_add_up(desk: Practice) -> None:
    found = built(desk).prices
    for billing in found.billings:
        rows = sum(getattr(row, billing) for row in found.rows)
        assert rows == getattr(found.net, billing)
        assert found.tax is not None
        assert rows + getattr(found.tax, billing) == getattr(found.total, billing)
    assert found.with_options == ("Repair on the next day",)
    assert found.offered.once == found.total.once + 130
    assert found.first_year == found.offered.once + 12 * found.offered.monthly + found.offered.annual
    # What the reader multiplies comes out, too.
    for line in built(desk).equipment:
        assert float(line.unit_price) * line.quantity == pytest.approx(float(line.price))


def test_the_document_as_data(desk: Practice) -> None:
    found = desk.run("report", "proposal", "acme", "--json").json
    assert found["schema"] == "msptool/report-proposal/1"
    assert found["prices"]["total"] == {"label": "Total", "once": "5080.00", "monthly": "30.00", "annual": "200.00"}


def test_the_whole_way_from_a_template_to_the_page(desk: Practice, golden: Golden) -> None:
    golden.check("from-file.md", ok(desk, "report", "proposal", "acme"))
    golden.check("worksheet-from-file.md", ok(desk, "report", "worksheet", "acme"))
