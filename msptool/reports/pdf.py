"""A page as PDF: the same HTML, printed by an installed browser, or by WeasyPrint where there is none.

The page comes from a template, and a template may come from a stranger. So the browser gets it from a server of this
process on the loopback interface, under a policy that lets it run no script, fetch nothing and go nowhere; every name
and address but this one leads nowhere, and its profile is thrown away.
"""

from __future__ import annotations

import contextlib
import importlib.util
import logging
import os
import secrets
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from msptool.reports.browser import VARIABLE, find_browser, scratch_folder
from msptool.workspace.problems import Refusal

SECONDS = 60.0
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; sandbox"
_HOST = "127.0.0.1"
_NONE = (
    f"A PDF needs Google Chrome, Microsoft Edge or Chromium, and none was found: install one, name it in {VARIABLE}, "
    "or install WeasyPrint with 'pip install msptool[pdf]'."
)


def pdf(html: str, *, seconds: float = SECONDS) -> bytes:
    """`html` on paper. Raises Refusal, in one sentence, where nothing here can print or the printing fails."""
    program = find_browser()
    if program is not None:
        return _printed(program, html, seconds)
    if importlib.util.find_spec("weasyprint") is None:
        raise Refusal(_NONE)
    return _by_weasyprint(html)


def _printed(program: str, html: str, seconds: float) -> bytes:
    scratch = tempfile.TemporaryDirectory(
        prefix="msptool-pdf-", dir=scratch_folder(program), ignore_cleanup_errors=True
    )  # fmt: skip
    with scratch as folder, _served(html) as url:
        output = Path(folder) / "page.pdf"
        said = _run([program, *_options(Path(folder), output), url], seconds)
        if output.is_file() and (content := output.read_bytes()).startswith(b"%PDF-"):
            return content
    raise Refusal(f"{program} printed no PDF{said}. {VARIABLE} names another browser.")


def _options(folder: Path, output: Path) -> Iterator[str]:
    yield "--headless"
    yield f"--user-data-dir={folder / 'profile'}"
    yield f"--print-to-pdf={output}"
    yield "--no-pdf-header-footer"
    yield "--generate-pdf-document-outline"
    yield f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {_HOST}"
    yield "--no-proxy-server"
    yield from (
        "--disable-extensions",
        "--disable-sync",
        "--disable-background-networking",
        "--disable-component-update",
    )
    yield from ("--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--no-default-browser-check")
    # Chrome refuses to start as root, as in most containers, with its own sandbox; the page runs no script.
    if sys.platform == "linux" and os.geteuid() == 0:
        yield "--no-sandbox"


def _run(command: list[str], seconds: float) -> str:
    """What to say of how it ended: nothing, or the reason as the end of a sentence."""
    try:
        started = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
        )  # fmt: skip
    except OSError as error:
        raise Refusal(f"{command[0]} cannot be started: {error.strerror}. {VARIABLE} names another browser.") from None
    try:
        _, errors = started.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        _end(started)
        return f" within {seconds:g} seconds"
    except BaseException:
        _end(started)
        raise
    lines = errors.decode(errors="replace").strip().splitlines()
    return f": {lines[-1].strip().rstrip('.!')[:200]}" if started.returncode and lines else ""


def _end(started: subprocess.Popen[bytes]) -> None:
    """The browser and its helpers, which would hold its profile."""
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            started.kill()
        else:
            os.killpg(started.pid, signal.SIGKILL)
    started.communicate()


@contextlib.contextmanager
def _served(html: str) -> Iterator[str]:
    """The address of the page, which nobody can guess, for as long as the browser needs it."""
    path = f"/{secrets.token_urlsafe(24)}"
    page = html.encode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = self.path == path
            self.send_response(200 if found else 404)
            for name, value in (
                ("Content-Type", "text/html; charset=utf-8"), ("Content-Security-Policy", _POLICY),
                ("Content-Length", str(len(page) if found else 0)), ("Cache-Control", "no-store"),
                ("Referrer-Policy", "no-referrer"), ("X-Content-Type-Options", "nosniff"),
            ):  # fmt: skip
                self.send_header(name, value)
            self.end_headers()
            if found:
                self.wfile.write(page)

        def log_message(self, format: str, *arguments: Any) -> None:
            pass

    server = ThreadingHTTPServer((_HOST, 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://{_HOST}:{server.server_port}{path}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _by_weasyprint(html: str) -> bytes:
    # What it does not know of the style it leaves out; its warnings about that are for whoever writes the style.
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    try:
        weasyprint: Any = importlib.import_module("weasyprint")
        fetcher = importlib.import_module("weasyprint.urls").URLFetcher(allowed_protocols={"data"})
        content: bytes = weasyprint.HTML(string=html, url_fetcher=fetcher).write_pdf()
    except OSError as error:
        # On Windows and macOS the libraries that it draws with are installed apart.
        reason = str(error).splitlines()[0].rstrip(".")
        raise Refusal(f"WeasyPrint cannot print here: {reason}. Install Chrome, Edge or Chromium instead.") from None
    return content
