"""`msptool client list` and `show`."""

from __future__ import annotations

import pytest

from tests.small_practice import Golden, Practice


@pytest.fixture
def clients(practice: Practice) -> Practice:
    practice.client(
        "acme", name="Acme Explosives", technologies=["firewall", "wifi"], tags=["core-client"],
        sites=[{"name": "Works", "address": "1 Quarry Road"}],
        contacts=[{"name": "Wendell Crouse", "role": "decision-maker", "title": "Managing Director", "phone": "+1 555 0111"}],
        agreement={"starts": "2024-10-01", "mrr": 4000, "seats": 35, "servers": 2, "storage_gb": 2000, "onsite_days": 6},
        exemptions=[{"category": "email", "reason": "In-house [system].", "by": "Owen", "since": "2026-01-01", "until": "2026-12-31"}],
        notes="No visits on blasting days.",
    )  # fmt: skip
    practice.client("nova", name="Nova", status="onboarding", tags=["core-client", "quick"])
    practice.client("bygone", name="Bygone", status="former")
    return practice


def test_the_list_names_everyone(clients: Practice, golden: Golden) -> None:
    done = clients.run("client", "list")
    golden.check("list.txt", done.out)
    assert done.err == "3 clients.\n"


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ([], ["acme", "bygone", "nova"]),
        (["--tag", "core-client"], ["acme", "nova"]),
        (["--tag", "core-client", "--tag", "quick"], ["nova"]),
        (["--status", "former"], ["bygone"]),
        (["--tag", "quick", "--status", "active"], []),
    ],
)
def test_the_list_narrows_by_tag_and_status(clients: Practice, filters: list[str], expected: list[str]) -> None:
    document = clients.run("client", "list", *filters, "--json").json
    assert document["schema"] == "msptool/clients/1"
    assert [each["id"] for each in document["clients"]] == expected


def test_a_client_is_shown_with_agreement_people_and_exemptions(clients: Practice, golden: Golden) -> None:
    golden.check("show.txt", clients.run("client", "show", "acme").out)


def test_a_client_as_data_says_what_applies_and_why_the_rest_does_not(clients: Practice) -> None:
    document = clients.run("client", "show", "acme", "--json").json
    assert document["schema"] == "msptool/client/1"
    assert document["applicable"] == ["firewall-backup", "firewall-firmware", "firewall-label"]
    assert document["not_applicable"][0] == {
        "standard": "mailbox-archive", "reason": "Exempt until 2026-12-31 (Owen): In-house [system].",
    }  # fmt: skip
    assert document["agreement"]["mrr"] == "4000.00"
    assert document["visits"] == {"recommended": 12, "reason": "one a month for every 4,000 of MRR", "agreed": 6}


def test_an_exemption_ends_with_its_last_day(clients: Practice) -> None:
    from datetime import date

    later = clients.run("client", "show", "acme", "--json", today=date(2027, 1, 1)).json
    assert len(later["applicable"]) == 6


@pytest.mark.parametrize(
    ("id", "sentence"),
    [
        ("acne", "There is no client 'acne'. Did you mean 'acme'?"),
        ("zzz", "There is no client 'zzz'. 'msptool client list' shows them."),
        ("../acme", "There is no client '../acme'."),
        ("acme/../acme", "There is no client 'acme/../acme'."),
        ("", "There is no client ''."),
    ],
)
def test_an_unknown_client_is_wrong_usage(clients: Practice, id: str, sentence: str) -> None:
    done = clients.run("client", "show", id)
    assert (done.code, done.out) == (2, "")
    assert sentence in done.err


def test_a_broken_client_is_named_with_its_line(clients: Practice) -> None:
    clients.write("clients/nova/client.yaml", "name: Nova\nagreement:\n  starts: 2026-01-01\n  mrr: about 4000\n")
    done = clients.run("client", "show", "nova")
    assert done.code == 3
    assert "clients/nova/client.yaml:4: agreement.mrr: an amount is a number with at most two decimals" in done.err
    assert clients.run("client", "show", "acme").code == 0
    assert clients.run("client", "agreements").code == 3
