"""`msptool lint --links`: K101 dead, K102 not checked, K103 moved, K104 private; polite, cached, and only when asked for.

`port` in an expected text stands for the port of the local server.
"""

from __future__ import annotations

import io
import json
import socket
from collections.abc import Callable
from datetime import date

import pytest
from rich.console import Console

from msptool.lint import links_web
from msptool.lint.links import check_links
from msptool.workspace.workspace import Workspace
from tests.lint.small_web import Page, Web, places
from tests.small_practice import TODAY, Practice
from tests.trees import GOOD, MFA, SPF, only_sentence, posix

CACHE = ".msptool/lint/links.json"


@pytest.mark.parametrize(
    ("page", "code", "message"),
    [
        (200, 0, ""),
        (404, "K101", "http://vendor.test:port/a is dead: it answers 404 (not found)"),
        (410, "K101", "http://vendor.test:port/a is dead: it answers 410 (gone)"),
        ([405, 200], 0, ""),
        ([404, 200], 0, ""),
        ([403, 200], 0, ""),
        ([500, 200], 0, ""),
        (401, 0, ""),
        (403, 0, ""),
        (999, 0, ""),
        ([500, 500, 200], 0, ""),
        (500, "K102", "http://vendor.test:port/a could not be checked: it answers 500"),
        (429, "K102", "http://vendor.test:port/a could not be checked: it answers 429"),
        ((302, {"Location": "/b"}), 0, ""),
        ((303, {"Location": "http://agency.test:port/b"}), 0, ""),
        ((302, {}), 0, ""),
        ((302, {"Location": "/gone"}), "K101", "http://vendor.test:port/a is dead: it leads to http://vendor.test:port/gone, and it answers 404 (not found)"),
        ((302, {"Location": "/a"}), "K102", "http://vendor.test:port/a could not be checked: it leads on and on, more than 10 times"),
        ((302, {"Location": "itms://x"}), "K102", "http://vendor.test:port/a could not be checked: it leads to something that is no web page"),
        ((302, {"Location": "http://nowhere.test/"}), "K101", "http://vendor.test:port/a is dead: it leads to http://nowhere.test/, and there is no host nowhere.test"),
        ((301, {"Location": "/b"}), "K103", "http://vendor.test:port/a has moved for good"),
        ((308, {"Location": "http://agency.test:port/b"}), "K103", "http://vendor.test:port/a has moved for good"),
        ((301, {"Location": "/a/"}), 0, ""),
        ((301, {"Location": "/en-us/a"}), 0, ""),
        ((301, {"Location": "/a?hl=en"}), 0, ""),
    ],
)  # fmt: skip
def test_what_a_page_answers_is_told_at_the_place_that_cites_it(
    page: Page, code: object, message: str, web: Web, cites: Callable[..., Practice]
) -> None:
    if isinstance(page, tuple) and "Location" in page[1]:
        page = page[0], {"Location": page[1]["Location"].replace("port", str(web.port))}
    web.pages = {"/a": page, **{f"/{path}": 200 for path in ("b", "a/", "en-us/a", "a?hl=en")}}
    done = cites(web.url("a")).run("lint", "--links", "--json")
    found = done.json["problems"]
    assert [each["message"] for each in found] == ([message.replace("port", str(web.port))] if code else [])
    assert places(done) == ([f"{code} {MFA}:7:10"] if code else [])
    assert done.code == (1 if code == "K101" else 0)


def test_a_moved_page_is_told_its_new_address_up_to_the_last_move_for_good(
    web: Web, cites: Callable[..., Practice]
) -> None:
    web.pages = {
        "/a": (301, {"Location": "/b"}), "/b": (308, {"Location": f"//agency.test:{web.port}/c d\x1b"}),
        "/c%20d%1B": (302, {"Location": "/today"}), "/today": 200,
    }  # fmt: skip
    found = cites(web.url("a#part")).run("lint", "--links", "--json").json["problems"]
    assert [each["hint"] for each in found] == [f"The new address: {web.url('c%20d%1B#part', 'agency.test')}"]


def test_a_page_that_many_cite_is_asked_for_once_and_told_everywhere(web: Web, cites: Callable[..., Practice]) -> None:
    work = cites(web.url("a"), web.url("a#one"), web.url("b"))
    work.write(SPF, GOOD[SPF].replace("references:", f"references:\n  - url: '{web.url('a#two')}'"))
    web.pages = {"/b": 200}
    done = work.run("lint", "--links", "--json")
    assert places(done) == [f"K101 {MFA}:7:10", f"K101 {MFA}:8:10", f"K101 {SPF}:10:10"]
    assert sorted(web.asked) == ["GET vendor.test/a", "HEAD vendor.test/a", "HEAD vendor.test/b"]
    assert done.err == "Asked for 2 pages of 1 host: 1 dead.\n"
    assert web.agents == {links_web.USER_AGENT}
    web.asked.clear()
    assert places(work.run("lint", "--links", "--json", SPF)) == [f"K101 {SPF}:10:10"]
    assert web.asked == ["HEAD vendor.test/a", "GET vendor.test/a"]


def test_hosts_that_are_gone_are_dead(web: Web, cites: Callable[..., Practice]) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        urls = [
            "https://nowhere.test/", f"http://agency.test:{closed.getsockname()[1]}/", f"https://vendor.test:{web.port}/", "http://a..b/",
        ]  # fmt: skip
        found = cites(*urls).run("lint", "--links", "--json").json["problems"]
    assert [each["message"].split(": ", 1)[1] for each in found] == [
        "there is no host nowhere.test", "agency.test takes no connection",
        "vendor.test speaks no TLS that this machine understands", "it is no web address",
    ]  # fmt: skip
    assert {each["code"] for each in found} == {"K101"}


