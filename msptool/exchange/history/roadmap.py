"""Initiatives and recommendations of the peer on the clients' roadmaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from msptool.exchange.history.fields import Record, RecordFault
from msptool.exchange.history.texts import line, paragraphs
from msptool.exchange.history.vocabulary import Fate, bare, fate_of
from msptool.exchange.history.work import Matches, Work, folded_name
from msptool.roadmap.items import recommendations as written_recommendations
from msptool.roadmap.model import INITIATIVE, RECOMMENDATION, Initiative, Recommendation
from msptool.roadmap.quarters import quarter_of
from msptool.workspace.entities import load
from msptool.workspace.problems import refuse_first
from msptool.workspace.workspace import Workspace

_LARGEST_AMOUNT = Decimal(10) ** 9
_MOST_HOURS = 5000
_UNNAMED = "The client"  # a client may read it, and the peer does not say who it was


def take_initiatives(work: Work, workspace: Workspace) -> None:
    """Every initiative of a client that came in."""
    entries, problems = load(workspace.source, INITIATIVE, "clients")
    refuse_first(problems)
    grouped: dict[str, list[Initiative]] = {}
    for entry in entries:
        grouped.setdefault(entry.entity.client, []).append(entry.entity)
    matches: dict[str, Matches[Initiative]] = {}
    names = _titles(work, "initiatives")

    def take(record: Record) -> None:
        client = work.client(record)
        known_here = matches.setdefault(
            client, Matches(grouped.get(client, ()), work.source, lambda initiative: initiative.title)
        )
        title = _title(record)
        fields = {
            "title": title, "summary": paragraphs(record.text("description")),
            "notes": f"Archived in {work.there}." if record.flag("archived") else "", "external": work.external(record),
        }  # fmt: skip
        record.refs("recommendations")
        known, by_name = known_here.find(record, title, names.get(client, Counter()))
        if known is not None:
            work.initiatives[record.id] = known.id
            work.match(record, INITIATIVE, known, fields, ("title", "summary"), by_name=by_name)
            return
        identifier = known_here.free(title, f"initiative-{record.id}")
        work.create(record, INITIATIVE, fields, client=client, id=identifier)
        work.initiatives[record.id] = identifier

    work.each("initiatives", take)


def take_recommendations(work: Work, workspace: Workspace) -> None:
    """Every recommendation of a client that came in, with its costs, its quarter and what became of it."""
    matches: dict[str, Matches[Recommendation]] = {}
    names, members = _titles(work, "recommendations"), _members(work)

    def take(record: Record) -> None:
        client = work.client(record)
        if client not in matches:
            written = written_recommendations(workspace.source, client)
            matches[client] = Matches(written, work.source, lambda recommendation: recommendation.title)
        title = _title(record)
        fields, remarks = _fields(work, record, client, title, members)
        known, by_name = matches[client].find(record, title, names.get(client, Counter()))
        if known is not None:
            work.recommendations[record.id] = known.id
            keys = ("title", "why", "hours", "costs", "standards", "initiative", "quarter", "decisions", "done")
            work.match(record, RECOMMENDATION, known, fields, keys, by_name=by_name)
            return
        identifier = matches[client].free(title, f"recommendation-{record.id}")
        work.create(record, RECOMMENDATION, fields, client=client, id=identifier)
        work.recommendations[record.id] = identifier
        for remark in remarks:
            work.note(record, remark)

    work.each("recommendations", take)


def _titles(work: Work, resource: Any) -> dict[str, Counter[str]]:
    """How often each title stands in the records of each client."""
    found: dict[str, Counter[str]] = {}
    for record in work.dump.of(resource).values():
        try:
            found.setdefault(work.client(record), Counter())[folded_name(_title(record))] += 1
        except RecordFault:  # reported where the record is read
            continue
    return found


def _title(record: Record) -> str:
    found = line(record.needed("title"))
    if not found:
        raise RecordFault("its title has no letters")
    return found[:300]


def _members(work: Work) -> dict[str, str]:
    """Which initiative lists a recommendation: some dumps have the join on that side alone."""
    found: dict[str, str] = {}
    for record in work.dump.of("initiatives").values():
        try:
            found.update((ref.id, record.id) for ref in record.refs("recommendations"))
        except RecordFault:  # reported where the initiative is read
            continue
    return found


def _fields(
    work: Work, record: Record, client: str, title: str, members: dict[str, str]
) -> tuple[dict[str, Any], list[str]]:  # fmt: skip
    """The fields of a recommendation's file, and what is to be said of it."""
    remarks: list[str] = []
    findings = [ref.id for ref in record.refs("findings")]
    days = [work.finding_days[each] for each in findings if each in work.finding_days]
    raised = _day(work, record, "created") or min(days, default=work.today)
    word = line(record.text("status"))
    fate = fate_of(word)
    if fate is None:
        remarks.append(f"The status '{word[:40]}' is not known: it is a proposal here, and the word is in its notes.")
    archived = bool(record.flag("archived"))
    closed = fate == "done" or (archived and fate != "declined")
    quarter = record.month("month")
    fields: dict[str, Any] = {
        "title": title, "why": paragraphs(record.text("description")), "area": "vcio",
        "standards": list(dict.fromkeys(work.standards[each] for each in findings if each in work.standards)),
        "hours": float(_within(record, "hours", Decimal(_MOST_HOURS))) or None, "costs": _costs(record),
        "initiative": _initiative(work, record, client, members, remarks), "raised": raised.isoformat(),
        "notes": _notes(work, record, word), "external": work.external(record),
    }  # fmt: skip
    if quarter is not None:
        named = quarter_of(quarter, work.fiscal_years[client])
        if closed or fate == "declined" or named.last >= work.today:
            fields["quarter"] = named.name
        else:
            remarks.append(f"It was planned for {quarter:%Y-%m}, which is past: it is not in a quarter here.")
    fields |= _fate(work, record, fate or "proposed", archived, word, raised, max(days, default=raised))
    gone = [each for each in findings if each not in work.dump.of("findings")]
    if gone:
        remarks.append(f"It names {len(gone)} findings that the dump does not have, such as {gone[0][:40]}.")
    return fields, remarks


