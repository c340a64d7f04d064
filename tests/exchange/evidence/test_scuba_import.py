"""`msptool evidence import` of ScubaGear and ScubaGoggles, and `msptool evidence show`."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date
from typing import Any

import pytest

from tests.exchange.evidence.files import HEADER, control, put, scuba, with_checks
from tests.small_practice import Practice

RECORD = "clients/acme/evidence/scubagear-2026-11-10.yaml"


@pytest.fixture
def ready(practice: Practice) -> Practice:
    """The small practice, whose standards name checks."""
    with_checks(practice)
    return practice


def take(
    practice: Practice, content: bytes | str, *more: str, name: str = "scuba.json", client: str = "acme", **how: Any
) -> Any:
    """Import a file for a client."""
    return practice.run("evidence", "import", str(put(practice, name, content)), "--client", client, *more, **how)


def test_a_result_becomes_a_record_and_proposals(ready: Practice) -> None:
    content = scuba(
        control("MS.AAD.1.1v1", "Fail", "0 policies<br/>found"),
        control("MS.OLD.6.1v1", "Pass"),
        control("MS.X.1v1", "Pass"),
    )
    done = take(ready, content, "--json")
    assert done.code == 0, done.err
    assert done.json["schema"] == "msptool/evidence-import/1"
    assert {each["standard"]: each["answer"] for each in done.json["proposals"]} == {
        "mailbox-login": "no",
        "mailbox-quota": "yes",
    }
    [first, _] = sorted(done.json["proposals"], key=lambda each: str(each["standard"]))
    assert first["evidence"]["file"] == "scuba.json"
    assert first["evidence"]["sha256"] == hashlib.sha256(content).hexdigest()
    assert (first["evidence"]["name"], first["evidence"]["version"]) == ("ScubaGear", "1.8.0")
    assert first["evidence"]["taken"] == "2026-11-10T17:15:48+00:00"
    assert first["checks"] == {"MS.AAD.1.1v1": "failed"}
    assert done.json["unnamed_checks"] == 1
    assert done.json["written"] == RECORD
    kept = ready.data(RECORD)
    assert set(kept["checks"]) == {"MS.AAD.1.1v1", "MS.OLD.6.1v1"}
    assert kept["checks"]["MS.AAD.1.1v1"]["details"] == "0 policies found"
    assert kept["subject"]["name"] == "acme.example"
    assert kept["file"]["place"] == "~/scuba.json"
    assert ready.run("lint").code == 0


@pytest.mark.parametrize(
    ("word", "result"),
    [
        ("Pass", "passed"), ("Fail", "failed"), ("Warning", "failed"), ("N/A", "by-hand"), ("No events found", "by-hand"),
        ("Omitted", "omitted"), ("Incorrect result", "disputed"), ("Error - Test results missing", "error"), ("Error", "error"),
        ("Something of a later version", "by-hand"),
    ],
)  # fmt: skip
def test_every_word_of_the_tools_has_a_meaning(ready: Practice, word: str, result: str) -> None:
    assert take(ready, scuba(control("MS.AAD.1.1v1", word))).code == 0
    assert ready.data(RECORD)["checks"]["MS.AAD.1.1v1"]["result"] == result


def test_of_two_results_of_one_policy_the_failure_counts(ready: Practice) -> None:
    take(
        ready,
        scuba(
            control("MS.AAD.1.1v1", "Pass"),
            control("MS.AAD.1.1v1", "Fail", "In one group."),
            control("MS.AAD.1.1v1", "Pass"),
        ),
    )
    assert ready.data(RECORD)["checks"]["MS.AAD.1.1v1"] == {"result": "failed", "details": "In one group."}


def test_a_csv_needs_the_day_and_finds_its_tool_by_the_policies(ready: Practice) -> None:
    ready.standard("mailbox-login", category="email", decided_by={"scubagoggles": ["GWS.GMAIL.2.1v1"]})
    rows = '\ufeffResult,Details,Criticality,Requirement,Control ID,OmittedEvaluationResult\nFail,"a, b",Shall,x,GWS.GMAIL.2.1v1,N/A\n'
    refused = take(ready, rows, name="ScubaResults.csv")
    assert refused.code == 3
    assert "does not say when the tool looked: add --taken" in refused.err
    done = take(ready, rows, "--taken", "2026-11-12", "--version", "1.0.0", "--json", name="ScubaResults.csv")
    assert [(each["standard"], each["answer"]) for each in done.json["proposals"]] == [("mailbox-login", "no")]
    assert done.json["written"] == "clients/acme/evidence/scubagoggles-2026-11-12.yaml"


def test_the_same_file_again_is_the_same_record(ready: Practice) -> None:
    content = scuba(control("MS.AAD.1.1v1", "Fail"))
    take(ready, content)
    before = ready.files()
    again = take(ready, content)
    assert again.code == 0
    assert f"Wrote {RECORD} again." in again.err
    assert ready.files() == before
    other = take(ready, scuba(control("MS.AAD.1.1v1", "Pass")), "--json")
    assert other.json["written"] == RECORD.replace("10.yaml", "10-2.yaml")


def test_a_check_that_is_named_later_comes_in_with_the_file_once_more(ready: Practice) -> None:
    content = scuba(control("MS.AAD.1.1v1", "Fail"), control("MS.LATER.1v1", "Pass"))
    take(ready, content)
    ready.standard("firewall-label", decided_by={"scubagear": ["MS.LATER.1v1"]})
    assert {each["standard"] for each in take(ready, content, "--json").json["proposals"]} == {
        "mailbox-login",
        "firewall-label",
    }
    assert set(ready.data(RECORD)["checks"]) == {"MS.AAD.1.1v1", "MS.LATER.1v1"}


def test_a_dry_run_writes_nothing(ready: Practice) -> None:
    before = ready.files()
    done = take(ready, scuba(control("MS.AAD.1.1v1", "Fail")), "--dry-run", "--keep", "--json")
    assert (done.json["written"], len(done.json["proposals"])) == (None, 1)
    assert ready.files() == before
    assert not (ready.root / ".msptool" / "evidence").exists()


def test_stale_evidence_is_refused(ready: Practice) -> None:
    content = scuba(control("MS.AAD.1.1v1", "Fail"))
    assert take(ready, content, today=date(2026, 12, 10)).code == 0
    late = take(ready, content, today=date(2026, 12, 11))
    assert late.code == 3
    assert "is stale: it is of 2026-11-10, 31 days ago, and evidence counts for 30." in late.err
    early = take(ready, content, today=date(2026, 11, 9))
    assert "is of 2026-11-10, which is in the future" in early.err
    # Where the day is not the file's own, the command line is wrong.
    for day, said in (("2099-01-01", "is in the future"), ("2001-01-01", "is stale")):
        wrong = take(ready, HEADER + "MS.AAD.1.1v1,a,Fail,b,c,d\n", "--taken", day, name="x.csv")
        assert (wrong.code, said in wrong.err) == (2, True)


def test_another_clients_tenant_is_refused(ready: Practice) -> None:
    ready.client("nova", name="Nova Cafe")
    content = scuba(control("MS.AAD.1.1v1", "Fail"))
    take(ready, content)
    wrong = take(ready, content, client="nova")
    assert wrong.code == 3
    assert f"which is Acme Explosives (acme). If that import was a mistake, delete {RECORD}." in wrong.err
    moved = scuba(control("MS.AAD.1.1v1", "Fail"), tenant="2-other")
    assert "is it the right client? --other-tenant" in take(ready, moved).err
    assert take(ready, moved, "--other-tenant").code == 0


def test_a_tenant_that_the_clients_file_names_is_known_from_the_first_import_on(ready: Practice) -> None:
    ready.client("nova", name="Nova Cafe", external={"scubagear": "9-nova"})
    wrong = take(ready, scuba(control("MS.AAD.1.1v1", "Fail"), tenant="9-nova"))
    assert "which is Nova Cafe (nova)" in wrong.err


def test_a_kept_file_stays_outside_git_and_is_found_again(ready: Practice) -> None:
    content = scuba(control("MS.AAD.1.1v1", "Fail"))
    take(ready, content, "--keep")
    place = ready.data(RECORD)["file"]["place"]
    assert (ready.root / place).read_bytes() == content
    assert ".msptool" not in ready.git("status", "--porcelain", "--untracked-files=all")
    shown = ready.run("evidence", "show", "acme", "--json").json
    assert shown["records"][0]["file_state"] == "unchanged"
    (ready.root / place).write_bytes(b"{}")
    assert ready.run("evidence", "show", "acme", "--json").json["records"][0]["file_state"] == "changed"
    (ready.root / place).unlink()
    assert " not here" in ready.run("evidence", "show", "acme", env={"COLUMNS": "200"}).out


def test_one_record_shows_every_check_and_what_it_decides(ready: Practice) -> None:
    take(ready, scuba(control("MS.AAD.1.1v1", "Fail", "\x1b[31mred [bold]x[/]")))
    done = ready.run("evidence", "show", "acme", "scubagear-2026-11-10", env={"COLUMNS": "200"})
    assert "MS.AAD.1.1v1  failed  mailbox-login" in done.out
    assert "\x1b" not in done.out
    assert "[bold]x[/]" in done.out
    assert (
        ready.run("evidence", "show", "acme", "scubagear-2026-11-10", "--json").json["checks"]["MS.AAD.1.1v1"]["result"]
        == "failed"
    )
    unknown = ready.run("evidence", "show", "acme", "scubagear-2026-11-1")
    assert (unknown.code, "Did you mean 'scubagear-2026-11-10'?" in unknown.err) == (2, True)


def test_what_contradicts_the_last_answer_is_said(ready: Practice) -> None:
    ready.review("acme", "mailbox-login,yes,\n", today=date(2026, 11, 2))
    done = take(ready, scuba(control("MS.AAD.1.1v1", "Fail")), env={"COLUMNS": "200"})
    assert "yes on 2026-11-02 (differs)" in done.out


BAD = {
    "cut off": (scuba(control("MS.AAD.1.1v1", "Fail"))[:-40], "the file is cut off here"),
    "empty": (b"", "scuba.json is empty. Export it again."),
    "deep": (b"[" * 200_000, "nests deeper than 64 levels"),
    "no number": (b'{"MetaData": NaN}', "NaN is no number of JSON"),
    "twice": (b'{"a": 1, "a": 2}', "the key 'a' stands twice in one object"),
    "huge number": (b"[" + b"9" * 5000 + b"]", "a number of 5000 digits stands here"),
    "not text": (b"\x80\x81\xff\x00", "is no text in UTF-8 or UTF-16"),
    "something else": (b'{"hello": [1]}', "is no result of ScubaGear or ScubaGoggles: add --tool NAME"),
    "no results": (json.dumps({"MetaData": {"Tool": "ScubaGear"}}).encode(), "has no 'Results'"),
    "no policies": (json.dumps({"MetaData": {"Tool": "ScubaGear"}, "Results": {"AAD": [{"Controls": [7]}]}}).encode(), "without 'Control ID'"),
    "no time": (scuba(control("MS.AAD.1.1v1", "Fail"), taken="yesterday"), "its 'TimestampZulu' is 'yesterday'"),
}  # fmt: skip


@pytest.mark.parametrize("name", list(BAD))
def test_a_bad_file_is_one_sentence_and_writes_nothing(ready: Practice, name: str) -> None:
    content, sentence = BAD[name]
    before = ready.files()
    done = take(ready, content)
    assert done.code == 3
    assert sentence in done.err
    assert done.err.count("\n") == 1
    assert ready.files() == before


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (HEADER, "has no policy of Microsoft 365"), (HEADER + "X.1,a,Pass,b,c,d\n", "has no policy of Microsoft 365"),
        ("a,b\n1,2\n", "is no result of ScubaGear or ScubaGoggles"), (b"PK\x03\x04", "is a spreadsheet: save it as CSV"), ("", "is empty"),
    ],
)  # fmt: skip
def test_a_csv_that_is_none_of_theirs_is_refused(ready: Practice, content: bytes | str, sentence: str) -> None:
    done = take(ready, content, "--taken", "2026-11-12", name="x.csv")
    assert (done.code, sentence in done.err) == (3, True)


def test_html_in_a_detail_is_no_html_in_the_record(ready: Practice) -> None:
    nasty = "<script>alert(1)</script><img src=x onerror=alert(2)>Two <b>users</b> &lt;b&gt;"
    take(ready, scuba(control("MS.AAD.1.1v1", "Fail", nasty)))
    details = ready.data(RECORD)["checks"]["MS.AAD.1.1v1"]["details"]
    assert "script" not in details and "onerror" not in details
    assert "Two users" in details


def test_an_unknown_client_or_person_is_named(ready: Practice) -> None:
    content = scuba(control("MS.AAD.1.1v1", "Fail"))
    assert "Did you mean 'acme'?" in take(ready, content, client="acmee").err
    assert take(ready, content, "--by", "nobody").code == 2
    assert take(ready, content, "--by", "bob").code == 0
    assert ready.data(RECORD)["by"] == "bob"


def test_late_in_the_practices_evening_it_is_not_tomorrow(ready: Practice) -> None:
    ready.write("msptool.yaml", "practice: {name: x}\nschedule: {timezone: America/Chicago}\n")
    content = scuba(control("MS.AAD.1.1v1", "Fail"), taken="2026-11-17T01:00:00Z")
    assert take(ready, content, "--json").json["written"] == "clients/acme/evidence/scubagear-2026-11-16.yaml"
    assert ready.run("lint").code == 0


def test_a_kept_file_can_be_imported_from_where_it_is_kept(ready: Practice) -> None:
    take(ready, scuba(control("MS.AAD.1.1v1", "Fail")), "--keep")
    place = ready.root / ready.data(RECORD)["file"]["place"]
    assert ready.run("evidence", "import", str(place), "--client", "acme", "--keep").code == 0
    assert place.stat().st_size > 0


def test_a_broken_record_of_another_client_is_no_reason_to_refuse(ready: Practice) -> None:
    ready.client("nova", name="Nova Cafe")
    ready.write("clients/nova/evidence/x.yaml", "broken: yes\n")
    assert take(ready, scuba(control("MS.AAD.1.1v1", "Fail"))).code == 0


@pytest.mark.parametrize("place", ["/dev/zero", "//server/share/file", "..", ""])
def test_no_other_file_than_the_tools_is_read(ready: Practice, place: str) -> None:
    take(ready, scuba(control("MS.AAD.1.1v1", "Fail")))
    ready.write(RECORD, re.sub("place: .*", f"place: '{place}'", ready.read(RECORD)))
    assert ready.run("evidence", "show", "acme", "--json").json["records"][0]["file_state"] == "not here"


def test_what_a_tool_finds_out_later_is_not_known_today(ready: Practice) -> None:
    take(ready, scuba(control("MS.AAD.1.1v1", "Fail")))
    assert ready.run("evidence", "show", "acme", "--json", today=date(2026, 11, 2)).json["proposals"] == []


def test_a_file_with_two_marks_of_its_encoding_is_read(ready: Practice) -> None:
    content = scuba(control("MS.AAD.1.1v1", "Fail")).decode("utf-8-sig")
    assert take(ready, ("\ufeff" + content).encode("utf-16")).code == 0
