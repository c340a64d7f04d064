"""`msptool committee owners`: the CODEOWNERS file."""

from __future__ import annotations

import shutil

from hypothesis import given
from hypothesis import strategies as st

from msptool.committee.owners import Ownership, code_owners, with_code_owners
from tests.small_practice import SETTINGS, Practice, dump

OTHER = code_owners([Ownership("/standards/wifi/", "tam", "@northgate/tams")])
ROWS = code_owners([Ownership("/standards/email/", "service-desk", "@northgate/desk")])


def test_a_team_is_named_by_the_settings_and_else_by_its_people(practice: Practice) -> None:
    practice.category("email", name="Email", owner="centralized-services")
    practice.category("firewalls", name="Firewalls", owner="service-desk")
    practice.write("msptool.yaml", SETTINGS + 'committee:\n  code_owners: {service-desk: "@northgate/desk"}\n')
    person = {"name": "Sam", "roles": ["centralized-services"], "email": "sam@northgate.example"}
    practice.write("practice/people/sam.yaml", dump(person))
    lines = practice.run("committee", "owners").out.splitlines()
    assert "/standards/firewalls/ @northgate/desk" in lines
    assert "/standards/email/     sam@northgate.example" in lines


def test_an_area_without_an_address_stands_in_a_comment(practice: Practice) -> None:
    assert "# /standards/email/ (service-desk: no address yet)" in practice.run("committee", "owners").out


def test_writing_keeps_what_else_the_file_says(practice: Practice) -> None:
    practice.write(".github/CODEOWNERS", "* @northgate/everybody\n")
    assert practice.run("committee", "owners", "--check").code == 1
    assert practice.run("committee", "owners", "--write").out == "Wrote .github/CODEOWNERS.\n"
    written = practice.read(".github/CODEOWNERS")
    assert written == "* @northgate/everybody\n\n" + practice.run("committee", "owners").out
    assert practice.run("committee", "owners", "--check").code == 0
    practice.category("wifi", name="Wi-Fi")
    assert practice.run("committee", "owners", "--check").code == 1
    assert practice.run("committee", "owners", "--write").code == 0
    assert practice.read(".github/CODEOWNERS").count("# msptool: end") == 1
    assert "/standards/wifi/" in practice.read(".github/CODEOWNERS")


LINES = st.lists(
    st.sampled_from(["* @northgate/all", "/reviews/ @jim", "", "# a remark", "/clients/ @bob"]), max_size=4
)


@given(LINES, LINES, st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_writing_twice_is_writing_once_and_loses_no_line(
    before: list[str], after: list[str], newline: str, ended: bool
) -> None:
    own = ROWS.replace("\n", newline)
    around = newline.join([*before, own.removesuffix(newline), *after]) + (newline if ended else "")
    once = with_code_owners(around, ROWS)
    assert once == around
    other = with_code_owners(around, OTHER)
    assert other == newline.join([*before, OTHER.replace("\n", newline).removesuffix(newline), *after]) + (
        newline if ended else ""
    )


def test_a_block_without_its_end_is_refused_and_nothing_is_lost(practice: Practice) -> None:
    practice.write("CODEOWNERS", ROWS.replace("# msptool: end\n", "/reviews/ @jim\n"))
    before = practice.files()
    done = practice.run("committee", "owners", "--write")
    assert done.code == 3
    assert "without the line '# msptool: end'" in done.err
    assert practice.files() == before


def test_the_file_that_github_reads_first_is_the_one(practice: Practice) -> None:
    practice.write("CODEOWNERS", "* @all\n")
    practice.write(".github/CODEOWNERS", "* @all\n")
    assert practice.run("committee", "owners", "--write").out == "Wrote .github/CODEOWNERS.\n"


def test_the_settings_and_the_pipelines_belong_to_the_committee(practice: Practice) -> None:
    practice.write("msptool.yaml", SETTINGS + 'committee:\n  code_owners: {committee: "@northgate/committee"}\n')
    lines = practice.run("committee", "owners").out.splitlines()
    for path in ("/msptool.yaml", "/.github/", "/CODEOWNERS", "/standards/"):
        assert [path, "@northgate/committee"] in [line.split() for line in lines]


def test_a_workspace_inside_a_larger_repository_prints_whole_paths(practice: Practice) -> None:
    inner = practice.root / "msp"
    inner.mkdir()
    for name in ("msptool.yaml", "standards", "clients", "practice"):
        shutil.move(practice.root / name, inner / name)
    practice.commit("Move")
    within = Practice(inner, practice.home)
    assert "/msp/standards/email/" in within.run("committee", "owners").out
    done = within.run("committee", "owners", "--write")
    assert done.code == 3
    assert "a larger repository" in done.err
