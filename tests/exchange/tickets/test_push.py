"""`msptool review push`: one POST a ticket, tried again where that helps, and never sent twice."""

from __future__ import annotations

import json
import os
import subprocess
import threading
import time
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest

from msptool.exchange.tickets import pushing
from tests.exchange.tickets.conftest import visit
from tests.exchange.tickets.receiver import Receiver, breaks_off, drips, drops, says, taken
from tests.small_practice import TODAY, Done, Practice, environment

TOKEN = "zq-token-5501"


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long a push in this process would have waited."""
    found: list[float] = []
    monkeypatch.setattr(time, "sleep", found.append)
    return found


def push(practice: Practice, receiver: Receiver, *options: str, token: str = TOKEN) -> Done:
    """Push acme's tickets; the token is nowhere in what is said."""
    done = practice.run(
        "review", "push", "acme", "--url", receiver.url, *options, env={"MSPTOOL_PUSH_TOKEN": token} if token else None
    )
    assert TOKEN not in done.out + done.err
    return done


def states(done: Done) -> list[str]:
    """What became of each ticket, with --json."""
    return [each["state"] for each in done.json["tickets"]]


def test_every_ticket_is_one_post_with_its_key_and_the_token(visited: Practice, receiver: Receiver) -> None:
    receiver.replies = [taken("T-1"), taken(2), says(204), says(200, b"no json"), taken({"x": 1}), taken("T-6")]
    done = push(visited, receiver, "--json")
    assert done.code == 0, done.err
    assert [each["id"] for each in done.json["tickets"]] == ["T-1", "2", None, None, None, "T-6"]
    assert done.json["counts"] == {"new": 0, "sent": 6, "known": 0, "refused": 0, "failed": 0, "not-tried": 0}
    assert len(receiver.seen) == 6
    for each in receiver.seen:
        assert each.path == "/tickets"
        assert each.headers["Authorization"] == f"Bearer {TOKEN}"
        assert each.headers["Idempotency-Key"] == each.body["key"]
        assert each.headers["Content-Type"] == "application/json; charset=utf-8"
    assert receiver.seen[2].body["title"] == "Firewall backup"
    assert receiver.seen[2].body["text"] == "No copy since May."
    assert receiver.seen[2].body["review"] == {"id": "2026-10-05", "on": "2026-10-05", "by": "Jim Tam"}


def test_a_second_push_sends_what_is_new_and_says_what_was_taken(visited: Practice, receiver: Receiver) -> None:
    assert push(visited, receiver).code == 0
    assert states(push(visited, receiver, "--json")) == ["known"] * 6
    assert len(receiver.seen) == 6
    path = "reviews/acme/2026-10-05.yaml"
    visited.write(path, visited.read(path).replace("- VPN drops at night", "- VPN drops at night\n  - Lamp is out"))
    done = push(visited, receiver)
    assert "1 ticket of 7 sent to http://127.0.0.1" in done.out
    assert receiver.seen[-1].body["title"] == "Lamp is out"
    assert len(receiver.seen) == 7


def test_the_same_receiver_under_another_secret_has_taken_them_already(visited: Practice, receiver: Receiver) -> None:
    assert push(visited, receiver).code == 0
    receiver.url += "?code=zq-secret"
    done = push(visited, receiver)
    assert (done.code, len(receiver.seen)) == (0, 6)
    assert "zq-secret" not in done.out + done.err
    kept = list((visited.root / ".msptool" / "tickets").iterdir())
    assert kept
    assert not [each for each in kept if "zq-secret" in each.name + each.read_text()]


def test_another_receiver_has_taken_nothing_yet(visited: Practice, receiver: Receiver) -> None:
    assert push(visited, receiver).code == 0
    receiver.url = receiver.url.replace("/tickets", "/other")
    assert push(visited, receiver).code == 0
    assert (len(receiver.seen), receiver.seen[-1].path) == (12, "/other")


