"""Where reviews are kept: the file of each, the open one of a client, its journal and its lock."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from msptool.clients.applicability import applicable
from msptool.clients.model import Client
from msptool.reviews.day_list import planned_today
from msptool.reviews.due import Item, choose, items
from msptool.reviews.evidence.model import Evidence
from msptool.reviews.evidence.proposing import Proposal, proposals
from msptool.reviews.evidence.register import require_evidence
from msptool.reviews.journal import Journal
from msptool.reviews.model import REVIEW, Review, Scope
from msptool.reviews.recheck import require_recheck
from msptool.reviews.record import Given, answers_given, by_standard, require_reviews, said_without_answer
from msptool.reviews.session import Draft, Session, apply, contents, initial_state
from msptool.standards.library import Library
from msptool.workspace import edits
from msptool.workspace.files import digest, inside, numbered, write_file
from msptool.workspace.problems import Refusal
from msptool.workspace.workspace import Workspace


@dataclass
class OpenReview:
    """A review being done: its file as last read, its journal, and the session over both.

    `out_of_sight` are standards that it asks and that cannot be shown now: they were retired, or their file is
    broken. What was said about them stays. `begun`: it was not open before.
    """

    workspace: Workspace
    client: Client
    review: Review
    session: Session
    journal: Journal
    recovered: int
    out_of_sight: tuple[str, ...] = ()
    begun: bool = False
    _digest: str | None = None

    @property
    def path(self) -> str:
        """The review's file below the workspace."""
        return REVIEW.path(client=self.client.id, id=self.review.id)

    def discard(self) -> Path | None:
        """Take the review back, as if it had not been begun; what was said is kept in a file of the state folder.

        Returns that file, None where nothing was said.
        """
        path = inside(self.workspace.root, self.path)
        kept = None
        if any(contents(self.session.state, ())):
            self.save()
            kept = self.workspace.state_file("discarded", f"{self.client.id}.{self.review.id}.yaml")
            kept.write_bytes(path.read_bytes())
        path.unlink(missing_ok=True)
        self.journal.remove()
        return kept

    def save(self, **changes: Any) -> Review:
        """Write everything said so far to the review's file, then drop the journal."""
        asked = list(dict.fromkeys([*(item.standard.id for item in self.session.items), *self.out_of_sight]))
        answers, remarks, visits = contents(self.session.state, asked)
        self.review = self.review.model_copy(
            update={
                "asked": tuple(asked), "answers": answers, "remarks": remarks, "visits": tuple(visits),
                "sheets": tuple(self.session.state.sheets.values()), **changes,
            }
        )  # fmt: skip
        content = render(self.review)
        write_file(inside(self.workspace.root, self.path), content, expected=self._digest)
        self._digest = digest(content)
        self.journal.remove()
        return self.review


def render(review: Review) -> bytes:
    """The review's file: defaults left out, answers in the order asked."""
    data = review.model_dump(mode="json", exclude_defaults=True, exclude={"client", "id"})
    for said in (*data.get("answers", {}).values(), *data.get("remarks", {}).values(), *data.get("visits", [])):
        for key in ("note", "feedback", "summary"):
            if key in said:
                said[key] = edits.folded(said[key])
    return edits.render(REVIEW, data)


def open_of(reviews: list[Review]) -> Review | None:
    """The client's open review, if there is one."""
    return next((review for review in reviews if review.status == "open"), None)


@contextmanager
def start(
    workspace: Workspace, client: Client, library: Library, scope: Scope, *, by: str | None, now: datetime,
    save_empty: bool = False,
) -> Iterator[OpenReview]:  # fmt: skip
    """Begin a review and hold it for this process. Refuses while another one of the client is open.

    On a day with a planned visit it asks what the visit covers, unless the scope says something of its own.
    `save_empty`: answers will come though nothing is due, so it has its file from the start.
    """
    with _held(workspace, client):
        reviews = require_reviews(workspace.source, client.id)
        unfinished = open_of(reviews)
        if unfinished is not None:
            raise Refusal(
                f"The review of {client.name} from {unfinished.started.date()} is still open: "
                f"go on with 'msptool review resume {client.id}', or end it with 'msptool review finish {client.id}'."
            )
        everything = items_of(workspace, client, library, reviews)
        past = [review for review in reviews if review.status == "finished"]
        planned = planned_today(workspace, client, everything, past) if scope == Scope() else None
        chosen = (
            planned if planned is not None
            else choose(client, everything, scope, workspace.settings, past, workspace.today)
        )  # fmt: skip
        review = Review(
            client=client.id,
            id=_free_id(workspace, client, reviews),
            status="open",
            by=by,
            started=now,
            scope=scope,
            asked=tuple(item.standard.id for item in chosen),
        )
        journal = _journal(workspace, client.id, review.id)
        opened = OpenReview(
            workspace, client, review, Session(chosen, initial_state(review), journal, workspace.today, by), journal, 0,
            begun=True,
        )  # fmt: skip
        if chosen or save_empty:
            opened.save()
        yield opened
        if not opened.session.items and not opened.session.state.drafts:
            opened.discard()


