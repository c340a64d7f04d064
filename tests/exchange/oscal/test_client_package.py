"""A client's OSCAL package: valid by both public validators, whole by our own check, and nothing internal in it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from msptool.exchange.oscal.integrity import dangling
from msptool.exchange.oscal.package import client_package, export_client
from msptool.standards.model import fingerprint
from msptool.workspace.problems import Refusal, UsageRefusal
from msptool.workspace.shipped import shipped_root
from msptool.workspace.workspace import Workspace
from tests.exchange.oscal.checks import schema_errors, trestle_model, trestle_validate
from tests.small_practice import TODAY, Golden, Practice, dump
from tests.trees import python

FILES = ("catalog.json", "assessment-plan.json", "assessment-results.json", "poam.json")
OURS = FILES[1:]
SECRET = "zq-secret"
JUNE, OCTOBER = date(2026, 6, 1), date(2026, 10, 5)


def answer(standard: str, said: str, on: date, **more: Any) -> dict[str, Any]:
    """One answer as a review's file holds it, to the question of `standard_fields`."""
    asked = fingerprint(f"Is the {standard.replace('-', ' ')} documented?")
    return {"answer": said, "on": on.isoformat(), "question": asked, "priority": "high", **more}


def write_review(practice: Practice, day: date, answers: dict[str, Any], **more: Any) -> None:
    """A finished review of acme."""
    practice.write(
        f"reviews/acme/{day}.yaml",
        dump({
            "status": "finished", "by": "jim", "started": f"{day}T09:00:00+02:00", "finished": f"{day}T16:00:00+02:00",
            "asked": list(answers), "answers": answers, **more,
        }),
    )  # fmt: skip


@pytest.fixture
def audited(practice: Practice) -> Practice:
    """Acme with two reviews, an accepted risk, and recommendations; internal words are secrets."""
    write_review(practice, JUNE, {
        "firewall-backup": answer("firewall-backup", "no", JUNE, note=f"The {SECRET} of June."),
        "firewall-label": answer("firewall-label", "yes", JUNE, question="aaaaaaaaaaaa"),
        "firewall-telnet": answer("firewall-telnet", "no", JUNE),
    })  # fmt: skip
    write_review(practice, OCTOBER, {
        "firewall-backup": answer("firewall-backup", "no", OCTOBER, note=SECRET, hand_over="service-desk", feedback=SECRET),
        "firewall-firmware": answer("firewall-firmware", "no", OCTOBER),
        "firewall-label": answer("firewall-label", "yes", OCTOBER, fixed_onsite=True),
        "mailbox-archive": answer("mailbox-archive", "n/a", OCTOBER, note=f"No mail, {SECRET}."),
        "mailbox-login": answer("mailbox-login", "no", OCTOBER),
        "mailbox-quota": answer("mailbox-quota", "no", OCTOBER),
    }, visits=[{"on": OCTOBER.isoformat(), "by": "jim", "our_items": [SECRET], "summary": SECRET}],
       remarks={"firewall-door": {"note": SECRET}})  # fmt: skip
    practice.standard("firewall-telnet", status="retired", retirement={"on": "2026-07-01", "reason": f"A {SECRET}."})
    practice.write("clients/acme/triage.yaml", dump({"findings": {
        "firewall-firmware": [
            {"stage": "accepted", "on": "2026-10-12", "by": "bob", "reason": SECRET,
             "accepted_by": "Managing director, Ann Lee", "until": "2027-03-31"},
        ],
        "mailbox-quota": [{"stage": "aligned", "on": "2026-10-12", "by": "bob", "reason": SECRET, "way": None}],
        "firewall-backup": [{"stage": "vulnerable", "on": "2026-10-12", "by": "bob", "reason": SECRET, "way": "out-of-scope"}],
    }}))  # fmt: skip
    practice.write("clients/acme/roadmap/new-backup.yaml", dump({
        "title": "Copy the *firewall's* configuration", "why": "A broken firewall is replaced in an hour.",
        "steps": ["Copy it every night."], "standards": ["firewall-backup"], "area": "service-desk", "owner": "bob",
        "way": "out-of-scope", "hours": 777.5, "costs": {"one_time": 4321.75}, "quarter": "2027-Q1", "raised": "2026-10-13",
        "decisions": [{"choice": "approved", "on": "2026-10-20", "by": "Managing director, Ann Lee", "reason": SECRET}],
        "notes": SECRET, "external": {"psa": SECRET},
    }))  # fmt: skip
    practice.write("clients/acme/roadmap/new-phones.yaml", dump({
        "title": "New phones", "area": "service-desk", "raised": "2026-10-13", "notes": SECRET,
    }))  # fmt: skip
    practice.client("acme", name="Acme Explosives", notes=SECRET, external={"psa": SECRET})
    practice.commit("Review Acme", date(2026, 10, 21))
    return practice


