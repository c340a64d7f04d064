"""Asking for many pages with manners: one request at a time to a host, pauses between them, few retries.

HEAD comes first. Many servers answer it wrongly, so whatever is no success is asked for again with GET.
"""

from __future__ import annotations

import queue
import re
import threading
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar
from urllib.parse import parse_qsl, urlsplit

from msptool.lint.links_rules import Verdict
from msptool.lint.links_web import Answer, Network, Trouble, host_of, look_up, page_address, request
from msptool.workspace.problems import Refusal

THREADS = 16
RETRY_PAUSES = (1.0, 4.0)
MOST_REDIRECTS = 10

_LONGEST_REST = 30.0
_PATIENCE = 2  # pages of a host in a row without an answer, before its other pages are not asked for
_KNOWN_HOST = "example.com"  # of IANA; it tells a wrong host name from a machine without a network
_REDIRECTS = (301, 302, 303, 307, 308)
_FOR_GOOD = (301, 308)
_GONE = {404: "it answers 404 (not found)", 410: "it answers 410 (gone)"}
_PASSING = (408, 425, 429)
_LANGUAGE = re.compile(r"[a-z]{2}(?:[-_][a-z]{2,4})?", re.IGNORECASE)
_LANGUAGE_KEYS = ("hl", "lang", "locale")

T = TypeVar("T")


class NoNetwork(Refusal):
    """No host name at all can be found."""


class _Stopped(Exception):
    pass


class _Host:
    """One host: where it is, from when on it may be asked again, and whether it is worth asking."""

    def __init__(self, name: str, network: Network) -> None:
        self.name, self.network = name, network
        self.turn = threading.Lock()
        self.addresses: Sequence[str] = ()
        self.free_at = network.clock()
        self.silences = 0
        self.given_up: Trouble | None = None

    def find(self) -> Sequence[str]:
        self.addresses = self.addresses or look_up(self.network, self.name)
        return self.addresses

    def rest(self, seconds: float) -> None:
        self.free_at = max(self.free_at, self.network.clock() + seconds)

    def note(self, trouble: Trouble) -> None:
        if trouble.of_host:
            self.silences += 1
            if self.silences >= _PATIENCE or not trouble.passing:
                self.given_up = trouble


