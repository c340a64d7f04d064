"""One request to a web server: safe addresses only, a time limit for the whole of it, and no body.

Names are resolved first and the connection goes to the very address that was looked at, so that no server can
lead a request into a private network by a redirect or by a second answer of its name server.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from msptool import __version__

USER_AGENT = f"msptool/{__version__} (msptool lint --links: checks the links of a standards library)"

_SAFE = "!#$%&'()*+,/:;=?@[]~"
_PORTS = {"http": 80, "https": 443}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_CERTIFICATE_IS_WRONG = (10, 18, 62)  # expired, self-signed, for another name; others may lack a root here only


@dataclass(frozen=True, slots=True)
class Answer:
    """The head of what a server answered; the body is never read."""

    status: int
    location: str
    retry_after: str


class Trouble(Exception):
    """No answer. `passing`: worth another try. `of_host`: the host's other pages will fare alike."""

    def __init__(
        self, state: Literal["dead", "unreachable", "private"], why: str, *, passing: bool = True, of_host: bool = True
    ) -> None:
        super().__init__(why)
        self.state, self.why, self.passing, self.of_host = state, why, passing, of_host


@dataclass(frozen=True)
class Network:
    """How names are found, which addresses may be asked and how time passes. Times are seconds.

    `timeout` is for one request as a whole; `pause` lies between two requests to one host.
    """

    resolve: Callable[[str], Sequence[str]]
    allowed: Callable[[str], bool]
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    timeout: float = 15.0
    pause: float = 0.5


def internet() -> Network:
    """The public internet, as this machine sees it."""
    return Network(addresses_of, is_public)


def addresses_of(host: str) -> Sequence[str]:
    """The IP addresses of a host name; raises OSError when there are none."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def is_public(address: str) -> bool:
    """Whether an IP address lies in the public internet: not private, loopback, link-local, multicast or reserved."""
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if found in _NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return found.is_global and not found.is_multicast


def page_address(url: str, base: str = "") -> str:
    """The address to ask for: absolute, ASCII, without fragment and user name; empty when it is no web page."""
    try:
        parts = urlsplit(urljoin(base, url.strip()))
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except ValueError:
        return ""
    if parts.scheme not in _PORTS or not re.fullmatch(r"[a-z0-9._:-]+", host):
        return ""
    where = f"[{host}]" if ":" in host else host
    if port not in (None, _PORTS[parts.scheme]):
        where += f":{port}"
    return urlunsplit((parts.scheme, where, escaped(parts.path) or "/", escaped(parts.query), ""))


def escaped(text: str) -> str:
    """A part of an address in ASCII; what is escaped already stays as it is."""
    return quote(text, _SAFE)


def host_of(address: str) -> str:
    """The host name of a page address."""
    return urlsplit(address).hostname or ""


def look_up(network: Network, host: str) -> Sequence[str]:
    """The addresses of a host that may be asked; raises Trouble when there are none."""
    try:
        found = network.resolve(host)
    except (OSError, UnicodeError) as error:
        if isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN:
            raise Trouble("unreachable", f"the name server does not answer for {host}") from None
        raise Trouble("dead", f"there is no host {host}", passing=False) from None
    allowed = [address for address in found if network.allowed(address)]
    if not allowed:
        raise Trouble("private", f"{host} lies in a private network", passing=False)
    return allowed


def request(method: str, address: str, hosts: Sequence[str], timeout: float) -> Answer:
    """Ask for a page at the first of these IP addresses that takes a connection; raises Trouble for no answer."""
    deadline = time.monotonic() + timeout
    host = host_of(address)
    try:
        return _exchange(method, address, _connect(address, hosts, deadline), deadline)
    except TimeoutError:
        raise Trouble("unreachable", f"{host} does not answer in time") from None
    except ConnectionRefusedError:
        raise Trouble("dead", f"{host} takes no connection") from None
    except ssl.SSLCertVerificationError as error:
        wrong = error.verify_code in _CERTIFICATE_IS_WRONG
        why = f"the certificate of {host} is not trusted ({error.verify_message})"
        raise Trouble("dead" if wrong else "unreachable", why, passing=False) from None
    except ssl.SSLError:
        raise Trouble("dead", f"{host} speaks no TLS that this machine understands") from None
    except (OSError, http.client.HTTPException):
        raise Trouble("unreachable", f"{host} hangs up without an answer") from None


def _connect(address: str, hosts: Sequence[str], deadline: float) -> socket.socket:
    parts = urlsplit(address)
    tried = hosts[:3]
    for number, host in enumerate(tried, 1):
        share = (deadline - time.monotonic()) / (len(tried) - number + 1)
        try:
            return socket.create_connection((host, parts.port or _PORTS[parts.scheme]), max(share, 0.001))
        except OSError:
            if number == len(tried):
                raise
    raise OSError("no address to connect to")


def _exchange(method: str, address: str, connected: socket.socket, deadline: float) -> Answer:
    parts = urlsplit(address)
    name = parts.hostname or ""
    connection, wire = http.client.HTTPConnection(name, parts.port), connected
    if parts.scheme == "https":
        connection = http.client.HTTPSConnection(name, parts.port, context=_tls())
        wire = _tls().wrap_socket(connected, server_hostname=name, do_handshake_on_connect=False)
    late = threading.Event()

    def hang_up() -> None:
        late.set()
        with contextlib.suppress(OSError):
            # Of the plain socket: a TLS object is not to be changed while another thread reads from it.
            socket.socket.shutdown(wire, socket.SHUT_RDWR)

    # The socket's own timeout begins anew with every byte: a server that drips would hold us forever.
    left = max(deadline - time.monotonic(), 0.001)
    wire.settimeout(left)
    watch = threading.Timer(left, hang_up)
    watch.daemon = True
    watch.start()
    try:
        if isinstance(wire, ssl.SSLSocket):
            wire.do_handshake()
        connection.sock = wire
        target = urlunsplit(("", "", parts.path, parts.query, ""))
        connection.request(method, target, headers={"User-Agent": USER_AGENT, "Accept": "*/*", "Connection": "close"})
        response = connection.getresponse()
        if late.is_set():  # half a head looks like a whole one
            raise TimeoutError
        return Answer(response.status, _header(response, "Location"), _header(response, "Retry-After"))
    except (OSError, http.client.HTTPException):
        if late.is_set():
            raise TimeoutError from None
        raise
    finally:
        watch.cancel()
        wire.close()
        connection.close()


def _header(response: http.client.HTTPResponse, name: str) -> str:
    raw = response.getheader(name, "").encode("latin-1")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()