def package(practice: Practice, today: date = TODAY) -> dict[str, Any]:
    """The documents of acme, by file name."""
    space = Workspace(practice.root, today)
    from msptool.clients.register import require_client

    return client_package(space, require_client(space.source, "acme"))[0]


def body(documents: dict[str, Any], name: str) -> Any:
    """What is inside of a document."""
    [found] = documents[name].values()
    return found


def facts(thing: Any) -> dict[str, str]:
    """The properties by name."""
    return {each["name"]: each["value"] for each in thing.get("props", ())}


def written(practice: Practice, folder: Path) -> dict[str, bytes]:
    """What the export writes for acme."""
    export_client(Workspace(practice.root, TODAY), folder, "acme")
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_both_public_validators_accept_every_document(audited: Practice, tmp_path: Path) -> None:
    found = written(audited, tmp_path / "out")
    assert set(found) == set(FILES)
    for name, content in found.items():
        assert schema_errors(json.loads(content)) == []
        trestle_model(content)
        done = trestle_validate(content, tmp_path / name)
        assert (done.code, "INVALID" in done.out) == (0, False), done.out + done.err
        assert "VALID: Model" in done.out


@pytest.mark.slow
@pytest.mark.parametrize("client", ["acme-explosives", "fennimore-pharmacy", "hotel-marisquay"])
def test_the_sample_clients_are_valid(client: str, tmp_path: Path) -> None:
    export_client(Workspace(shipped_root(), TODAY), tmp_path / "out", client)
    for name in FILES:
        content = (tmp_path / "out" / name).read_bytes()
        assert schema_errors(json.loads(content)) == []
        trestle_model(content)


def test_what_the_documents_say(audited: Practice, golden: Golden) -> None:
    found = package(audited)
    shown = {name: found[name] for name in OURS}
    text = json.dumps(shown, indent=1, sort_keys=True, ensure_ascii=False)
    version = body(found, "poam.json")["metadata"]["version"]
    hashed = body(found, "assessment-plan.json")["back-matter"]["resources"][1]["rlinks"][0]["hashes"][0]["value"]
    (plan,) = (each["uuid"] for each in found["assessment-plan.json"].values())
    for changing, word in ((version, "VERSION"), (hashed, "DIGEST"), (plan, "PLAN"), *(
        (body(found, name)["uuid"], name.upper()) for name in OURS
    )):  # fmt: skip
        text = text.replace(changing, word)
    golden.check("client-package.json", text + "\n")


