"""HTML in cells becomes Markdown. Other tools export their texts as HTML; a cell without any stays as it is."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

_TAGS = (
    "a abbr address article b big blockquote body br caption center cite code col colgroup dd del details div dl dt em "
    "font footer h1 h2 h3 h4 h5 h6 head header hr html i iframe img ins kbd li link main mark meta nav o:p object ol p pre "
    "q s samp script section small span strike strong style sub summary sup table tbody td tfoot th thead title tr tt "
    "u ul var"
).split()
_INSIDE = rf"(?:/?(?:{'|'.join(_TAGS)})(?:\s[^<>]*)?/?>|!--.*?-->)"
_TAG = re.compile(f"<{_INSIDE}", re.IGNORECASE | re.DOTALL)
_LESS_THAN = re.compile(f"<(?!{_INSIDE})", re.IGNORECASE | re.DOTALL)
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,10}|#\d{1,6}|#x[0-9a-fA-F]{1,5});")
_INLINE = "a abbr b big code del em font i ins kbd mark q s samp small span strike strong sub sup tt u var".split()
_NO_TEXT = ("script", "style", "head", "title", "iframe", "object", "template", "noscript")
_LINK = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_BULLET = re.compile(r"^(?:[-*+•–]\s+|\d{1,3}[.)]\s+|#{1,6}\s+)")
_NO_STEP = re.compile(r"\|(?:\s*:?-+:?\s*\|)+|```.*")


def has_html(text: str) -> bool:
    """Whether there is a tag or an entity of HTML; `x < 5` and `<tenant>` are none."""
    return _TAG.search(text) is not None or _ENTITY.search(text) is not None


def markdown(text: str) -> str:
    """The text with its HTML as Markdown: paragraphs, lists, links, emphasis; a text without HTML as it is."""
    if not has_html(text):
        return text
    text = _converted(text) if _TAG.search(text) else html.unescape(text)
    lines = [re.sub(r"[ \t]+$", "", line) for line in text.replace("\xa0", " ").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def steps(text: str) -> list[str]:
    """The text as steps: one a list item, else one a line, without bullets and numbers of their own."""
    lines = (" ".join(line.split()) for line in markdown(text).replace("\r", "\n").split("\n"))
    return [step for line in lines if not _NO_STEP.fullmatch(line) and (step := _BULLET.sub("", line))]


def one_line(text: str) -> str:
    """The text without markup, on one line."""
    if not _TAG.search(text):
        return " ".join(html.unescape(text).replace("\xa0", " ").split())
    soup = _soup(text)
    for element in soup.find_all(_INLINE):
        element.unwrap()
    soup.smooth()  # or the pieces of one word would come apart
    return " ".join(soup.get_text(" ").replace("\xa0", " ").split())


def _soup(text: str) -> BeautifulSoup:
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(_LESS_THAN.sub("&lt;", text), "html.parser")
    for element in soup.find_all(_NO_TEXT):
        element.decompose()
    for item in soup.find_all("li"):  # one that is never closed ends where the next one begins
        around = item.find_parent(("li", "ul", "ol"))
        if around is not None and around.name == "li":
            around.insert_after(item.extract())
    return soup


def _converted(text: str) -> str:
    from markdownify import MarkdownConverter

    soup = _soup(text)
    for image in soup.find_all("img"):
        image.replace_with(str(image.get("alt") or ""))
    for link in soup.find_all("a"):
        target = str(link.get("href") or "").strip()
        if not _LINK.match(target):
            link.unwrap()
    converter = MarkdownConverter(
        heading_style="ATX", bullets="-", escape_asterisks=False, escape_underscores=False, escape_misc=False,
        newline_style="BACKSLASH", table_infer_header=True,
    )  # fmt: skip
    return str(converter.convert_soup(soup)).replace("\\\n", "\n")
