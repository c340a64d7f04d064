"""`msptool site build`: what it writes, what it replaces, and where it refuses to."""

from __future__ import annotations

import json
import os
import shutil
import stat
from datetime import date
from pathlib import Path

import pytest

from msptool.kpis.figures import Figures
from msptool.reports.kinds import KINDS
from msptool.site.folder import MARKER, replaced
from msptool.workspace.workspace import Workspace
from tests.small_practice import Golden, Practice
from tests.trees import only_sentence, posix

EVERYTHING = "the site of the whole practice"


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def beside(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.parent.iterdir())


# The other reports for clients may grow in number; what is here without them may not change unnoticed.
def test_the_site_has_these_files(site: Path, golden: Golden) -> None:
    known = {"visit", "client-year", "notification", "year"}
    other = [kind.name for kind in KINDS.values() if kind.name not in known]
    mine = [name for name in sorted(files(site)) if not any(Path(name).stem.split("-2")[0] == each for each in other)]
    golden.check("files.txt", "\n".join(mine) + "\n")


def test_every_report_for_clients_is_in_the_folder_of_a_client(site: Path) -> None:
    there = {path.name for path in (site / "for-clients/acme").iterdir()}
    for kind in KINDS.values():
        if kind.audience == "client" and kind.about != "proposal":
            assert any(name.startswith(kind.name) for name in there), kind.name
        elif kind.audience == "internal":
            assert not any(name.startswith(f"{kind.name}.") for name in there), kind.name


def test_the_first_page_of_a_client_names_each_page_by_its_title(site: Path) -> None:
    text = (site / "for-clients/acme/index.html").read_text(encoding="utf-8")
    assert '<a href="visit.html" dir="auto">Visit summary: Acme Explosives, November 12, 2026</a>' in text
    assert '<a href="client-year-2027.html" dir="auto">Visits in 2027: Acme Explosives</a>' in text
    assert "Jim Tam" in text
    assert "Bob Vee" in text


def test_a_former_client_gets_no_folder_and_keeps_its_page(site: Path) -> None:
    assert (site / "clients/former.html").is_file()
    assert not (site / "for-clients/former").exists()
    assert "The pages that it may see" not in (site / "clients/former.html").read_text(encoding="utf-8")


def test_the_result_is_told_as_text_and_as_data(sited: Practice, tmp_path: Path) -> None:
    text = sited.run("site", "build", str(tmp_path / "a"))
    written = files(tmp_path / "a")
    pages = sum(name.endswith(".html") for name in written)
    assert text.out == f"{pages} pages of 3 clients in {tmp_path / 'a'}: open {tmp_path / 'a' / 'index.html'}.\n"
    assert "1 report left out for lack of data: 'msptool -v site build' says which." in text.err
    data = sited.run("site", "build", str(tmp_path / "a"), "--json").json
    assert {key: data[key] for key in ("schema", "pages", "files", "bytes", "clients", "client")} == {
        "schema": "msptool/site-build/1", "pages": pages, "files": len(written) - 1, "clients": 3, "client": None,
        "bytes": sum(map(len, written.values())) - len(written[MARKER]),
    }  # fmt: skip
    assert {"client": "bakery", "report": "visit", "reason": "There is no review of Bakery yet."} in data["left_out"]
    verbose = sited.run("-v", "site", "build", str(tmp_path / "a"))
    assert "bakery, without the report visit: There is no review of Bakery yet." in verbose.err
    assert sited.run("-q", "site", "build", str(tmp_path / "a")).err == ""


def test_the_same_commit_and_day_give_the_same_bytes(sited: Practice, site: Path, tmp_path: Path) -> None:
    copy = Practice(tmp_path / "another place", sited.home)
    shutil.copytree(sited.root, copy.root, symlinks=True)
    assert copy.run("site", "build", str(tmp_path / "out")).code == 0
    assert files(tmp_path / "out") == files(site)


