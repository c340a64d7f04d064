"""How `msptool lint --links` asks: politely, patiently up to a point, and never inside a private network."""

from __future__ import annotations

import json
import os
import shutil
import signal
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msptool.lint import links_ask, links_web
from tests.lint.small_web import Page, Web, places, serving
from tests.small_practice import Practice, environment
from tests.trees import GOOD, MFA, Build, posix, python

CACHE = ".msptool/lint/links.json"


def test_a_host_is_asked_for_one_page_at_a_time_with_pauses(web: Web, cites: Callable[..., Practice]) -> None:
    another = threading.Event()

    def lingers(request: BaseHTTPRequestHandler) -> None:
        if sum("agency.test" in each for each in web.asked) > 1:
            another.set()
        another.wait(0.05)
        another.clear()
        request.send_response(200)
        request.end_headers()

    onward = (302, {"Location": web.url("n", "agency.test")})
    web.pages = {**{f"/{name}": lingers for name in "abcn"}, "/x": onward, "/y": onward}
    own = [web.url(name, "agency.test") for name in "abc"]
    done = cites(*own, web.url("x"), web.url("y")).run("lint", "--links", "--strict")
    assert done.code == 0
    assert web.busiest == {"agency.test": 1, "vendor.test": 1}
    assert len(web.asked) == 7
    assert web.waits
    assert set(web.waits) <= {0.5}


def test_several_hosts_are_asked_at_once(web: Web, cites: Callable[..., Practice]) -> None:
    both = threading.Barrier(2)

    def meets(request: BaseHTTPRequestHandler) -> None:
        both.wait(20)
        request.send_response(200)
        request.end_headers()

    web.pages = {"/a": meets}
    assert cites(web.url("a"), web.url("a", "agency.test")).run("lint", "--links", "--strict").code == 0


def test_a_wait_that_the_server_asks_for_is_kept_up_to_a_limit(web: Web, cites: Callable[..., Practice]) -> None:
    web.pages = {"/a": [(429, {"Retry-After": "7"}), 200]}
    assert cites(web.url("a")).run("lint", "--links", "--json").json["problems"] == []
    assert web.waits == [7.0]
    assert web.asked == ["HEAD vendor.test/a", "GET vendor.test/a"]
    web.waits.clear()
    web.pages = {"/a": (429, {"Retry-After": "86400"}), "/b": 200, "/c": 200}
    done = cites(web.url("a"), web.url("b"), web.url("c", "agency.test")).run("lint", "--links", "--json")
    assert places(done) == [f"K102 {MFA}:7:10", f"K102 {MFA}:8:10"], "the whole host asks to be left alone"
    assert "GET vendor.test/b" not in web.asked
    assert web.waits == []


@given(st.integers(min_value=0, max_value=10**6))
def test_a_wait_is_read_as_seconds_or_as_a_moment(seconds: int) -> None:
    moment = format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)
    assert links_ask._seconds(str(seconds)) == seconds
    assert max(0, seconds - 100) <= links_ask._seconds(moment) <= seconds
    assert links_ask._seconds("soon") == links_ask._seconds("") == links_ask._seconds("-1") == 0
    assert links_ask._seconds("21 Oct 07:28:00 99999999999999999999") == 0


def test_another_try_comes_later_and_later(web: Web, cites: Callable[..., Practice]) -> None:
    web.pages = {"/a": 503}
    cites(web.url("a")).run("lint", "--links")
    assert web.asked == ["HEAD vendor.test/a", *["GET vendor.test/a"] * 3]
    assert web.waits == [0.5, 1.0, 4.0]


def silent(web: Web) -> Page:
    return lambda request: web.released.wait(60)


