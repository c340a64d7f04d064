"""A change from the idea to the judgement, by the commands, and everything that refuses to go on."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.changes.texts import APPROVED, CHANGE, MAP, TOOL_MAP
from tests.small_practice import Done, Golden, Practice, dump

NEW = (
    "change",
    "new",
    "route-alerts",
    "--title",
    "Route alerts by category",
    "--why",
    "One queue hides what matters.",
    "--tool",
    "psa",
)


def day(month: int, number: int) -> date:
    return date(2026, month, number)


def refused(done: Done, code: int = 2) -> str:
    """The one sentence of a refusal."""
    assert done.code == code, done.out + done.err
    assert done.out == ""
    assert done.err.count("\n") == 1, done.err
    return done.err.removeprefix("msptool: ").rstrip("\n")


def filled(practice: Practice, **parts: Any) -> None:
    """Change parts of the file by hand, as a person does; every line of the impact was looked at."""
    data = practice.data(CHANGE)
    data["impact"]["clients"]["review"] = data["impact"]["clients"].get("review") or "Nothing."
    for part in ("tools", "workflows", "automations"):
        for each in data["impact"].get(part, ()):
            each["review"] = each.get("review") or "Nothing."
    practice.write(CHANGE, dump({**data, **parts}))


def go(practice: Practice, today: date, *arguments: str, by: str = "jim") -> Done:
    return practice.run("change", "advance", "route-alerts", *arguments, "--by", by, today=today)


TESTS = [{"step": "Send an alert of each kind", "result": "passed", "on": "2026-10-30", "by": "sam"}]
PILOT = {"clients": ["acme"], "since": "2026-11-04", "until": "2026-11-06"}
IN_ORDER = {**PILOT, "tickets": "ok", "routing": "ok", "documentation": "ok"}
ROLLBACK = {"trigger": "Three alerts in the wrong queue.", "steps": ["Import the old rules"], "decides": "sam"}
WINDOW = {"starts": "2026-11-09", "order": ["Import the rules"]}
TRAINING = {"plan": "Which queue is whose.", "people": ["sam"], "on": "2026-11-06"}
TOLD = [{"to": "All technicians", "about": "The queues", "on": "2026-11-06", "done": "2026-11-06"}]


def test_a_new_change_shows_and_stores_what_it_may_reach(mapped: Practice, golden: Golden) -> None:
    done = mapped.run(*NEW, "--by", "jim", today=day(10, 26))
    assert done.code == 0, done.err
    golden.check("change-new.txt", done.out)
    golden.check("change-new.yaml", mapped.read(CHANGE))
    assert mapped.run("lint", "--json", "--strict").json["problems"] == []


def test_a_change_goes_through_every_state_and_is_judged_after_five_business_days(
    mapped: Practice, golden: Golden
) -> None:
    assert mapped.run(*NEW, "--by", "jim", today=day(10, 26)).code == 0
    assert "nobody has looked at what it means for clients" in refused(go(mapped, day(10, 28)))
    filled(mapped)
    assert go(mapped, day(10, 28)).out == "route-alerts: draft → assessed.\n"
    assert "route-alerts cannot become tested: it has no test" in refused(go(mapped, day(10, 30)))
    filled(mapped, tests=TESTS)
    assert go(mapped, day(10, 30)).code == 0
    assert "it has no pilot" in refused(go(mapped, day(11, 4)))
    filled(mapped, pilot=PILOT)
    assert "it has no way back" in refused(go(mapped, day(11, 4)))
    filled(mapped, rollback=ROLLBACK)
    assert "the pilot is from 2026-11-04 to 2026-11-06" in refused(go(mapped, day(11, 2)))
    assert go(mapped, day(11, 4)).code == 0
    filled(mapped, window=WINDOW, training=TRAINING, communication=TOLD)
    assert "the pilot goes on until 2026-11-06" in refused(go(mapped, day(11, 6), by="sam"))
    assert "does not say whether ticket creation was in order" in refused(go(mapped, day(11, 9), by="sam"))
    filled(mapped, pilot=IN_ORDER)
    assert "jim may not approve a change of their own" in refused(go(mapped, day(11, 9)))
    assert go(mapped, day(11, 9), by="sam").code == 0
    assert "the window is 2026-11-09, and the roll-out of 2026-11-10" in refused(go(mapped, day(11, 10)))
    done = go(mapped, day(11, 10), "--on", "2026-11-09")
    # 10, then Veterans Day; 12, 13, 16, 17.
    assert "end on 2026-11-17" in done.err
    close = ("change", "close", "route-alerts", "success", "--by", "sam")
    assert "its 5 business days are over on 2026-11-17" in refused(mapped.run(*close, today=day(11, 17)))
    stats = mapped.run("change", "stats", "--json", today=day(11, 17)).json
    assert (stats["rate"], stats["numerator"], stats["denominator"], stats["pending"]) == (None, 0, 0, 1)
    assert mapped.run(*close, today=day(11, 18)).out == "route-alerts: rolled-out → success.\n"
    stats = mapped.run("change", "stats", "--json", today=day(11, 18)).json
    assert (stats["rate"], stats["numerator"], stats["denominator"], stats["meets_goal"]) == (1.0, 1, 1, True)
    assert mapped.run("lint", "--json", "--strict", today=day(11, 18)).json["problems"] == []
    golden.check("change-show.txt", mapped.run("change", "show", "route-alerts", today=day(11, 18)).out)
    assert "its status does not change any more" in refused(go(mapped, day(11, 19)))


@pytest.fixture
def approved(mapped: Practice) -> Practice:
    mapped.write(CHANGE, "# Sam asked for it.\n" + APPROVED)
    return mapped


def test_a_state_that_is_skipped_is_refused_and_nothing_is_written(mapped: Practice) -> None:
    assert mapped.run(*NEW, "--by", "jim", today=day(10, 26)).code == 0
    before = mapped.read(CHANGE)
    sentence = refused(go(mapped, day(11, 9), "approved", by="sam"))
    assert sentence == "route-alerts is draft: next it may become assessed or withdrawn, not approved."
    assert "Did you mean 'approved'?" in refused(go(mapped, day(11, 9), "aproved"))
    assert "route-alerts is draft already" in refused(go(mapped, day(11, 9), "draft", "--reason", "x"))
    assert mapped.read(CHANGE) == before


@pytest.mark.parametrize(
    ("old", "new", "arguments", "sentence"),
    [
        ("", "", ("--by", "nobody"), "There is nobody 'nobody' in practice/people/."),
        ("", "", ("--by", " "), "Say who it is, with the id of a person of practice/people/."),
        ("", "", ("--by", "jim", "--on", "2026-11-18"), "2026-11-18 is still to come: take the step then."),
        ("", "", ("--by", "jim", "--on", "2026-11-09"), "became approved on 2026-11-10: the next step is not before"),
        ("", "", ("draft", "--by", "jim"), "Say why route-alerts goes back to a draft: --reason"),
        ("", "", ("withdrawn", "--by", "jim"), "Say why route-alerts is withdrawn: --reason"),
        (", done: 2026-11-12}", "}", ("--by", "jim"), "'All technicians' was to be told on 2026-11-12"),
        ("  on: 2026-11-12\n", "", ("--by", "jim"), "the training has not taken place"),
    ],
)  # fmt: skip
def test_what_is_missing_for_a_step_is_one_sentence(
    old: str, new: str, arguments: tuple[str, ...], sentence: str, approved: Practice
) -> None:
    if old:
        assert APPROVED.count(old) == 1
        approved.write(CHANGE, APPROVED.replace(old, new))
    before = approved.files()
    done = approved.run("change", "advance", "route-alerts", *arguments, today=day(11, 17))
    assert sentence in refused(done)
    assert approved.files() == before


def test_what_was_in_order_at_the_approval_must_still_be_so(approved: Practice) -> None:
    approved.write(CHANGE, APPROVED.replace("starts: 2026-11-17", "starts: 2026-11-20"))
    assert "the window starts on 2026-11-20, a Friday" in refused(go(approved, day(11, 20)))
    approved.write(CHANGE, APPROVED.replace("until: 2026-11-06", "until: 2026-11-04"))
    assert "the pilot has 1 business day" in refused(go(approved, day(11, 17)))


def test_back_to_a_draft_needs_a_reason_and_takes_the_signature_away(approved: Practice) -> None:
    assert go(approved, day(11, 16), "draft", "--reason", "Another window.").code == 0
    text = approved.read(CHANGE)
    assert text.startswith("# Sam asked for it.\n")
    assert "sign_off" not in text
    data = approved.data(CHANGE)
    assert data["status"] == "draft"
    assert data["progress"][-1] == {"status": "draft", "on": "2026-11-16", "by": "jim", "reason": "Another window."}
    assert approved.run("lint", "--json", "--strict").json["problems"] == []


def test_a_rollback_is_recorded_at_once_and_says_what_happened(approved: Practice, golden: Golden) -> None:
    assert go(approved, day(11, 17)).code == 0
    close = ("change", "close", "route-alerts", "rolled-back", "--by", "sam")
    assert "nobody has said what happened" in refused(approved.run(*close, today=day(11, 18)))
    early = approved.run(*close, "--notes", "x", "--noticed", "2026-11-16", today=day(11, 18))
    assert "2026-11-16 is not between the roll-out of 2026-11-17 and the judgement" in refused(early)
    assert approved.run(*close, "--notes", "The old rules were still on.", today=day(11, 18)).code == 0
    golden.check("change-rolled-back.yaml", approved.read(CHANGE))
    stats = approved.run("change", "stats", "--json", today=day(11, 18)).json
    assert (stats["rate"], stats["numerator"], stats["denominator"], stats["meets_goal"]) == (0.0, 0, 1, False)
    assert approved.run("lint", "--json", "--strict", today=day(11, 18)).json["problems"] == []


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("good",), "'good' is no outcome. They are success, rolled-back, disruption."),
        (("succes",), "Did you mean 'success'?"),
        (("success",), "route-alerts is approved: only what is rolled out is judged; next it becomes rolled-out."),
    ],
)
def test_only_what_is_rolled_out_is_judged(arguments: tuple[str, ...], sentence: str, approved: Practice) -> None:
    before = approved.files()
    assert sentence in refused(approved.run("change", "close", "route-alerts", *arguments, "--by", "sam"))
    assert approved.files() == before


def test_a_change_that_starts_on_a_friday_needs_a_reason(mapped: Practice) -> None:
    tested = APPROVED.replace("starts: 2026-11-17", "starts: 2026-11-20").split("sign_off")[0]
    progress = APPROVED.split("status: approved\n")[1].rsplit("  -", 1)[0]
    mapped.write(CHANGE, f"{tested}status: pilot\n{progress}")
    assert "the window starts on 2026-11-20, a Friday" in refused(go(mapped, day(11, 12), by="sam"))
    before_a_holiday = mapped.read(CHANGE).replace("2026-11-20", "2026-11-25")
    mapped.write(CHANGE, before_a_holiday)
    assert "2026-11-25, the day before Thanksgiving Day" in refused(go(mapped, day(11, 12), by="sam"))
    mapped.write(CHANGE, before_a_holiday.replace("  order:", "  reason: The vendor switches off on Friday.\n  order:"))
    assert go(mapped, day(11, 12), by="sam").code == 0


def test_the_settings_may_let_an_author_approve(mapped: Practice) -> None:
    mapped.write("msptool.yaml", "schedule: {calendars: [us]}\nchanges: {author_may_approve: true}\n")
    mapped.write(CHANGE, APPROVED.replace("sign_off: {by: sam", "sign_off: {by: jim"))
    assert mapped.run("lint", "--json", "--strict").json["problems"] == []


def test_an_emergency_is_short_and_its_checklist_is_caught_up(mapped: Practice) -> None:
    bare = mapped.run(*NEW, "--by", "jim", "--kind", "emergency", today=day(11, 12))
    assert "An emergency change says why it cannot wait" in refused(bare)
    made = mapped.run(*NEW, "--by", "jim", "--kind", "emergency", "--emergency", "Alerts are lost.", today=day(11, 12))
    assert made.code == 0
    data = mapped.data(CHANGE)
    # A Friday: the emergency itself is the reason.
    mapped.write(CHANGE, dump({**data, "window": {"starts": "2026-11-13"}, "rollback": ROLLBACK}))
    assert go(mapped, day(11, 13), "approved", by="sam").code == 0
    assert go(mapped, day(11, 13)).code == 0
    assert mapped.run("lint", "--json", "--strict").json["problems"] == []
    close = ("change", "close", "route-alerts", "success", "--by", "sam")
    # 16, 17, 18, 19, 20.
    assert "nobody has looked at" in refused(mapped.run(*close, today=day(11, 23)))
    filled(mapped)
    assert "it has no test" in refused(mapped.run(*close, today=day(11, 23)))
    filled(mapped, tests=TESTS, communication=TOLD)
    assert mapped.run(*close, today=day(11, 23)).code == 0
    assert mapped.run("lint", "--json", "--strict", today=day(11, 23)).json["problems"] == []


def test_a_standard_change_repeats_one_that_went_well(approved: Practice) -> None:
    again = (*NEW[:2], "route-again", *NEW[3:], "--by", "jim", "--kind", "standard")
    assert "A standard change repeats an earlier one: name it with --like." in refused(approved.run(*again))
    assert "Did you mean 'route-alerts'?" in refused(approved.run(*again, "--like", "route-alert"))
    refusal = refused(approved.run(*again, "--like", "route-alerts"))
    assert "repeats one that went well, and route-alerts is approved" in refusal
    file = "practice/changes/route-again.yaml"
    assert not (approved.root / file).exists(), "a draft that could never advance is not begun"
    before = approved.data(CHANGE)
    success = {"result": "success", "on": "2026-11-16", "by": "sam", "notes": "x"}
    approved.write(CHANGE, dump({**before, "status": "judged", "outcome": success}))
    assert approved.run(*again, "--like", "route-alerts").code == 0
    approved.write(CHANGE, dump(before))
    made = approved.data(file)
    assert made["tests"] == [{"step": "Send an alert of each kind"}]
    assert made["rollback"]["decides"] == "sam"
    text = approved.read(file).replace("review: ''", "review: Nothing.")
    approved.write(file, text)
    sentence = refused(approved.run("change", "advance", "route-again", "--by", "jim"))
    assert "repeats one that went well, and route-alerts is approved" in sentence


def test_what_the_tool_map_leads_to_later_is_asked_for(mapped: Practice) -> None:
    assert mapped.run(*NEW, "--by", "jim", today=day(10, 26)).code == 0
    filled(mapped)
    mapped.write(MAP, TOOL_MAP + "  - {id: billing, name: Billing, area: vcio, tools: [psa]}\n")
    assert "leads to 'billing' of the workflows (uses psa)" in refused(go(mapped, day(10, 28)))
    shown = mapped.run("change", "impact", "route-alerts", "--json").json
    assert shown["missing"] == {"tools": [], "workflows": ["billing"], "automations": []}
    assert mapped.run("change", "impact", "route-alerts", "--write").code == 0
    assert [each["id"] for each in mapped.data(CHANGE)["impact"]["workflows"]] == ["incident", "billing"]
    assert mapped.data(CHANGE)["impact"]["workflows"][0]["review"] == "Nothing."
    filled(mapped)
    assert go(mapped, day(10, 28)).code == 0


def test_clients_beyond_those_of_the_change_are_named(mapped: Practice) -> None:
    """The change was begun for Acme alone; the tools are used for all, or for Acme and Tesso."""
    assert mapped.run(*NEW, "--by", "jim", "--client", "acme", today=day(10, 26)).code == 0
    first = mapped.run("change", "impact", "route-alerts")
    assert "The change lists all tools, workflows and automations." in first.err
    assert "The tool map leads to all clients, and the change names acme:" in first.err
    assert mapped.run("change", "impact", "route-alerts", "--json").json["clients_beyond"] == "all"
    own = TOOL_MAP.replace("tickets: Made of alerts.}", "tickets: Made of alerts.}, clients: [acme, tesso]")
    mapped.write(MAP, own.replace("does: Chooses the queue.", "does: Chooses the queue., clients: [acme]"))
    assert (
        "The tool map leads to tesso, and the change names acme:" in mapped.run("change", "impact", "route-alerts").err
    )
    assert mapped.run("change", "impact", "route-alerts", "--json").json["clients_beyond"] == ["tesso"]
    mapped.write(CHANGE, mapped.read(CHANGE).replace("- acme\n", "- acme\n      - tesso\n"))
    assert mapped.run("change", "impact", "route-alerts", "--json").json["clients_beyond"] == []


def test_a_recommendation_is_one_of_the_client_that_is_named(mapped: Practice) -> None:
    """Tesso has 'firewall', Acme has not: the change of Acme's would carry out nothing."""
    recommendation = {"title": "x", "standards": ["firewall-backup"], "area": "tam", "raised": "2026-08-01"}
    mapped.client("tesso", name="Tesso")
    mapped.write("clients/tesso/roadmap/firewall.yaml", dump(recommendation))
    assert mapped.run(*NEW, "--by", "jim", "--recommendation", "tesso/firewall", today=day(10, 26)).code == 0
    assert "G124" not in {each["code"] for each in mapped.run("lint", "--json").json["problems"]}
    mapped.write(CHANGE, mapped.read(CHANGE).replace("tesso/firewall", "acme/firewall"))
    said = [each["message"] for each in mapped.run("lint", "--json").json["problems"] if each["code"] == "G124"]
    assert said == ["there is no recommendation 'acme/firewall'"]


