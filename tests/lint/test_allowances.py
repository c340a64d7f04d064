"""A problem may be allowed in the file itself, with a reason; what keeps a workspace safe may not."""

from __future__ import annotations

import pytest

from tests.trees import GOOD, SPF, Build

TAGS = "tags: [dns, mail]"
REASON = "because the vendor's portal wants both"


def codes(build: Build, old: str, new: str, *, strict: bool = False) -> list[str]:
    """The problems of the good tree with one line replaced."""
    assert GOOD[SPF].count(old) == 1
    work = build({**GOOD, SPF: GOOD[SPF].replace(old, new)})
    done = work.run("lint", "--json", *(["--strict"] if strict else []))
    found = [problem["code"] for problem in done.json["problems"]]
    assert done.code == (
        1 if [code for code in found if code[0] in "LW" and code != "L102"] or (strict and found) else 0
    )
    return found


def test_a_problem_with_a_reason_on_its_line_is_allowed(build: Build) -> None:
    assert codes(build, TAGS, "tags: [dns, dns]") == ["S111"]
    assert codes(build, TAGS, f"tags: [dns, dns]  # msptool: allow S111 {REASON}", strict=True) == []


def test_the_reason_may_stand_on_the_line_above(build: Build) -> None:
    assert codes(build, TAGS, f"# msptool: allow S111 {REASON}\ntags: [dns, dns]", strict=True) == []


@pytest.mark.parametrize("between", ["\n", "# another remark\n"])
def test_the_reason_does_not_reach_further_than_one_line(between: str, build: Build) -> None:
    found = codes(build, TAGS, f"# msptool: allow S111 {REASON}\n{between}tags: [dns, dns]")
    assert sorted(found) == ["L102", "S111"]


@pytest.mark.parametrize(
    "comment", ["# msptool: allow S111", "# msptool: allow S111 because", "#msptool: allow  S111 because   "]
)
def test_without_a_reason_the_allowance_is_itself_an_error(comment: str, build: Build) -> None:
    assert codes(build, TAGS, f"tags: [dns, dns]  {comment}") == ["L101"]


def test_an_allowance_that_is_not_needed_is_reported(build: Build) -> None:
    assert codes(build, TAGS, f"{TAGS}  # msptool: allow S111 {REASON}") == ["L102"]
    assert codes(build, TAGS, f"{TAGS}  # msptool: allow S111 {REASON}", strict=True) == ["L102"]


def test_an_allowance_is_for_one_rule_only(build: Build) -> None:
    found = codes(build, TAGS, f"tags: [dns, dns]  # msptool: allow Q201 {REASON}")
    assert sorted(found) == ["L102", "S111"]


def test_an_allowance_of_a_rule_of_another_room_counts_in_its_file(build: Build) -> None:
    client = GOOD["clients/acme/client.yaml"].replace("tam: jim", "vcio: jim")
    allowed = client.replace("  vcio: jim", f"  # msptool: allow C104 {REASON}\n  vcio: jim")
    for text, expected in ((client, ["C104"]), (allowed, [])):
        work = build({**GOOD, "clients/acme/client.yaml": text})
        assert [problem["code"] for problem in work.run("lint", "--json").json["problems"]] == expected


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("why:", f"wyh: x  # msptool: allow W110 {REASON}\nwhy:", "W110"),
        ("status: active", f"status: actve  # msptool: allow W111 {REASON}", "W111"),
        ("name: SPF record", f"name: &a SPF  # msptool: allow W107 {REASON}", "W107"),
        ("name: SPF record", f"name: a\nname: b  # msptool: allow W105 {REASON}", "W105"),
    ],
)  # fmt: skip
def test_what_keeps_files_readable_and_safe_cannot_be_allowed(old: str, new: str, code: str, build: Build) -> None:
    assert code in codes(build, old, new)


def test_a_rule_that_cannot_be_allowed_is_not_said_to_be_absent(build: Build) -> None:
    work = build({**GOOD, SPF: GOOD[SPF].replace("why:", f"wyh: x  # msptool: allow W110 {REASON}\nwhy:")})
    messages = [problem["message"] for problem in work.run("lint", "--json").json["problems"]]
    assert "'wyh' is not a key of a standard" in messages
    assert not [message for message in messages if "there is no W110 here" in message]


def test_a_missing_reason_cannot_be_allowed_either(build: Build) -> None:
    line = f"tags: [dns, dns]  # msptool: allow S111\n# msptool: allow L101 {REASON}"
    assert "L101" in codes(build, TAGS, line)


def test_the_place_of_an_allowance_is_the_comment(build: Build) -> None:
    work = build({**GOOD, SPF: GOOD[SPF].replace(TAGS, f"{TAGS}  # msptool: allow S111 {REASON}")})
    (problem,) = work.run("lint", "--json").json["problems"]
    assert (problem["path"], problem["line"], problem["column"]) == (SPF, 7, 20)
    assert "^" in work.run("lint").out


@pytest.mark.parametrize(
    "word",
    [
        "msptool: allow s111 because x",
        "mspTool: allow S111 because x",
        "allow S111 because x",
        "msptool: allow S1110 because x",
    ],
)
def test_a_comment_of_another_form_is_a_comment(word: str, build: Build) -> None:
    assert codes(build, TAGS, f"tags: [dns, dns]  # {word}") == ["S111"]
