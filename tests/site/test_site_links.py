"""No link leads nowhere, nothing is loaded from elsewhere, and a client's folder is a world of its own."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.site.site_practice import Page, pages
from tests.small_practice import Practice

STRICT = "default-src 'none'; style-src 'self' file:; script-src 'self' file:; img-src data:; base-uri 'none'; form-action 'self' file:"
SEALED = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


def is_report(path: Path, site: Path) -> bool:
    """Whether a page is a report with its own style in it, and not one of the site's own."""
    return path.relative_to(site).parts[0] in ("for-clients", "reports") or path.parent.name == "visits"


def test_every_link_leads_to_a_page_of_the_site_and_a_place_on_it(site: Path) -> None:
    every = dict(pages(site))
    for path, page in every.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme:
                assert parts.scheme in ("http", "https"), link
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            assert target in every, (path, link)
            if parts.fragment:
                assert unquote(parts.fragment) in every[target].names, (path, link)


def test_nothing_is_loaded_but_the_files_of_the_site(site: Path) -> None:
    for path, page in pages(site):
        for load in page.loads:
            assert load == "data:," or (path.parent / load).resolve().is_relative_to(site.resolve()), (path, load)
            assert load == "data:," or (path.parent / load).is_file(), (path, load)
    for text in [site / "assets/site.css", site / "assets/site.js", *site.rglob("*.html")]:
        assert not re.search(
            r"@import|url\((?!.?(?:data:|#))|fetch\(|XMLHttpRequest|import\(|type=.module",
            text.read_text(encoding="utf-8"),
        ), text


def test_every_page_is_reached_by_links_alone(site: Path) -> None:
    """Without the script, too: from the first page to all others."""
    every, met, ahead = dict(pages(site)), set(), [site / "index.html"]
    while ahead:
        path = ahead.pop()
        if path not in met:
            met.add(path)
            for link in every[path].links:
                target = (path.parent / urlsplit(link).path).resolve() if not urlsplit(link).scheme else path
                ahead.append(target if target.is_file() else path)
    assert met == set(every)


def test_the_pages_of_the_site_allow_no_script_and_no_style_but_its_files(site: Path) -> None:
    for path, page in pages(site):
        policy = next(
            found["content"] for tag, found in page.tags if found.get("http-equiv") == "Content-Security-Policy"
        )
        report = is_report(path, site)
        assert policy == (SEALED if report else STRICT), path
        scripts = [found for tag, found in page.tags if tag == "script"]
        assert (scripts == []) is report, path
        assert all(found.get("src") for found in scripts), path
        if not report:
            assert [tag for tag, found in page.tags if tag == "style" or "style" in found] == [], path
        assert not [name for _, found in page.tags for name in found if name.startswith("on")], path


def test_the_folder_of_a_client_can_be_given_away_alone(site: Path) -> None:
    for folder in (site / "for-clients").iterdir():
        for path, page in pages(folder):
            for link in page.links:
                assert re.fullmatch(r"[\w.-]+\.html|#[\w-]+", link), (path, link)
            assert page.loads == ["data:,"], path
            assert "internal" not in page.text.lower(), path


@pytest.mark.parametrize("name", ["clients/acme.html", "reviews/acme/2026-11-12.html", "standards/firewall-tag.html"])
def test_a_page_says_where_it_is(site: Path, name: str) -> None:
    page = Page((site / name).read_text(encoding="utf-8"))
    assert [tag for tag, found in page.tags if found.get("aria-current") == "page"] == ["span"]
    assert "#content" in page.links[0]
    assert "content" in page.names
    assert "Internal: not for a client. As of November 16, 2026, library " in page.text


def test_hostile_addresses_are_no_links(full: Practice, tmp_path: Path) -> None:
    url = "https://x.example/\"onmouseover='alert(1)"
    full.standard("firewall-backup", references=[{"url": url, "title": "Odd"}])
    assert full.run("site", "build", str(tmp_path / "site")).code == 0
    page = Page((tmp_path / "site/standards/firewall-backup.html").read_text(encoding="utf-8"))
    assert not any("x.example" in link for link in page.links)
    assert "Odd" in page.text
