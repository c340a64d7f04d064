"""The small web, and a workspace that cites its pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from msptool.lint import links_web
from tests.lint.small_web import Web, serving
from tests.small_practice import Practice
from tests.trees import GOOD, MFA, Build

OLD_PAGE = "https://learn.microsoft.com/entra/identity/authentication/"


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    """The web that takes the place of the internet."""
    with serving() as found:
        monkeypatch.setattr(links_web, "internet", found.network)
        yield found


@pytest.fixture
def cites(build: Build) -> Callable[..., Practice]:
    """A workspace whose standard about mailboxes cites these URLs, from line 7 on."""

    def _cites(*urls: str) -> Practice:
        return build(
            {**GOOD, MFA: GOOD[MFA].replace(f"  - url: {OLD_PAGE}\n", "".join(f"  - url: {url}\n" for url in urls))}
        )

    return _cites