def test_every_answer_is_an_observation_and_only_a_current_yes_or_no_is_a_finding(audited: Practice) -> None:
    latest, first = body(package(audited), "assessment-results.json")["results"]
    assert latest["title"] == "Review 2026-10-05"
    answers = {facts(each)["standard"]: facts(each)["answer"] for each in latest["observations"]}
    assert answers == {
        "firewall-backup": "no", "firewall-firmware": "no", "firewall-label": "yes", "mailbox-archive": "n/a",
        "mailbox-login": "no", "mailbox-quota": "no",
    }  # fmt: skip
    states = {each["target"]["target-id"]: each["target"]["status"]["state"] for each in latest["findings"]}
    assert states == {
        "firewall-backup_smt": "not-satisfied", "firewall-firmware_smt": "not-satisfied", "firewall-label_smt": "satisfied",
        "mailbox-login_smt": "not-satisfied", "mailbox-quota_smt": "not-satisfied",
    }  # fmt: skip
    assert [each["target"]["target-id"] for each in first["findings"]] == ["firewall-backup_smt"]
    by_name = {facts(each)["standard"]: each for each in first["observations"]}
    assert facts(by_name["firewall-label"])["superseded"] == "yes"
    assert by_name["firewall-label"]["description"].startswith("Question: The wording is not in this copy")
    assert by_name["firewall-telnet"]["description"].startswith("Question: Is the firewall telnet documented?")
    assert "put right during the visit" in {facts(each)["standard"]: each for each in latest["observations"]}["firewall-label"]["description"]  # fmt: skip


def test_a_risk_stands_once_in_the_review_that_gave_the_answer(audited: Practice) -> None:
    latest, first = body(package(audited), "assessment-results.json")["results"]
    assert "risks" not in first
    assert {facts(each)["standard"]: each["status"] for each in latest["risks"]} == {
        "firewall-backup": "remediating", "firewall-firmware": "deviation-approved", "mailbox-login": "open",
        "mailbox-quota": "open",
    }  # fmt: skip


def test_an_accepted_risk_says_who_and_until_when(audited: Practice) -> None:
    poam = body(package(audited), "poam.json")
    risk = next(each for each in poam["risks"] if facts(each)["standard"] == "firewall-firmware")
    assert risk["deadline"] == "2027-03-31T00:00:00Z"
    [response] = risk["remediations"]
    assert facts(response) == {"type": "accept", "until": "2027-03-31"}
    assert response["description"] == "Managing director, Ann Lee accepted it on 2026-10-12 until 2027-03-31."
    [actor] = response["origins"][0]["actors"]
    parties = {each["uuid"]: each["name"] for each in poam["metadata"]["parties"]}
    assert (parties[actor["actor-uuid"]], actor["role-id"]) == ("Managing director, Ann Lee", "risk-owner")
    assert [each["status-change"] for each in risk["risk-log"]["entries"]] == ["open", "deviation-approved"]


def test_the_plan_of_action_holds_what_is_open(audited: Practice) -> None:
    items = {each["title"]: each for each in body(package(audited), "poam.json")["poam-items"]}
    assert {title: facts(each)["status"] for title, each in items.items()} == {
        r"Copy the \*firewall's\* configuration": "approved", "Firewall firmware": "risk-accepted", "Mailbox login": "open",
    }  # fmt: skip
    first = items[r"Copy the \*firewall's\* configuration"]
    assert facts(first)["quarter"] == "2027-Q1"
    assert "Managing director, Ann Lee approved it on 2026-10-20." in first["description"]


def test_nothing_internal_is_in_it(audited: Practice, tmp_path: Path) -> None:
    found = written(audited, tmp_path / "out")
    for name in OURS:
        text = found[name].decode()
        for word in (SECRET, "4321.75", "777.5", "Jim Tam", "Bob Vee", "out-of-scope", "hand"):
            assert word not in text, (name, word)


def test_an_acceptance_that_ran_out_by_the_last_commit_holds_no_more(audited: Practice) -> None:
    audited.write("clients/acme/client.yaml", audited.read("clients/acme/client.yaml") + "tags: [x]\n")
    audited.commit("Later", date(2027, 4, 2))
    risks = {facts(each)["standard"]: each for each in body(package(audited), "poam.json")["risks"]}
    assert risks["firewall-firmware"]["status"] == "open"
    assert "deadline" not in risks["firewall-firmware"]


def test_it_says_what_ran_out_since_the_day_that_it_speaks_of(audited: Practice) -> None:
    done = audited.run("export", "--oscal", str(audited.home / "out"), "--client", "acme", today=date(2027, 5, 1))
    assert (done.code, done.err) == (
        0, "The documents speak of 2026-10-21: since then the acceptance of 1 risk has run out.\n",
    )  # fmt: skip


