"""A web of made-up hosts that all live in one local server, and a clock that no test waits for."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from msptool.lint.links_web import Network
from tests.small_practice import Done

# What a page answers: a status, a status with headers, a list of such things (one a request, the last one
# again and again), or a function that does with the handler what it likes.
Page = Any


@dataclass
class Web:
    """The hosts, what was asked of them, and how long msptool meant to wait."""

    port: int
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    waits: list[float] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)
    busiest: dict[str, int] = field(default_factory=dict)
    hosts: set[str] = field(default_factory=lambda: {"vendor.test", "agency.test", "example.com"})
    now: float = 1000.0
    lock: threading.Lock = field(default_factory=threading.Lock)
    _busy: dict[str, int] = field(default_factory=dict)

    def url(self, page: str, host: str = "vendor.test") -> str:
        """The address of a page of a host."""
        return f"http://{host}:{self.port}/{page}"

    def network(self, timeout: float = 20.0) -> Network:
        """The network in which these hosts, and nothing else, can be found."""
        return Network(self.resolve, lambda address: address == "127.0.0.1", self.clock, self.sleep, timeout)

    def resolve(self, host: str) -> list[str]:
        """The one server, for a host that there is."""
        if host in self.hosts:
            return ["127.0.0.1"]
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    def clock(self) -> float:
        """A clock that stands still until somebody sleeps."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Note a wait, and let the clock run so far."""
        with self.lock:
            self.waits.append(round(seconds, 3))
            self.now += seconds

    @contextmanager
    def visit(self, host: str, what: str) -> Iterator[None]:
        """Count a request, and how many are being served for the host at once."""
        with self.lock:
            self.asked.append(what)
            self._busy[host] = self._busy.get(host, 0) + 1
            self.busiest[host] = max(self.busiest.get(host, 0), self._busy[host])
        try:
            yield
        finally:
            with self.lock:
                self._busy[host] -= 1

    def answer(self, path: str) -> Page:
        """The next answer of a page."""
        found = self.pages.get(path, 404)
        if not isinstance(found, list):
            return found
        return found.pop(0) if len(found) > 1 else found[0]


def handler(web: Callable[[], Web]) -> type[BaseHTTPRequestHandler]:
    """The class of the server's requests."""

    class Handler(BaseHTTPRequestHandler):
        serving: ExitStack

        def end_headers(self) -> None:
            """Count as served before the client can read it: it may ask for the next page at once."""
            self.serving.close()
            super().end_headers()

        def do_GET(self) -> None:
            here = web()
            here.agents.add(self.headers["User-Agent"])
            host = self.headers["Host"].partition(":")[0]
            with ExitStack() as self.serving:
                self.serving.enter_context(here.visit(host, f"{self.command} {host}{self.path}"))
                page = here.answer(self.path)
                if callable(page):
                    page(self)
                    return
                status, headers = page if isinstance(page, tuple) else (page, {})
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

        do_HEAD = do_GET  # noqa: N815

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    return Handler


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is what some tests are about."""


@contextmanager
def serving(certificate: Path | None = None) -> Iterator[Web]:
    """A running web, behind TLS when it has a certificate; what a page waits for (`released`) is let go at the end."""
    made: list[Web] = []
    server = _Server(("127.0.0.1", 0), handler(lambda: made[0]))
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    made.append(Web(server.server_address[1]))
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield made[0]
    finally:
        made[0].released.set()
        server.shutdown()
        thread.join()
        server.server_close()


def places(done: Done) -> list[str]:
    """Code and place of every problem."""
    return [f"{each['code']} {each['path']}:{each['line']}:{each['column']}" for each in done.json["problems"]]