def test_a_page_that_was_there_is_not_asked_for_again_for_a_week(web: Web, cites: Callable[..., Practice]) -> None:
    web.pages = {"/a": 200, "/b": 403, "/c": 404, "/d": (301, {"Location": "/a"}), "/e": 500}
    work = cites(*map(web.url, "abcde"))
    done = work.run("lint", "--links")
    assert done.err == "Asked for 5 pages of 1 host: 1 dead, 1 moved, 1 not reachable, 1 closed to robots.\n"
    assert json.loads(work.read(CACHE)) == {
        "pages": {
            web.url("a"): {"asked": "2026-11-16", "verdict": "alive"}, web.url("b"): {"asked": "2026-11-16", "verdict": "refusing"}
        }
    }  # fmt: skip
    assert work.read(".msptool/.gitignore") == "*\n"
    kept = work.read(CACHE)
    web.asked.clear()
    again = work.run("lint", "--links", today=date(2026, 11, 22))
    assert again.out == done.out
    assert again.err.endswith("1 closed to robots, 2 from the cache.\n")
    assert {each[-1] for each in web.asked if "HEAD" in each} == {"a", "c", "d", "e"}, "a is where d leads"
    assert not any(each.endswith("/b") for each in web.asked)
    for day in (date(2026, 11, 23), date(2026, 11, 15)):
        web.asked.clear()
        work.write(CACHE, kept)
        work.run("lint", "--links", today=day)
        assert "HEAD vendor.test/b" in web.asked, "a week old, or of a day to come"


@pytest.mark.parametrize(
    "content", [b"", b"\xff", b"[]", b'{"pages": 1}', b'{"pages": {"x": null}}', b'{"pages": {"x": {"asked": 1, "verdict": []}}}',
                b"[" * 200_000],
)  # fmt: skip
def test_a_cache_that_makes_no_sense_is_ignored_and_replaced(
    content: bytes, web: Web, cites: Callable[..., Practice]
) -> None:
    web.pages = {"/a": 200}
    work = cites(web.url("a"))
    work.write(CACHE, content)
    assert work.run("lint", "--links").err == "Asked for 1 page of 1 host: all are there.\n"
    assert work.run("lint", "--links").err == "Asked for 1 page of 1 host: all are there, 1 from the cache.\n"


@posix
def test_a_cache_that_cannot_be_kept_is_no_reason_to_stop(web: Web, cites: Callable[..., Practice]) -> None:
    web.pages = {"/a": 200}
    work = cites(web.url("a"))
    (work.root / ".msptool").symlink_to(work.home)
    done = work.run("lint", "--links")
    assert done.code == 0
    assert done.err.endswith(" The answers could not be kept in .msptool/lint/links.json.\n")
    assert not list(work.home.rglob("links.json"))


def test_without_a_network_one_sentence_is_said(web: Web, cites: Callable[..., Practice]) -> None:
    web.hosts.clear()
    work = cites(web.url("a"), "https://agency.test/")
    for form in ("text", "json"):
        done = work.run("lint", "--links", "--format", form)
        assert done.code == 3
        assert ("no problems" in done.out) if form == "text" else (done.json["problems"] == [])
        assert only_sentence(done) == "There is no network: no link was checked. Run 'msptool lint' without --links."
    assert not (work.root / ".msptool").exists()
    work.write(
        MFA,
        GOOD[MFA].replace(
            "url: https://learn.microsoft.com/entra/identity/authentication/",
            "framework: nist-csf-2.0\n    id: PR.AA-03",
        ),
    )
    done = work.run("lint", "--links")
    assert (done.code, done.err) == (0, "No page is cited.\n")


def test_an_address_of_numbers_is_no_sign_of_a_network(web: Web, cites: Callable[..., Practice]) -> None:
    web.hosts.clear()
    done = cites(web.url("a"), "http://192.168.1.1/").run("lint", "--links")
    assert done.code == 3
    assert "There is no network" in done.err


def test_a_dead_link_may_be_allowed_with_a_reason(web: Web, cites: Callable[..., Practice]) -> None:
    work = cites(web.url("gone"))
    text = work.read(MFA)
    line = next(each for each in text.splitlines() if "url:" in each)
    work.write(MFA, text.replace(line, f"{line}  # msptool: allow K101 because it is the vendor's own intranet"))
    assert places(work.run("lint", "--links", "--json")) == []
    assert work.run("lint", "--json").json["problems"] == []


def test_one_host_that_does_not_exist_is_no_missing_network(web: Web, cites: Callable[..., Practice]) -> None:
    assert places(cites("https://nowhere.test/").run("lint", "--links", "--json")) == [f"K101 {MFA}:7:10"]


def test_a_terminal_shows_how_many_pages_are_done(web: Web, cites: Callable[..., Practice]) -> None:
    web.pages = {"/a": 200}
    terminal = io.StringIO()
    workspace = Workspace(cites(web.url("a"), web.url("b")).root, TODAY)
    check_links(workspace, (), web.network(), Console(file=terminal, force_terminal=True, width=80))
    assert "Asking for pages" in terminal.getvalue()
    assert "2/2" in terminal.getvalue()


def test_quiet_says_nothing_beside_the_result(web: Web, cites: Callable[..., Practice]) -> None:
    web.pages = {"/a": 200}
    done = cites(web.url("a")).run("-q", "lint", "--links")
    assert (done.out, done.err) == (f"{len(GOOD)} files checked, no problems.\n", "")
