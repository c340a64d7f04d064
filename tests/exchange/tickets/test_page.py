"""docs/tickets.md: its schema is the one of what is sent, its example fits it, and its receiver works."""

from __future__ import annotations

import json
import re
import threading
from http.server import HTTPServer
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from msptool.exchange.tickets.pushed import pushed_schema
from tests.exchange.tickets.receiver import Receiver
from tests.small_practice import Practice

PAGE = Path(__file__).resolve().parents[3] / "docs" / "tickets.md"


def blocks(language: str) -> list[str]:
    """The code of a language on the page."""
    return re.findall(rf"```{language}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


def test_the_schema_on_the_page_is_the_one_of_what_is_sent() -> None:
    assert json.loads(blocks("json")[1]) == pushed_schema()


def test_the_example_on_the_page_fits_the_schema() -> None:
    Draft202012Validator.check_schema(pushed_schema())
    Draft202012Validator(pushed_schema()).validate(json.loads(blocks("json")[0]))


@pytest.mark.parametrize("profile", ["generic", "connectwise", "autotask", "halopsa", "syncro"])
def test_what_is_sent_fits_the_schema(visited: Practice, receiver: Receiver, profile: str) -> None:
    options = (
        "--url",
        receiver.url,
        "--without-token",
        "--profile",
        profile,
        "--area",
        "committee",
        "--area",
        "service-desk",
    )
    assert visited.run("review", "push", "acme", *options).code == 0
    assert len(receiver.seen) == 4
    for each in receiver.seen:
        Draft202012Validator(pushed_schema()).validate(each.body)
        assert each.body["psa"]["profile"] == profile


def test_the_settings_on_the_page_are_valid(visited: Practice) -> None:
    visited.write("msptool.yaml", blocks("yaml")[0])
    done = visited.run("review", "push", "acme", "--dry-run", "--json")
    assert done.code == 0, done.err
    assert done.json["url"] == "https://tickets.northgate.example/msptool"


def test_the_receiver_on_the_page_takes_each_ticket_once(visited: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECEIVER_TOKEN", "zq-token")
    made: dict[str, Any] = {"__name__": "receiver"}
    exec(blocks("python")[0], made)
    made["Receiver"].log_message = lambda *arguments: None
    server = HTTPServer(("127.0.0.1", 0), made["Receiver"])
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        command = ("review", "push", "acme", "--url", f"http://127.0.0.1:{server.server_address[1]}/", "--json")
        assert visited.run(*command, env={"MSPTOOL_PUSH_TOKEN": "wrong"}).code == 1
        done = visited.run(*command, env={"MSPTOOL_PUSH_TOKEN": "zq-token"})
        assert [each["id"] for each in done.json["tickets"]] == [f"T-{number}" for number in range(1, 7)]
        for memory in (visited.root / ".msptool" / "tickets").glob("*.jsonl"):
            memory.unlink()
        again = visited.run(*command, env={"MSPTOOL_PUSH_TOKEN": "zq-token"})
        assert [each["id"] for each in again.json["tickets"]] == [each["id"] for each in done.json["tickets"]]
        assert len(made["TICKETS"]) == 6
    finally:
        server.shutdown()
        server.server_close()
