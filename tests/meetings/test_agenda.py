"""`msptool review agenda`: the visit day from the morning meeting to the handoffs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.small_practice import Golden, Practice, dump

NARROW = {"COLUMNS": "80"}
HEAD = "standard,answer,note,fixed_onsite,hand_over,feedback\n"
OCTOBER = date(2026, 10, 12)
FIRST = """\
firewall-backup,no,No copy outside the building.,,,
firewall-firmware,no,Two years old.,,,
firewall-label,no,,,,
mailbox-login,yes,,,,
"""
SECOND = """\
firewall-backup,no,Still no copy.,,,
firewall-firmware,yes,Updated to 7.3.,,,
mailbox-quota,yes,Raised.,yes,,
"""
FRAME = """\
v maintenance Cleaned the rack
v tools RMM agents report
v theirs Licences of the new starters
v ticket T-7 Scanner jams
v ticket done T-8 Printer: no paper
v change New starter's laptop
v unresolved VPN drops at night
q
"""
TODAY_ROWS = """\
firewall-label,yes,"SECRET: Owen, 2nd floor",yes,,
mailbox-archive,no,SECRET archive is empty.,,professional-services,SECRET wording
mailbox-login,n/a,SECRET no mailboxes.,,,
"""
TODAY_FRAME = """\
v ours Prices of spare firewalls
v theirs Cameras
v maintenance cleaned the rack
v ticket done T-7 Scanner jams
v change done Desk of Marta
v unresolved VPN drops at night
v summary A calm day.
v next 2026-12-15
q
"""
VISITS = {
    "visits": [
        {"id": 1, "day": "2026-11-16", "tam": "jim", "status": "confirmed"},
        {"id": 2, "day": "2026-11-20", "tam": "jim", "status": "cancelled"},
        {"id": 3, "day": "2026-12-14", "tam": "jim"},
    ]
}


def reviewed(practice: Practice, rows: str, frame: str, day: date, *, finish: bool = True) -> None:
    begun = practice.run("review", "start", "acme", "--all", "--answers", "-", stdin=HEAD + rows, today=day)
    assert begun.code == 0, begun.err
    assert practice.run("review", "resume", "acme", "--plain", stdin=frame, today=day).code == 0
    if finish:
        assert practice.run("review", "finish", "acme", today=day).code == 0


@pytest.fixture
def prepared_day(practice: Practice) -> Practice:
    """A client with two reviews behind it, a judgement since the last, and a visit planned for today."""
    practice.client(
        "acme", name="Acme Explosives",
        sites=[{"name": "Works", "address": "1 Quarry Road", "notes": "Sign in at the gate."}],
        contacts=[
            {"name": "Wendell Crouse", "role": "decision-maker", "title": "Managing Director"},
            {"name": "Marta Bielski", "title": "Office Manager", "phone": "+1 555 0112"},
            {"name": "Owen Tran", "role": "user"},
        ],
        agreement={"starts": "2026-10-15", "ends": "2027-01-31", "seats": 40, "onsite_days": 12, "mrr": 4000.00},
        earlier_agreements=[{"starts": "2025-01-01", "ends": "2026-10-14", "seats": 35, "onsite_days": 12, "mrr": 4000.00}],
    )  # fmt: skip
    practice.write("practice/schedule/2026/acme.yaml", dump(VISITS))
    practice.commit("Plan")
    reviewed(practice, FIRST, "q\n", date(2026, 8, 10))
    reviewed(practice, SECOND, FRAME, OCTOBER)
    judged = ("finding", "triage", "acme", "firewall-backup", "marginal", "--reason", "A second disk is ordered.")
    assert practice.run(*judged, today=date(2026, 10, 20)).code == 0
    return practice


@pytest.fixture
def after(prepared_day: Practice) -> Practice:
    """The same with today's review, not finished yet."""
    reviewed(prepared_day, TODAY_ROWS, TODAY_FRAME, date(2026, 11, 16), finish=False)
    return prepared_day


