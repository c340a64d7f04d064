"""What the standards cite, as the resources of an OSCAL document's back matter.

A page is named by title and publisher. A control of a framework is named by the framework's title and version and the
control's number, and by nothing of its text: that is the publisher's.
"""

from __future__ import annotations

from collections.abc import Iterable

from msptool.exchange.oscal.text import Json, address, filled, line, own_prop, prop, stable_uuid, word
from msptool.standards.frameworks import framework
from msptool.standards.model import ControlReference, PageReference, Standard


def reference_links(standard: Standard) -> list[Json]:
    """A link to the resource of each reference, in the standard's order, each once."""
    found = dict.fromkeys(_uuid(each) for each in standard.references)
    return [{"href": f"#{uuid}", "rel": "reference"} for uuid in found]


def resources(standards: Iterable[Standard]) -> list[Json]:
    """A resource for every reference, each once, by title."""
    cited = {_uuid(each): each for standard in standards for each in standard.references}
    made = [_resource(uuid, each) for uuid, each in cited.items()]
    return sorted(made, key=lambda resource: (resource["title"].casefold(), resource["uuid"]))


def _uuid(reference: ControlReference | PageReference) -> str:
    if isinstance(reference, ControlReference):
        return stable_uuid("control", reference.framework, reference.id)
    # Two standards may name one page differently: each keeps its own words.
    return stable_uuid("page", reference.url, reference.title, reference.publisher)


def _resource(uuid: str, reference: ControlReference | PageReference) -> Json:
    return _control(uuid, reference) if isinstance(reference, ControlReference) else _page(uuid, reference)


def _page(uuid: str, page: PageReference) -> Json:
    title, publisher = word(page.title) or page.url, word(page.publisher)
    return filled(
        uuid=uuid,
        title=line(title),
        props=[own_prop("publisher", publisher)] if publisher else [],
        citation={"text": line(f"{title} ({publisher})" if publisher else title)},
        rlinks=[{"href": address(page.url)}],
    )


def _control(uuid: str, control: ControlReference) -> Json:
    known = framework(control.framework)
    number = word(control.id)
    props = [own_prop("framework", control.framework)]
    props += [own_prop("control", number)] if number else []
    if known is None:
        title = f"{control.framework} {number}"
        return filled(uuid=uuid, title=line(title), props=props, citation={"text": line(title)})
    title = f"{known.title} ({known.version}): {number}"
    return filled(
        uuid=uuid,
        title=line(title),
        props=[prop("version", known.version), *props],
        citation={"text": line(f"{known.publisher}, {title}")},
        rlinks=[{"href": known.url}],
    )
