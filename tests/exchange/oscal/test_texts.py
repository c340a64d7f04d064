"""Whatever a library's texts hold, its OSCAL catalog is valid and shows exactly their words."""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from msptool.exchange.oscal.catalog import catalog
from msptool.exchange.oscal.document import Edition, rendered
from msptool.exchange.oscal.text import address, block, line, stable_uuid, steps, token, word
from msptool.markdown import visible
from msptool.standards.library import Library
from msptool.standards.model import (
    AppliesTo,
    Category,
    ControlReference,
    PageReference,
    Remedy,
    Retirement,
    Standard,
)
from msptool.workspace.settings import Practice, Settings
from tests.exchange.oscal.checks import check_rules, controls, schema_errors, trestle_catalog

PIECES = [
    "word", "*bold*", "_under_", "__init__", "`code`", "``", "<b>", "<!--", "&amp;", "&", "#", "# head", "- item", "+", "1.",
    "12) x", ">", "> quote", "---", "===", "[text](#url)", "![x](y)", "[ref]: x", "{{ insert: param, x }}", "{{", "^up^", "~down~",
    "~~~", "\\", "\\*", "|a|b|", "$x$", "\n", "\n\n", "\r\n", "\t", "    ", "\x00", "\x07", "\x1b[31m", "\x1c", "\x85", "\u2028", "\ufeff",
    "\u202e", "größer", "漢字", "\U0001f600", "\u00a0", "https://a.example/", '"quoted"', "!", "x" * 50,
]  # fmt: skip
TEXT = st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map(" ".join) | st.text(min_size=1, max_size=30)
SLUG = st.sampled_from(["a", "b", "1", "2fa", "a-b", "x-1", "a-smt", "0-0"]) | st.from_regex(
    r"[a-z0-9]{1,4}(-[a-z0-9]{1,4}){0,2}", fullmatch=True
)
DAY = st.dates(date(1950, 1, 1), date(2900, 1, 1))
URL = TEXT.map(lambda text: "https://a.example/" + "".join(text.split())[:400])
REFERENCE = st.one_of(
    st.builds(ControlReference, framework=st.sampled_from(["nist-csf-2.0", "iso-27001-2022", "none-1"]), id=TEXT),
    st.builds(PageReference, url=URL, title=TEXT | st.just(""), publisher=TEXT | st.just("")),
)