def test_the_agenda_of_the_morning(prepared_day: Practice, golden: Golden) -> None:
    done = prepared_day.run("review", "agenda", "acme", env=NARROW)
    assert (done.code, done.err) == (0, "")
    assert max(map(len, done.out.splitlines())) <= 80
    golden.check("agenda.txt", done.out)


def test_the_agenda_as_data(prepared_day: Practice) -> None:
    found = prepared_day.run("review", "agenda", "acme", "--json").json
    assert (found["schema"], found["day"], found["visit"]) == ("msptool/review-agenda/1", "2026-11-16", "acme-2026-1")
    assert (found["status"], found["last_review"], found["next_visit"]) == ("confirmed", "2026-10-12", "2026-12-14")
    assert found["promised"] == ["firewall-backup"]
    assert {each["standard"]: each["judged"] and each["judged"]["stage"] for each in found["findings"]} == {
        "firewall-backup": "marginal", "firewall-label": None,
    }  # fmt: skip
    assert [(each["standard"], each["on"]) for each in found["closed"]] == [
        ("firewall-firmware", "2026-10-12"), ("mailbox-quota", "2026-10-12"),
    ]  # fmt: skip
    assert [(each["text"], each["kind"]) for each in found["left"]] == [
        ("T-7 Scanner jams", "ticket"), ("New starter's laptop", "change"), ("VPN drops at night", "service desk"),
    ]  # fmt: skip
    assert (found["afternoon"], found["handoffs"], found["review"]) == (None, {}, None)


def test_the_list_of_a_planned_day_is_what_the_review_will_ask(prepared_day: Practice) -> None:
    found = prepared_day.run("review", "agenda", "acme", "--json").json["list"]
    assert found["planned"] is True
    asked = {each["standard"] for each in found["standards"]}
    assert asked
    assert prepared_day.run("review", "start", "acme", "--answers", "-", stdin=HEAD).code == 0
    [review] = (prepared_day.root / "reviews/acme").glob("2026-11-16.yaml")
    assert set(prepared_day.data(f"reviews/acme/{review.name}")["asked"]) == asked


def test_without_a_planned_visit_it_is_what_is_most_due(prepared_day: Practice) -> None:
    (prepared_day.root / "practice/schedule/2026/acme.yaml").unlink()
    found = prepared_day.run("review", "agenda", "acme", "--json").json
    assert (found["day"], found["visit"], found["next_visit"]) == ("2026-11-16", None, None)
    assert found["list"]["planned"] is False
    asked = {each["standard"] for each in found["list"]["standards"]}
    assert prepared_day.run("review", "start", "acme", "--answers", "-", stdin=HEAD).code == 0
    assert set(prepared_day.data("reviews/acme/2026-11-16.yaml")["asked"]) == asked


def test_between_visits_it_is_the_agenda_of_the_next_one_that_takes_place(prepared_day: Practice) -> None:
    later = prepared_day.run("review", "agenda", "acme", "--json", today=date(2026, 11, 18)).json
    assert (later["day"], later["visit"]) == ("2026-12-14", "acme-2026-3")
    assert later["findings"][0]["age_days"] == (date(2026, 12, 14) - date(2026, 8, 10)).days


def test_a_first_visit_has_an_agenda_too(practice: Practice) -> None:
    done = practice.run("review", "agenda", "acme", env=NARROW)
    assert done.code == 0
    assert "This is the first review." in done.out
    assert "Nobody is named to meet" in done.out
    assert "6 of 6 standards to check, 57 minutes, what is most due." in done.out


