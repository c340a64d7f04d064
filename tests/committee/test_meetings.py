"""`msptool committee calendar`, `agenda` and `minutes`."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msptool.committee.model import Meeting
from msptool.committee.register import Slot, year_ahead
from msptool.workspace.files import write_file
from msptool.workspace.problems import Refusal
from msptool.workspace.settings import Committee
from tests.small_practice import Golden, Practice, dump

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@given(
    start=st.dates(date(2000, 1, 1), date(2090, 12, 31)), weekday=st.integers(0, 6), week=st.integers(1, 5),
    every=st.integers(1, 12), months=st.integers(1, 24),
)  # fmt: skip
def test_every_meeting_of_the_calendar_is_on_the_day_that_the_settings_name(
    start: date, weekday: int, week: int, every: int, months: int
) -> None:
    settings = Committee.model_validate({"weekday": WEEKDAYS[weekday], "week": week, "every_months": every})
    found = year_ahead([], settings, start, months)
    days = [slot.meeting.day for slot in found if slot.new]
    assert len(days) == len(found)
    assert days == sorted(set(days))
    assert all(day >= start and day.weekday() == weekday and (day.month - 1) % every == 0 for day in days)
    for day in days:
        if week == 5:
            assert (day + timedelta(7)).month != day.month
        else:
            assert (day.day - 1) // 7 + 1 == week
    # No month is left out: as many as whole months of the period in which the committee meets, or one more or less.
    whole = [
        number for number in range(start.year * 12 + start.month, start.year * 12 + start.month + months - 1)
        if number % 12 % every == 0
    ]  # fmt: skip
    assert len(whole) <= len(days) <= len(whole) + 2
    written = [slot.meeting for slot in found]
    assert year_ahead(written, settings, start, months) == [Slot(meeting, False) for meeting in written]


def test_a_meeting_that_was_moved_within_its_month_is_not_planned_twice() -> None:
    moved = Meeting.model_validate({"day": "2026-12-15"})
    found = year_ahead([moved], Committee(), date(2026, 11, 16), 2)
    assert [(slot.meeting.day.isoformat(), slot.new, slot.fits) for slot in found] == [
        ("2026-12-15", False, False), ("2027-01-12", True, True),
    ]  # fmt: skip


def test_the_calendar_is_shown_and_then_written(practice: Practice, golden: Golden) -> None:
    shown = practice.run("committee", "calendar")
    golden.check("calendar.txt", shown.out)
    assert not (practice.root / "practice/committee").exists()
    assert practice.run("committee", "calendar", "--write").err.startswith("Wrote 12 meetings.")
    assert practice.data("practice/committee/2026-12-08.yaml") == {"time": "10:00", "minutes": "60"}
    assert practice.run("lint", "--json").json["problems"] == []
    again = practice.run("committee", "calendar", "--write", "--json").json
    assert again["written"] == []
    assert [meeting["day"] for meeting in again["meetings"]][:2] == ["2026-12-08", "2027-01-12"]


@pytest.fixture
def busy(practice: Practice) -> Practice:
    """Six clients that have been asked, so that shares say something."""
    for number in range(6):
        practice.client(f"client-{number}", name=f"Client {number}", technologies=[])
    practice.standard("firewall-tape", status="draft")
    practice.commit("Six clients")
    for number in range(6):
        spoken = "The step names an old menu." if number == 2 else ""
        review = (
            f"firewall-backup,no,\nfirewall-firmware,{'no' if number < 2 else 'yes'},\nfirewall-label,yes,\n"
            "mailbox-archive,n/a,There is no archive.\n"
        )
        rows = "".join(f"{line},\n" for line in review.splitlines())
        rows = rows.replace("firewall-label,yes,,", f"firewall-label,yes,,{spoken}")
        done = practice.run(
            "review", "start", f"client-{number}", "--all", "--answers", "-", "--finish",
            stdin="standard,answer,note,feedback\n" + rows,
        )  # fmt: skip
        assert done.code == 0, done.err
    return practice


def test_the_agenda_says_what_the_answers_and_the_tams_say(busy: Practice, golden: Golden) -> None:
    busy.write("practice/committee/2026-12-08.yaml", "time: '10:00'\n")
    done = busy.run("committee", "agenda")
    assert (done.code, done.err) == (0, "")
    golden.check("agenda.txt", done.out)


def test_the_agenda_as_data(busy: Practice) -> None:
    found = busy.run("committee", "agenda", "2026-12-08", "--json").json
    assert [each["standard"] for each in found["drafts"]] == ["firewall-tape"]
    assert [(each["standard"], each["client"], each["by"]) for each in found["feedback"]] == [
        ("firewall-label", "client-2", "jim")
    ]
    assert [(each["standard"], each["no"], each["yes"]) for each in found["failing"]] == [
        ("firewall-backup", 6, 0), ("firewall-firmware", 2, 4),
    ]  # fmt: skip
    assert [each["standard"] for each in found["never_failed"]] == ["firewall-label"]
    assert [each["standard"] for each in found["rarely_applicable"]] == ["mailbox-archive"]
    # Six active standards over twelve meetings a year: one each, and none was looked at for over a year.
    assert (len(found["review"]), found["overdue_for_review"]) == (1, 0)
    later = busy.run("committee", "agenda", "2027-02-09", "--json").json
    assert later["overdue_for_review"] == 6


def test_a_meeting_of_the_past_speaks_only_of_the_reviews_finished_since_the_one_before(busy: Practice) -> None:
    assert (
        busy.run(
            "committee", "minutes", "--keep", "firewall-backup", "--attendee", "jim", today=date(2026, 11, 17)
        ).code
        == 0
    )
    assert busy.run("committee", "agenda", "2026-12-08", "--json").json["feedback"] == []
    assert len(busy.run("committee", "agenda", "2026-11-17", "--json").json["feedback"]) == 1


def test_feedback_of_a_review_that_goes_on_over_a_meeting_comes_up_after_it_is_finished(practice: Practice) -> None:
    rows = "standard,answer,note,feedback\nfirewall-label,yes,,The step names an old menu.\n"
    begun = practice.run("review", "start", "acme", "--all", "--answers", "-", stdin=rows, today=date(2026, 9, 1))
    assert begun.code == 0, begun.err
    minutes = practice.run("committee", "minutes", "2026-09-08", "--keep", "firewall-backup", today=date(2026, 9, 8))
    assert minutes.code == 0, minutes.err
    done = practice.run(
        "review", "resume", "acme", "--answers", "-", "--finish", today=date(2026, 10, 20),
        stdin="standard,answer\nfirewall-backup,yes\n",
    )  # fmt: skip
    assert done.code == 0, done.err
    found = practice.run("committee", "agenda", "2026-11-10", "--json").json["feedback"]
    assert [(each["standard"], each["on"]) for each in found] == [("firewall-label", "2026-09-01")]


def test_minutes_are_carried_out_and_committed_together(busy: Practice, golden: Golden) -> None:
    rows = "standard,decision,reason\nfirewall-firmware,retire,The vendor does it.\nfirewall-tape,adopt,\n"
    done = busy.run(
        "committee", "minutes", "--decisions", "-", "--decide", "firewall-label=change: Name the place of the label",
        "--decide", "mailbox-archive=postpone: Ask the vCIOs", "--keep", "firewall-backup", "--attendee", "jim",
        "--attendee", "bob", "--note", "A short meeting.", "--follow-up", "Jim: a new wording", stdin=rows,
    )  # fmt: skip
    assert done.code == 0, done.err
    assert done.out == (
        "Minutes of 2026-11-16: 1 kept, 1 adopted, 1 to be changed, 1 retired, 1 postponed. 4 files written.\n"
    )
    assert busy.data("standards/firewalls/firewall-firmware.yaml")["status"] == "retired"
    assert busy.data("standards/firewalls/firewall-tape.yaml")["status"] == "active"
    assert busy.data("standards/firewalls/firewall-backup.yaml")["reviewed"] == "2026-11-16"
    assert busy.git("status", "--porcelain") == ""
    golden.check("minutes-commit.txt", busy.git("show", "--no-patch", "--format=%B", "HEAD"))
    assert busy.run("lint", "--json").json["problems"] == []
    shown = busy.run("committee", "minutes", "--json").json
    commit = busy.git("rev-parse", "HEAD").strip()
    assert {each["standard"]: each["commit"] and each["commit"]["id"] for each in shown["decisions"]} == {
        "firewall-firmware": commit, "firewall-tape": commit, "firewall-label": None, "mailbox-archive": None,
        "firewall-backup": commit,
    }  # fmt: skip


def test_what_was_not_done_comes_up_again_until_a_commit_did_it(busy: Practice) -> None:
    decided = ("--decide", "firewall-label=change: Name the place", "--decide", "mailbox-archive=postpone: Ask first")
    assert busy.run("committee", "minutes", *decided).code == 0
    left = busy.run("committee", "agenda", "2026-12-08", "--json").json["left_over"]
    assert [(each["standard"], each["decision"]) for each in left] == [
        ("firewall-label", "change"), ("mailbox-archive", "postpone"),
    ]  # fmt: skip
    busy.standard("firewall-label", question="Does a label on the front name every firewall?", minutes=2)
    commit = busy.commit("Say where the label is")
    left = busy.run("committee", "agenda", "2026-12-08", "--json").json["left_over"]
    assert [each["standard"] for each in left] == ["mailbox-archive"]
    shown = busy.run("committee", "minutes")
    assert f"{commit[:10]} 2026-11-16  Say where the label is" in shown.out


def test_minutes_for_reading(busy: Practice, golden: Golden) -> None:
    decided = ("--decide", "firewall-label=change: Name the place", "--note", "Short.", "--follow-up", "Jim: wording")
    assert busy.run("committee", "minutes", *decided, "--attendee", "jim", "--no-commit").code == 0
    assert busy.git("status", "--porcelain") == "?? practice/committee/\n"
    golden.check("minutes.txt", busy.run("committee", "minutes").out)


def test_keeping_what_is_due_reads_the_whole_library_in_a_year(practice: Practice) -> None:
    practice.write("msptool.yaml", practice.read("msptool.yaml") + "committee: {every_months: 4}\n")
    practice.commit("Three meetings a year")
    for day in ("2026-03-03", "2026-07-07", "2026-11-03"):
        done = practice.run("committee", "minutes", day, "--keep-due", "--attendee", "jim")
        assert done.out.startswith(f"Minutes of {day}: 2 kept.")
    reviewed = {
        practice.data(str(path.relative_to(practice.root)))["reviewed"]
        for path in (practice.root / "standards").glob("*/[!_]*")
    }
    assert reviewed == {"2026-03-03", "2026-07-07", "2026-11-03"}


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--keep", "firewal-backup"), "There is no standard 'firewal-backup'. Did you mean 'firewall-backup'?"),
        (("--decide", "firewall-backup=retire"), "'retire' of firewall-backup needs a reason."),
        (("--decide", "firewall-backup"), "'firewall-backup' is no decision: write ID=DECISION: REASON"),
        (("--decide", "firewall-backup=retried: x"), "'retried' is no decision. Did you mean 'retire'?"),
        (("--decide", "firewall-backup=reject: x"), "'reject' does not fit firewall-backup: it is active."),
        (("--keep", "firewall-backup", "--keep", "firewall-backup"), "Two decisions on firewall-backup"),
        (("--attendee", "jmi"), "There is nobody 'jmi' in practice/people/. Did you mean 'jim'?"),
        (("2026-11-17", "--keep", "firewall-backup"), "2026-11-17 is still to come"),
        (("16.11.2026", "--keep", "firewall-backup"), "A day is written such as 2026-11-16, not '16.11.2026'."),
        (("2026-11-10",), "There is no meeting on 2026-11-10."),
        ((), "No meeting has minutes yet"),
    ],
)  # fmt: skip
def test_what_makes_no_minutes_is_refused_and_nothing_is_written(
    options: tuple[str, ...], sentence: str, practice: Practice
) -> None:
    before = practice.files()
    done = practice.run("committee", "minutes", *options)
    assert done.code in (2, 3)
    assert sentence in done.err
    assert practice.files() == before
    assert practice.git("status", "--porcelain") == ""


def test_a_file_of_decisions_names_the_row_that_is_wrong(practice: Practice, tmp_path: Path) -> None:
    file = tmp_path / "decisions.csv"
    file.write_text("standard,decision,reason\nfirewall-backup,keep,\nfirewall-label,reitre,Nobody reads it\n")
    before = practice.files()
    done = practice.run("committee", "minutes", "--decisions", str(file))
    assert done.code == 3
    assert done.err.startswith(f"msptool: {file}, row 3: 'reitre' is no decision. Did you mean 'retire'?")
    assert practice.files() == before


def test_one_unwritable_standard_leaves_everything_as_it_was(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[Path] = []

    def failing(path: Path, content: bytes, *, expected: str | None) -> None:
        if path.name == "firewall-label.yaml":
            raise Refusal("The disk is full.")
        written.append(path)
        write_file(path, content, expected=expected)

    monkeypatch.setattr("msptool.workspace.writes.write_file", failing)
    before = practice.files()
    done = practice.run("committee", "minutes", "--keep", "firewall-backup", "--keep", "firewall-label")
    assert done.err == "msptool: The disk is full.\n"
    assert written
    assert practice.files() == before


def test_a_second_record_adds_to_the_minutes(practice: Practice) -> None:
    assert practice.run("committee", "minutes", "--keep", "firewall-backup", "--attendee", "jim").code == 0
    assert practice.run("committee", "minutes", "--keep", "firewall-label", "--attendee", "bob").code == 0
    assert practice.run("committee", "minutes", "--decide", "firewall-label=retire: Nobody reads it").code == 0
    found = practice.data("practice/committee/2026-11-16.yaml")
    assert found["attendees"] == ["jim", "bob"]
    assert [(each["standard"], each["decision"]) for each in found["decisions"]] == [
        ("firewall-backup", "keep"), ("firewall-label", "retire"),
    ]  # fmt: skip


def test_another_decision_in_the_same_meeting_is_told(practice: Practice) -> None:
    assert practice.run("committee", "minutes", "--decide", "firewall-label=postpone: later").code == 0
    done = practice.run("committee", "minutes", "--keep", "firewall-label")
    assert "firewall-label: in place of 'postpone', decided in this meeting before." in done.err
    assert practice.run("committee", "minutes", "--decide", "firewall-label=retire: Old.").code == 0
    again = practice.run("committee", "minutes", "--decide", "firewall-label=retire: Nobody reads it.")
    assert again.code == 0, again.err
    assert practice.data("standards/firewalls/firewall-label.yaml")["retirement"]["reason"] == "Nobody reads it."


def test_keeping_what_is_due_twice_keeps_its_share_once_and_spares_what_was_decided(practice: Practice) -> None:
    practice.write("msptool.yaml", practice.read("msptool.yaml") + "committee: {every_months: 6}\n")
    practice.commit("Two meetings a year")
    assert practice.run("committee", "minutes", "--decide", "firewall-backup=change: Name the place").code == 0
    assert "2 kept" in practice.run("committee", "minutes", "--keep-due").out
    done = practice.run("committee", "minutes", "--keep-due")
    assert "There is nothing to record" in done.err
    decided = {
        each["standard"]: each["decision"] for each in practice.data("practice/committee/2026-11-16.yaml")["decisions"]
    }
    assert decided == {"firewall-backup": "change", "firewall-firmware": "keep", "firewall-label": "keep"}


def test_minutes_do_not_take_along_what_somebody_is_still_writing(practice: Practice) -> None:
    practice.standard("firewall-label", minutes=99)
    before = practice.files()
    done = practice.run("committee", "minutes", "--keep", "firewall-label")
    assert done.code == 3
    assert "standards/firewalls/firewall-label.yaml has changes that are not committed" in done.err
    assert practice.files() == before
    assert practice.run("committee", "minutes", "--keep", "firewall-label", "--no-commit").code == 0


def test_a_commit_that_is_refused_takes_everything_back(practice: Practice) -> None:
    hook = practice.write(".git/hooks/pre-commit", "#!/bin/sh\necho Not today >&2\nexit 1\n")
    hook.chmod(0o755)
    before = practice.files()
    for _ in range(2):
        done = practice.run("committee", "minutes", "--keep", "firewall-label", "--note", "Short.")
        assert done.code == 3
        assert "Not today" in done.err
        assert done.err.endswith("Nothing was recorded.\n")
        assert practice.files() == before
        assert practice.git("status", "--porcelain") == ""


def test_a_decision_follows_a_rename_and_ends_with_a_retirement(practice: Practice) -> None:
    decided = ("--decide", "firewall-label=postpone: Ask first", "--decide", "firewall-backup=postpone: Ask first")
    assert practice.run("committee", "minutes", *decided).code == 0
    assert practice.run("standard", "rename", "firewall-label", "firewall-sticker").code == 0
    assert practice.run("standard", "retire", "firewall-backup", "--reason", "Old.").code == 0
    practice.commit("Rename and retire")
    left = practice.run("committee", "agenda", "2026-12-08", "--json").json["left_over"]
    assert [each["standard"] for each in left] == ["firewall-sticker"]
    kept = practice.run("committee", "minutes", "2026-11-17", "--keep", "firewall-sticker", today=date(2026, 11, 17))
    assert kept.code == 0, kept.err
    assert practice.run("committee", "agenda", "2026-12-08", "--json").json["left_over"] == []


def test_a_change_that_was_merged_counts_from_its_merge(practice: Practice) -> None:
    practice.git("checkout", "--quiet", "-b", "wording")
    practice.standard("firewall-label", question="Does a label on the front name every firewall?", minutes=2)
    practice.commit("Say where the label is", date(2026, 11, 2))
    practice.git("checkout", "--quiet", "main")
    assert practice.run("committee", "minutes", "--decide", "firewall-label=change: Name the place").code == 0
    practice.git("merge", "--quiet", "--no-ff", "-m", "Merge the wording", "wording", day=date(2026, 11, 20))
    shown = practice.run("committee", "minutes", "--json").json["decisions"]
    assert [each["commit"]["subject"] for each in shown] == ["Merge the wording"]


def test_what_a_stranger_wrote_is_no_markup(practice: Practice) -> None:
    practice.write("practice/committee/2026-11-10.yaml", dump({"attendees": ["jim"], "notes": "[red]x[/red] \u202e"}))
    shown = practice.run("committee", "minutes").out
    assert "[red]x[/red]" in shown
    assert "\u202e" not in shown
    practice.write("practice/committee/2026-11-10.yaml", 'notes: "a\\x1b[2Jb"\nattendees: [jim]\n')
    assert "\x1b" not in practice.run("committee", "minutes").out
