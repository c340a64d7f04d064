"""Texts of strangers: Markdown, and nothing that a browser would run."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msptool.exchange.history.fields import LONGEST_TEXT, RecordFault
from msptool.exchange.history.texts import line, paragraphs

RUNS = re.compile(
    r"<\s*/?(?:script|style|iframe|svg|object)\b|<[a-z][^<>]*[\s/\"']on[a-z]+\s*=|\]\(\s*javascript:", re.IGNORECASE
)
PIECES = (
    "<", ">", "</", "script", "<script>", "</script>", "svg", " onload=", "alert(1)", "&lt;", "&gt;", "&#60;", "<!--", "-->", "<p>", "<b>",
    "[x](javascript:", ")", "<a href='javascript:y'>", "</a>", "\n", " ", '"', "<img src=x onerror=", "<x onclick=y>", "&amp;lt;", "\x00", "\u202e",
)  # fmt: skip


def test_html_becomes_markdown() -> None:
    text = "<p>It is <b>old</b>.</p><ul><li>One</li><li>Two</li></ul><p><a href='https://example.com'>Page</a></p>"
    assert paragraphs(text) == "It is **old**.\n\n- One\n- Two\n\n[Page](https://example.com)"
    assert line("<p>Is it <b>on</b>&nbsp;now?</p>") == "Is it on now?"


@pytest.mark.parametrize("text", ["Plain: a - b, x < 5 and <tenant>", "One\n\nTwo"])
def test_a_text_without_html_stays_as_it_is(text: str) -> None:
    assert paragraphs(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "a<script>alert(1)</script>b", "<p onclick='x()'>a</p>b", "a<svg onload=alert(1)>b", "a<img src=x onerror=alert(1)>b",
        "a&lt;script&gt;alert(1)&lt;/script&gt;b", "a<x onmouseover=y>b</x>", "<scr<script>ipt>alert(1)</script>",
        "a[x](javascript:alert(1))b", "a<iframe src='https://example.com'></iframe>b", "a&lt;b onclick=x&gt;b",
    ],
)  # fmt: skip
def test_nothing_that_runs_survives(text: str) -> None:
    for found in (paragraphs(text), line(text)):
        assert not RUNS.search(found), found


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=14).map("".join))
def test_no_mixture_of_pieces_runs(text: str) -> None:
    for found in (paragraphs(text), line(text)):
        assert not RUNS.search(found), found
        assert not re.search("[\x00-\x08\x0b-\x1f\u202e\ud800-\udfff]", found)


@pytest.mark.parametrize(
    "piece",
    [
        "<!--",
        "<b>",
        "<",
        "&lt;",
        "<li>",
        "<LI x>",
        "<lI>",
        "<ul><li>",
        "<table><tr><td>",
        "<div>",
        "<script>",
        "</p>",
        "<a ",
        "<p><",
        "](javascript:",
        "<svg on",
    ],
)
def test_a_hostile_text_does_not_take_long(piece: str) -> None:
    text = piece * (LONGEST_TEXT // len(piece))
    started = time.monotonic()
    try:
        paragraphs(text)
        line(text)
    except RecordFault as fault:
        assert "nests" in fault.reason
    assert time.monotonic() - started < 10