def test_in_the_afternoon_it_counts_what_was_done(after: Practice, golden: Golden) -> None:
    golden.check("agenda-afternoon.txt", after.run("review", "agenda", "acme", env=NARROW).out)
    found = after.run("review", "agenda", "acme", "--json").json
    assert found["list"]["planned"] is False
    assert {each["standard"]: each["answered"] for each in found["list"]["standards"] if each["answered"]} == {
        "firewall-label": "yes", "mailbox-archive": "no", "mailbox-login": "n/a",
    }  # fmt: skip
    said = found["afternoon"]
    assert (said["checked"], said["asked"], said["in_line"], said["not_applicable"]) == (3, 6, 1, 1)
    assert (said["tickets"], said["changes"]) == (
        {"done": 1, "of": 1, "left": []}, {"done": 1, "of": 1, "left": []},
    )  # fmt: skip
    # Done today, or named today: nobody needs to be asked about it any more.
    assert [each["text"] for each in found["left"]] == ["New starter's laptop"]
    assert {each["standard"] for each in found["closed"]} >= {"firewall-label"}


def test_every_file_is_ready_to_send(after: Practice, tmp_path: Path, golden: Golden) -> None:
    folder = tmp_path / "day"
    done = after.run("review", "agenda", "acme", "--output", str(folder))
    assert done.code == 0, done.err
    names = ["agenda.md", "afternoon.md", "handoff-vcio.md", "handoff-service-desk.md",
             "handoff-professional-services.md", "handoff-committee.md"]  # fmt: skip
    assert done.out.splitlines() == [str(folder / name) for name in names]
    assert sorted(path.name for path in folder.iterdir()) == sorted(names)
    for name in names:
        golden.check(f"day-{name}", (folder / name).read_bytes().decode())
    assert "SECRET" not in (folder / "afternoon.md").read_text()
    # The note holds more than a word, so that a leak would be seen; the area that acts on it has it.
    assert "SECRET archive is empty." in (folder / "handoff-professional-services.md").read_text()


def test_nothing_internal_is_in_the_afternoon_data(after: Practice) -> None:
    assert "SECRET" not in str(after.run("review", "agenda", "acme", "--json").json["afternoon"])


def test_the_files_are_the_same_once_the_review_is_finished(after: Practice, tmp_path: Path) -> None:
    assert after.run("review", "agenda", "acme", "--output", str(tmp_path / "open")).code == 0
    assert after.run("review", "finish", "acme").code == 0
    assert after.run("review", "agenda", "acme", "--output", str(tmp_path / "done")).code == 0
    for path in (tmp_path / "open").iterdir():
        ended = (tmp_path / "done" / path.name).read_text()
        assert path.read_text().replace(", still open)", ")").replace(", open\n", ", finished\n") == ended
    # And on the day after, by naming the day.
    again = after.run("review", "agenda", "acme", "--day", "2026-11-16", "--json", today=date(2026, 11, 17)).json
    assert (again["review"], again["last_review"], again["afternoon"]["checked"]) == ("2026-11-16", "2026-10-12", 3)


def test_what_a_note_holds_is_no_markup(after: Practice, tmp_path: Path) -> None:
    path, hostile = "reviews/acme/2026-11-16.yaml", "'[b]x[/b] <script>'"
    text = after.read(path)
    assert "note: SECRET archive is empty." in text
    assert "summary: A calm day." in text
    after.write(path, text.replace("SECRET archive is empty.", hostile).replace("A calm day.", hostile))
    folder = tmp_path / "day"
    assert after.run("review", "agenda", "acme", "--output", str(folder)).code == 0
    for name in ("afternoon.md", "handoff-vcio.md"):
        assert "\\[b\\]x\\[/b\\] &lt;script>" in (folder / name).read_text()
    assert "[b]x[/b] <script>" in after.run("review", "agenda", "acme").out


def test_files_of_an_earlier_day_are_told_and_not_touched(after: Practice, tmp_path: Path) -> None:
    (tmp_path / "handoff-design-desk.md").write_text("old")
    done = after.run("review", "agenda", "acme", "--output", str(tmp_path))
    assert f"{tmp_path} holds files of an earlier day besides: handoff-design-desk.md." in done.err
    assert (tmp_path / "handoff-design-desk.md").read_text() == "old"