def dripping(web: Web) -> Page:
    def drip(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not web.released.wait(0.02):
            request.wfile.write(b"x")

    return drip


@pytest.mark.parametrize("kind", [silent, dripping])
def test_a_slow_server_is_left_after_a_while_and_its_other_pages_are_not_asked_for(
    kind: Callable[[Web], Page], web: Web, cites: Callable[..., Practice], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(links_web, "internet", lambda: web.network(0.2))
    web.pages = {f"/{name}": kind(web) for name in "abcd"}
    done = cites(*map(web.url, "abcd")).run("lint", "--links", "--json")
    assert [each["message"].split(": ", 1)[1] for each in done.json["problems"]] == [
        "vendor.test does not answer in time"
    ] * 4
    assert {each.split("/")[1] for each in web.asked} == {"a", "b"}
    assert len(web.asked) == 6
    assert done.err == "Asked for 4 pages of 1 host: 4 not reachable.\n"


def test_a_body_without_an_end_is_not_read(web: Web, cites: Callable[..., Practice]) -> None:
    hung_up = threading.Event()

    def endless(request: BaseHTTPRequestHandler) -> None:
        if request.command == "HEAD":
            request.send_error(405)
            return
        request.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        try:
            while not web.released.is_set():
                request.wfile.write(b"x" * 65536)
        except OSError:
            hung_up.set()

    web.pages = {"/a": endless}
    assert cites(web.url("a")).run("lint", "--links", "--strict").code == 0
    assert hung_up.wait(20)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes a certificate with openssl")
def test_a_page_behind_tls_is_asked_for_by_its_name_and_its_certificate_is_looked_at(
    web: Web, cites: Callable[..., Practice], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.pages = {"/a": 200}
    certificate = self_signed(tmp_path, "vendor.test")
    trusting = ssl.create_default_context(cafile=certificate)
    with serving(certificate) as secure:
        secure.pages = {"/a": 200}
        urls = [f"https://{host}:{secure.port}/a" for host in ("agency.test", "vendor.test")]
        stranger = cites(*urls).run("lint", "--links", "--json")
        assert places(stranger) == [f"K101 {MFA}:7:10", f"K101 {MFA}:8:10"]
        assert "the certificate of agency.test is not trusted (self" in stranger.json["problems"][0]["message"]
        assert secure.asked == []
        monkeypatch.setattr(links_web, "_tls", lambda: trusting)
        friend = cites(*urls).run("lint", "--links", "--json")
        assert places(friend) == [f"K101 {MFA}:7:10"]
        assert "Hostname mismatch" in friend.json["problems"][0]["message"]
        assert secure.asked == ["HEAD vendor.test/a"]


def self_signed(folder: Path, host: str) -> Path:
    file = folder / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", f"/CN={host}", "-addext", f"subjectAltName=DNS:{host}", "-keyout", file, "-out", folder / "public.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    file.write_bytes(file.read_bytes() + (folder / "public.pem").read_bytes())
    return file


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "::1",
     "fe80::1", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::"],
)  # fmt: skip
def test_an_address_that_is_not_public_is_known_as_such(address: str) -> None:
    assert not links_web.is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700::1111", "64:ff9b::101:101", "::ffff:1.1.1.1"])
def test_a_public_address_is_known_as_such(address: str) -> None:
    assert links_web.is_public(address)


def test_a_private_address_is_never_asked_whoever_leads_there(
    web: Web, cites: Callable[..., Practice], monkeypatch: pytest.MonkeyPatch
) -> None:
    def as_the_system(host: str) -> list[str]:
        return list(links_web.addresses_of(host)) if host[0].isdigit() else web.resolve(host)

    outside = replace(web.network(), resolve=as_the_system, allowed=links_web.is_public)
    monkeypatch.setattr(links_web, "internet", lambda: outside)
    urls = [web.url("a"), f"http://127.0.0.1:{web.port}/", f"http://2130706433:{web.port}/"]
    assert places(cites(*urls).run("lint", "--links", "--json")) == [f"K104 {MFA}:{line}:10" for line in (7, 8, 9)]
    assert web.asked == []

    def one_is_private(host: str) -> list[str]:
        return ["10.0.0.1"] if host == "inside.test" else web.resolve(host)

    outside = replace(web.network(), resolve=one_is_private)
    web.pages = {"/a": (302, {"Location": web.url("secret", "inside.test")})}
    (found,) = cites(web.url("a")).run("lint", "--links", "--json").json["problems"]
    assert found["code"] == "K104"
    assert found["message"].endswith("/secret, and inside.test lies in a private network")
    assert web.asked == ["HEAD vendor.test/a"]


def test_lint_uses_no_network_without_being_asked(build: Build) -> None:
    code = (
        "import os, sys\ndef stop(name, args):\n    if name.startswith('socket.'):\n        os.write(2, name.encode())\n"
        "        os._exit(99)\nsys.addaudithook(stop)\nfrom msptool.__main__ import run\n"
        "sys.argv = ['msptool', *sys.argv[1:]]\nsys.exit(run())"
    )
    work = build(GOOD)
    arguments = ("-C", str(work.root), "--today", "2026-11-16", "lint", "--strict")
    assert python(code, *arguments, cwd=work.home).code == 0
    assert python(code, *arguments, "--links", cwd=work.home).code == 99, "the trap works"


@posix
def test_an_interrupted_check_stops_at_once_and_keeps_what_it_knows(web: Web, cites: Callable[..., Practice]) -> None:
    reached = threading.Event()

    def hangs(request: BaseHTTPRequestHandler) -> None:
        reached.set()
        web.released.wait(60)

    web.pages = {"/a": 200, "/b": hangs}
    work = cites(web.url("a"), web.url("b"))
    code = (
        "import sys\nfrom msptool.lint import links_web\nfrom msptool.__main__ import main\n"
        "network = links_web.Network(lambda host: ['127.0.0.1'], lambda address: True)\n"
        "links_web.internet = lambda: network\nsys.argv = ['msptool', *sys.argv[1:]]\nmain()"
    )
    command = [sys.executable, "-c", code, *work.command("lint", "--links")[3:]]
    env = {**os.environ, **environment(work.home)}
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert reached.wait(30)
        running.send_signal(signal.SIGINT)
        out, _ = running.communicate(timeout=10)  # far below the time that the page is given to answer
    assert (running.returncode, out) == (130, b"")
    assert list(json.loads(work.read(CACHE))["pages"]) == [web.url("a")]


@given(st.text(max_size=40), st.sampled_from(["", "https://vendor.test/a"]))
def test_whatever_a_server_names_becomes_a_plain_address_or_none(text: str, base: str) -> None:
    found: Any = links_web.page_address(text, base)
    assert found == "" or (found.isascii() and found.isprintable() and " " not in found and "#" not in found)
    assert links_web.page_address(found) == found
