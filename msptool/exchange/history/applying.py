"""Which standards apply to the clients that come in: their answers say what they have.

A client of the dump has no technologies and no tags of ours, and without them most standards would not apply to it: its
answers would stand in the reviews and count nowhere. An answer of yes or no to a standard for one technology says that the
client has it (who has no firewall answers 'not applicable'); likewise with a tag.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from msptool.clients.applicability import why_not
from msptool.clients.model import CLIENT, Client
from msptool.exchange.history.fields import Record, RecordFault
from msptool.exchange.history.reviews import Heard
from msptool.exchange.history.work import Work
from msptool.standards.model import Standard


@dataclass(frozen=True, slots=True)
class Needs:
    """What a client has by its answers, and the standards that it answered with yes or no."""

    technologies: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    standards: tuple[Standard, ...] = ()


def needs_of(work: Work, heard: Mapping[str, Sequence[Heard]]) -> dict[str, Needs]:
    """The needs of each client of the dump, by its id there."""
    answered: dict[str, dict[str, Standard]] = {}
    for record in work.dump.of("reviews").values():
        try:
            client = record.ref("client")
        except RecordFault:  # reported where the review is read
            continue
        if client is not None:
            found = answered.setdefault(client.id, {})
            found.update(
                (each.standard.id, each.standard)
                for each in heard.get(record.id, ())
                if each.standard is not None and each.reply.answer in ("yes", "no")
            )
    return {client: _needs(tuple(found.values())) for client, found in answered.items()}


def _needs(standards: tuple[Standard, ...]) -> Needs:
    technologies = {
        name for each in standards if len(each.applies_to.technologies) == 1 for name in each.applies_to.technologies
    }
    tags = {name for each in standards if len(each.applies_to.tags) == 1 for name in each.applies_to.tags}
    return Needs(tuple(sorted(technologies)), tuple(sorted(tags)), standards)


def tell_unasked(work: Work, record: Record, client: Client, needs: Needs) -> None:
    """Say which answers of a client count nowhere, because their active standards do not apply to it."""
    unasked = [each for each in needs.standards if each.status == "active" and why_not(client, each, work.today)]
    if not unasked:
        return
    technologies = sorted({name for each in unasked for name in each.applies_to.technologies} - {*client.technologies})
    tags = sorted({name for each in unasked for name in each.applies_to.tags} - {*client.tags})
    missing = [
        f"'{key}': {', '.join(names)}" for key, names in (("technologies", technologies), ("tags", tags)) if names
    ]
    hint = f"Add what it has in {CLIENT.path(id=client.id)}, of {'; '.join(missing)}." if missing else ""
    work.note(
        record,
        f"Of the standards that it answered, {len(unasked)} do not apply to {client.id}: they count in no score.",
        hint,
    )
