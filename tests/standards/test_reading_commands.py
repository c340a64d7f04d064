"""`msptool standard list`, `show` and `search`."""

from __future__ import annotations

import pytest

from tests.small_practice import Golden, Practice


def ids(practice: Practice, *arguments: str) -> list[str]:
    done = practice.run("standard", *arguments, "--json")
    assert done.code == 0, done.err
    return [each["id"] for each in done.json["standards"]]


def test_the_list_is_grouped_by_category(practice: Practice, golden: Golden) -> None:
    practice.standard("firewall-label", status="draft")
    done = practice.run("standard", "list")
    golden.check("list.txt", done.out)
    assert (done.code, done.err) == (0, "6 standards.\n")


def test_each_listed_standard_has_the_fields_of_the_contract(practice: Practice) -> None:
    document = practice.run("standard", "list", "--json").json
    assert document["schema"] == "msptool/standards/1"
    assert document["standards"][4] == {
        "id": "mailbox-login", "name": "Mailbox login", "question": "Is the mailbox login documented?",
        "category": "email", "priority": "high", "frequency": "annual", "level": "core", "minutes": 5,
        "tags": ["high-impact", "identity"], "status": "active",
        "references": [{"framework": "nist-csf-2.0", "id": "PR.PS-01"}],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (["--category", "email"], ["mailbox-archive", "mailbox-login", "mailbox-quota"]),
        (["--tag", "high-impact"], ["firewall-firmware", "mailbox-login"]),
        (["--tag", "high-impact", "--tag", "identity"], ["mailbox-login"]),
        (["--priority", "low"], ["firewall-label"]),
        (["--status", "draft"], ["mailbox-archive"]),
        (["--status", "retired"], ["firewall-backup"]),
        (["--level", "advanced"], ["mailbox-quota"]),
        (["--technology", "vpn"], ["firewall-firmware"]),
        (["--tag", "high-impact", "--category", "email", "--priority", "low"], []),
    ],
)
def test_a_filter_narrows_the_list(practice: Practice, filters: list[str], expected: list[str]) -> None:
    practice.standard("firewall-backup", status="retired", retirement={"on": "2026-11-01", "reason": "Old."})
    practice.standard("mailbox-archive", category="email", status="draft")
    practice.standard("mailbox-quota", category="email", level="advanced")
    high = {"business_impact": "high", "technical_risk": "high"}
    practice.standard("firewall-firmware", tags=["high-impact"], applies_to={"technologies": ["vpn"]}, **high)
    assert ids(practice, "list", *filters) == expected


@pytest.mark.parametrize(
    ("option", "value", "answer"),
    [
        ("--category", "emial", "There is no category 'emial'. Did you mean 'email'?"),
        ("--status", "xyz", "There is no status 'xyz'. Known: draft, active, retired."),
        ("--level", "cores", "There is no level 'cores'. Did you mean 'core'?"),
        ("--priority", "urgent", "There is no priority 'urgent'. Known: high, medium, low."),
    ],
)
def test_a_value_that_nothing_can_have_is_refused_not_an_empty_list(
    practice: Practice, option: str, value: str, answer: str
) -> None:
    done = practice.run("standard", "list", option, value)
    assert (done.code, done.out) == (2, "")
    assert answer in done.err


def test_an_empty_list_says_so_beside_an_empty_result(practice: Practice) -> None:
    done = practice.run("standard", "list", "--status", "retired")
    assert (done.code, done.out, done.err) == (0, "", "No standard fits.\n")


def test_one_standard_is_shown_whole(practice: Practice, golden: Golden) -> None:
    practice.standard(
        "firewall-firmware",
        why="Old firmware has holes that are publicly known, and a firewall stands where everyone can try them.",
        how=["Open System > Firmware.", "[bold]Compare[/] with the vendor's page."],
        vendors={"SonicWall": ["Open Device > Firmware & Backups."]},
        references=[{"framework": "nist-csf-2.0", "id": "PR.PS-02"}, {"url": "https://example.com/fw", "title": "Firmware"}],
        remedy={"summary": "Update it in the maintenance window.", "area": "professional-services", "hours": 1.5, "cost": "low"},
        applies_to={"technologies": ["firewall"], "tags": ["core-client"]},
        tags=["security"], minutes=20, reviewed="2026-10-01", business_impact="high", technical_risk="high",
    )  # fmt: skip
    golden.check("show.txt", practice.run("standard", "show", "firewall-firmware").out)