def many(each: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[Any]:
    """Up to `most` of them, as the models keep them."""
    return st.lists(each, max_size=most).map(tuple)


STANDARD = st.builds(
    Standard,
    id=SLUG, category=SLUG, name=TEXT, question=TEXT, why=TEXT | st.just(""), how=many(TEXT),
    vendors=st.dictionaries(TEXT | st.just(""), many(TEXT), max_size=3), tags=many(SLUG),
    applies_to=st.builds(AppliesTo, technologies=many(SLUG), tags=many(SLUG)),
    status=st.sampled_from(["active", "active", "retired", "draft"]), reviewed=st.none() | DAY, references=many(REFERENCE),
    remedy=st.none() | st.builds(Remedy, summary=TEXT, area=st.just("tam"), hours=st.floats(0, 2000)),
    retirement=st.none() | st.builds(Retirement, on=DAY, reason=TEXT, replaced_by=many(SLUG)), formerly=many(SLUG, 2),
)  # fmt: skip
CATEGORY = st.builds(
    Category, id=SLUG, name=TEXT, section=TEXT | st.sampled_from(["", "Network", "network", "N e t"]), description=TEXT,
    owner=st.none() | st.just("vcio"),
)  # fmt: skip
LIBRARY = st.builds(
    lambda standards, categories: Library(
        {each.id: each for each in standards}, {each.id: each for each in categories}
    ),
    st.lists(STANDARD, max_size=6),
    st.lists(CATEGORY, max_size=4),
)
SETTINGS = st.builds(
    lambda name, email, site: Settings(practice=Practice(name=name, email=email, website=site)),
    TEXT,
    TEXT | st.just("a.b@c-d.example"),
    TEXT | URL | st.just(""),
)


@settings(max_examples=150)
@given(LIBRARY, SETTINGS)
def test_any_library_is_a_valid_catalog(library: Library, practice: Settings) -> None:
    document = catalog(library, practice, Edition("1", datetime(2026, 1, 1, tzinfo=UTC)))
    assert schema_errors(document) == []
    check_rules(document["catalog"])
    trestle_catalog(rendered(document))
    assert len(controls(document["catalog"])) == sum(each.status != "draft" for each in library)


def shown(markdown: str) -> str:
    """Markdown as a reader sees it: its lines of text. Refuses whatever is more than paragraphs and numbered lists."""
    page = MarkdownIt("commonmark").render(markdown)
    assert set(re.findall(r"</?(\w+)", page)) <= {"p", "br", "ol", "li"}
    return html.unescape(re.sub(r"<[^>]+>", "", page))


def words(text: str) -> list[list[str]]:
    """The words of every line that has some."""
    lines = (visible(" ".join(each.split())).split() for each in text.splitlines())
    return [found for found in lines if found]


@given(TEXT)
def test_a_text_is_shown_as_it_is_with_its_lines(text: str) -> None:
    assert words(shown(block(text))) == words(text)


@given(TEXT)
def test_a_line_is_one_line(text: str) -> None:
    assert words(shown(line(text))) == words(" ".join(text.split()))
    assert "\n" not in line(text)


@given(st.lists(TEXT, max_size=12))
def test_steps_are_shown_as_one_list_with_their_lines(texts: list[str]) -> None:
    page = MarkdownIt("commonmark").render(steps(texts))
    kept = [text for text in texts if words(text)]
    assert page.count("<li>") == len(kept)
    assert page.count("<ol") == bool(kept)
    assert words(shown(steps(texts))) == [each for text in kept for each in words(text)]


@given(TEXT)
def test_nothing_is_superscript_or_a_parameter_of_oscal(text: str) -> None:
    for markdown in (line(text), block(text), steps([text])):
        assert not re.search(r"(?<!\\)(?:\\\\)*[\^{~]", markdown)


@given(TEXT)
def test_a_word_is_one_trimmed_line(text: str) -> None:
    assert re.fullmatch(r"|[^\s\ufeff](?:[^\n]*[^\s\ufeff])?", word(text))


@pytest.mark.parametrize(
    ("url", "uri"),
    [
        ("https://a.example/b?c=d&e#f", "https://a.example/b?c=d&e#f"),
        ("https://a.example/%20%C3%A4", "https://a.example/%20%C3%A4"),
        ("https://a.example/ä|b[1]^", "https://a.example/%C3%A4%7Cb%5B1%5D%5E"),
        ("https://a.example/100%", "https://a.example/100%25"),
        ("https://a.example/#a#b", "https://a.example/#a%23b"),
        ("http://[::1]:80/", "http://[::1]:80/"),
        ("ftp://a.example/", ""),
        ("", ""),
    ],
)
def test_an_address_is_a_uri(url: str, uri: str) -> None:
    assert address(url) == uri


@given(URL)
def test_any_address_is_made_of_what_a_uri_may_hold(url: str) -> None:
    uri = address(url)
    assert re.fullmatch(r"https://(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+", uri)
    assert address(uri) == uri


@given(SLUG, SLUG)
def test_ids_are_tokens_that_do_not_collide(one: str, other: str) -> None:
    assert re.fullmatch(r"[a-z_][a-z0-9_-]*", token(one))
    assert (token(one) == token(other)) == (one == other)


def test_identifiers_never_change() -> None:
    assert stable_uuid("page", "https://a.example/") == "981e793e-c6b5-5a88-9cd7-c2eafe0a1c8e"