def test_lint_names_the_holiday_as_the_command_does(approved: Practice) -> None:
    """Wednesday, 25 November, is the day before Thanksgiving Day, whatever the calendar is called."""
    approved.write(CHANGE, APPROVED.replace("starts: 2026-11-17", "starts: 2026-11-25"))
    found = [
        each["message"]
        for each in approved.run("lint", "--json", today=day(11, 17)).json["problems"]
        if each["code"] == "G128"
    ]
    assert found == ["the window starts on 2026-11-25, the day before Thanksgiving Day"]
    assert found[0] in refused(go(approved, day(11, 17)))


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--tool", "pas"), "There is no tool 'pas'. Did you mean 'psa'?"),
        (("--data", "tickts"), "there is no data 'tickts' in the tool map. Did you mean 'tickets'?"),
        (("--client", "acmee"), "acmee"),
        (("--kind", "urgent"), "'urgent' is no kind of change. They are standard, normal, emergency."),
        (("--emergency", "x"), "--emergency is the reason of an emergency change"),
        (("--recommendation", "mfa"), "'mfa' has characters that are not allowed here"),
    ],
)
def test_a_new_change_with_something_wrong_is_not_begun(
    arguments: tuple[str, ...], sentence: str, mapped: Practice
) -> None:
    before = mapped.files()
    assert sentence in refused(mapped.run(*NEW, "--by", "jim", *arguments))
    assert mapped.files() == before


