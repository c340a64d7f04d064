"""Whether an SVG is a picture and nothing else: no script, no event, nothing fetched from anywhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NoReturn
from xml.parsers import expat

from msptool.workspace.problems import Refusal

_SVG = "http://www.w3.org/2000/svg"
_XHTML = "http://www.w3.org/1999/xhtml"
_ELEMENTS = frozenset(
    "svg g defs symbol use path rect circle ellipse line polyline polygon text tspan textPath title desc metadata image "
    "linearGradient radialGradient stop clipPath mask pattern marker style switch filter feBlend feColorMatrix "
    "feComponentTransfer feComposite feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge "
    "feMergeNode feMorphology feOffset feTile".split()
)
_INNER = re.compile(r"#|data:image/(?:png|jpeg|gif);base64,")
_FETCHES = re.compile(r"url\(\s*['\"]?(?!['\"]?#)|@import|image-set|image\(|\\", re.IGNORECASE)
_ADVICE = "Save it as plain SVG without it, or as PNG."


def check_svg(content: bytes, path: str) -> None:
    """Refuse, with `path` and the line, an SVG that does more than show something."""
    parser = expat.ParserCreate("UTF-8", namespace_separator=" ")
    _Check(parser, path)
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise Refusal(f"{path}:{error.lineno}: this is no SVG: {expat.ErrorString(error.code)}.") from None


class _Check:
    """The handlers of one parser; each refuses what it does not like."""

    def __init__(self, parser: expat.XMLParserType, path: str) -> None:
        self._parser, self._path = parser, path
        self._open: list[str] = []
        self._style = ""
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.ProcessingInstructionHandler = self._instruction
        parser.EntityDeclHandler = self._entity

    def _refuse(self, what: str) -> NoReturn:
        raise Refusal(f"{self._path}:{self._parser.CurrentLineNumber}: a logo has no {what}. {_ADVICE}")

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        if not self._open and (space, local) != (_SVG, "svg"):
            raise Refusal(f"{self._path}: this is no SVG: it begins with <{local}>, not with <svg xmlns={_SVG!r}>.")
        self._open.append(local)
        # What editors such as Inkscape add in a space of their own is never drawn.
        if space == _XHTML or (space == _SVG and local not in _ELEMENTS):
            self._refuse(f"<{local}>")
        for key, value in attributes.items():
            self._attribute(key.rpartition(" ")[2], value.strip())

    def _attribute(self, name: str, value: str) -> None:
        if name.lower().startswith("on"):
            self._refuse(f"event ({name})")
        if name.lower() in ("href", "src") and not _INNER.match(value):
            self._refuse(f"reference to {value[:60]}")
        if _FETCHES.search(value):
            self._refuse(f"reference to elsewhere ({name})")

    def _end(self, _name: str) -> None:
        # The parser hands out a text in pieces, and what it says may lie across two of them.
        if self._open.pop() == "style" and _FETCHES.search(self._style):
            self._refuse("reference to elsewhere in its style")

    def _text(self, text: str) -> None:
        if "style" in self._open:
            self._style += text

    def _instruction(self, target: str, _data: str) -> None:
        self._refuse(f"<?{target}?>")

    def _entity(self, name: str, *_: object) -> None:
        self._refuse(f"entity ({name})")
