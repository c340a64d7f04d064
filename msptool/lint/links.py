"""`msptool lint --links`: whether the pages that the files cite are still there.

A page is a value under a key `url` of any data file. Each is asked for once, however often it is cited.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from msptool.lint.catalog import FOLDERS
from msptool.lint.engine import is_in
from msptool.lint.links_ask import ask
from msptool.lint.links_cache import read_known, write_known
from msptool.lint.links_rules import Verdict, complaint
from msptool.lint.links_web import Network, escaped, host_of, page_address
from msptool.words import counted
from msptool.workspace.documents import Document, read_document
from msptool.workspace.entities import problem_at
from msptool.workspace.problems import Problem
from msptool.workspace.sources import Source
from msptool.workspace.workspace import Workspace

if TYPE_CHECKING:
    from rich.console import Console

_WRONG = {"dead": "dead", "moved": "moved", "unreachable": "not reachable", "private": "private and not asked for"}


@dataclass(frozen=True, slots=True)
class Citation:
    """One place that cites a page: `url` as the file has it, at `keys` of the document."""

    document: Document
    keys: tuple[str | int, ...]
    url: str

    @property
    def address(self) -> str:
        """What is asked for; empty when the URL is none."""
        return page_address(self.url)


@dataclass(frozen=True)
class LinkCheck:
    """The problems with links, in order of the files, and one sentence that counts the verdicts."""

    problems: tuple[Problem, ...]
    summary: str


def check_links(
    workspace: Workspace, only: Collection[str], network: Network, console: Console | None = None
) -> LinkCheck:
    """Ask for every page cited in `only` (paths below the root; empty: all).

    Pages that were there in the last 7 days are known from the state folder. What is learned goes there,
    also when the check is interrupted. Progress is shown on the console, if any. Refuses when there is no network.
    """
    citations = [each for each in citations_in(workspace.source) if is_in(each.document.path, only)]
    addresses = {each.address for each in citations} - {""}
    known = read_known(workspace)
    wanted = addresses - set(known)
    found: dict[str, Verdict] = {}
    try:
        with _progress(len(wanted), found, console) as tick:
            ask(wanted, network, found, tick)
    finally:
        kept = write_known(workspace, known, found)
    verdicts = {"": Verdict("dead", "it is no web address"), **{each: known[each][0] for each in known}, **found}
    unkept = "" if kept else " The answers could not be kept in .msptool/lint/links.json."
    return LinkCheck(
        tuple(_problems(citations, verdicts)),
        _summary({each: verdicts[each] for each in addresses}, len(found)) + unkept,
    )


def citations_in(source: Source) -> Iterator[Citation]:
    """Every page that is cited in the data files; a file that cannot be read has none."""
    for folder in FOLDERS:
        for path in source.paths(folder):
            content, _ = source.read(path)
            document = read_document(path, content)[0] if content and b"url" in content else None
            if document is not None:
                kept = document.without_data()
                yield from (Citation(kept, keys, url) for keys, url in _urls(document.data, ()))


def _urls(data: Any, keys: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    steps = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in steps:
        if step == "url" and isinstance(value, str) and value.startswith(("http://", "https://")):
            yield (*keys, step), value
        else:
            yield from _urls(value, (*keys, step))


def _problems(citations: Iterable[Citation], verdicts: Mapping[str, Verdict]) -> Iterator[Problem]:
    for each in citations:
        fragment = escaped(urlsplit(each.url).fragment) if each.address else ""
        if said := complaint(each.address or ascii(each.url), verdicts[each.address], fragment):
            yield problem_at(each.document, *said, *each.keys)


def _summary(verdicts: Mapping[str, Verdict], asked: int) -> str:
    if not verdicts:
        return "No page is cited."
    counts: Counter[str] = Counter(each.state for each in verdicts.values())
    parts = [f"{counts[state]} {words}" for state, words in _WRONG.items() if counts[state]] or ["all are there"]
    if counts["refusing"]:
        parts.append(f"{counts['refusing']} closed to robots")
    if asked < len(verdicts):
        parts.append(f"{len(verdicts) - asked} from the cache")
    hosts = counted(len({host_of(address) for address in verdicts}), "host")
    return f"Asked for {counted(len(verdicts), 'page')} of {hosts}: {', '.join(parts)}."


@contextmanager
def _progress(total: int, found: Mapping[str, Verdict], console: Console | None) -> Iterator[Callable[[], object]]:
    if console is None or not total:
        yield lambda: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("Asking for pages"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=total)
        yield lambda: progress.update(task, completed=len(found))