def test_a_change_needs_a_tool_map_and_an_id_that_is_free(practice: Practice) -> None:
    assert "practice/tool-map.yaml is not there: 'msptool toolmap add" in refused(practice.run(*NEW, "--by", "jim"), 3)
    practice.write(MAP, TOOL_MAP.replace("sam", "jim"))
    assert practice.run(*NEW, "--by", "jim").code == 0
    assert f"{CHANGE} exists already" in refused(practice.run(*NEW, "--by", "jim"))
    assert "cannot be the id of a change" in refused(practice.run("change", "new", "../x", *NEW[3:], "--by", "jim"))
    assert "Did you mean 'route-alerts'?" in refused(practice.run("change", "show", "route-alert"))


def test_a_file_that_somebody_changes_meanwhile_is_not_written(
    approved: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    from msptool.workspace.edits import edit

    def late(root: Path, path: str) -> Any:
        approved.write(CHANGE, APPROVED.replace("Route alerts", "Send alerts"))
        return edit(root, path)

    monkeypatch.setattr("msptool.workspace.writes.edit", late)
    done = go(approved, day(11, 17))
    assert "changed while the command was at work: nothing was written" in refused(done, 3)
    assert approved.data(CHANGE)["status"] == "approved"


def test_the_list_says_what_is_next_and_what_waits(approved: Practice, golden: Golden) -> None:
    assert go(approved, day(11, 17)).code == 0
    waiting = approved.run("change", "list", today=day(12, 1))
    assert waiting.err == "1 change. 1 waits to be judged: 'msptool change close'.\n"
    assert "to be judged" in waiting.out
    pending = approved.run("change", "list", "--open", "--json", today=day(11, 18)).json["changes"]
    # 18, 19, 20, 23, 24.
    assert [(each["id"], each["watched_until"], each["next"]) for each in pending] == [
        ("route-alerts", "2026-11-24", "judged")
    ]
    assert approved.run("change", "list", "--status", "draft", "--json").json["changes"] == []
    golden.check("change-stats.txt", approved.run("change", "stats", "--trend", "3", today=day(12, 1)).out)


def test_what_is_left_to_do_is_shown_before_the_step(mapped: Practice) -> None:
    assert mapped.run(*NEW, "--by", "jim", today=day(10, 26)).code == 0
    shown = mapped.run("change", "show", "route-alerts", "--json").json
    assert shown["next"] == "assessed"
    assert [each["where"] for each in shown["to_do"]] == [
        "impact.clients", "impact.tools.0", "impact.tools.1", "impact.workflows.0", "impact.automations.0",
        "impact.automations.1",
    ]  # fmt: skip
    text = mapped.run("change", "show", "route-alerts").out
    assert "Before it is assessed" in text
    assert text.count("NOT LOOKED AT") == 6


def test_the_example_of_the_manual_is_a_change_that_only_its_reviews_are_missing_from(mapped: Practice) -> None:
    """Whoever copies the YAML of docs/changes.md must not be refused for a word of it."""
    manual = (Path(__file__).parents[2] / "docs/changes.md").read_text(encoding="utf-8")
    example = manual.split("below what 'change new' wrote\n")[1].split("```")[0]
    mapped.client("acme", name="Acme Explosives")
    mapped.write("practice/people/dana.yaml", dump({"name": "Dana Desk", "roles": ["service-desk"]}))
    assert mapped.run(*NEW, "--by", "jim", today=day(10, 26)).code == 0
    mapped.write(CHANGE, dump({**mapped.data(CHANGE), **yaml.load(example, Loader=yaml.BaseLoader)}))
    shown = mapped.run("change", "show", "route-alerts")
    assert (shown.code, shown.err) == (0, "")
    for title in ("Tests", "Pilot", "Roll-out", "Rollback", "Training", "Communication"):
        assert f"\n{title}\n" in shown.out
    filled(mapped)
    for on, by in (((10, 28), "jim"), ((11, 4), "jim"), ((11, 5), "jim"), ((11, 16), "sam"), ((11, 17), "sam")):
        assert go(mapped, day(*on), by=by).code == 0
    assert mapped.data(CHANGE)["status"] == "rolled-out"
