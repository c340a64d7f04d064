"""Finding standards: by field, and by words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from msptool.standards.library import Library
from msptool.standards.model import ControlReference, Standard

# What people type, and what the library calls it besides.
_ALSO = {
    **dict.fromkeys(("2fa", "mfa", "multifactor", "multi-factor", "two-factor"), ("mfa", "multi-factor")),
    **dict.fromkeys(("wifi", "wi-fi", "wlan", "wireless"), ("wifi", "wi-fi", "wireless")),
    **dict.fromkeys(("email", "e-mail", "mail"), ("email", "e-mail", "mail")),
    **dict.fromkeys(("pc", "pcs", "laptop", "laptops", "workstation"), ("workstation", "desktop", "laptop")),
    **dict.fromkeys(("av", "edr", "antivirus"), ("antivirus", "endpoint")),
    **dict.fromkeys(("365", "m365", "o365", "office365"), ("365", "m365")),
    **dict.fromkeys(("login", "logon", "signin", "sign-in"), ("sign-in", "login")),
    "dr": ("disaster",), "rdp": ("rdp", "remote"), "dc": ("domain", "server-ad"),
}  # fmt: skip
# A hit in the name says more than one in the steps.
_FIELD_POINTS = (("name", 8), ("id", 6), ("question", 5), ("tags", 4), ("category", 3), ("why", 2), ("how", 1))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which standards to list. Empty means any; several tags mean all of them."""

    category: str | None = None
    tags: Sequence[str] = ()
    status: str | None = None
    level: str | None = None
    priority: str | None = None
    technology: str | None = None
    kind: str | None = None
    checked: str | None = None
    framework: str | None = None
    control: str | None = None


def select(library: Library, wanted: Wanted) -> list[Standard]:
    """The standards that fit, in library order. Without a status: all but the retired ones."""
    return [
        standard for standard in library
        if (wanted.category is None or standard.category == wanted.category)
        and set(wanted.tags) <= set(standard.tags)
        and (standard.status == wanted.status if wanted.status else standard.status != "retired")
        and (wanted.level is None or standard.level == wanted.level)
        and (wanted.priority is None or standard.priority == wanted.priority)
        and (wanted.technology is None or wanted.technology in standard.applies_to.technologies)
        and (wanted.kind is None or standard.kind == wanted.kind)
        and (wanted.checked is None or wanted.checked in standard.checked)
        and (wanted.framework is None or _cites(standard, wanted.framework, wanted.control))
    ]  # fmt: skip


def _cites(standard: Standard, framework: str, control: str | None) -> bool:
    return any(
        isinstance(each, ControlReference)
        and each.framework == framework
        and (control is None or _is_in(each.id, control))
        for each in standard.references
    )


def _is_in(number: str, wanted: str) -> bool:
    """Whether a control is the wanted one, or one below it: PR.AA-03 is in PR.AA."""
    return number == wanted or (number.startswith(wanted) and not number[len(wanted)].isalnum())


def search(standards: Iterable[Standard], words: Sequence[str]) -> list[Standard]:
    """The standards that have every word (or a longer one that begins with it), best first."""
    lowered = [word.lower() for word in words]
    scored = [(points, standard) for standard in standards if (points := _points(standard, lowered))]
    return [standard for _, standard in sorted(scored, key=lambda each: -each[0])]


def passage(standard: Standard, words: Sequence[str]) -> str:
    """The text that has a word which neither the id, the name nor the question has; nothing where there is none."""
    seen = _tokens(" ".join((standard.id, standard.name, standard.question)))
    missing = [word.lower() for word in words if not _has(seen, word.lower())]
    if not missing:
        return ""
    vendors = [f"{vendor}: {step}" for vendor, steps in standard.vendors.items() for step in steps]
    hits = [
        (sum(_has(_tokens(text), word) for word in missing), text)
        for text in (*standard.how, *vendors, standard.why, " ".join(standard.tags), standard.category)
    ]
    best = max(number for number, _ in hits)
    return next(text for number, text in hits if number == best) if best else ""


def vocabulary(standards: Iterable[Standard]) -> set[str]:
    """The words of the names and questions: what a search may have meant."""
    return {word for each in standards for word in _tokens(f"{each.name} {each.question}") if len(word) > 2}


def _points(standard: Standard, words: Sequence[str]) -> int:
    texts = {
        "name": standard.name, "id": standard.id, "question": standard.question, "tags": " ".join(standard.tags),
        "category": standard.category, "why": standard.why,
        "how": " ".join((*standard.how, *(step for steps in standard.vendors.values() for step in steps), *standard.vendors)),
    }  # fmt: skip
    found = {name: _tokens(text) for name, text in texts.items()}
    total = 0
    for word in words:
        points = sum(worth for name, worth in _FIELD_POINTS if _has(found[name], word))
        if not points:
            return 0
        total += points
    return total


def _has(tokens: set[str], word: str) -> bool:
    return any(token.startswith((word, *_ALSO.get(word, ()))) for token in tokens)


def _tokens(text: str) -> set[str]:
    lowered = text.lower()
    spaced = "".join(character if character.isalnum() else " " for character in lowered)
    return {*spaced.split(), *lowered.split()}