def test_the_same_bytes_on_any_day_in_any_process_zone_folder_and_order_of_hashes(
    audited: Practice, tmp_path: Path
) -> None:
    code = (
        "import sys; from datetime import date; from pathlib import Path\n"
        "from msptool.exchange.oscal.package import export_client; from msptool.workspace.workspace import Workspace\n"
        "export_client(Workspace(Path(sys.argv[1]), date.fromisoformat(sys.argv[3])), Path(sys.argv[2]), 'acme')"
    )
    shutil.copytree(audited.root, tmp_path / "elsewhere")
    found = []
    for number, (root, seed, zone, day) in enumerate((
        (audited.root, "1", "UTC", "2026-11-16"), (tmp_path / "elsewhere", "2", "Pacific/Kiritimati", "2027-03-01"),
    )):  # fmt: skip
        out = tmp_path / f"out{number}"
        done = python(code, str(root), str(out), day, cwd=tmp_path, env={"PYTHONHASHSEED": seed, "TZ": zone})
        assert done.code == 0, done.err
        found.append({name: (out / name).read_bytes() for name in FILES})
    assert found[0] == found[1]


def test_another_answer_changes_the_documents_that_hold_it(audited: Practice) -> None:
    before = package(audited)
    write_review(audited, date(2026, 11, 2), {"mailbox-login": answer("mailbox-login", "yes", date(2026, 11, 2))})
    audited.commit("Third", date(2026, 11, 2))
    after = package(audited)
    assert body(before, "assessment-results.json")["uuid"] != body(after, "assessment-results.json")["uuid"]
    assert body(after, "assessment-results.json")["results"][1]["findings"] != []
    old = {each["uuid"] for each in body(before, "poam.json")["poam-items"]}
    new = {each["uuid"] for each in body(after, "poam.json")["poam-items"]}
    assert (len(old), len(new)) == (3, 2)
    assert new < old


def test_without_a_history_the_client_s_own_files_are_the_time(audited: Practice) -> None:
    shutil.rmtree(audited.root / ".git")
    metadata = body(package(audited), "poam.json")["metadata"]
    assert metadata["last-modified"] == "2026-10-20T00:00:00Z"
    assert dangling(package(audited)) == []


def _cut(path: str) -> Callable[[dict[str, Any]], None]:
    def change(documents: dict[str, Any]) -> None:
        name, *keys = path.split(" ")
        inside = body(documents, name)
        for key in keys[:-1]:
            inside = inside[int(key) if key.isdigit() else key]
        inside[keys[-1]] = "nowhere" if not isinstance(inside[keys[-1]], list) else ["nowhere"]

    return change


@pytest.mark.parametrize(
    "path",
    [
        "assessment-plan.json import-ssp href",
        "assessment-plan.json reviewed-controls control-selections 0 include-controls 0 control-id",
        "assessment-plan.json reviewed-controls links 0 href",
        "assessment-plan.json assessment-subjects 0 include-subjects 0 subject-uuid",
        "assessment-plan.json tasks 0 associated-activities 0 activity-uuid",
        "assessment-plan.json back-matter resources 1 rlinks 0 href",
        "assessment-plan.json metadata responsible-parties 0 party-uuids",
        "assessment-plan.json metadata responsible-parties 0 role-id",
        "assessment-results.json import-ap href",
        "assessment-results.json results 0 assessment-log entries 0 related-tasks 0 task-uuid",
        "assessment-results.json results 0 assessment-log entries 0 logged-by 0 party-uuid",
        "assessment-results.json results 0 observations 0 origins 0 actors 0 actor-uuid",
        "assessment-results.json results 0 observations 0 subjects 0 subject-uuid",
        "assessment-results.json results 0 findings 0 related-observations 0 observation-uuid",
        "assessment-results.json results 0 findings 0 related-risks 0 risk-uuid",
        "assessment-results.json results 0 findings 0 target target-id",
        "poam.json poam-items 0 related-findings 0 finding-uuid",
        "poam.json poam-items 0 related-risks 0 risk-uuid",
        "poam.json poam-items 0 related-observations 0 observation-uuid",
        "poam.json risks 1 risk-log entries 1 related-responses 0 response-uuid",
        "poam.json metadata parties 2 member-of-organizations",
    ],
)
def test_a_reference_that_leads_nowhere_is_found(audited: Practice, path: str) -> None:
    found = package(audited)
    assert dangling(found) == []
    _cut(path)(found)
    name, *keys = path.split(" ")
    assert f"{name}: {keys[-1]} nowhere leads nowhere" in dangling(found)