def test_too_many_requests_waits_as_long_as_it_is_told(
    visited: Practice, receiver: Receiver, waits: list[float]
) -> None:
    later = formatdate(time.time() + 50, usegmt=True)
    receiver.replies = [says(429, Retry_After="7"), says(429, Retry_After=later), says(503), taken()]
    done = push(visited, receiver, "--json")
    assert done.code == 0
    assert done.json["tickets"][0]["tries"] == 4
    assert receiver.keys[:4] == [receiver.keys[0]] * 4
    assert waits[0] == 7
    assert 5 < waits[1] <= 50
    assert waits[2] == 4
    assert len(waits) == 3


def test_a_wait_that_is_too_long_ends_the_push(visited: Practice, receiver: Receiver, waits: list[float]) -> None:
    receiver.replies = [says(429, Retry_After="3600")]
    done = push(visited, receiver, "--json")
    assert (done.code, states(done)) == (1, ["failed", *["not-tried"] * 5])
    assert done.json["tickets"][0]["why"] == "The receiver asks to wait 3600 seconds."
    assert (len(receiver.seen), waits) == (1, [])


def test_a_receiver_that_stays_broken_ends_the_push_and_a_later_one_goes_on(
    visited: Practice, receiver: Receiver, waits: list[float]
) -> None:
    receiver.replies = [taken("T-1"), *[says(500, b"down")] * 5]
    done = push(visited, receiver, "--json")
    assert (done.code, states(done)) == (1, ["sent", "failed", *["not-tried"] * 4])
    assert waits == [1, 2, 4, 8]
    assert done.json["tickets"][1]["why"] == "The receiver answered 500, which passes. Tried 5 times."
    assert states(push(visited, receiver, "--json")) == ["known", *["sent"] * 5]


@pytest.mark.parametrize("trouble", [drops, breaks_off], ids=lambda each: each.__name__)
def test_a_broken_connection_is_tried_again_under_the_same_key(
    visited: Practice, receiver: Receiver, trouble: Any
) -> None:
    receiver.replies = [trouble, trouble, taken("T-1")]
    done = push(visited, receiver, "--json")
    assert done.code == 0
    assert (done.json["tickets"][0]["tries"], done.json["tickets"][0]["id"]) == (3, "T-1")
    assert len(set(receiver.keys[:3])) == 1


def test_a_receiver_that_is_not_there(visited: Practice, receiver: Receiver) -> None:
    visited.write("msptool.yaml", "tickets: {push: {attempts: 2, url: 'http://127.0.0.1:9/'}}\n")
    done = visited.run("review", "push", "acme", "--without-token")
    assert done.code == 1
    assert "Connection refused. Tried 2 times." in " ".join(done.out.split())


def test_a_refused_ticket_is_said_and_the_others_are_sent(visited: Practice, receiver: Receiver) -> None:
    receiver.replies = [says(400, b"summary \x1b[31mtoo\nlong" + b"x" * 5000), taken(), says(422), taken()]
    done = push(visited, receiver, "--json")
    assert (done.code, states(done)) == (1, ["refused", "sent", "refused", "sent", "sent", "sent"])
    first, _, third, *_ = done.json["tickets"]
    assert first["why"].startswith("The receiver answered 400: summary [31mtoo longxxx")
    assert len(first["why"]) < 250
    assert (first["status"], first["tries"]) == (400, 1)
    assert third["why"] == "The receiver answered 422."
    assert states(push(visited, receiver, "--json")) == ["sent", "known", "sent", "known", "known", "known"]


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_wrong_token_or_address_is_tried_once(visited: Practice, receiver: Receiver, status: int) -> None:
    receiver.replies = [says(status)]
    done = push(visited, receiver, "--json")
    assert (done.code, states(done)) == (1, ["refused", *["not-tried"] * 5])
    assert len(receiver.seen) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(visited: Practice, receiver: Receiver, status: int) -> None:
    receiver.replies = [says(status, Location=receiver.url.replace("/tickets", "/stolen"))]
    done = push(visited, receiver, "--json")
    assert (done.code, states(done)[0]) == (1, "refused")
    assert f"answered {status}, a redirect, which is not followed" in done.json["tickets"][0]["why"]
    assert [each.path for each in receiver.seen] == ["/tickets"]


