"""`msptool runbook run`: scripts, records, pausing, going on, discarding."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.runbooks.builders import LEAVER, RUNBOOK
from tests.small_practice import Done, Practice
from tests.trees import only_sentence

HEAD = "step,answer,note,unclear\n"
INPUTS = "user,Ann Lee,,\nplace,Home,,\n"
RESOLVED = HEAD + INPUTS + "up,Down,since eight,\nrestart,Works,,\n"


def run(desk: Practice, script: str, *options: str, name: str = "vpn") -> Done:
    return desk.run("runbook", "run", name, "--answers", "-", "--json", *options, stdin=script)


def test_a_script_walks_to_the_end_and_leaves_a_record_that_lints_clean(desk: Practice) -> None:
    done = run(desk, RESOLVED, "--ticket", "T-1", "--client", "acme", "--by", "dana", "--minutes", "12")
    assert (done.code, done.err) == (0, "")
    assert done.json["path"] == "practice/runbook-runs/2026/2026-11-16-vpn-t-1.yaml"
    record = desk.data(done.json["path"])
    assert record["runbook"] == "vpn"
    assert (record["ticket"], record["client"], record["by"], record["minutes"]) == ("T-1", "acme", "dana", "12")
    assert record["inputs"] == {"user": "Ann Lee", "place": "Home"}
    assert record["path"] == [
        {"step": "up", "answer": "Down", "note": "since eight"},
        {"step": "restart", "answer": "Works"},
        {"step": "close"},
    ]
    assert record["messages"][0]["text"].startswith("Dear Ann Lee,\n\nit works again")
    assert desk.run("runbook", "lint", "--json").json["problems"] == []


def test_answers_may_be_yaml(desk: Practice) -> None:
    script = "user: Ann Lee\nplace: Home\nup: {answer: Down, unclear: Which dashboard?}\nrestart: Does not\n"
    done = run(desk, script)
    assert (done.json["outcome"], done.json["to"]) == ("escalated", "level-2")
    assert done.json["steps"][0]["unclear"] == "Which dashboard?"


def test_a_row_that_cannot_be_taken_is_refused_by_its_number_and_the_run_pauses_there(desk: Practice) -> None:
    done = run(desk, HEAD + INPUTS + "up,Sideways,,\nnowhere,1,,\n")
    assert done.code == 1
    assert (done.json["outcome"], done.json["at"], done.json["path"]) == (None, "up", None)
    assert done.json["refused"] == [
        {"row": 4, "step": "up", "reason": "'Sideways' is none of the answers: 1 Up; 2 Down."},
        {"row": 5, "step": "nowhere", "reason": "The run did not come to this."},
    ]


def test_a_script_without_a_needed_input_pauses_at_it(desk: Practice) -> None:
    done = run(desk, HEAD + "place,Home,,\n")
    assert (done.code, done.json["at"]) == (1, "user")


def test_a_script_can_leave_the_way(desk: Practice) -> None:
    done = run(desk, HEAD + INPUTS + "up,Up,,\nescalate,,The tool is another one.,\n")
    assert (done.code, done.json["outcome"], done.json["steps"][-1]["step"]) == (0, "escalated", "agree")


def test_steps_that_lead_around_end_a_script_with_a_sentence(desk: Practice) -> None:
    """Two fixes that lead to each other: without anything to decide the run would go on for ever."""
    around = RUNBOOK.replace("outcomes: {Works: close, Does not: hand-over}", "next: wait").replace(
        "minutes., next: close", "minutes., next: restart"
    )
    desk.write("runbooks/vpn.yaml", around)
    done = run(desk, HEAD + INPUTS + "up,Down,,\n", "--ticket", "T-1", "--by", "dana")
    assert done.code == 3
    assert "runbooks/vpn.yaml: restart -> wait -> restart leads around with nothing to decide" in done.err
    assert run(desk, HEAD + "escalate,,It leads around.,\n", "--resume").json["outcome"] == "escalated"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("send: resolved", "send: nothing", "there is no message 'nothing', so a run could not be finished. "),
        ("Down: restart}", "Down: restrat}", "there is no step 'restrat', so a run could not be finished. Did you mean 'restart'?"),
        (", outcomes: {Agreed: tell, Not agreed: hand-over}", "", "the signoff 'agree' has no outcomes, so a run"),
    ],
)  # fmt: skip
def test_a_runbook_that_stops_half_way_is_refused_before_the_first_question(
    desk: Practice, old: str, new: str, sentence: str
) -> None:
    desk.write("runbooks/vpn.yaml", RUNBOOK.replace(old, new, 1))
    done = desk.run("runbook", "run", "vpn", "--ticket", "T-1", "--by", "dana", stdin="Ann Lee\n")
    assert (done.code, done.out) == (3, "")
    assert sentence in only_sentence(done)
    assert only_sentence(done).endswith("'msptool runbook lint vpn' says everything.")
    desk.write("runbooks/vpn.yaml", RUNBOOK)
    assert run(desk, RESOLVED, "--ticket", "T-1").code == 0, "nothing is under way"


def test_an_error_with_which_a_run_still_ends_is_said(desk: Practice) -> None:
    desk.write("runbooks/vpn.yaml", RUNBOOK.replace("'Dear {user}, the VPN", "'Dear {usr}, the VPN"))
    done = run(desk, RESOLVED)
    assert done.code == 0
    assert "'{usr}' is no input and no known name." in done.err


def test_a_script_may_go_round_as_often_as_it_has_rows_for(desk: Practice) -> None:
    desk.write("runbooks/vpn.yaml", RUNBOOK.replace("Does not: hand-over", "Does not: up", 1))
    rows = "up,Down,,\nrestart,Does not,,\n"
    done = run(desk, HEAD + INPUTS + rows * 3 + "up,Down,,\nrestart,Works,,\n")
    assert (done.code, done.json["outcome"], len(done.json["steps"])) == (0, "resolved", 9)


def test_the_hand_off_is_written_where_it_is_wanted(desk: Practice, tmp_path: Path) -> None:
    file = tmp_path / "ticket.txt"
    done = desk.run(
        "runbook",
        "run",
        "vpn",
        "--ticket",
        "T-1",
        "--answers",
        "-",
        "--handoff",
        str(file),
        stdin=HEAD + INPUTS + "up,Down,,\nrestart,2,,\n",
    )
    text = file.read_text(encoding="utf-8")
    assert text.startswith("ESCALATED to Level 2: VPN fails\nTicket T-1 | ")
    assert "- Who cannot connect? Ann Lee\n" in text
    assert "2. Restart the service. -> Does not\n" in text
    assert done.out == "Escalated in 1 minute. practice/runbook-runs/2026/2026-11-16-vpn-t-1.yaml\n"


def test_a_paused_run_goes_on_where_it_was_with_the_runbook_that_it_began_with(desk: Practice) -> None:
    begun = run(desk, HEAD + INPUTS, "--ticket", "T-1", "--by", "dana")
    assert begun.json["at"] == "up"
    desk.write("runbooks/vpn.yaml", RUNBOOK.replace("id: up,", "id: first,"))
    done = run(desk, HEAD + "up,Down,,\nrestart,Works,,\n", "--resume")
    assert done.json["id"] == begun.json["id"]
    assert (done.json["outcome"], done.json["by"]) == ("resolved", "dana")
    assert "Going on after 5 answers." in done.err
    assert "The runbook was changed since this run began" in done.err
    assert desk.data(done.json["path"])["inputs"]["user"] == "Ann Lee"


def test_one_run_for_a_ticket_at_a_time(desk: Practice) -> None:
    run(desk, HEAD + INPUTS, "--ticket", "T-1")
    again = run(desk, RESOLVED, "--ticket", "T-1")
    assert again.code == 3
    assert "A run of vpn for T-1 is under way since" in only_sentence(again)
    assert "go on with 'msptool runbook run 2026-11-16-vpn-t-1 --resume'" in again.err
    assert run(desk, RESOLVED, "--ticket", "T-2").code == 0


def test_a_ticket_that_comes_back_gets_a_second_record(desk: Practice) -> None:
    paths = [run(desk, RESOLVED, "--ticket", "T 1/x").json["path"] for _ in range(3)]
    assert [Path(path).stem for path in paths] == [
        "2026-11-16-vpn-t-1-x",
        "2026-11-16-vpn-t-1-x-2",
        "2026-11-16-vpn-t-1-x-3",
    ]


def test_runs_without_a_ticket_never_claim_the_same_name(desk: Practice) -> None:
    paths = {run(desk, RESOLVED).json["path"] for _ in range(4)}
    assert len(paths) == 4


def test_which_paused_run_is_meant(desk: Practice) -> None:
    assert "No such run is under way." in run(desk, HEAD, "--resume").err
    run(desk, HEAD + INPUTS, "--ticket", "T-1")
    run(desk, HEAD + INPUTS, "--ticket", "T-2")
    several = run(desk, HEAD, "--resume")
    assert several.code == 2
    assert "Several runs are under way: name one of 2026-11-16-vpn-t-1, 2026-11-16-vpn-t-2." in several.err
    assert run(desk, HEAD, "--resume", "--ticket", "T-2").json["ticket"] == "T-2"
    assert run(desk, HEAD, "--resume", name="2026-11-16-vpn-t-1").json["ticket"] == "T-1"
    assert "Under way: 2026-11-16-vpn-t-1, 2026-11-16-vpn-t-2." in run(desk, HEAD, "--resume", name="nix").err


def test_a_run_that_is_discarded_leaves_nothing(desk: Practice) -> None:
    before = desk.files()
    run(desk, HEAD + INPUTS, "--ticket", "T-1")
    done = desk.run("runbook", "run", "vpn", "--ticket", "T-1", "--discard")
    assert done.out == "The run 2026-11-16-vpn-t-1 is forgotten.\n"
    assert desk.files() == before
    assert [path.name for path in (desk.root / ".msptool/runbook-runs").iterdir()] == []


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--by", "dnaa"), "There is nobody 'dnaa' in practice/people/. Did you mean 'dana'?"),
        (("--client", "acem"), "There is no client 'acem'. Did you mean 'acme'?"),
    ],
)
def test_whoever_is_named_must_be_known(desk: Practice, options: tuple[str, str], sentence: str) -> None:
    done = run(desk, RESOLVED, *options)
    assert done.code == 2
    assert sentence in done.err
    assert not (desk.root / ".msptool/runbook-runs").exists()


def test_more_minutes_than_a_record_can_hold_are_refused(desk: Practice) -> None:
    """One such record would be refused by every command that reads the records."""
    done = run(desk, RESOLVED, "--ticket", "T-1", "--minutes", "200000")
    assert done.code == 2
    assert "100000" in done.err
    assert desk.run("runbook", "stats").code == 0
    assert run(desk, RESOLVED, "--ticket", "T-1", "--minutes", "100000").code == 0
    assert desk.run("runbook", "stats").code == 0


def test_a_record_that_could_not_be_read_is_not_written_and_its_answers_stay(
    desk: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    from msptool.runbooks.runs import store

    monkeypatch.setattr(store, "render", lambda _: b"minutes: 200000\n")
    done = run(desk, RESOLVED, "--ticket", "T-1", "--by", "dana")
    assert done.code == 2
    assert only_sentence(done)
    monkeypatch.undo()
    assert not (desk.root / "practice/runbook-runs").exists()
    assert run(desk, HEAD, "--resume").json["outcome"] == "resolved"


@pytest.mark.parametrize(
    "command",
    [
        ("runbook", "run", "vpn", "--answers", "-"),
        ("checklist", "start", "leaver", "acme", "Ann"),
        ("owner", "interruption", "add", "--by", "dana", "--why", "?", "--minutes", "1"),
    ],
)
def test_a_ticket_that_no_record_can_hold_is_refused_before_the_first_question(
    desk: Practice, command: tuple[str, ...]
) -> None:
    desk.write("practice/checklists/leaver.yaml", LEAVER)
    before = desk.files()
    done = desk.run(*command, "--ticket", "T" * 61, stdin=RESOLVED)
    assert done.code == 2
    assert only_sentence(done) == "--ticket takes a ticket's number of at most 60 characters, and this has 61."
    assert desk.files() == before
    assert not (desk.root / ".msptool/runbook-runs").exists()
    assert desk.run(*command, "--ticket", "T" * 60, stdin=RESOLVED).code == 0


def test_an_unknown_runbook_is_refused_with_the_nearest(desk: Practice) -> None:
    assert "There is no runbook 'vnp'. Did you mean 'vpn'?" in run(desk, RESOLVED, name="vnp").err


def test_a_runbook_answers_to_its_former_name(desk: Practice) -> None:
    desk.write("runbooks/vpn.yaml", RUNBOOK + "formerly: [remote-access]\n")
    assert run(desk, RESOLVED, name="remote-access").json["runbook"] == "vpn"


def test_the_technician_is_whoever_has_gits_address(desk: Practice) -> None:
    desk.git("config", "user.email", "Dana@northgate.example")
    assert run(desk, RESOLVED).json["by"] == "dana"


def test_nobody_is_named_where_git_does_not_know(desk: Practice) -> None:
    desk.git("config", "user.email", "pat@elsewhere.example")
    done = run(desk, RESOLVED)
    assert done.json["by"] is None
    assert "Nobody of practice/people/ has git's address pat@elsewhere.example: the record names nobody" in done.err
    assert "--by PERSON says who you are" in done.err
    assert done.json["messages"][-1].endswith(", The service desk"), (
        "the practice signs once, where the message names it"
    )
    assert "Nobody of practice/people/" not in run(desk, RESOLVED, "--by", "dana").err


def test_no_runbook_and_no_paused_run_is_said(desk: Practice) -> None:
    done = desk.run("runbook", "run")
    assert (done.code, "Name a runbook" in done.err) == (2, True)


def test_a_journal_of_something_else_is_left_alone(desk: Practice) -> None:
    for name, text in (("x", "garbage\n"), ("y", '{"event":"start","runbook":{}}\n'), ("z", '{"event":"input"}\n')):
        desk.write(f".msptool/runbook-runs/{name}.jsonl", text)
    assert "No such run is under way." in run(desk, HEAD, "--resume").err
    assert len(list((desk.root / ".msptool/runbook-runs").glob("*.jsonl"))) == 3


def test_a_file_in_the_way_of_the_state_is_a_sentence(desk: Practice) -> None:
    desk.write(".msptool/runbook-runs", "a file")
    done = run(desk, RESOLVED)
    assert done.code == 3
    assert "cannot be written" in only_sentence(done)
