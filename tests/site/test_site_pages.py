"""What the pages say about the practice."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from msptool.site.parts import spark
from msptool.site.reading import WorkspaceReadOnce, known, read
from tests.small_practice import TODAY, Practice, dump


def words(site: Path, name: str) -> str:
    from tests.site.site_practice import Page

    return " ".join(Page((site / name).read_text(encoding="utf-8")).text.split())


def test_the_first_page_has_the_figures_that_score_prints(sited: Practice, site: Path) -> None:
    data = sited.run("score", "--json").json
    text = words(site, "index.html")
    assert f"{round(data['practice']['score'] * 100)}% in line, all clients together" in text
    assert "2 findings, 2 high" in text
    html = (site / "index.html").read_text(encoding="utf-8")
    acme = next(each for each in data["clients"] if each["client"] == "acme")
    assert f'data-value="{acme["score"]:.3f}'[:18] in html
    assert "Nov 12, 2026" in html
    assert "Jan 12, 2027" in html


def test_a_client_without_data_is_told_apart_from_one_at_nought(site: Path) -> None:
    html = (site / "index.html").read_text(encoding="utf-8")
    row = html[html.index('href="clients/bakery.html"') :].split("</tr>")[0]
    assert 'data-label="Score" data-value="">no data<' in row
    assert "none yet" in row
    assert "No score yet" in words(site, "clients/bakery.html")


def test_a_client_page_tells_score_findings_roadmap_visits_agreement_and_reviews(site: Path) -> None:
    text = words(site, "clients/acme.html")
    for part in (
        "Method weighted", "2 standards are not met: 2 high, 0 medium, 0 low.", "Still version 9.1", "since Aug 18, 2026",
        "vulnerable", "It faces the internet.", "Bob Vee", "A network that holds", "Keep the firewall current", "2027-Q1",
        "USD 300.00", "Decided Nov 14, 2026 by Managing director, Wendell Crouse", "Tuesday, January 12, 2027",
        "Fully managed, USD 4,000.00 a month", "12 agreed, 12 advised", "Ask for Marta.", "wendell@acme.example",
        "No mail is kept.", "2026-08-18", "Gary Sell", "The pages that it may see", "Microsoft 365",
    ):  # fmt: skip
        assert part in text, part
    assert "2027-02-09" not in text  # cancelled


def test_a_review_page_tells_answers_as_they_were_asked(site: Path) -> None:
    first, second = words(site, "reviews/acme/2026-08-18.html"), words(site, "reviews/acme/2026-11-12.html")
    assert "no (high)" in first
    assert "Version 9.1" in first
    assert "n/a" in first
    assert "No mail here" in first
    assert "Review 2026-11-12 →" in first
    assert "← Review 2026-08-18" in second
    # Renamed since, so its answer stands under the new name, with the words that were asked.
    assert "Firewall tag Is the firewall label documented? no (low)" in second
    assert "Asked and not answered" in second


def test_an_open_review_says_that_its_answers_do_not_count(full: Practice, tmp_path: Path) -> None:
    answers = "standard,answer,note\nfirewall-backup,no,Open note\n"
    full.run("review", "start", "bakery", "--all", "--answers", "-", stdin=answers)
    assert full.run("site", "build", str(tmp_path / "site")).code == 0
    text = words(tmp_path / "site", "reviews/bakery/2026-11-16.html")
    assert "This review is open: its answers do not count yet." in text
    assert "Open note" in text
    assert "No score yet" in words(tmp_path / "site", "clients/bakery.html")


def test_a_standard_tells_who_says_no_and_what_became_of_it(site: Path) -> None:
    text = words(site, "standards/firewall-tag.html")
    assert "Earlier ids firewall-label" in text
    assert "Every client: 0 yes, 1 no, 0 not applicable, 1 not answered yet." in text
    assert "Acme Explosives Nov 12, 2026 4 open" in text
    assert "November 13, 2026, Jim Tam Rename a standard & <b>draft</b> another" in text
    assert "Id firewall-label firewall-tag" in text
    assert "Priority low high" in text
    assert "Added January 5, 2026, Jim Tam Begin" in text


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("firewall-log", "A draft: not asked yet."),
        ("mailbox-size", "Retired on November 13, 2026: The provider does it. Now Mailbox login."),
        ("mailbox-archive", "Exempt at the moment: Acme Explosives."),
        ("firewall-backup", "Cybersecurity Framework 2.0, February 2024"),
        ("firewall-backup", "What fixes it Write the page about the firewall backup."),
    ],
)
def test_a_standard_tells_where_it_stands(site: Path, name: str, said: str) -> None:
    assert said in words(site, f"standards/{name}.html")


def test_the_library_is_listed_by_category_with_drafts_and_retired_ones_marked(site: Path) -> None:
    text = words(site, "standards.html")
    assert text.index("Firewalls Standard") < text.index("Email Standard")
    assert "6 standards are asked; 2 more are drafts or retired." in text
    assert "Firewall log draft" in text
    assert "1 of 1" in text


def test_the_visits_ahead_are_listed_and_the_year_is_a_calendar(site: Path) -> None:
    text = words(site, "visits.html")
    assert "January 2027 Day Client TAM Status Tue, Jan 12, 2027 Acme Explosives Jim Tam confirmed" in text
    assert "Feb 9, 2027" not in text
    assert "Visits in 2027" in words(site, "visits/2027.html")


def index_of(site: Path) -> dict[str, Any]:
    text = (site / "assets/search-index.js").read_text(encoding="ascii")
    assert text.startswith("window.msptoolIndex = {")
    assert text.endswith("};\n")
    data: dict[str, Any] = json.loads(text.removeprefix("window.msptoolIndex = ").removesuffix(";\n"))
    return data


def test_the_search_knows_everything_that_has_a_page(site: Path) -> None:
    data = index_of(site)
    for kind, folder in (("standards", "standards"), ("clients", "clients"), ("reviews", "reviews")):
        pages = {path.relative_to(site).as_posix() for path in (site / folder).rglob("*.html")}
        assert {each[2] for each in data[kind]} == pages
    names = [(data["clients"][each[0]][0], data["standards"][each[1]][0], each[3]) for each in data["findings"]]
    assert ("Acme Explosives", "Firewall firmware", "Still version 9.1") in names
    client = (site / "clients/acme.html").read_text(encoding="utf-8")
    for each in data["findings"]:
        anchor = data["standards"][each[1]][2].removeprefix("standards/").removesuffix(".html")
        assert f'id="finding-{anchor}"' in client


def test_scores_of_the_past_stand_under_the_library_of_their_time(full: Practice) -> None:
    """The score after a review does not move when the library does, and each library is read once."""
    reading = read(WorkspaceReadOnce(full.root, TODAY))
    acme = known(reading, reading.clients["acme"])
    there = full.run("score", "acme", "--trend", "--json").json["trend"]
    assert [round(point.tally.score or 0, 6) for point in acme.points] == [each["score"] for each in there]
    assert [point.pinned for point in acme.points] == [True, True]
    assert len(reading.libraries) == 2
    first, second = (library for library in reading.libraries.values() if library is not None)
    assert first.standards["firewall-backup"] is second.standards["firewall-backup"]


def test_git_is_asked_the_same_thing_once(full: Practice) -> None:
    workspace = WorkspaceReadOnce(full.root, TODAY)
    before = [workspace.history.head(), workspace.history.head(), workspace.history.modified("standards")]
    assert before[0] == before[1]
    asked = len(workspace.history.commands)
    assert [workspace.history.head(), workspace.history.modified("standards")] == before[1:]
    assert len(workspace.history.commands) == asked


def test_a_small_line_is_drawn_from_two_scores_on(full: Practice) -> None:
    reading = read(WorkspaceReadOnce(full.root, TODAY))
    points = known(reading, reading.clients["acme"]).points
    assert spark(points[:1], 0.0) is None
    drawn = spark(points, 0.0)
    assert drawn is not None
    assert drawn.said == "38%, 57%"
    ups = [float(point.split(",")[1]) for point in drawn.points.split()]
    assert ups[0] > ups[1]  # from the top downwards
    assert drawn.end == (93.0, ups[1])


def test_a_visit_of_today_is_still_ahead(full: Practice, tmp_path: Path) -> None:
    visit = {"id": 1, "day": "2026-11-16", "tam": "jim", "status": "planned"}
    full.write("practice/schedule/2026/acme.yaml", dump({"visits": [visit]}))
    assert full.run("site", "build", str(tmp_path / "site")).code == 0
    assert "Mon, Nov 16, 2026" in words(tmp_path / "site", "visits.html")
    assert (tmp_path / "site/for-clients/acme/client-year-2026.html").is_file()
    assert full.run("site", "build", str(tmp_path / "site"), today=date(2026, 11, 17)).code == 0
    assert "Nov 16, 2026" not in words(tmp_path / "site", "visits.html").split("Internal: not for")[0]


def test_an_agreement_that_renewed_itself_is_in_force(full: Practice, tmp_path: Path) -> None:
    signed = {"starts": "2025-01-01", "ends": "2026-10-31", "mrr": 1}
    for name, more in (("renewed", {"renews": True}), ("over", {})):
        full.client(name, agreement={**signed, **more})
    assert full.run("site", "build", str(tmp_path / "site")).code == 0
    pages = {name: (tmp_path / f"site/clients/{name}.html").read_text(encoding="utf-8") for name in ("renewed", "over")}
    assert ["not in force today" in page for page in pages.values()] == [False, True]
