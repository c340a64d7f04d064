"""What the commands print."""

from __future__ import annotations

import pytest

from tests.proposals.samples import FIREWALL, changed, desk, ok, refused, sent
from tests.small_practice import Golden, Practice

__all__ = ["desk"]


@pytest.fixture
def several(desk: Practice) -> Practice:
    """Proposals of every kind: a draft, one that was sent, one that was accepted, one that nobody has put in order."""
    desk.client("tesso", name="Tesso Hardware")
    desk.write("clients/tesso/proposals/firewall.yaml", changed(priority=None, due="2026-11-10", designer=None))
    desk.write("clients/acme/proposals/second.yaml", changed(title="Another <firewall> [bold]", priority=2))
    sent(desk)
    for status in ("ready", "sent"):
        ok(desk, "proposal", "advance", "acme", "second", status, "--by", "bob")
    ok(
        desk,
        "proposal",
        "advance",
        "acme",
        "second",
        "accepted",
        "--by",
        "Ann Lee",
        "--option",
        "next-day",
        "--option",
        "pair",
    )
    return desk


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("templates", ("templates",)),
        ("list", ("list",)),
        ("list-acme", ("list", "acme")),
        ("queue", ("queue",)),
        ("show", ("show", "acme", "second")),
        ("price", ("price", "acme", "firewall")),
    ],
)
def test_the_terminal(several: Practice, golden: Golden, name: str, arguments: tuple[str, ...]) -> None:
    golden.check(f"{name}.txt", ok(several, "proposal", *arguments, env={"COLUMNS": "120"}))


@pytest.mark.parametrize("width", ["60", "200"])
def test_no_figure_is_cut_in_a_narrow_terminal(several: Practice, width: str) -> None:
    out = ok(several, "proposal", "price", "acme", "firewall", env={"COLUMNS": width})
    for figure in ("3,900.00", "23.1 %", "50.0 %"):
        assert figure in out


def test_a_list_of_one_status(several: Practice) -> None:
    found = several.run("proposal", "list", "--status", "accepted", "--json").json["proposals"]
    assert [(each["client"], each["id"]) for each in found] == [("acme", "second")]
    assert refused(several, "proposal", "list", "--status", "acepted").startswith(
        "'acepted' is no status. Did you mean 'accepted'?"
    )


def test_the_price_as_data_has_both_figures_of_every_line(desk: Practice) -> None:
    found = desk.run("proposal", "price", "acme", "firewall", "--json").json
    first, second, third = found["base"]["equipment"]
    assert (first["priced_by"], first["markup"], first["margin"]) == ("markup", 0.3, 0.230769)
    assert (second["priced_by"], second["markup"], second["margin"]) == ("margin", 1.0, 0.5)
    assert (third["priced_by"], third["unit_price"], third["net"]) == ("unit_price", "15.00", "30.00")
    exchange = found["base"]["timeline"][1]
    assert (exchange["hours"], exchange["hours_deviation"], exchange["net"]) == (5.0, 1.666667, "500.00")
    assert found["taken"] == ["next-day"]
    assert found["tax"] == {"name": "Sales tax", "rate": 0.1, "taxable": ["hardware"]}


def test_an_unknown_proposal_is_refused_with_the_nearest(desk: Practice) -> None:
    assert (
        refused(desk, "proposal", "show", "acme", "firewal")
        == "acme has no proposal 'firewal'. Did you mean 'firewall'?"
    )
    assert "'msptool proposal list acme' shows them." in refused(desk, "proposal", "price", "acme", "xyz")


def test_a_broken_proposal_stops_the_list_with_its_place(desk: Practice) -> None:
    desk.write(FIREWALL, changed(priority="first"))
    done = desk.run("proposal", "list")
    assert done.code == 3
    assert done.err.startswith(f"msptool: {FIREWALL}:")