def test_a_slow_receiver_is_given_up(visited: Practice, receiver: Receiver) -> None:
    visited.write("msptool.yaml", "tickets: {push: {timeout: 1, attempts: 1}}\n")
    receiver.replies = [drips]
    done = push(visited, receiver, "--json")
    assert states(done)[0] == "failed"
    assert done.json["tickets"][0]["why"] == "The receiver could not be reached: it took too long. Tried 1 times."


def test_of_a_huge_answer_only_the_start_is_read(visited: Practice, receiver: Receiver) -> None:
    receiver.replies = [says(201, b'{"id": "T-1", "x": "' + b"y" * 20_000_000 + b'"}')]
    done = push(visited, receiver, "--json")
    assert (done.code, done.json["tickets"][0]["state"], done.json["tickets"][0]["id"]) == (0, "sent", None)


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"id": ' + b"9" * 5000 + b"}",
        b'{"id": "a\\u001b[31m"}',
        b'{"id": true}',
        b'{"id": ""}',
        b"\xff\xfe",
        b"[1]",
    ],
)
def test_an_id_that_cannot_be_kept_is_none(visited: Practice, receiver: Receiver, body: bytes) -> None:
    receiver.replies = [says(200, body)]
    done = push(visited, receiver, "--json")
    assert (done.code, done.json["tickets"][0]["state"], done.json["tickets"][0]["id"]) == (0, "sent", None)


def test_a_dry_run_sends_nothing_and_needs_no_token_and_no_receiver(visited: Practice, receiver: Receiver) -> None:
    done = visited.run("review", "push", "acme", "--dry-run", "--json")
    assert (done.code, done.json["url"], done.json["counts"]["new"]) == (0, None, 6)
    assert push(visited, receiver).code == 0
    done = push(visited, receiver, "--dry-run", "--json", token="")
    assert states(done) == ["known"] * 6
    assert len(receiver.seen) == 6
    assert [each["body"] for each in done.json["tickets"]] == [each.body for each in receiver.seen]
    assert "0 tickets of 6 would be sent" in push(visited, receiver, "--dry-run").out


def test_killed_in_the_middle_it_goes_on_where_it_was(visited: Practice, receiver: Receiver) -> None:
    arrived, over = threading.Event(), threading.Event()

    def hangs(handler: Any) -> None:
        arrived.set()
        over.wait(60)
        drops(handler)

    receiver.replies = [taken("T-1"), taken("T-2"), hangs]
    command = visited.command("review", "push", "acme", "--url", receiver.url, "--without-token")
    process = subprocess.Popen(command, env={**os.environ, **environment(visited.home, TODAY)}, cwd=visited.home)
    assert arrived.wait(60)
    process.kill()
    process.wait()
    over.set()
    done = push(visited, receiver, "--json")
    assert states(done) == ["known", "known", *["sent"] * 4]
    assert [each["id"] for each in done.json["tickets"]][:2] == ["T-1", "T-2"]
    # The one in flight was sent again, under the key that it had.
    assert receiver.keys[2] == receiver.keys[3]
    assert len(receiver.keys) == 7


def test_a_torn_memory_costs_one_repeat_and_no_fault(visited: Practice, receiver: Receiver) -> None:
    assert push(visited, receiver).code == 0
    [memory] = (visited.root / ".msptool" / "tickets").glob("*.jsonl")
    content = memory.read_bytes()
    memory.write_bytes(content[:-30] + b'\n[1]\n{"key": 5}\nnull\n' + b"[" * 100_000)
    assert states(push(visited, receiver, "--json")) == ["known"] * 5 + ["sent"]
    assert states(push(visited, receiver, "--json")) == ["known"] * 6


def test_two_pushes_at_once_are_one(visited: Practice, receiver: Receiver) -> None:
    answers: list[Done] = []

    def pushes_too(handler: Any) -> None:
        answers.append(visited.program("review", "push", "acme", "--url", receiver.url, "--without-token"))
        handler.answer(201, b'{"id": "T-1"}')

    receiver.replies = [pushes_too]
    assert push(visited, receiver).code == 0
    assert (answers[0].code, answers[0].err) == (
        3, "msptool: Another push of acme is under way: wait until it ends.\n",
    )  # fmt: skip
    assert len(receiver.seen) == 6


