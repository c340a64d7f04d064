"""One POST to a receiver: over TLS, without redirects, with a limit on the time and on what is read of the answer.

No redirect is followed, so that the token goes to the address that was written and to no other one.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import ssl
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import IO, Any
from urllib.parse import urlsplit, urlunsplit

from msptool import __version__
from msptool.workspace.problems import UsageRefusal

LARGEST_ANSWER = 64 * 1024
LONGEST_ID = 200


class Unreachable(Exception):
    """No whole answer: the connection failed or broke, or it took too long."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a receiver answered. `body` is its start where it was too large; `wait` is its Retry-After in seconds."""

    status: int
    body: bytes
    whole: bool
    wait: float | None

    @property
    def ticket_id(self) -> str | None:
        """The `id` of the JSON object that was answered; None where there is none, or none that one can keep."""
        try:
            data: Any = json.loads(self.body) if self.whole else None
        except (ValueError, RecursionError):
            return None
        found = data.get("id") if isinstance(data, dict) else None
        said = str(found) if isinstance(found, str | int) and not isinstance(found, bool) else ""
        return said if 0 < len(said) <= LONGEST_ID and said.isprintable() else None

    @property
    def said(self) -> str:
        """The start of what was answered, as one line of plain text."""
        text = self.body[:2000].decode("utf-8", "replace")
        line = " ".join("".join(each if each.isprintable() else " " for each in text).split())
        return line if len(line) <= LONGEST_ID else line[:LONGEST_ID] + "\u2026"


def receiver_address(url: str) -> str:
    """The address to push to; refuses one without TLS (but on this machine itself), and one with a password in it."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    if parts.scheme not in ("http", "https") or not host or port == 0:
        raise UsageRefusal("Name the receiver by a web address, such as https://psa.example/tickets.")
    if parts.username or parts.password:
        raise UsageRefusal("Leave the user name and the password out of the address: the token goes into a header.")
    if parts.scheme == "http" and not _is_this_machine(host):
        raise UsageRefusal(f"Tickets are internal: push them to https://{host}, or to an http address of this machine.")
    if not url.isascii() or any(each.isspace() or not each.isprintable() for each in url):
        raise UsageRefusal("Write the address in ASCII, without spaces: percent-encode everything else.")
    return urlunsplit((parts.scheme, parts.netloc, parts.path or "/", parts.query, ""))


def shown_address(url: str) -> str:
    """An address as it is printed: a query may hold a secret, so it is left out."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, "", "")) + ("?..." if parts.query else "")


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> None:  # fmt: skip
        return None


class Sender:
    """Sends to one address. `timeout` is for one request as a whole, in seconds."""

    def __init__(self, url: str, token: str | None, timeout: float, now: Callable[[], float] = time.time) -> None:
        self.url = url
        self._token = token
        self._timeout = timeout
        self._now = now
        handlers: list[urllib.request.BaseHandler] = [
            _NoRedirect(), urllib.request.HTTPSHandler(context=ssl.create_default_context()),
        ]  # fmt: skip
        if _is_this_machine(urlsplit(url).hostname or ""):
            handlers.append(urllib.request.ProxyHandler({}))
        self._opener = urllib.request.build_opener(*handlers)

    def __repr__(self) -> str:
        return f"Sender({shown_address(self.url)})"

    def post(self, body: bytes, key: str) -> Answer:
        """Send one body; raises Unreachable where no answer came."""
        # `receiver_address` lets no other scheme than http and https pass.
        request = urllib.request.Request(self.url, data=body, headers=self._headers(key), method="POST")  # noqa: S310
        try:
            return _within(self._timeout, lambda: self._answer(request))
        except urllib.error.URLError as error:
            raise Unreachable(_why(error.reason)) from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Unreachable(_why(error)) from None

    def _answer(self, request: urllib.request.Request) -> Answer:
        try:
            with self._opener.open(request, timeout=self._timeout) as answer:
                return self._read(answer.status, answer.headers, answer)
        except urllib.error.HTTPError as error:
            with error:
                return self._read(error.code, error.headers, error)

    def _headers(self, key: str) -> dict[str, str]:
        found = {
            "Content-Type": "application/json; charset=utf-8", "Accept": "application/json",
            "Idempotency-Key": key, "User-Agent": f"msptool/{__version__}",
        }  # fmt: skip
        return found if self._token is None else {**found, "Authorization": f"Bearer {self._token}"}

    def _read(self, status: int, headers: Message, stream: Any) -> Answer:
        body = stream.read(LARGEST_ANSWER + 1)
        if len(body) <= LARGEST_ANSWER and getattr(stream, "length", None):
            # Python gives what came of an answer that broke off as if it were whole.
            raise http.client.IncompleteRead(body)
        wait = self._wait(str(headers.get("Retry-After", "")))
        return Answer(status, body[:LARGEST_ANSWER], len(body) <= LARGEST_ANSWER, wait)

    def _wait(self, text: str) -> float | None:
        """Seconds of a Retry-After, which is a number or a day with its time."""
        if text.strip().isascii() and text.strip().isdigit():
            return float(text.strip()[:9])
        try:
            return max(parsedate_to_datetime(text).timestamp() - self._now(), 0.0)
        except (TypeError, ValueError, IndexError, OverflowError):
            return None


def _within(seconds: float, work: Callable[[], Answer]) -> Answer:
    """What the work gives; raises TimeoutError when it takes longer. A receiver may drip: no limit of a socket ends that."""
    found: list[Answer | BaseException] = []

    def run() -> None:
        try:
            found.append(work())
        except BaseException as error:
            found.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if not found:
        raise TimeoutError
    if isinstance(found[0], BaseException):
        raise found[0]
    return found[0]


def _why(error: object) -> str:
    """Why no answer came, without anything of the request."""
    if isinstance(error, TimeoutError):
        return "it took too long"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not valid ({error.verify_message})"
    if isinstance(error, http.client.IncompleteRead):
        return "its answer broke off"
    if isinstance(error, OSError) and error.strerror:
        return str(error.strerror)
    return type(error).__name__
