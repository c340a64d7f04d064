"""`msptool.yaml`: defaults that follow the manual, and clear words for a mistake."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from msptool.workspace.problems import Refusal
from msptool.workspace.settings import TECHNOLOGIES, Settings
from msptool.workspace.shipped import shipped_root
from msptool.workspace.workspace import Workspace
from tests.small_practice import TODAY
from tests.trees import Build


def settings(build: Build, text: str | bytes) -> Settings:
    """The settings of a workspace with this file."""
    return Workspace(build({"msptool.yaml": text}).root, TODAY).settings


@pytest.mark.parametrize("text", ["", "# nothing set\n", "practice: {}\n", "---\n"])
def test_every_setting_has_a_default(text: str, build: Build) -> None:
    found = settings(build, text)
    assert found == Settings()
    assert (found.weights.high, found.weights.medium, found.weights.low) == (5, 3, 1)
    assert [found.weights.of(priority) for priority in ("high", "medium", "low")] == [5, 3, 1]
    assert found.score_method == "weighted"
    assert found.visits.mrr_per_monthly_visit == Decimal("4000.00")
    assert found.visits.minimum_per_year == 4
    assert found.review.priority_tags == ("high-impact",)
    assert found.all_technologies == TECHNOLOGIES


def test_what_is_written_wins_and_the_rest_keeps_its_default(build: Build) -> None:
    found = settings(
        build, "weights:\n  high: 8\npractice:\n  currency: EUR\nvisits:\n  mrr_per_monthly_visit: 3500.5\n"
    )
    assert (found.weights.high, found.weights.medium) == (8, 3)
    assert (found.practice.currency, found.practice.name) == ("EUR", "Your practice")
    assert str(found.visits.mrr_per_monthly_visit) == "3500.50"


def test_own_technologies_stand_beside_the_shipped_ones(build: Build) -> None:
    own = settings(build, "technologies:\n  mainframe: Mainframe\n  wifi: Radio\n").all_technologies
    assert own == {**TECHNOLOGIES, "mainframe": "Mainframe", "wifi": "Radio"}


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("weigths:\n  high: 5\n", 1, "'weigths' is not a key of a settings file. Did you mean 'weights'?"),
        ("weights:\n  hihg: 5\n", 2, "'hihg' is not a key of a settings file. Did you mean 'high'?"),
        ("weights:\n  high: five\n", 2, "weights.high: 'five' is not a whole number"),
        ("weights:\n  high: -1\n", 2, "weights.high: -1 is less than 0"),
        ("score_method: weigted\n", 1, "'weigted' is not one of 'weighted' or 'plain'. Did you mean 'weighted'?"),
        ("practice:\n  currency: Euro\n", 2, "practice.currency: 'Euro' has characters that are not allowed here"),
        ("practice:\n  name: no\n  email: 5\n", 3, "practice.email: 5 is not text. Put it in quotes: '5'."),
        ("visits:\n  mrr_per_monthly_visit: 0\n", 2, "0 is not more than 0"), ("review:\n  minutes: 5\n", 2, "5 is less than 10"),
        ("visits:\n  mrr_per_monthly_visit: 3000.005\n", 2, "at most two decimals"),
        ("technologies: [firewall]\n", 1, "is not a mapping of keys to values"),
        ("technologies:\n  Fire Wall: x\n", 2, "characters that are not allowed"),
        ("practice: Northgate\n", 1, "is not a mapping of keys to values"), ("a: b: c\n", 1, "this is not valid YAML"),
        ("- practice\n", 1, "a settings file is a mapping"),
    ],
)  # fmt: skip
def test_a_mistake_stops_every_command_with_its_place_and_what_to_write(
    text: str, place: int, words: str, build: Build
) -> None:
    with pytest.raises(Refusal) as caught:
        settings(build, text)
    assert str(caught.value).startswith(f"msptool.yaml:{place}: ")
    assert words in str(caught.value)
    assert caught.value.exit_code == 3


def test_several_mistakes_are_counted(build: Build) -> None:
    with pytest.raises(Refusal, match=r"\(2 more: 'msptool lint' shows them\.\)"):
        settings(build, "weights: {high: x, low: y}\nother: 1\n")


def test_lint_knows_the_technologies_that_the_settings_name(build: Build) -> None:
    standard = (
        "name: x\nquestion: Is the mainframe under contract?\nwhy: y\nhow: [z]\nstatus: active\n"
        "reviewed: 2026-11-02\nremedy: {summary: Renew it., area: vcio, hours: 1}\n"
        "references: [{framework: nist-csf-2.0, id: PR.AA-03}]\napplies_to: {technologies: [mainframe]}\n"
    )
    files = {"standards/a/_category.yaml": "name: A\nowner: vcio\n", "standards/a/x.yaml": standard}
    assert [each["code"] for each in build(files).run("lint", "--json").json["problems"]] == ["S106"]
    known = build({**files, "msptool.yaml": "technologies: {mainframe: Mainframe}\n"})
    assert known.run("lint", "--json").json["problems"] == []


def test_the_comments_of_the_shipped_file_name_the_real_defaults(build: Build) -> None:
    text = Path(shipped_root(), "msptool.yaml").read_text(encoding="utf-8")
    shipped, default = settings(build, text), Settings()
    own = shipped.schedule.model_copy(update={"calendars": (), "timezone": default.schedule.timezone})
    assert shipped.model_copy(update={"practice": default.practice, "schedule": own}) == default
    uncommented = re.sub(r"^# (?=[a-z_]+:)", "", text, flags=re.MULTILINE)
    assert set(yaml.safe_load(uncommented)) <= set(Settings.model_fields)
