"""`--format pdf`: which browser prints, that it reaches nothing but the page, and what is said where nothing prints."""

from __future__ import annotations

import importlib.util
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from msptool.reports.browser import find_browser, scratch_folder
from msptool.reports.pdf import pdf
from msptool.workspace.problems import Refusal
from tests.small_practice import Practice
from tests.trees import only_sentence, posix

needs_browser = pytest.mark.skipif(find_browser(os.environ) is None, reason="no Chrome, Edge or Chromium here")
needs_pdftotext = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler) is not installed")


def program(path: Path, script: str = "exit 0") -> Path:
    """A program that does what the lines of the shell say."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="ascii")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def text_of(content: bytes, folder: Path) -> str:
    (folder / "page.pdf").write_bytes(content)
    done = subprocess.run(
        ["pdftotext", "-layout", str(folder / "page.pdf"), "-"], check=True, capture_output=True, text=True
    )
    return done.stdout


@pytest.fixture
def reviewed(practice: Practice) -> Practice:
    practice.review("acme", "firewall-backup,yes,\nfirewall-firmware,no,\n")
    return practice


@pytest.mark.slow
@needs_browser
@needs_pdftotext
@pytest.mark.parametrize(("options", "name"), [([], "visit.pdf"), (["--format", "pdf"], "visit")])
def test_a_report_is_printed_into_its_file(reviewed: Practice, tmp_path: Path, options: list[str], name: str) -> None:
    output = tmp_path / name
    done = reviewed.run("report", "visit", "acme", *options, "--output", str(output))
    assert (done.code, done.out) == (0, f"{output}\n")
    text = text_of(output.read_bytes(), tmp_path)
    assert "Acme Explosives" in text
    assert "Page 1 of" in text
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(("visit", "msptool"))] == [name]


@pytest.mark.slow
@needs_browser
@needs_pdftotext
def test_a_pdf_has_the_paper_that_the_practice_wants(reviewed: Practice, tmp_path: Path) -> None:
    settings = reviewed.read("msptool.yaml")
    for paper in ("A4", "letter"):
        reviewed.write("msptool.yaml", f"{settings}branding: {{paper: {paper}}}\n")
        assert reviewed.run("report", "visit", "acme", "--output", str(tmp_path / "v.pdf")).code == 0
        about = subprocess.run(["pdfinfo", str(tmp_path / "v.pdf")], check=True, capture_output=True, text=True).stdout
        assert paper in next(line for line in about.splitlines() if line.startswith("Page size"))


@pytest.fixture
def asked() -> Iterator[tuple[int, list[str]]]:
    """A server on this machine, by its port, and whatever anybody asks of it."""
    seen: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, seen
    server.shutdown()
    server.server_close()


HOSTILE = """\
<!doctype html><title>x</title><p>The page itself
<meta http-equiv="refresh" content="0;url=file://{file}"><meta http-equiv="refresh" content="0;url={url}/refresh">
<iframe src="file://{file}"></iframe><iframe src="{url}/frame"></iframe><object data="file://{file}"></object>
<img src="{url}/img"><img src="file://{file}"><link rel=stylesheet href="{url}/css"><link rel=preload as=image href="{url}/pre">
<style>@import "{url}/import"; p {{ background: url({url}/bg) }} @font-face {{ font-family: f; src: url({url}/font) }} p {{ font-family: f }}</style>
<script>document.body.append("SCRIPTED"); fetch("{url}/fetch"); location = "file://{file}"</script>
<img src=x onerror="document.body.append('EVENT')"><svg><image href="{url}/svg"/></svg><video autoplay src="{url}/video"></video>
"""


@pytest.mark.slow
@needs_browser
@needs_pdftotext
def test_a_page_of_a_strange_template_reaches_neither_the_network_nor_a_file(
    asked: tuple[int, list[str]], tmp_path: Path
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("TOPSECRET", encoding="ascii")
    port, seen = asked
    text = text_of(pdf(HOSTILE.format(file=secret, url=f"http://127.0.0.1:{port}")), tmp_path)
    assert "The page itself" in text
    for word in ("TOPSECRET", "SCRIPTED", "EVENT"):
        assert word not in text
    assert seen == []


@posix
def test_the_browser_that_is_named_prints(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake = program(
        tmp_path / "my browser",
        'for each in "$@"; do case "$each" in --print-to-pdf=*) printf "%%PDF-1.4 $0" > "${each#*=}";; esac; done',
    )
    monkeypatch.setenv("MSPTOOL_BROWSER", str(fake))
    assert pdf("<p>x") == f"%PDF-1.4 {fake}".encode()


@posix
@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("echo first >&2; echo 'No usable sandbox!' >&2; exit 1", "printed no PDF: No usable sandbox."), ("exit 0", "printed no PDF."),
        ("sleep 30 & sleep 30", "printed no PDF within 0.5 seconds."),
        ('for each in "$@"; do case "$each" in --print-to-pdf=*) echo no > "${each#*=}";; esac; done', "printed no PDF."),
    ],
)  # fmt: skip
def test_a_browser_that_does_not_print_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str, words: str
) -> None:
    monkeypatch.setenv("MSPTOOL_BROWSER", str(program(tmp_path / "browser", script)))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with pytest.raises(Refusal) as caught:
        pdf("<p>x", seconds=0.5 if "sleep" in script else 20)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert [each.name for each in tmp_path.iterdir()] == ["browser"]


def test_a_named_browser_that_is_not_there_is_refused(reviewed: Practice, tmp_path: Path) -> None:
    output = tmp_path / "visit.pdf"
    done = reviewed.run("report", "visit", "acme", "-o", str(output), env={"MSPTOOL_BROWSER": "/no/such/chrome"})
    assert done.code == 3
    assert "MSPTOOL_BROWSER names /no/such/chrome, and that is no program here" in only_sentence(done)
    assert not output.exists()


def test_without_any_browser_the_sentence_says_what_to_install(
    reviewed: Practice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("msptool.reports.pdf.find_browser", lambda: None)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    done = reviewed.run("report", "visit", "acme", "-o", str(tmp_path / "visit.pdf"))
    assert done.code == 3
    sentence = only_sentence(done)
    for word in ("Google Chrome, Microsoft Edge or Chromium", "MSPTOOL_BROWSER", "pip install msptool[pdf]"):
        assert word in sentence


@pytest.mark.parametrize(
    ("platform", "place", "environment"),
    [
        ("darwin", "Applications/Google Chrome.app/Contents/MacOS/Google Chrome", {}),
        ("darwin", "Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge", {}),
        ("win32", "files/Google/Chrome/Application/chrome.exe", {"PROGRAMFILES": "files"}),
        ("win32", "files86/Microsoft/Edge/Application/msedge.exe", {"PROGRAMFILES(X86)": "files86"}),
        ("win32", "local/Chromium/Application/chrome.exe", {"LOCALAPPDATA": "local"}),
    ],
)
def test_a_browser_is_found_where_its_installer_puts_it(
    tmp_path: Path, platform: str, place: str, environment: dict[str, str]
) -> None:
    there = {name: str(tmp_path / value) for name, value in environment.items()}
    assert find_browser(there, platform, lambda name: None, tmp_path) is None
    expected = program(tmp_path / place)
    assert find_browser(there, platform, lambda name: None, tmp_path) == str(expected)


def test_on_linux_the_first_that_is_on_the_path_is_taken(tmp_path: Path) -> None:
    def on_the_path(name: str) -> str | None:
        return {"chromium": "/usr/bin/chromium", "microsoft-edge": "/usr/bin/microsoft-edge"}.get(name)

    assert find_browser({}, "linux", on_the_path, tmp_path) == "/usr/bin/microsoft-edge"
    assert find_browser({"MSPTOOL_BROWSER": "chromium"}, "linux", on_the_path, tmp_path) == "/usr/bin/chromium"
    assert find_browser({"MSPTOOL_BROWSER": " "}, "linux", lambda name: None, tmp_path) is None


def test_a_snap_writes_where_it_may(tmp_path: Path) -> None:
    snap, own = tmp_path / "snap/bin/chromium", tmp_path / "snap/chromium/common"
    assert scratch_folder("/usr/bin/chromium", snap, tmp_path) is None
    program(snap)
    own.mkdir(parents=True)
    assert scratch_folder("/usr/bin/chromium-browser", snap, tmp_path) == own
    assert scratch_folder("/usr/bin/google-chrome", snap, tmp_path) is None


@pytest.mark.slow
@needs_pdftotext
def test_weasyprint_prints_where_there_is_no_browser(
    monkeypatch: pytest.MonkeyPatch, reviewed: Practice, tmp_path: Path
) -> None:
    pytest.importorskip("weasyprint")
    monkeypatch.setattr("msptool.reports.pdf.find_browser", lambda: None)
    secret = tmp_path / "secret.txt"
    secret.write_text("TOPSECRET", encoding="ascii")
    assert "Acme" in text_of(pdf(reviewed.run("report", "visit", "acme", "--format", "html").out), tmp_path)
    hostile = pdf(HOSTILE.format(file=secret, url="http://127.0.0.1:9"))
    assert "TOPSECRET" not in text_of(hostile, tmp_path)


def test_printing_imports_neither_a_browser_nor_weasyprint_until_it_prints(tmp_path: Path) -> None:
    code = "import sys, msptool.reports.commands; print([m for m in ('http.server', 'weasyprint', 'xml.parsers.expat') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
