"""The catalogue of frameworks: what may be cited, and what is never shipped."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from msptool.standards import frameworks
from msptool.standards.frameworks import framework, names

NUMBERS_ONLY = {"cis-controls-v8.1", "iso-27001-2022", "pci-dss-4.0.1"}
# Counted in the publishers' own files.
SIZES = {
    "asd-essential-eight": (134, 0), "cis-controls-v8.1": (153, 0), "cisa-cpg-2.0": (34, 0), "cisa-scuba-gws": (138, 0),
    "cisa-scuba-m365": (166, 8), "cyber-essentials": (5, 0), "hipaa-security-rule": (71, 0), "iso-27001-2022": (127, 0),
    "nist-csf-2.0": (134, 0), "nist-sp-800-171-r2": (110, 0), "nist-sp-800-171-r3": (97, 33),
    "nist-sp-800-53-r5": (1014, 182), "pci-dss-4.0.1": (366, 0),
}  # fmt: skip


def test_the_catalogue_has_every_control_of_thirteen_frameworks() -> None:
    found = {name: framework(name) for name in names()}
    assert {name: (len(each.controls), len(each.withdrawn)) for name, each in found.items() if each} == SIZES


@pytest.mark.parametrize("name", sorted(SIZES))
def test_a_framework_says_whose_it_is_and_where_to_look(name: str) -> None:
    found = framework(name)
    assert found is not None
    assert found.title
    assert found.publisher
    assert found.version
    assert found.terms
    assert found.url.startswith("https://")
    assert set(found.controls).isdisjoint(found.withdrawn)
    for successors in found.withdrawn.values():
        assert set(successors) <= set(found.controls), "a successor can be cited"


@pytest.mark.parametrize("name", sorted(NUMBERS_ONLY))
def test_titles_that_are_not_ours_are_not_shipped(name: str) -> None:
    found = framework(name)
    assert found is not None
    assert set(found.controls.values()) == {""}


@pytest.mark.parametrize(
    ("old", "new"), [("AC-2(10)", ("AC-2",)), ("IA-2(3)", ("IA-2(1)",)), ("SA-12", ()), ("SC-42(3)", ("SC-42",))]
)
def test_what_became_of_a_withdrawn_control(old: str, new: tuple[str, ...]) -> None:
    found = framework("nist-sp-800-53-r5")
    assert found is not None
    assert found.withdrawn[old] == new


def test_an_unknown_framework_is_none_whatever_it_is_called() -> None:
    for name in ("nist", "", "../model", "nist-csf-2.0.json"):
        assert framework(name) is None


def test_the_files_are_written_one_control_a_line_so_that_a_change_can_be_reviewed() -> None:
    for file in Path(frameworks.__file__).with_name("catalogue").glob("*.json"):
        text = file.read_text(encoding="utf-8")
        assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=0, separators=(",", ": ")) + "\n"