def test_an_open_review_is_finished_first(visited: Practice, receiver: Receiver) -> None:
    visit(visited, status="open", finished=None)
    done = push(visited, receiver)
    assert (done.code, done.err) == (3, (
        "msptool: The review 2026-10-05 of Acme Explosives is open: end it with 'msptool review finish acme'.\n"
    ))  # fmt: skip


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "Name the receiver: --url URL"),
        ("http://psa.example/x", "push them to https://psa.example"),
        ("http://127.0.0.1.psa.example/", "push them to https://"),
        ("http://localhost.example/", "push them to https://"),
        ("http://2130706433/", "push them to https://"),
        ("https://me:pass@psa.example/", "Leave the user name and the password out"),
        ("file:///etc/passwd", "Name the receiver by a web address"),
        ("https://", "Name the receiver by a web address"),
        ("https://psa.example:0/", "Name the receiver by a web address"),
        ("https://psa.example:x/", "Name the receiver by a web address"),
        ("https://psa.example/a b", "Write the address in ASCII"),
        ("https://psa.example/ä", "Write the address in ASCII"),
        ("https://psa.example/\r\nX: y", "Write the address in ASCII"),
    ],
)
def test_an_address_that_is_not_safe_is_refused(visited: Practice, url: str, said: str) -> None:
    done = visited.run("review", "push", "acme", "--url", url, env={"MSPTOOL_PUSH_TOKEN": TOKEN})
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert "pass@" not in done.err


def test_the_address_of_the_settings(visited: Practice, receiver: Receiver) -> None:
    visited.write("msptool.yaml", f"tickets: {{push: {{url: '{receiver.url}'}}}}\n")
    done = visited.run("review", "push", "acme", "2026-10-05", env={"MSPTOOL_PUSH_TOKEN": TOKEN})
    assert (done.code, len(receiver.seen)) == (0, 6)


def test_without_a_token_it_says_where_one_belongs(
    visited: Practice, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("msptool.exchange.tickets.token._from_keyring", lambda host: "")
    done = push(visited, receiver, token="")
    assert done.code == 3
    assert "set MSPTOOL_PUSH_TOKEN, or store it with 'keyring set msptool-push 127.0.0.1'" in done.err
    assert receiver.seen == []
    assert push(visited, receiver, "--without-token", token="").code == 0
    assert "Authorization" not in receiver.seen[0].headers


def test_a_full_disk_ends_the_push_at_once(
    visited: Practice, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("msptool.exchange.tickets.memory.os.fsync", full)
    done = push(visited, receiver)
    assert done.code == 3
    assert "cannot be written (No space left on device): the push ends" in done.err
    assert len(receiver.seen) == 1


def test_a_review_without_tickets_sends_nothing_and_needs_no_token(visited: Practice, receiver: Receiver) -> None:
    done = push(visited, receiver, "--area", "design-desk", token="")
    assert (done.code, done.err) == (0, "The review 2026-10-05 hands nothing over, so there is no ticket to send.\n")
    assert receiver.seen == []


def test_waits_grow_and_have_an_end() -> None:
    assert pushing.FIRST_WAIT * 2**9 > pushing.LONGEST_WAIT >= 30


def test_a_link_in_the_state_folder_is_refused(visited: Practice, receiver: Receiver, tmp_path: Path) -> None:
    (visited.root / ".msptool").mkdir(exist_ok=True)
    (visited.root / ".msptool" / "tickets").symlink_to(tmp_path)
    done = push(visited, receiver)
    assert done.code == 3
    assert "is a symbolic link" in done.err
    assert receiver.seen == []


def test_what_is_printed_is_for_people(visited: Practice, receiver: Receiver) -> None:
    receiver.replies = [taken("T-1"), says(400, b"no board")]
    done = push(visited, receiver)
    assert "sent     T-1  vCIO" in done.out
    assert "The receiver answered 400: no board" in done.out
    assert f"5 tickets of 6 sent to {receiver.url}." in done.out
    assert json.loads(push(visited, receiver, "--json").out)["schema"] == "msptool/review-push/1"
