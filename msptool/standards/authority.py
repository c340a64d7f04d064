"""The lint rules about what a standard cites: frameworks by known ids, and pages that are no hearsay."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from msptool.standards.frameworks import Framework, framework, names
from msptool.standards.model import ControlReference, Standard
from msptool.workspace.entities import Entry
from msptool.workspace.problems import Problem, Rule, did_you_mean

UNKNOWN_FRAMEWORK = Rule(
    "S113", "unknown-framework", "error",
    "A framework is cited by its id in msptool's catalogue, which names the version: ids change their meaning between versions.",
    "framework: nist-csf", "framework: nist-csf-2.0",
)  # fmt: skip
UNKNOWN_CONTROL = Rule(
    "S114", "unknown-control", "error",
    "The control that is cited exists in that version of the framework, so that a stranger can look it up.",
    "framework: nist-csf-2.0\nid: PR.AC-1", "framework: nist-csf-2.0\nid: PR.AA-01",
)  # fmt: skip
WITHDRAWN_CONTROL = Rule(
    "S115", "withdrawn-control", "error",
    "The publisher has withdrawn the control: cite what it was replaced by.",
    "framework: nist-sp-800-53-r5\nid: AC-2(10)", "framework: nist-sp-800-53-r5\nid: AC-2",
)  # fmt: skip
HEARSAY = Rule(
    "S116", "hearsay", "warning",
    "An authority is a regulator, a vendor or a neutral body. A forum, a video or somebody's blog is where a rumor starts.",
    "url: https://www.reddit.com/r/msp/comments/x", "url: https://learn.microsoft.com/en-us/windows-server/...",
)  # fmt: skip
AUTHORITY_RULES = (UNKNOWN_FRAMEWORK, UNKNOWN_CONTROL, WITHDRAWN_CONTROL, HEARSAY)

# Sites where anybody writes anything. A host below one of these counts too.
_HEARSAY_HOSTS = frozenset(
    "reddit.com quora.com stackoverflow.com serverfault.com superuser.com stackexchange.com community.spiceworks.com "
    "medium.com substack.com blogspot.com wordpress.com tumblr.com dev.to hashnode.dev youtube.com youtu.be vimeo.com "
    "tiktok.com facebook.com x.com twitter.com linkedin.com instagram.com pinterest.com wikipedia.org wikihow.com "
    "answers.microsoft.com chatgpt.com gemini.google.com claude.ai perplexity.ai pastebin.com gist.github.com".split()
)


def authority_problems(entry: Entry[Standard]) -> Iterator[Problem]:
    """What is wrong with the references of one standard."""
    for index, reference in enumerate(entry.entity.references):
        if isinstance(reference, ControlReference):
            yield from _control(entry, index, reference)
        elif host := _hearsay_host(reference.url):
            hint = "Cite the vendor's own page, a regulator or a neutral body that says the same."
            yield entry.problem(HEARSAY, f"{host} is hearsay, not an authority", hint, "references", index, "url")


def _control(entry: Entry[Standard], index: int, reference: ControlReference) -> Iterator[Problem]:
    found = framework(reference.framework)
    if found is None:
        hint = did_you_mean(reference.framework, names()) or f"Known are {', '.join(names())}."
        message = f"there is no framework '{reference.framework}' in the catalogue"
        yield entry.problem(UNKNOWN_FRAMEWORK, message, hint, "references", index, "framework")
    elif reference.id in found.withdrawn:
        successors = " or ".join(found.withdrawn[reference.id])
        hint = f"Cite {successors}, if it fits." if successors else "It has no successor: cite another control."
        message = f"{found.publisher} has withdrawn {reference.id} ({found.title}, {found.version})"
        yield entry.problem(WITHDRAWN_CONTROL, message, hint, "references", index, "id")
    elif reference.id not in found.controls:
        message = f"{found.title} ({found.version}) has no {reference.id}"
        yield entry.problem(UNKNOWN_CONTROL, message, _nearest(reference.id, found), "references", index, "id")


def _nearest(identifier: str, found: Framework) -> str:
    known = {control.lower(): control for control in found.controls}
    same = known.get(identifier.lower())
    if same:
        return f"Did you mean '{same}'?"
    return did_you_mean(identifier, found.controls) or f"Look it up: {found.url}"


def _hearsay_host(url: str) -> str:
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    parts = host.split(".")
    return next((host for at in range(len(parts)) if ".".join(parts[at:]) in _HEARSAY_HOSTS), "")