def _day(work: Work, record: Record, name: str) -> date | None:
    found = record.moment(name, work.zone)
    if found is None:
        return None
    if found.date() > work.today:
        raise RecordFault(f"its date {found.date()} is still to come", "Run with --today, or correct the date.")
    return found.date()


def _within(record: Record, name: str, most: Decimal) -> Decimal:
    """A number from 0 to `most`; 0 where there is none."""
    found = record.number(name)
    if found is None:
        return Decimal(0)
    if not 0 <= found <= most:
        raise RecordFault(f"'{name}' is {found}, which is not from 0 to {most:,}")
    return found


def _costs(record: Record) -> dict[str, Decimal]:
    """The budget as one-time costs, or as monthly ones where the type says so."""
    amount = _within(record, "budget", _LARGEST_AMOUNT).quantize(Decimal("0.01"), ROUND_HALF_UP)
    kind = bare(record.text("type"))
    if not amount:
        return {}
    return {"monthly" if "month" in kind or "recurring" in kind else "one_time": amount}


def _initiative(work: Work, record: Record, client: str, members: dict[str, str], remarks: list[str]) -> str | None:
    ref = record.ref("initiative")
    there = ref.id if ref else members.get(record.id)
    if there is None:
        return None
    found = work.initiatives.get(there)
    owner = work.dump.of("initiatives").get(there)
    if found is None or owner is None:
        remarks.append(f"Its initiative {there[:40]} is not in the dump, or was left out.")
        return None
    if work.client(owner) != client:
        remarks.append(f"Its initiative {there[:40]} is one of another client.")
        return None
    return found


def _fate(
    work: Work, record: Record, fate: Fate, archived: bool, word: str, raised: date, seen: date
) -> dict[str, Any]:  # fmt: skip
    """The decision or the completion. The peer records no day of either unless a date field gives one."""
    changed = _day(work, record, "completed") or _day(work, record, "updated")
    if fate == "done":
        on = max(changed or seen, raised)
        note = f"'{word}' in {work.there}" + ("." if changed else ", which gives no day.")
        return {"done": {"on": on.isoformat(), "note": note}}
    if archived and fate != "declined":
        said = f"Archived in {work.there}" + (f" with the status '{word}'." if word else ".")
        return {"decisions": [_decision("declined", max(changed or raised, raised), said)]}
    if fate == "proposed":
        return {}
    choice = "declined" if fate == "risk-accepted" else fate
    said = f"'{word}' in {work.there}" + ("." if changed else ", which gives no day.")
    if fate == "risk-accepted":
        said += " The client accepts the risk, without an end."
    return {"decisions": [_decision(choice, max(changed or raised, raised), said)]}


def _decision(choice: str, on: date, reason: str) -> dict[str, str]:
    return {"choice": choice, "on": on.isoformat(), "by": _UNNAMED, "reason": reason}


def _notes(work: Work, record: Record, word: str) -> str:
    """What the peer says of it and no field of ours holds. Internal."""
    said = list(_facts(work, record, word))
    parts = [f"In {work.there}: {'; '.join(said)}."] if said else []
    feedback = paragraphs(record.text("feedback"))
    if feedback:
        parts.append(f"Feedback there: {feedback}")
    return "\n\n".join(parts)


def _facts(work: Work, record: Record, word: str) -> Iterator[str]:
    if word:
        yield f"status {word}"
    for name in ("priority", "type"):
        if found := line(record.text(name)):
            yield f"{name} {found}"
    if found := line(record.text("responsible")):
        yield f"responsible {found}"
    if (month := record.month("month")) is not None:
        yield f"budget month {month:%Y-%m}"
    parent = record.ref("parent")
    if parent is not None:
        above = work.dump.of("recommendations").get(parent.id)
        yield f"part of '{_title(above)}'" if above else f"part of {parent.id}"
    if record.flag("archived"):
        yield "archived"
