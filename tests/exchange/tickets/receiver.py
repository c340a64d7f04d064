"""A receiver of tickets to test with: a real HTTP server on this machine, which answers as a script tells it."""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Seen:
    """One request that arrived."""

    path: str
    headers: dict[str, str]
    body: Any


Reply = Callable[["Handler"], None]


@dataclass
class Receiver:
    """What arrived, and what is answered: one reply after the other, then the ticket is taken."""

    url: str = ""
    seen: list[Seen] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)

    @property
    def keys(self) -> list[str]:
        """The Idempotency-Key of every request."""
        return [each.headers["Idempotency-Key"] for each in self.seen]


class Handler(BaseHTTPRequestHandler):
    """Answers one request by the receiver's script."""

    receiver: Receiver

    def do_POST(self) -> None:
        """Note the request, and answer it."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.receiver.seen.append(Seen(self.path, dict(self.headers), json.loads(body)))
        reply = self.receiver.replies.pop(0) if self.receiver.replies else taken()
        reply(self)

    def do_GET(self) -> None:
        """A redirect that was followed would arrive here."""
        self.do_POST()

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        """Send a whole answer."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


def taken(id: object = "T-1", status: int = 201) -> Reply:
    """The ticket is taken under this id."""
    return lambda handler: handler.answer(status, json.dumps({"id": id}).encode())


def says(status: int, body: bytes = b"", **headers: str) -> Reply:
    """Any answer."""
    return lambda handler: handler.answer(status, body, **headers)


def drops(handler: Handler) -> None:
    """Close the connection without an answer."""
    # Nothing lingers: the other side gets a reset.
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


def breaks_off(handler: Handler) -> None:
    """Close the connection in the middle of the answer."""
    handler.send_response(201)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"id": ')
    handler.wfile.flush()
    handler.connection.shutdown(socket.SHUT_RDWR)


def drips(handler: Handler) -> None:
    """Send a header byte by byte, each within the time limit of a socket."""
    handler.wfile.write(b"HTTP/1.0 201 Created\r\nX-Slow: ")
    for _ in range(40):
        threading.Event().wait(0.1)
        try:
            handler.wfile.write(b"x")
            handler.wfile.flush()
        except OSError:
            return


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A running receiver."""
    receiver = Receiver()
    handler = type("Own", (Handler,), {"receiver": receiver})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    receiver.url = f"http://127.0.0.1:{server.server_address[1]}/tickets"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
