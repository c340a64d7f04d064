"""`msptool review sheet`: it begins the review or takes the open one, and writes one file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from msptool.sheets.page import source_hash
from tests.sheets.sheets import REVIEW, by_hand, data_of, new_sheet, page, recorded
from tests.small_practice import TODAY, Practice

HOSTILE = "</script><script>document.title='x'</script><img src=x onerror=alert(1)> \"'& {{ 7*7 }} ${1}"


def test_it_begins_the_review_as_start_does(practice: Practice, tmp_path: Path) -> None:
    done = practice.run(
        "review", "sheet", "acme", "--html", str(tmp_path / "s.html"), "--limit", "2", "--by", "bob", "--json"
    )
    assert done.code == 0, done.err
    document = done.json
    assert (document["client"], document["review"], document["begun"], document["asked"]) == (
        "acme",
        str(TODAY),
        True,
        2,
    )
    review = recorded(practice)
    assert (review["status"], review["by"], review["scope"], len(review["asked"])) == ("open", "bob", {"limit": "2"}, 2)
    data = data_of((tmp_path / "s.html").read_text())
    assert data["sheet"] == document["sheet"]
    assert list(data["standards"]) == review["asked"]
    assert practice.run("review", "status", "acme").code == 0


def test_a_second_sheet_is_of_the_open_review_and_another_one(practice: Practice, tmp_path: Path) -> None:
    first = new_sheet(practice, tmp_path)
    by_hand(practice, "firewall-backup,no,It is broken.\n")
    before = practice.read(REVIEW)
    second = data_of(page(practice, tmp_path))
    assert practice.read(REVIEW) == before
    assert second["sheet"] != first["sheet"]
    assert second["started"] == first["started"]
    assert (second["standards"]["firewall-backup"]["answer"], second["standards"]["firewall-backup"]["note"]) == (
        "no",
        "It is broken.",
    )
    done = practice.run("review", "sheet", "acme", "--html", str(tmp_path / "s.html"), "--limit", "2")
    assert done.code == 2
    assert "is open, and its standards are chosen already" in done.err


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ((), "Name one file"), (("--html", "{}/a.html", "--xlsx", "{}/a.xlsx"), "Name one file"),
        (("--html", "{}/a.txt"), "writes a .html file"), (("--xlsx", "{}/a.html"), "writes a .xlsx file"),
        (("--html", "{}/a.html", "--tag", "nonsense"), "There is no tag 'nonsense'"), (("--html", "{}/a.html", "--by", "eve"), "'eve' is nobody"),
    ],
)  # fmt: skip
def test_wrong_usage_begins_nothing(options: tuple[str, ...], words: str, practice: Practice, tmp_path: Path) -> None:
    before = practice.files()
    done = practice.run("review", "sheet", "acme", *(each.format(tmp_path) for each in options))
    assert done.code == 2
    assert words in done.err
    assert practice.files() == before


def test_a_sheet_that_cannot_be_written_begins_no_review(practice: Practice, tmp_path: Path) -> None:
    (tmp_path / "s.html").mkdir()
    before = practice.files()
    done = practice.run("review", "sheet", "acme", "--html", str(tmp_path / "s.html"))
    assert done.code == 2
    assert "is a folder: name a file in it" in done.err
    assert practice.files() == before


def test_nothing_due_is_no_sheet(practice: Practice, tmp_path: Path) -> None:
    names = (
        "firewall-backup",
        "firewall-firmware",
        "firewall-label",
        "mailbox-archive",
        "mailbox-login",
        "mailbox-quota",
    )
    practice.review("acme", "".join(f"{name},yes,\n" for name in names))
    done = practice.run("review", "sheet", "acme", "--html", str(tmp_path / "s.html"))
    assert done.code == 3
    assert "Nothing is due at Acme Explosives" in done.err
    assert not (tmp_path / "s.html").exists()
    assert len(list((practice.root / "reviews/acme").iterdir())) == 1


def test_the_page_holds_what_is_needed_on_site(practice: Practice, tmp_path: Path) -> None:
    practice.standard(
        "firewall-backup", vendors={"Fortinet": ["Open the console."]},
        references=[{"url": "https://vendor.example/guide", "title": "Guide"}],
    )  # fmt: skip
    practice.review("acme", "firewall-backup,no,The disk is full.\n", today=TODAY.replace(month=8))
    html = page(practice, tmp_path, "--all")
    for text in (
        "Acme Explosives", "Jim Tam", "Is the firewall backup documented?", "Nobody can restore an unknown firewall backup.",
        "Read the page about the firewall backup.", "Fortinet", "Open the console.", "https://vendor.example/guide",
        "Last time: no", "2026-08-16 (3 months ago)", "The disk is full.", "Asked again because the last answer was no.",
    ):  # fmt: skip
        assert text in html, text
    pinned = data_of(html)["standards"]["firewall-backup"]
    assert re.fullmatch(r"[0-9a-f]{12}", pinned["question"])
    assert data_of(html)["library"] == practice.git("rev-parse", "HEAD").strip()


def test_every_text_is_escaped_and_only_our_own_scripts_may_run(practice: Practice, tmp_path: Path) -> None:
    practice.category("firewalls", name=HOSTILE)
    practice.client("acme", name=HOSTILE)
    practice.standard(
        "firewall-backup", name=HOSTILE, question=f"{HOSTILE}?", why=HOSTILE, how=[HOSTILE], vendors={HOSTILE: [HOSTILE]},
        references=[{"url": "https://x.example/\"onclick='x'>", "title": HOSTILE}],
    )  # fmt: skip
    html = page(practice, tmp_path, "--all")
    scripts = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    assert len(scripts) == 3
    assert html.count("<script") == 4
    assert "onerror=alert(1)>" not in html
    assert "49" not in re.findall(r"<h3[^>]*>(.*?)</h3>", html)[0]
    [policy] = re.findall(r'Content-Security-Policy" content="([^"]*)"', html)
    [style] = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for each in (*scripts, style):
        assert f"'{source_hash(each)}'" in policy


def test_an_option_of_the_look_is_the_practices_own(practice: Practice, tmp_path: Path) -> None:
    practice.write("msptool.yaml", "branding:\n  accent: '#7a1f5c'\n")
    assert "#7a1f5c" in page(practice, tmp_path, "--all")
