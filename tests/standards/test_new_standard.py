"""`msptool standard new`: a draft for the committee."""

from __future__ import annotations

import pytest

from msptool.standards.edits import slug_of
from tests.small_practice import Done, Golden, Practice

QUESTION = "Is every firewall rule reviewed at least once a year?"
LONG = "Rules that nobody remembers stay open for years, and an attacker needs only one of them to reach the servers behind."


def new(practice: Practice, id: str = "firewall-rules", **options: str) -> Done:
    given = {"category": "firewalls", "question": QUESTION, **options}
    return practice.run(
        "standard",
        "new",
        id,
        *(each for name, value in given.items() for each in (f"--{name.replace('_', '-')}", value)),
    )


def test_a_new_standard_is_a_draft_in_its_category_s_folder(practice: Practice, golden: Golden) -> None:
    done = practice.run(
        "standard", "new", "firewall-rules", "--category", "firewalls", "--question", QUESTION, "--why", LONG,
        "--how", "Open the rules.", "--how", "Read the date of each: 'yes' is under 12 months.", "--tag", "security",
        "--frequency", "annual", "--business-impact", "high", "--url", "https://example.com/rules",
    )  # fmt: skip
    assert (done.code, done.out) == (0, "Created: standards/firewalls/firewall-rules.yaml\n")
    assert "It is a draft" in done.err
    golden.check("new.yaml", practice.read("standards/firewalls/firewall-rules.yaml"))


def test_a_new_standard_lints_clean(practice: Practice) -> None:
    new(practice, why=LONG)
    assert practice.run("lint", "--strict").code == 0


def test_for_programs_it_says_what_and_where(practice: Practice) -> None:
    done = practice.run(
        "standard", "new", "firewall-rules", "--category", "firewalls", "--question", QUESTION, "--json"
    )
    assert (done.err, done.json) == (
        "",
        {
            "schema": "msptool/standard-change/1", "change": "created", "id": "firewall-rules",
            "path": "standards/firewalls/firewall-rules.yaml",
        },
    )  # fmt: skip


@pytest.mark.parametrize(
    ("id", "options", "sentence"),
    [
        ("firewall-label", {}, "The id 'firewall-label' belongs to standards/firewalls/firewall-label.yaml"),
        ("firewall-sticker", {}, "The id 'firewall-sticker' belongs to standards/firewalls/firewall-label.yaml"),
        ("Firewall Rules", {}, "'Firewall Rules' cannot be the id of a standard"),
        ("../../outside", {}, "'../../outside' cannot be the id of a standard"),
        ("x" * 101, {}, "cannot be the id of a standard"),
        (
            "firewall-rules",
            {"category": "fire"},
            "There is no category 'fire': create standards/fire/_category.yaml first.",
        ),
        ("firewall-rules", {"category": "../email"}, "'../email' cannot be the id of a category"),
        ("firewall-rules", {"question": "What rules are there?"}, "Q1"),
        ("firewall-rules", {"question": ""}, "Q1"),
        ("firewall-rules", {"frequency": "weekly"}, "frequency: 'weekly' is not one of"),
        ("firewall-rules", {"business_impact": "huge"}, "business_impact: 'huge' is not one of"),
        ("firewall-rules", {"tag": "Not A Slug"}, "tags: 'Not A Slug' has characters that are not allowed here."),
        ("firewall-rules", {"url": "example.com"}, "url: 'example.com' has characters that are not allowed here."),
    ],
)
def test_what_cannot_be_a_standard_is_refused_and_nothing_is_written(
    practice: Practice, id: str, options: dict[str, str], sentence: str
) -> None:
    practice.standard("firewall-label", formerly=["firewall-sticker"])
    before = practice.files()
    done = new(practice, id, **options)
    assert (done.code, done.out) == (2, "")
    assert sentence in done.err
    assert practice.files() == before


def test_a_file_that_the_library_does_not_know_is_not_overwritten(practice: Practice) -> None:
    practice.write("standards/firewalls/firewall-rules.yaml", "")
    before = practice.files()
    assert new(practice).code == 3
    assert practice.files() == before


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Café MFA: on?", "caf-mfa-on"),
        ("  Two   Words ", "two-words"),
        ("../../x", "x"),
        ("日本", ""),
        ("a" * 200, "a" * 80),
    ],
)
def test_an_id_made_of_a_name_is_readable_and_never_a_path(name: str, slug: str) -> None:
    assert slug_of(name) == slug