def test_before_the_review_only_the_agenda_is_written(prepared_day: Practice, tmp_path: Path) -> None:
    done = prepared_day.run("review", "agenda", "acme", "--output", str(tmp_path / "day"))
    assert [path.name for path in (tmp_path / "day").iterdir()] == ["agenda.md"]
    assert "The afternoon summary and the handoffs come with the day's review" in done.err


def test_a_broken_standard_does_not_stop_a_visit_day(prepared_day: Practice) -> None:
    prepared_day.write("standards/firewalls/firewall-label.yaml", "name: x\n")
    done = prepared_day.run("review", "agenda", "acme", "--json")
    assert done.code == 0
    assert "Left out: standards/firewalls/firewall-label.yaml:1" in done.err


def test_what_the_open_session_has_not_saved_is_told(after: Practice) -> None:
    assert after.run("review", "agenda", "acme", "--json").json["unsaved_actions"] == 0
    after.write(".msptool/reviews/acme.2026-11-16.jsonl", '{"event":"note","standard":"firewall-backup","text":"x"}\n')
    done = after.run("review", "agenda", "acme", "--json")
    assert done.json["unsaved_actions"] == 1
    assert done.err == "Not saved yet, and not in here: 1 action of the open session.\n"


def test_an_open_review_of_another_day_is_reported_by_no_agenda(after: Practice, tmp_path: Path) -> None:
    later = after.run("review", "agenda", "acme", "--json", today=date(2026, 11, 18)).json
    assert (later["day"], later["review"], later["afternoon"], later["handoffs"]) == (
        "2026-12-14", "2026-11-16", None, {},
    )  # fmt: skip
    # It must be ended before another one begins, so the list is what it still asks.
    assert sum(each["answered"] is None for each in later["list"]["standards"]) == 3


def test_a_reworded_and_an_exempt_finding_say_how_they_ended(prepared_day: Practice) -> None:
    prepared_day.standard("firewall-label", minutes=2, question="Does each firewall carry its name?")
    client = prepared_day.data("clients/acme/client.yaml")
    client["exemptions"] = [
        {"standard": "firewall-backup", "reason": "It is replaced.", "by": "Bob Vee", "since": "2026-11-01"}
    ]
    # Read as texts, so written without quotes.
    prepared_day.write("clients/acme/client.yaml", dump(client).replace("'", ""))
    closed = {
        each["standard"]: each["how"] for each in prepared_day.run("review", "agenda", "acme", "--json").json["closed"]
    }
    assert closed["firewall-backup"] == "does not apply any more: Exempt (Bob Vee): It is replaced."
    # Reworded under today's library, so no answer counts and it never was a finding of this question.
    assert "firewall-label" not in closed


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("acmee",), "There is no client 'acmee'. Did you mean 'acme'?"),
        (("acme", "--day", "2026-10-13"), "2026-10-13 is past, and no review of Acme Explosives ended on it"),
        (("acme", "--day", "13.10.2026"), "A day is written such as 2026-11-16, not '13.10.2026'."),
        (("bygone",), "Bygone is a former client: there is no visit to prepare."),
    ],
)
def test_what_has_no_agenda_is_wrong_usage(prepared_day: Practice, arguments: tuple[str, ...], sentence: str) -> None:
    prepared_day.client("bygone", name="Bygone", status="former")
    done = prepared_day.run("review", "agenda", *arguments)
    assert (done.code, done.out) == (2, "")
    assert sentence in done.err


def test_a_file_is_no_folder_for_the_day(after: Practice, tmp_path: Path) -> None:
    (tmp_path / "day").write_text("x")
    done = after.run("review", "agenda", "acme", "--output", str(tmp_path / "day"))
    assert done.code == 2
    assert "is a file: name a folder for the files of the day." in done.err
    assert (tmp_path / "day").read_text() == "x"
