"""The rules about cited pages, and what asking for a page can come to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from msptool.workspace.problems import Rule

DEAD = Rule(
    "K101", "dead-link", "error",
    "A page that is cited is there: it does not answer 404 or 410, and its host exists, takes connections and has a valid "
    "certificate. Pages are asked for by 'msptool lint --links' only. One that was there is not asked for again for 7 days: "
    "delete .msptool/lint/links.json to ask for all.",
    "url: https://vendor.example/a-page-that-was-deleted", "url: https://vendor.example/the-page-that-replaced-it",
)  # fmt: skip
NOT_CHECKED = Rule(
    "K102", "link-not-checked", "warning",
    "Every page could be checked. This is said of one that is asked for three times and has no answer in time, a fault of the "
    "server or a wish for fewer requests: it may well be there. After two such pages the others of the host are left alone.",
    "url: https://vendor.example/a-page-that-answers-503", "url: https://vendor.example/a-page-that-answers-200",
)  # fmt: skip
MOVED = Rule(
    "K103", "moved-link", "warning",
    "The server says that the page has moved for good: cite the new address before the old one stops leading there. A slash at "
    "the end and a language such as /en-us/ do not count as a move.",
    "url: http://vendor.example/old", "url: https://vendor.example/new",
)  # fmt: skip
PRIVATE = Rule(
    "K104", "private-link", "warning",
    "A cited page is public. An address of a private network is never asked for: a file of a stranger must not make msptool "
    "knock on doors inside of yours.",
    "url: http://192.168.1.1/admin", "url: https://vendor.example/firewall/admin-guide",
)  # fmt: skip
LINK_RULES = (DEAD, NOT_CHECKED, MOVED, PRIVATE)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What asking for a page came to.

    `refusing`: it exists but answers robots with a refusal such as 403. `detail` is the new address of a page that
    has moved; of any other page it says in a few words why it is so.
    """

    state: Literal["alive", "refusing", "moved", "dead", "unreachable", "private"]
    detail: str = ""


def complaint(address: str, verdict: Verdict, fragment: str = "") -> tuple[Rule, str, str] | None:
    """Rule, message and hint for a cited page; None when there is nothing to say. `fragment` goes into a new address."""
    match verdict.state:
        case "dead":
            hint = "Cite the page that replaced it, or another authority that says the same."
            return DEAD, f"{address} is dead: {verdict.detail}", hint
        case "unreachable":
            return (
                NOT_CHECKED,
                f"{address} could not be checked: {verdict.detail}",
                "Open it in a browser, or try later.",
            )
        case "moved":
            new = f"{verdict.detail}#{fragment}" if fragment else verdict.detail
            return MOVED, f"{address} has moved for good", f"The new address: {new}"
        case "private":
            return PRIVATE, f"{address} is not asked for: {verdict.detail}", "Cite a page that every reader can open."
        case _:
            return None