def test_a_page_that_is_not_written_any_more_goes(full: Practice, tmp_path: Path) -> None:
    target = tmp_path / "site"
    assert full.run("site", "build", str(target)).code == 0
    assert (target / "standards/firewall-backup.html").is_file()
    (full.root / "standards/firewalls/firewall-backup.yaml").unlink()
    shutil.rmtree(full.root / "clients/bakery")
    shutil.rmtree(full.root / "practice/schedule/2027")
    assert full.run("site", "build", str(target)).code == 0
    left = files(target)
    for gone in (
        "standards/firewall-backup.html",
        "clients/bakery.html",
        "for-clients/bakery/index.html",
        "visits/2027.html",
    ):
        assert gone not in left
    assert beside(target) == ["home", "site", "work"]


def test_what_somebody_else_put_there_stays(sited: Practice, tmp_path: Path) -> None:
    target = tmp_path / "site"
    sited.run("site", "build", str(target))
    (target / ".htaccess").write_text("Require valid-user\n")
    (target / ".htaccess").chmod(0o640)
    (target / "for-clients/acme/letter.pdf").write_bytes(b"%PDF")
    (target / "index.html").write_text("changed by hand")
    (target / "latest").symlink_to("index.html")
    for _ in range(2):
        assert sited.run("site", "build", str(target)).code == 0
        assert (target / ".htaccess").read_text() == "Require valid-user\n"
        assert stat.S_IMODE((target / ".htaccess").stat().st_mode) == 0o640
        assert (target / "for-clients/acme/letter.pdf").read_bytes() == b"%PDF"
        assert (target / "latest").is_symlink()
        assert "changed by hand" not in (target / "index.html").read_text(encoding="utf-8")


def test_a_file_of_somebody_else_is_not_written_over(sited: Practice, tmp_path: Path) -> None:
    target = tmp_path / "site"
    sited.run("site", "build", str(target))
    marker = json.loads((target / MARKER).read_text())
    marker["files"].remove("index.html")
    (target / MARKER).write_text(json.dumps(marker))
    before = files(target)
    done = sited.run("site", "build", str(target))
    assert done.code == 3
    assert "index.html was put there by somebody else" in only_sentence(done)
    assert files(target) == before


def test_a_folder_that_msptool_did_not_build_is_refused(sited: Practice, tmp_path: Path) -> None:
    target = tmp_path / "site"
    target.mkdir()
    (target / "letter.txt").write_text("Dear")
    for content in (None, "{}", "no json", '{"schema": "other/1"}'):
        if content is not None:
            (target / MARKER).write_text(content)
        done = sited.run("site", "build", str(target))
        assert (done.code, done.out) == (2, "")
        assert "is not empty, and msptool did not build it" in only_sentence(done)
        assert (target / "letter.txt").read_text() == "Dear"
    (target / "letter.txt").write_text("")
    file = sited.run("site", "build", str(target / "letter.txt"))
    assert file.code == 2
    assert "is a file" in only_sentence(file)


def test_a_site_that_was_set_aside_by_a_build_that_was_killed_is_put_back(sited: Practice, tmp_path: Path) -> None:
    target = tmp_path / "site"
    assert sited.run("site", "build", str(target)).code == 0
    (target / ".htaccess").write_text("Require valid-user\n")
    aside = target.rename(tmp_path / ".site.0123abcd.old")
    stranger = tmp_path / ".site.notes.old"
    stranger.mkdir()
    assert sited.run("site", "build", str(target)).code == 0
    assert (target / ".htaccess").read_text() == "Require valid-user\n"
    assert not aside.exists()
    assert stranger.is_dir()


def test_the_practice_is_read_once_for_all_clients(
    sited: Practice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Figures] = []

    def counted(workspace: Workspace) -> Figures:
        made.append(original(workspace))
        return made[-1]

    original = Figures.of
    monkeypatch.setattr(Figures, "of", counted)
    assert sited.run("site", "build", str(tmp_path / "site")).code == 0
    assert len(made) == 1


