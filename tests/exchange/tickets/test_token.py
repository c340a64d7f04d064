"""Where the token of the receiver comes from."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest

from msptool.exchange.tickets.http import Sender
from msptool.exchange.tickets.token import push_token
from msptool.workspace.problems import Refusal

URL = "https://psa.example:8443/tickets?x=1"


class LockedError(Exception):
    """The keyring's own error."""


@pytest.fixture
def stored(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, str], str]:
    """A keyring that holds what the test puts into it."""
    entries: dict[tuple[str, str], str] = {}
    module, errors = ModuleType("keyring"), ModuleType("keyring.errors")

    def get_password(service: str, name: str) -> str | None:
        if name == "locked.example":
            raise LockedError("zq-secret")
        return entries.get((service, name))

    module.get_password = get_password  # type: ignore[attr-defined]
    errors.KeyringError = LockedError  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", module)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)
    return entries


def test_the_environment_comes_before_the_keyring(stored: dict[tuple[str, str], str]) -> None:
    stored["msptool-push", "psa.example"] = "stored"
    assert push_token(URL, {"MSPTOOL_PUSH_TOKEN": " given\n"}) == "given"
    assert push_token(URL, {"MSPTOOL_PUSH_TOKEN": " "}) == "stored"


def test_an_entry_of_the_keyring_is_for_one_host(stored: dict[tuple[str, str], str]) -> None:
    stored["msptool-push", "psa.example"] = "stored"
    with pytest.raises(Refusal, match=r"There is no token for elsewhere\.example"):
        push_token("https://elsewhere.example/", {})


def test_without_the_keyring_library_there_is_no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(Refusal, match=r"msptool\[keyring\]"):
        push_token(URL, {})


def test_a_locked_keyring_is_one_sentence(stored: dict[tuple[str, str], str]) -> None:
    with pytest.raises(Refusal, match=r"The keyring cannot be read \(LockedError\)") as refused:
        push_token("https://locked.example/", {})
    assert "zq-secret" not in str(refused.value)


@pytest.mark.parametrize("token", ["a b", "a\r\nX-Evil: 1", "ä", "x" * 9000])
def test_a_token_that_no_header_can_hold_is_refused_and_not_shown(
    stored: dict[tuple[str, str], str], token: str
) -> None:
    with pytest.raises(Refusal, match="holds what cannot be a token") as refused:
        push_token(URL, {"MSPTOOL_PUSH_TOKEN": token})
    assert token not in str(refused.value)


def test_a_sender_does_not_show_its_token() -> None:
    assert "zq-secret" not in repr(Sender(URL, "zq-secret", 5))
    assert repr(Sender(URL, "zq-secret", 5)) == "Sender(https://psa.example:8443/tickets?...)"