@contextmanager
def resume(workspace: Workspace, client: Client, library: Library) -> Iterator[OpenReview]:
    """Go on with the open review, with everything that the journal holds beyond the file."""
    with _held(workspace, client):
        reviews = require_reviews(workspace.source, client.id)
        review = open_of(reviews)
        if review is None:
            raise Refusal(f"No review of {client.name} is open: begin one with 'msptool review start {client.id}'.")
        journal = _journal(workspace, client.id, review.id)
        state = initial_state(review)
        events = list(journal.events())
        for event in events:
            apply(state, event)
        everything = {item.standard.id: item for item in items_of(workspace, client, library, reviews)}
        state.drafts = _by_present_id(library, state.drafts)
        names = dict.fromkeys([*(_present_id(library, name) for name in review.asked), *state.drafts])
        asked: list[Item] = [everything[name] for name in names if name in everything]
        unseen = tuple(name for name in names if name not in everything)
        content = inside(workspace.root, REVIEW.path(client=client.id, id=review.id)).read_bytes()
        session = Session(asked, state, journal, workspace.today, review.by)
        yield OpenReview(workspace, client, review, session, journal, len(events), unseen, _digest=digest(content))


def _present_id(library: Library, name: str) -> str:
    # A standard may have been renamed since the review was begun.
    standard = library.find(name)
    return standard.id if standard else name


def _by_present_id(library: Library, drafts: dict[str, Draft]) -> dict[str, Draft]:
    # Where one standard took over another's id, both were answered: neither answer may cover the other.
    found = {name: draft for name, draft in drafts.items() if _present_id(library, name) == name}
    for name, draft in drafts.items():
        present = _present_id(library, name)
        found.setdefault(name if present in found and found[present] is not draft else present, draft)
    return found


def items_of(workspace: Workspace, client: Client, library: Library, reviews: list[Review]) -> list[Item]:
    """Everything that applies to the client, with the last answers, what was said since and what is to be verified."""
    given = by_standard(answers_given(reviews))
    soon = workspace.settings.review.due_soon_days
    said = said_without_answer(reviews)
    recheck = require_recheck(workspace.source, client.id)
    evidence = require_evidence(workspace.source, client.id)
    proposed = proposals_of(workspace, client, library, given, evidence)
    return items(
        client, library, given, workspace.today, due_soon_days=soon, said=said, recheck=recheck, proposed=proposed
    )


def proposals_of(
    workspace: Workspace, client: Client, library: Library, given: Mapping[str, list[Given]], evidence: Sequence[Evidence]
) -> list[Proposal]:  # fmt: skip
    """What evidence (the newest first) says about the standards that apply to the client today; see `proposals`."""
    if not evidence:
        return []
    standards = applicable(client, library, workspace.today)
    return proposals(standards, evidence, given, workspace.today, workspace.settings.evidence.max_age_days)


def pending_events(workspace: Workspace, review: Review) -> int:
    """How many actions the journal holds that the review's file does not have yet."""
    return sum(1 for _ in _journal(workspace, review.client, review.id).events())


def _journal(workspace: Workspace, client: str, review: str) -> Journal:
    return Journal(workspace.state_file("reviews", f"{client}.{review}.jsonl"))


def _free_id(workspace: Workspace, client: Client, reviews: list[Review]) -> str:
    # A journal without its review (on another branch, say) keeps its id: it is not written over.
    taken = {review.id for review in reviews}
    day = workspace.today.isoformat()
    return next(
        name for name in numbered(day) if name not in taken and not _journal(workspace, client.id, name).path.exists()
    )


@contextmanager
def _held(workspace: Workspace, client: Client) -> Iterator[None]:
    from filelock import FileLock, Timeout

    owner = workspace.state_file("reviews", f"{client.id}.owner.json")
    lock = FileLock(workspace.state_file("reviews", f"{client.id}.lock"))
    try:
        lock.acquire(timeout=0)
        owner.write_text(json.dumps({"process": os.getpid(), "host": socket.gethostname()}), encoding="utf-8")
    except Timeout:
        raise Refusal(
            f"The review of {client.name} is open in another window{_whose(owner)}: quit it there, then run the command again."
        ) from None
    except OSError as error:
        lock.release()
        raise Refusal(
            f"{owner.parent} cannot be written: {error.strerror}. A review needs it to keep every answer safe."
        ) from None
    try:
        yield
    finally:
        owner.unlink(missing_ok=True)
        lock.release()


def _whose(owner: Any) -> str:
    try:
        found = json.loads(owner.read_text(encoding="utf-8"))
        return f" (process {found['process']} on {found['host']})"
    except (OSError, ValueError, KeyError):
        return ""