def test_an_identifier_that_stands_twice_is_found(audited: Practice) -> None:
    found = package(audited)
    poam = body(found, "poam.json")
    poam["risks"].append(poam["risks"][0])
    assert any("stands twice" in each for each in dangling(found))


def test_a_client_without_a_finished_review_is_refused(practice: Practice) -> None:
    done = practice.run("export", "--oscal", str(practice.home / "out"), "--client", "acme")
    assert (done.code, done.err) == (2, (
        "msptool: Acme Explosives has no finished review yet, and OSCAL has no results without one: "
        "leave --client out to write the catalog alone.\n"
    ))  # fmt: skip
    assert not (practice.home / "out").exists()
    assert practice.run("export", "--oscal", str(practice.home / "out"), "--client", "acmee").code == 2


def test_a_client_with_nothing_open_has_no_plan_of_action_and_an_old_one_goes(practice: Practice) -> None:
    write_review(practice, JUNE, {"firewall-label": answer("firewall-label", "no", JUNE)})
    out = practice.home / "out"
    assert practice.run("export", "--oscal", str(out), "--client", "acme").code == 0
    assert (out / "poam.json").exists()
    write_review(practice, OCTOBER, {"firewall-label": answer("firewall-label", "yes", OCTOBER)})
    practice.commit("Reviewed again")
    done = practice.run("export", "--oscal", str(out), "--client", "acme")
    assert done.code == 0
    assert done.err == "Acme Explosives has no open finding, so there is no poam.json.\n"
    assert f"Removed {out / 'poam.json'}, which an earlier export had written.\n" in done.out
    assert {each.name for each in out.iterdir()} == set(FILES[:3])
    done = practice.run("export", "--oscal", str(out), "--client", "acme", "--json")
    assert done.json["files"] == [str(out / name) for name in FILES[:3]]
    assert (done.json["client"], done.json["removed"]) == ("acme", [])


def test_all_files_are_written_or_none(audited: Practice) -> None:
    out = audited.home / "out"
    before = written(audited, out)
    audited.standard("firewall-label", why="Another why.")
    (out / "poam.json").unlink()
    (out / "poam.json").mkdir()
    with pytest.raises(Refusal):
        export_client(Workspace(audited.root, TODAY), out, "acme")
    assert {name: (out / name).read_bytes() for name in FILES[:3]} == {name: before[name] for name in FILES[:3]}


def test_a_client_goes_with_oscal_alone(practice: Practice) -> None:
    done = practice.run("export", "--csv", str(practice.home / "a.csv"), "--client", "acme")
    assert (done.code, done.err) == (
        2, "msptool: --client goes with --oscal: the other formats hold the library alone.\n",
    )  # fmt: skip


def test_texts_that_are_only_signs_and_many_of_one_name(audited: Practice) -> None:
    audited.write("clients/acme/roadmap/odd.yaml", dump({
        "title": "\u200b {{ x }} <b>", "standards": ["mailbox-login"], "area": "tam", "raised": "2026-10-14",
        "decisions": [{"choice": "deferred", "on": "2026-10-15", "by": "\u202e", "until": "2027-01-01"}],
    }))  # fmt: skip
    found = package(audited)
    assert dangling(found) == []
    for name in OURS:
        assert schema_errors(found[name]) == []
        trestle_model(json.dumps(found[name]).encode())


def test_no_reviews_yet_is_a_refusal_of_usage(practice: Practice) -> None:
    with pytest.raises(UsageRefusal, match="no finished review"):
        export_client(Workspace(practice.root, TODAY), practice.home / "out", "acme")
