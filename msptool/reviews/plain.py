"""The plain face of a session: lines in, lines out, for ssh, dumb terminals and pipes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TextIO

from msptool.reviews.due import Item
from msptool.reviews.evidence.proposing import Proposal
from msptool.reviews.session import Draft, Session
from msptool.standards.library import Library
from msptool.standards.model import AREAS
from msptool.terminal import Lines
from msptool.workspace.problems import UsageRefusal

HELP = """\
  y [note]      yes, aligned             n [note]      no, misaligned
  a REASON      not applicable           u             take the answer back
  s             skip to the next         b             back
  o TEXT        note                     x             fixed onsite (answers yes)
  f TEXT        flag for the committee   h AREA        hand over: a name or a number, as asked
  j WHERE       jump: number, id, words  / WORDS       filter (empty: show all)
  e [note]      accept the evidence
  g             next unanswered          v FIELD TEXT  visit day: ours, theirs, maintenance,
  w             question and how again                 tools, ticket, change, unresolved, next, summary
  ?             this help                q             quit; 'msptool review resume' goes on"""

_AREA_CHOICES = ", ".join(f"{number} {area}" for number, area in enumerate(AREAS, 1))
_VISIT_LISTS = {
    "ours": "our_items", "theirs": "client_items", "maintenance": "maintenance", "tools": "tools_checked",
    "unresolved": "unresolved", "ticket": "tickets", "change": "changes",
}  # fmt: skip


class Plain:
    """Runs a session on two text streams until the input ends or says `q`."""

    def __init__(self, session: Session, library: Library, source: TextIO, out: TextIO) -> None:
        self.session = session
        self.library = library
        self._lines = Lines(source, out)
        self._commands: dict[str, Callable[[str], bool]] = {
            "y": lambda text: self._answer("yes", text or None),
            "n": lambda text: self._answer("no", text or None),
            "a": self._not_applicable,
            "s": lambda _: self._move(1),
            "b": lambda _: self._move(-1),
            "u": lambda _: self._take_back(),
            "o": lambda text: self._with_text(text, "Note", self.session.note),
            "f": lambda text: self._with_text(text, "For the committee", self.session.feedback),
            "x": self._fixed,
            "e": self._accept,
            "h": lambda text: self._with_text(text, f"Area ({_AREA_CHOICES})", self._hand_over),
            "j": self._jump,
            "/": self._filter,
            "g": lambda _: self._next(),
            "v": self._visit,
            "w": lambda _: True,
            "?": self._help,
        }

    def run(self) -> None:
        """Ask until everything is answered, the input ends, or the TAM quits."""
        self._lines.say(
            f"{len(self.session.items)} standards. ? shows the keys, q quits; every answer is saved at once."
        )
        show = True
        while (item := self.session.current) is not None:
            if show:
                self._show(item)
            line = self._lines.ask("> ")
            if line is None or line.lower() in ("q", "quit"):
                return
            show = self._run(line)

    def _run(self, line: str) -> bool:
        key, _, text = line.partition(" ")
        if line.startswith("/"):
            key, text = "/", line[1:]
        command = self._commands.get(key.lower())
        if command is None:
            self._lines.say(f"'{key}' is no key. ? shows them.")
            return False
        try:
            return command(text.strip())
        except UsageRefusal as refusal:
            self._lines.say(str(refusal))
            return False

    def _answer(self, value: str, note: str | None) -> bool:
        name = self.session.current.standard.name if self.session.current else ""
        self.session.answer(value, note)
        self._lines.say(f"Saved: {value} - {name}")
        return self._next()

    def _not_applicable(self, reason: str) -> bool:
        reason = reason or (self._lines.ask("Why does it not apply? ") or "")
        return self._answer("n/a", reason)

    def _accept(self, note: str) -> bool:
        given = self.session.accept(note)
        name = self.session.current.standard.name if self.session.current else ""
        self._lines.say(f"Saved: {given}, as the evidence says - {name}")
        return self._next()

    def _fixed(self, text: str) -> bool:
        self.session.fixed()
        if text:
            self.session.note(text)
        self._lines.say("Saved: fixed onsite, so yes.")
        return self._next()

    def _next(self) -> bool:
        if self.session.next_open():
            return True
        progress = self.session.progress()
        if self.session.filtered:
            self._lines.say(f"All {len(self.session.shown())} answered in this filter. '/' alone shows the others.")
        else:
            self._lines.say(f"All {progress.answered} answered. q to leave, then 'msptool review finish'.")
        return False

    def _move(self, steps: int) -> bool:
        if not self.session.move(steps):
            self._lines.say("That was the last one." if steps > 0 else "That is the first one.")
            return False
        return True

    def _jump(self, text: str) -> bool:
        self.session.jump(text)
        return True

    def _filter(self, text: str) -> bool:
        count = self.session.filter(text)
        self._lines.say(f"{count} of {len(self.session.items)} shown.")
        return True

    def _with_text(self, text: str, prompt: str, action: Callable[[str], None]) -> bool:
        said: str | None = text or self._lines.ask(f"{prompt}: ")
        if said is not None:  # the input has ended: nothing was said
            action(said)
            self._lines.say("Saved.")
        return False

    def _take_back(self) -> bool:
        given = self.session.draft(self.session.current.standard.id).answer if self.session.current else None
        if given is not None:
            self.session.clear()
        self._lines.say("Taken back." if given else "There is no answer here to take back.")
        return False

    def _hand_over(self, text: str) -> None:
        areas = list(AREAS)
        numbered = text.isdigit() and 1 <= int(text) <= len(areas)
        self.session.hand_over((areas[int(text) - 1] if numbered else text.lower()) or None)

    def _help(self, _: str) -> bool:
        self._lines.say(HELP)
        return False

    def _visit(self, text: str) -> bool:
        field, _, said = text.partition(" ")
        said = said.strip()
        visit = self.session.today_visit
        if field in ("ticket", "change"):
            first, _, rest = said.partition(" ")
            done = first.lower() == "done"
            summary = rest.strip() if done else said
            if not summary:
                raise UsageRefusal(
                    f"v {field} takes a text: 'v {field} Laptop for the new colleague', or 'v {field} done ...'."
                )
            name = _VISIT_LISTS[field]
            self.session.visit(
                name, [*(each.model_dump() for each in getattr(visit, name)), {"summary": summary, "done": done}]
            )
        elif field in _VISIT_LISTS and said:
            name = _VISIT_LISTS[field]
            self.session.visit(name, [*getattr(visit, name), said])
        elif field in ("next", "summary") and said:
            self.session.visit("next_visit" if field == "next" else "summary", said)
        else:
            raise UsageRefusal(f"v takes a field and a text: {', '.join((*_VISIT_LISTS, 'next', 'summary'))}.")
        self._lines.say("Saved.")
        return False

    def _show(self, item: Item) -> None:
        session, standard = self.session, item.standard
        progress = session.progress()
        category = self.library.category(standard)
        self._lines.say("")
        done = f"{progress.answered} answered, about {progress.minutes_left} min left"
        self._lines.say(f"--- {session.position + 1} of {progress.asked} | {category.name} | {done} ---")
        self._lines.wrap(standard.question, "")
        if standard.why:
            self._lines.wrap(standard.why, "  Why: ")
        for number, step in enumerate(standard.how, 1):
            self._lines.wrap(step, f"  {number}. ")
        for vendor, steps in standard.vendors.items():
            self._lines.say(f"  {vendor}:")
            for step in steps:
                self._lines.wrap(step, "    - ")
        for each in item.claims:
            self._lines.wrap(f"{each.because} (since {each.since})", "  To verify: ")
        self._lines.wrap(before(item), "  Before: ")
        for remark in item.since:
            self._lines.wrap(f"{remark.on}: {remark.text}", "  Since:  ")
        if item.proposal is not None:
            self._lines.wrap(proposed(item.proposal), "  Evidence: ")
        said = now(session.draft(standard.id))
        if said:
            self._lines.wrap(said, "  Now: ")


def before(item: Item) -> str:
    """The previous answer in one line: what, when, why it is due, and the note."""
    if item.previous is None:
        return "never asked."
    given = item.previous.answer
    reworded = " The question was worded differently then." if item.is_reworded else ""
    fixed = " (fixed onsite)" if given.fixed_onsite else ""
    note = f" - {given.note}" if given.note else ""
    said = f"{given.answer}{fixed} on {given.on}{note}"
    return f"{said}{'' if said.endswith(('.', '!', '?')) else '.'}{reworded}"


def proposed(proposal: Proposal) -> str:
    """What evidence says, in one line: the answer, whether it is another one than before, and what the tool found."""
    if proposal.answer is None:
        return f"{proposal.grounds.evidence.title} proposes nothing: {proposal.reason}."
    differs = (
        f" The last answer was {proposal.previous.answer.answer}." if proposal.contradicts and proposal.previous else ""
    )
    return f"{proposal.answer}. {proposal.note}{differs} 'e' accepts it."


def now(draft: Draft) -> str:
    """What was said in this review so far, in one line; empty when nothing was."""
    parts = [draft.answer or "", "fixed onsite" if draft.fixed_onsite else "", draft.note]
    parts += [f"handed to {AREAS[draft.hand_over]}"] if draft.hand_over else []
    parts += [f"for the committee: {draft.feedback}"] if draft.feedback else []
    return "; ".join(part for part in parts if part)
