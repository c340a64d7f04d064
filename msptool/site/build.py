"""The whole site, page by page; or the folder of one client alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from msptool.alignment.findings import Finding
from msptool.reports.kinds import KINDS, ReportKind, Request
from msptool.site.client_folder import LeftOut, write_client_folder
from msptool.site.client_page import client_page
from msptool.site.folder import SiteFolder, replaced
from msptool.site.pages import Templates, script
from msptool.site.parts import Link, SitePage, client_url, frame, review_url, standard_url
from msptool.site.portfolio import portfolio
from msptool.site.reading import Known, Reading, WorkspaceReadOnce, known, read
from msptool.site.review_page import review_pages
from msptool.site.revisions import revisions
from msptool.site.search_index import search_index
from msptool.site.standard_page import standard_page
from msptool.site.standards_page import answers_of, standards_page
from msptool.site.visits_page import visits_page, years_of
from msptool.workspace.entities import read_once
from msptool.workspace.problems import Refusal
from msptool.workspace.workspace import Workspace

FOR_CLIENTS = "for-clients"
_HOME = Link("Clients", "index.html")
_STANDARDS = Link("Standards", "standards.html")
_VISITS = Link("Visits", "visits.html")
_STEP = 25

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Built:
    """What was built: the number of pages, files and clients, the bytes, and the reports that were left out."""

    pages: int
    files: int
    bytes: int
    clients: int
    left_out: tuple[LeftOut, ...]


@read_once()
def build_client(workspace: Workspace, target: Path, client: str) -> Built:
    """The folder of one client, at `target`. Refuses an unknown client."""
    once = WorkspaceReadOnce(workspace.root, workspace.today)
    reading = read(once, client)
    found = reading.client(client)
    with replaced(target, workspace.root, f"the pages for {client}") as site:
        left_out = tuple(write_client_folder(reading, Templates(once), found, Request(once), site.write))
    return Built(site.pages, len(site.files), site.size, 1, left_out)


@read_once()
def build_practice(workspace: Workspace, target: Path, say: Progress) -> Built:
    """The whole practice at `target`, with a folder for each client; `say` is told how far it is."""
    once = WorkspaceReadOnce(workspace.root, workspace.today)
    reading = read(once)
    every = [known(reading, client) for client in reading.clients.values()]
    with replaced(target, workspace.root, "the site of the whole practice") as folder:
        left_out = tuple(_Site(reading, every, folder, say).write())
    return Built(folder.pages, len(folder.files), folder.size, len(every), left_out)


class _Site:
    """One building of the whole site."""

    def __init__(self, reading: Reading, every: Sequence[Known], folder: SiteFolder, say: Progress) -> None:
        self.reading, self.every, self.folder, self.say = reading, every, folder, say
        self.templates, self.asked = Templates(reading.workspace), Request(reading.workspace)

    def write(self) -> Iterable[LeftOut]:
        """Write every page; yield the reports for clients that are left out."""
        left_out: list[LeftOut] = []
        self._standards()
        for number, each in enumerate(self.every, 1):
            self._client(each)
            left_out += self._for_client(each)
            if number % _STEP == 0 and number < len(self.every):
                self.say(f"{number} of {len(self.every)} clients")
        self._page("visits.html", "Visits", "visits", visits_page(self.reading, self.every))
        for year in years_of(self.reading):
            self._report(KINDS["year"], f"visits/{year}.html", _VISITS, year)
        self._page("index.html", "Clients", "clients", portfolio(self.reading, self.every, self._reports()))
        self._page("search.html", "Search", "search", None)
        self.folder.write("assets/site.css", self.templates.fill("site/site.css.j2", None))
        self.folder.write("assets/site.js", script())
        self.folder.write("assets/search-index.js", search_index(self.reading, self.every))
        return left_out

    def _page(self, path: str, title: str, section: str, content: object, *crumbs: Link, template: str = "") -> None:
        name = template or path.removesuffix(".html")
        page = SitePage(frame(self.reading, title, path, section, *crumbs), content)
        self.folder.write(path, self.templates.fill(f"site/{name}.html.j2", page))

    def _client(self, each: Known) -> None:
        client = each.client
        shared = f"{FOR_CLIENTS}/{client.id}/index.html" if client.is_current else ""
        content = client_page(self.reading, each, shared)
        self._page(client_url(client.id), client.name, "clients", content, _HOME, template="client")
        above = Link(client.name, client_url(client.id))
        for review, page in review_pages(self.reading, each):
            title = f"Review {review.id} of {client.name}"
            path = review_url(client.id, review.id)
            self._page(path, title, "clients", page, _HOME, above, template="review")

    def _for_client(self, each: Known) -> Iterable[LeftOut]:
        if not each.client.is_current:
            return ()
        write = partial(_write_below, self.folder, f"{FOR_CLIENTS}/{each.client.id}")
        return list(write_client_folder(self.reading, self.templates, each.client, self.asked, write))

    def _standards(self) -> None:
        reading = self.reading
        served = [each for each in self.every if each.client.served_on(reading.as_of)]
        answers, history = answers_of(served), revisions(reading.workspace.history, reading.library)
        self._page("standards.html", "Standards", "standards", standards_page(reading, answers))
        says_no: dict[str, list[Finding]] = {}
        for finding in (finding for each in served for finding in each.findings):
            says_no.setdefault(finding.standard.id, []).append(finding)
        for standard in reading.library:
            page = standard_page(
                reading, standard, answers.get(standard.id, Counter()), says_no.get(standard.id, ()), served,
                history.get(standard.id, ()),
            )  # fmt: skip
            above = Link(page.category, f"standards.html#{standard.category}")
            path = standard_url(standard.id)
            self._page(path, standard.name, "standards", page, _STANDARDS, above, template="standard")

    def _reports(self) -> Iterable[Link]:
        """The reports about the whole practice, but for the years, which have a place of their own."""
        for kind in KINDS.values():
            if kind.audience == "internal" and not kind.needs_client and kind.about != "year":
                title = kind.help.removesuffix(", internal")
                path = f"reports/{kind.name}.html"
                if self._report(kind, path, _HOME):
                    yield Link(title[:1].upper() + title[1:], path)

    def _report(self, kind: ReportKind, path: str, above: Link, year: int | None = None) -> bool:
        try:
            report = kind.build(replace(self.asked, year=year))
        except Refusal as refusal:
            self.say(f"Without the report {kind.name}: {refusal}")
            return False
        page = self.templates.fill_inside(
            "site/report.html.j2", f"{kind.name}.html.j2", report.context, back=f"../{above.url}", back_to=above.name
        )
        self.folder.write(path, page)
        return True


def _write_below(folder: SiteFolder, below: str, name: str, content: str) -> None:
    folder.write(f"{below}/{name}", content)