def test_one_standard_as_data_has_its_fingerprint_and_the_frequency_in_force(practice: Practice) -> None:
    shown = practice.run("standard", "show", "mailbox-login", "--json").json
    assert shown["schema"] == "msptool/standard/1"
    assert (shown["frequency"], shown["priority"], shown["why"]) == (
        "annual", "high", "Nobody can restore an unknown mailbox login.",
    )  # fmt: skip
    assert len(shown["fingerprint"]) == 12


def test_references_hold_only_what_was_written(practice: Practice) -> None:
    references = [{"url": "https://example.com/fw"}, {"framework": "nist-csf-2.0", "id": "PR.PS-02"}]
    practice.standard("firewall-label", references=references)
    assert practice.run("standard", "show", "firewall-label", "--json").json["references"] == references


def test_a_former_id_shows_the_standard_under_its_present_one(practice: Practice) -> None:
    practice.standard("firewall-label", formerly=["firewall-sticker"])
    assert practice.run("standard", "show", "firewall-sticker", "--json").json["id"] == "firewall-label"


@pytest.mark.parametrize("id", ["firewall-lable", "../clients/acme/client", ""])
def test_an_unknown_id_is_wrong_usage(practice: Practice, id: str) -> None:
    done = practice.run("standard", "show", id)
    assert (done.code, done.out) == (2, "")
    assert f"There is no standard '{id}'." in done.err


def test_search_puts_the_best_first_and_leaves_out_the_retired(practice: Practice) -> None:
    practice.standard("firewall-rules", how=["Read the label on the box."])
    practice.standard("old-label", status="retired", retirement={"on": "2026-11-01", "reason": "Old."})
    assert ids(practice, "search", "label") == ["firewall-label", "firewall-rules"]
    assert ids(practice, "search", "label", "box") == ["firewall-rules"]


def test_a_broken_library_stops_a_listing_with_the_file_and_line(practice: Practice) -> None:
    practice.write("standards/email/mailbox-quota.yaml", "name: Quota\nquestion: Is it?\nminutes: many\n")
    done = practice.run("standard", "list")
    assert (done.code, done.out) == (3, "")
    assert "standards/email/mailbox-quota.yaml:3: minutes: 'many' is not a whole number." in done.err


def test_search_takes_the_same_filters_as_a_listing(practice: Practice) -> None:
    practice.standard("firewall-rules", level="base", checked=["remote"], how=["Read the label on the box."])
    assert ids(practice, "search", "label", "--level", "base") == ["firewall-rules"]
    assert ids(practice, "search", "label", "--checked", "onsite") == ["firewall-label"]
    assert ids(practice, "search", "documented", "--kind", "compliance") == []


def test_a_framework_lists_what_cites_it(practice: Practice) -> None:
    practice.standard("firewall-rules", references=[{"framework": "cis-controls-v8.1", "id": "4.4"}])
    assert ids(practice, "list", "--framework", "cis-controls-v8.1") == ["firewall-rules"]
    assert ids(practice, "list", "--framework", "cis-controls-v8.1:4.5") == []
    assert ids(practice, "list", "--framework", "cis-controls-v8.1:4.4") == ["firewall-rules"]
    done = practice.run("standard", "list", "--framework", "cis-controls-v8")
    assert (done.code, done.out) == (2, "")
    assert "Did you mean 'cis-controls-v8.1'?" in done.err


@pytest.mark.parametrize("width", [30, 60, 80, 120, 200])
def test_an_id_can_be_copied_whole_from_a_terminal_of_any_width(practice: Practice, width: int) -> None:
    long = "firewall-administration-console-is-not-reachable-from-the-internet-at-all"
    practice.standard(long)
    for command in (("list",), ("search", "documented")):
        done = practice.run("standard", *command, env={"COLUMNS": str(width)})
        for id in ("firewall-backup", "mailbox-quota", *((long,) if width > len(long) else ())):
            assert any(id in line.split() for line in done.out.splitlines())
        assert all(len(line) <= width for line in done.out.splitlines())


def test_a_hit_in_the_steps_shows_the_step(practice: Practice, golden: Golden) -> None:
    practice.standard("firewall-rules", how=["Open the console.", "Read the [red]label[/red] on the box."])
    golden.check("search.txt", practice.run("standard", "search", "label").out)