class _Asker:
    """Asks for pages; may be used by many threads."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.stopped = False
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()

    def host(self, name: str) -> _Host:
        with self._lock:
            return self._hosts.setdefault(name, _Host(name, self.network))

    def verdict(self, address: str) -> Verdict:
        here, new, for_good = address, address, True
        for _ in range(MOST_REDIRECTS + 1):
            by_redirect = "" if here == address else f"it leads to {here}, and "
            try:
                answer = self._patiently(here)
            except Trouble as trouble:
                return Verdict(trouble.state, by_redirect + trouble.why)
            if answer.status not in _REDIRECTS or not answer.location:
                return _judged(answer.status, by_redirect, "" if _same_page(address, new) else new)
            here = page_address(answer.location, here)
            if not here:
                return Verdict("unreachable", "it leads to something that is no web page")
            for_good = for_good and answer.status in _FOR_GOOD
            new = here if for_good else new
        return Verdict("unreachable", f"it leads on and on, more than {MOST_REDIRECTS} times")

    def _patiently(self, address: str) -> Answer:
        host = self.host(host_of(address))
        methods: tuple[str, ...] = ("HEAD", "GET")
        for pause in (*RETRY_PAUSES, None):
            if host.given_up is not None:
                raise host.given_up
            try:
                answer = self._answer(host, address, methods)
            except Trouble as trouble:
                if not trouble.passing or pause is None:
                    host.note(trouble)
                    raise
                host.rest(pause)
                methods = ("GET",)
            else:
                host.silences = 0
                return answer
        raise AssertionError("the last try returns or raises")

    def _answer(self, host: _Host, address: str, methods: Iterable[str]) -> Answer:
        for method in methods:
            answer = self._once(host, method, address)
            if answer.status < 400 or answer.status == 429:
                break
        if answer.status in _PASSING or 500 <= answer.status < 600:
            asked = _seconds(answer.retry_after)
            host.rest(min(asked, _LONGEST_REST))
            slow_down = answer.status in (429, 503)
            raise Trouble(
                "unreachable", f"it answers {answer.status}", passing=asked <= _LONGEST_REST, of_host=slow_down
            )
        return answer

    def _once(self, host: _Host, method: str, address: str) -> Answer:
        with host.turn:
            wait = host.free_at - self.network.clock()
            if wait > 0 and not self.stopped:
                self.network.sleep(wait)
            if self.stopped:
                raise _Stopped
            try:
                return request(method, address, host.find(), self.network.timeout)
            finally:
                host.rest(self.network.pause)


def ask(
    addresses: Collection[str], network: Network, found: dict[str, Verdict], tick: Callable[[], object] = lambda: None
) -> None:
    """Ask for every page and put what it came to into `found`; `tick` is called all the while.

    When interrupted, `found` holds what is known by then. Raises NoNetwork when there is none.
    """
    by_host: dict[str, list[str]] = {}
    for address in sorted(addresses):
        by_host.setdefault(host_of(address), []).append(address)
    longest_first = sorted(by_host.values(), key=len, reverse=True)
    asker = _Asker(network)
    reached: list[str] = []

    def reach(name: str) -> None:
        try:
            asker.host(name).find()
        except Trouble as trouble:
            # A private name was looked up, so there is a network; an address of numbers needs none.
            if trouble.state != "private" or _is_number(name):
                return
        reached.append(name)

    def ask_host(pages: Sequence[str]) -> None:
        for address in pages:
            try:
                found[address] = asker.verdict(address)
            except _Stopped:
                return

    try:
        if addresses:
            _in_threads(reach, [*list(by_host)[: THREADS - 1], _KNOWN_HOST], tick)
            if not reached:
                raise NoNetwork("There is no network: no link was checked. Run 'msptool lint' without --links.")
        _in_threads(ask_host, longest_first, tick)
    finally:
        asker.stopped = True


def _in_threads(work: Callable[[T], None], items: Collection[T], tick: Callable[[], object]) -> None:
    # Not a ThreadPoolExecutor: Python waits for its threads at the end, so Ctrl-C would wait for slow servers.
    waiting: queue.SimpleQueue[T] = queue.SimpleQueue()
    for item in items:
        waiting.put(item)
    failures: list[BaseException] = []

    def take() -> None:
        while not failures:
            try:
                work(waiting.get_nowait())
            except queue.Empty:
                return
            except BaseException as error:
                failures.append(error)

    threads = [threading.Thread(target=take, daemon=True) for _ in range(min(THREADS, len(items)))]
    for thread in threads:
        thread.start()
    for thread in threads:
        while thread.is_alive():
            thread.join(0.1)
            tick()
    if failures:
        raise failures[0]


def _is_number(host: str) -> bool:
    return ":" in host or host.replace(".", "").isdigit()


def _judged(status: int, by_redirect: str, new: str) -> Verdict:
    if status in _GONE:
        return Verdict("dead", by_redirect + _GONE[status])
    if status >= 400:
        return Verdict("refusing", f"it answers {status}")
    return Verdict("moved", new) if new else Verdict("alive")


def _same_page(old: str, new: str) -> bool:
    """Whether two addresses differ by no more than a slash at the end and a language."""
    return _core(old) == _core(new)


def _core(address: str) -> tuple[object, ...]:
    parts = urlsplit(address)
    steps = [step for step in parts.path.split("/") if step and not _LANGUAGE.fullmatch(step)]
    query = [(key, value) for key, value in parse_qsl(parts.query, True) if key not in _LANGUAGE_KEYS]
    return parts.scheme, parts.netloc, steps, query


def _seconds(retry_after: str) -> float:
    """What a `Retry-After` header asks for: seconds, or a moment; 0 when it says nothing of use."""
    if retry_after.isdecimal():
        return float(retry_after)
    try:
        moment = parsedate_to_datetime(retry_after)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return max(0.0, (moment - datetime.now(UTC)).total_seconds())
    except (ValueError, OverflowError):
        return 0.0