def test_an_empty_folder_is_taken(sited: Practice, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    assert sited.run("site", "build", str(tmp_path / "site")).code == 0
    assert (tmp_path / "site/index.html").is_file()


@pytest.mark.parametrize("place", [".", "..", "clients", "standards/site", ".git", ".git/site"])
def test_a_place_among_the_workspace_itself_is_refused(practice: Practice, place: str) -> None:
    before = practice.files()
    done = practice.run("site", "build", str(practice.root / place))
    assert (done.code, done.out) == (2, "")
    assert "name a folder of its own for the site" in only_sentence(done)
    assert practice.files() == before


def test_a_folder_of_its_own_in_the_workspace_is_fine(practice: Practice) -> None:
    assert practice.run("site", "build", str(practice.root / "public")).code == 0
    assert practice.run("lint").code == 0


def test_the_site_of_everybody_never_takes_the_place_of_the_pages_for_a_client(sited: Practice, tmp_path: Path) -> None:
    target = tmp_path / "for acme"
    assert sited.run("site", "build", str(target), "--client", "acme").code == 0
    before = files(target)
    for arguments in ([], ["--client", "bakery"]):
        done = sited.run("site", "build", str(target), *arguments)
        assert done.code == 2
        assert "holds the pages for acme, and this would be " in only_sentence(done)
    assert files(target) == before
    assert sited.run("site", "build", str(target), "--client", "acme").code == 0
    assert files(target) == before


def test_one_client_alone_is_its_folder_of_the_whole(sited: Practice, site: Path, tmp_path: Path) -> None:
    done = sited.run("site", "build", str(tmp_path / "acme"), "--client", "acme", "--json")
    assert done.json["clients"] == 1
    assert done.json["client"] == "acme"
    alone = files(tmp_path / "acme")
    assert json.loads(alone.pop(MARKER))["about"] == "the pages for acme"
    assert alone == files(site / "for-clients/acme")


def test_an_unknown_client_is_refused_and_nothing_written(sited: Practice, tmp_path: Path) -> None:
    done = sited.run("site", "build", str(tmp_path / "site"), "--client", "acmee")
    assert done.code == 2
    assert "There is no client 'acmee'. Did you mean 'acme'?" in only_sentence(done)
    assert list(tmp_path.iterdir()) == []


def test_a_broken_file_is_refused_and_the_old_site_stands(full: Practice, tmp_path: Path) -> None:
    target = tmp_path / "site"
    full.run("site", "build", str(target))
    before = files(target)
    full.write("clients/acme/client.yaml", "name: {broken")
    done = full.run("site", "build", str(target))
    assert done.code == 3
    assert "clients/acme/client.yaml:2" in only_sentence(done)
    assert files(target) == before
    assert beside(target) == ["home", "site", "work"]


def test_a_broken_template_is_named_and_the_old_site_stands(full: Practice, tmp_path: Path) -> None:
    target = tmp_path / "site"
    full.run("site", "build", str(target))
    before = files(target)
    for name in ("site/client.html.j2", "visit.html.j2"):
        full.write(f"templates/{name}", "one\n{{ report.nothing }}\n")
        done = full.run("site", "build", str(target))
        assert done.code == 3
        assert only_sentence(done).startswith(f"templates/{name}:2: ")
        assert files(target) == before
        (full.root / f"templates/{name}").unlink()


def test_a_practice_may_change_a_page_of_the_site(full: Practice, tmp_path: Path) -> None:
    full.write(
        "templates/site/visits.html.j2",
        '{% extends "site/_layout.html.j2" %}{% block content %}<h1>Ours</h1>{% endblock %}',
    )
    full.write("templates/_style.css", ":root { --accent: hotpink; }\n")
    assert full.run("site", "build", str(tmp_path / "site")).code == 0
    assert "<h1>Ours</h1>" in (tmp_path / "site/visits.html").read_text(encoding="utf-8")
    assert "hotpink" in (tmp_path / "site/assets/site.css").read_text(encoding="utf-8")
    assert "hotpink" in (tmp_path / "site/for-clients/acme/index.html").read_text(encoding="utf-8")


def test_a_new_practice_has_a_site_too(practice: Practice, tmp_path: Path) -> None:
    shutil.rmtree(practice.root / "clients")
    assert practice.run("site", "build", str(tmp_path / "site")).code == 0
    assert "The practice has no clients yet" in (tmp_path / "site/index.html").read_text(encoding="utf-8")


def test_without_git_the_pages_say_so(full: Practice, tmp_path: Path) -> None:
    shutil.rmtree(full.root / ".git")
    assert full.run("site", "build", str(tmp_path / "site")).code == 0
    text = (tmp_path / "site/standards/firewall-backup.html").read_text(encoding="utf-8")
    assert "library without version control" in text
    assert "This file is not in the history yet." in text


def test_many_clients_are_told_on_the_way(practice: Practice, tmp_path: Path) -> None:
    for number in range(51):
        practice.client(f"client-{number:02}")
    done = practice.run("site", "build", str(tmp_path / "site"))
    assert done.err.splitlines()[:2] == ["25 of 52 clients", "50 of 52 clients"]
    assert " pages of 52 clients in " in done.out


@posix
def test_a_web_server_may_read_it(sited: Practice, tmp_path: Path) -> None:
    target = tmp_path / "site"
    before = os.umask(0o022)
    try:
        sited.run("site", "build", str(target))
    finally:
        os.umask(before)
    assert stat.S_IMODE(target.stat().st_mode) == 0o755
    target.chmod(0o750)
    sited.run("site", "build", str(target))
    assert stat.S_IMODE(target.stat().st_mode) == 0o750


@posix
def test_a_full_disk_or_a_closed_folder_changes_nothing(
    sited: Practice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "site"
    sited.run("site", "build", str(target))
    before = files(target)

    def full_disk(self: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full_disk)
        done = sited.run("site", "build", str(target))
    assert done.code == 3
    assert "No space left on device. What stood there is as it was." in only_sentence(done)
    assert files(target) == before
    assert beside(target) == ["site"]


@posix
def test_a_swap_that_fails_puts_the_old_site_back(
    sited: Practice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "site"
    sited.run("site", "build", str(target))
    before, really = files(target), os.replace

    def once(source: Path, place: Path) -> None:
        if str(source).endswith(".building"):
            raise OSError(16, "Device or resource busy")
        really(source, place)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", once)
        done = sited.run("site", "build", str(target))
    assert done.code == 3
    assert files(target) == before
    assert beside(target) == ["site"]


@posix
def test_a_link_to_a_folder_stays_a_link(sited: Practice, tmp_path: Path) -> None:
    (tmp_path / "site").symlink_to(tmp_path / "real")
    (tmp_path / "real").mkdir()
    assert sited.run("site", "build", str(tmp_path / "site")).code == 0
    assert (tmp_path / "site").is_symlink()
    assert (tmp_path / "real/index.html").is_file()


@pytest.mark.parametrize(
    "path", ["../x.html", "/x.html", "a//b.html", "a/../b.html", "a\\b.html", "c:x.html", "", "a/."]
)
def test_no_path_leaves_the_folder(tmp_path: Path, path: str) -> None:
    with (
        pytest.raises(ValueError, match="not a path of a site"),
        replaced(tmp_path / "x", tmp_path / "w", EVERYTHING) as site,
    ):
        site.write(path, "text")
    assert list(tmp_path.iterdir()) == []


def test_an_id_that_is_no_slug_is_refused_before_it_is_a_path(full: Practice, tmp_path: Path) -> None:
    full.write("reviews/acme/2026%2f11.yaml", full.read("reviews/acme/2026-11-12.yaml"))
    done = full.run("site", "build", str(tmp_path / "site"))
    assert done.code == 3
    assert "cannot be an id" in only_sentence(done)


def test_yesterdays_site_knows_no_review_of_today(full: Practice, tmp_path: Path) -> None:
    assert full.run("site", "build", str(tmp_path / "site"), today=date(2026, 9, 1)).code == 0
    assert [path.name for path in (tmp_path / "site/reviews/acme").iterdir()] == ["2026-08-18.html"]
