"""A stranger's texts as Markdown or as one line: no script, no event handler, no control character survives."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from msptool.exchange import markup
from msptool.exchange.history.fields import RecordFault
from msptool.markdown import visible

_NO_TEXT = "script style iframe object embed template noscript svg math applet frame frameset form".split()
_DANGEROUS = re.compile(
    rf"<\s*/?(?:{'|'.join(_NO_TEXT)}|base|link|meta|input|button)\b|<[a-z][^<>]*[\s/\"']on[a-z]+\s*=", re.IGNORECASE
)
# A link of Markdown in one of its forms, to something that runs: it stays as words.
_RUNNING_LINK = re.compile(r"(\]\(|\]:|<)(?=\s*(?:javascript|vbscript|data)\s*:)", re.IGNORECASE)
_WORDS = {"](": "] (", "]:": "] :", "<": "‹"}
_NO_TAG = re.compile(r"<(?=[^<>]*(?:<|\Z))")  # the parser would look for the end of each one in the whole text
_ROUNDS = 3
_ITEM = re.compile(r"<li\b[^<>]*>|</li\s*>", re.IGNORECASE)
_MOST_ITEMS = 500  # items that never end stand in each other, and to take thousands apart takes minutes


@lru_cache(maxsize=4096)
def paragraphs(text: str) -> str:
    """The text as Markdown; one without HTML as it is. Raises RecordFault where the HTML nests without end."""
    return _safe(text, markup.markdown)


@lru_cache(maxsize=4096)
def line(text: str) -> str:
    """The text on one line, without markup."""
    return " ".join(_safe(text, markup.one_line).split())


def _safe(text: str, convert: Callable[[str], str]) -> str:
    text = _plain(text)
    try:
        found = convert(_harmless(text) if _DANGEROUS.search(text) else text)
        for _ in range(_ROUNDS):  # what was written as entities may be markup now
            if not _DANGEROUS.search(found):
                break
            found = convert(_harmless(found))
    except RecursionError:
        raise RecordFault("a text nests its HTML without end") from None
    if _DANGEROUS.search(found):
        found = found.replace("<", "‹")
    return _RUNNING_LINK.sub(lambda link: _WORDS[link[1]], _plain(found)).strip()


def _plain(text: str) -> str:
    """Lines of Unix, no control characters, no comments of HTML, no half characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = _without_comments(visible(text).replace("\ufeff", ""))
    return _ITEM.sub("<br>", text) if len(_ITEM.findall(text)) > _MOST_ITEMS else text


def _without_comments(text: str) -> str:
    # By hand: a pattern would look to the end of the text for each of many comments that never end.
    parts, at = list[str](), 0
    while (start := text.find("<!--", at)) >= 0:
        end = text.find("-->", start + 4)
        if end < 0:
            return "".join(parts) + text[at:].replace("<!--", "")
        parts.append(text[at:start])
        at = end + 3
    return "".join(parts) + text[at:]


def _harmless(text: str) -> str:
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(_NO_TAG.sub("&lt;", text), "html.parser")
    for element in soup.find_all(_NO_TEXT):
        element.decompose()
    for element in soup.find_all(True):
        element.attrs = {name: value for name, value in element.attrs.items() if name == "href"}
    return str(soup)
