"""The frame of a visit day: both sides' items, maintenance, tickets, changes, and what was said at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from sample_chance import Chance, Deck
from sample_tables import Tables, Text
from sample_words import Words, in_words, listed, number

from msptool.clients.model import Client
from msptool.reviews.due import Item
from msptool.reviews.session import Session

_TICKETS_SINCE = date(2024, 1, 1)


class Frame:
    """Fills in the visits of one client; a text comes again only when all others have been used."""

    def __init__(self, client: Client, tables: Tables, words: Words) -> None:
        self._client, self._words, self._texts = client, words, tables.visits
        self._desk = sorted(tables.people).index(client.team.tam or "")
        story = tables.stories[client.id]
        self._own, self._visits, self._visit = story.items, story.reviews * story.visits, 0
        self._decks = {
            "our_items": self._deck("our_items", self._texts.our_items),
            "client_items": self._deck("client_items", self._texts.client_items),
            "maintenance": self._deck("maintenance", self._texts.maintenance),
            "tools_checked": self._deck("tools_checked", self._texts.tools_checked),
            "tickets": self._deck("tickets", self._texts.tickets, story.tickets),
            "changes": self._deck("changes", self._texts.changes),
            "unresolved": self._deck("unresolved", self._texts.unresolved),
        }

    def fill(self, session: Session, asked: Sequence[Item], coming: date | None, *, last: bool) -> None:
        """Write the visit of the session's day. `asked` are the standards of that day."""
        day = session.today
        chance = Chance(self._client.id, day, "visit")
        counts = {
            "our_items": chance.between(1, 3),
            "client_items": chance.between(0, 2),
            "maintenance": chance.between(1, 2),
            "tools_checked": chance.between(0, 2),
            "tickets": chance.between(0, 3),
            "changes": chance.between(0, 2),
            "unresolved": int(chance.hit(0.25)),
        }
        unfinished = 0
        for key, count in counts.items():
            dealt = self._decks[key].deal(count) + (self._own_item() if key == "client_items" else [])
            texts = [text for each in dealt if (text := self._words.fill(each, day, day, each))]
            if not texts:
                continue
            if key in ("tickets", "changes"):
                found = [self._ticket(key, place, text, day, chance) for place, text in enumerate(texts)]
                unfinished += sum(not each["done"] for each in found)
                session.visit(key, found)
            else:
                session.visit(key, texts)
        if coming is not None:
            session.visit("next_visit", coming.isoformat())
        if last or chance.hit(0.55):
            settled = None if not counts["tickets"] else unfinished == 0
            session.visit("summary", self._summary(session, asked, coming, settled))

    def _own_item(self) -> list[str]:
        # What moves this one client: each once, spread over the two years.
        count, self._visit = len(self._own), self._visit + 1
        place = self._visit * count // self._visits
        return [self._own[place - 1]] if place > (self._visit - 1) * count // self._visits else []

    def _deck(self, key: str, texts: Sequence[Text], own: Sequence[str] = ()) -> Deck:
        fitting = [each.text for each in texts if not each.needs or each.needs in self._client.technologies]
        return Deck([*own, *fitting], self._client.id, key)

    def _ticket(self, key: str, place: int, text: str, day: date, chance: Chance) -> dict[str, Any]:
        # Ticket numbers grow with time; each TAM's requests of a day have their own.
        slot = place + (4 if key == "changes" else 0)
        days = (day - _TICKETS_SINCE).days - (1, 6, 3, 4, 2, 8, 5)[slot]
        identifier = 20000 + days * 70 + self._desk * 7 + slot
        return {"summary": text, "id": f"T-{identifier}", "done": chance.hit(0.85)}

    def _summary(self, session: Session, asked: Sequence[Item], coming: date | None, settled: bool | None) -> str:
        texts, day = self._texts, session.today
        drafts = {item.standard.id: session.draft(item.standard.id) for item in asked}
        given = [item.standard for item in asked if drafts[item.standard.id].answer is not None]
        bad = [standard for standard in given if drafts[standard.id].answer == "no"]
        fixed = sum(draft.fixed_onsite for draft in drafts.values())
        yes = sum(draft.answer == "yes" for draft in drafts.values())
        names = [name for name, _ in Counter(standard.category for standard in given).most_common(2)]
        more = {
            "count": number(len(given)),
            "topics": listed(map(self._topic, names)),
            "yes": number(yes),
            "fixed": number(fixed).capitalize(),
            "next": in_words(coming) if coming else "",
        }
        high = [standard for standard in bad if standard.priority == "high"]
        parts: list[Sequence[str]] = []
        if len(given) < 3:
            parts.append(texts.summary_short)
        else:
            some = texts.summary_good if yes * 3 >= len(given) and yes > 1 else texts.summary_some
            parts += [texts.summary_opening, some if bad else texts.summary_all_good]
        if fixed:
            parts.append(texts.summary_fixed_one if fixed == 1 else texts.summary_fixed_many)
        if high:
            more["topic"] = self._topic(high[0].category)
            parts.append(texts.summary_open_high)
        elif bad:
            parts.append(texts.summary_open)
        if settled is not None:
            parts.append(texts.summary_tickets if settled else texts.summary_tickets_open)
        if coming is not None:
            parts.append(texts.summary_close)
        said = [self._words.choose(part, day, day, "summary", place, **more) for place, part in enumerate(parts)]
        return " ".join(said)

    def _topic(self, category: str) -> str:
        return self._texts.topics.get(category, category.replace("-", " "))
