"""Which standards apply to a client on a day, and the sentence that says why one does not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from msptool.clients.applicability import applicable, exemption_for, why_not
from msptool.clients.model import Client
from msptool.standards.model import Standard

DAY = date(2026, 11, 16)
TECHNOLOGIES = st.lists(st.sampled_from(["vpn", "wifi", "vmware"]), unique=True)
TAGS = st.lists(st.sampled_from(["hipaa", "core"]), unique=True)


def standard(**fields: Any) -> Standard:
    values = {"id": "mailbox-mfa", "category": "email", "name": "MFA", "question": "Is MFA on?", "status": "active"}
    return Standard.model_validate({**values, **fields})


def client(**fields: Any) -> Client:
    return Client.model_validate({"id": "acme", "name": "Acme", **fields})


def exempt(**fields: Any) -> dict[str, Any]:
    return {"reason": "No radio in the halls.", "by": "Owen Tran", "since": "2026-01-01", **fields}


def test_a_standard_for_nobody_in_particular_applies_to_everyone() -> None:
    assert why_not(client(), standard(), DAY) is None


@pytest.mark.parametrize("status", ["draft", "retired"])
def test_only_an_active_standard_applies(status: str) -> None:
    assert why_not(client(), standard(status=status), DAY) == f"The standard is {status}."


@given(wanted=TECHNOLOGIES, has=TECHNOLOGIES)
def test_one_technology_of_several_is_enough(wanted: list[str], has: list[str]) -> None:
    reason = why_not(client(technologies=has), standard(applies_to={"technologies": wanted}), DAY)
    assert (reason is None) == (not wanted or any(each in has for each in wanted))
    assert reason is None or reason == f"The client has none of: {', '.join(wanted)}."


@given(wanted=TAGS, has=TAGS)
def test_a_tagged_standard_is_only_for_clients_that_opted_in(wanted: list[str], has: list[str]) -> None:
    reason = why_not(client(tags=has), standard(applies_to={"tags": wanted}), DAY)
    assert (reason is None) == (not wanted or any(each in has for each in wanted))
    assert reason is None or reason == f"Only for clients tagged: {', '.join(wanted)}."


def test_technology_and_tag_must_both_fit() -> None:
    both = standard(applies_to={"technologies": ["vpn"], "tags": ["hipaa"]})
    assert why_not(client(technologies=["vpn"], tags=["hipaa"]), both, DAY) is None
    assert why_not(client(technologies=["vpn"]), both, DAY) is not None
    assert why_not(client(tags=["hipaa"]), both, DAY) is not None


def test_the_standard_s_own_tags_do_not_restrict_it() -> None:
    assert why_not(client(), standard(tags=["hipaa"]), DAY) is None


@pytest.mark.parametrize(
    "what", [{"standard": "mailbox-mfa"}, {"standard": "mfa"}, {"category": "email"}, {"tag": "identity"}]
)
def test_an_exemption_is_by_standard_former_id_category_or_tag(what: dict[str, str]) -> None:
    asked = standard(tags=["identity"], formerly=["mfa"])
    reason = why_not(client(exemptions=[exempt(**what)]), asked, DAY)
    assert reason == "Exempt (Owen Tran): No radio in the halls."


@pytest.mark.parametrize("what", [{"standard": "mailbox"}, {"category": "firewalls"}, {"tag": "quick"}])
def test_another_exemption_does_not_matter(what: dict[str, str]) -> None:
    assert why_not(client(exemptions=[exempt(**what)]), standard(tags=["identity"]), DAY) is None


@pytest.mark.parametrize(
    ("day", "holds"),
    [("2026-10-31", False), ("2026-11-01", True), ("2026-11-16", True), ("2026-11-30", True), ("2026-12-01", False)],
)
def test_an_exemption_holds_from_its_first_to_its_last_day(day: str, holds: bool) -> None:
    excused = client(exemptions=[exempt(category="email", since="2026-11-01", until="2026-11-30")])
    reason = why_not(excused, standard(), date.fromisoformat(day))
    assert reason == ("Exempt until 2026-11-30 (Owen Tran): No radio in the halls." if holds else None)


def test_an_exemption_may_be_for_a_single_day() -> None:
    excused = client(exemptions=[exempt(category="email", since="2026-11-16", until="2026-11-16")])
    assert why_not(excused, standard(), DAY) is not None


def test_an_expired_exemption_does_not_hide_one_in_force() -> None:
    both = [exempt(category="email", until="2026-06-30", reason="Old."), exempt(tag="identity", reason="New.")]
    found = exemption_for(client(exemptions=both), standard(tags=["identity"]), DAY)
    assert found is not None
    assert found.reason == "New."


def test_applicable_keeps_the_order_given() -> None:
    several = [standard(id="c"), standard(id="a", status="draft"), standard(id="b")]
    assert [each.id for each in applicable(client(), several, DAY)] == ["c", "b"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (exempt(), "names one of"),
        (exempt(standard="a", tag="b"), "names one of"),
        (exempt(tag="b", until="2025-12-31"), "ends before it starts"),
        ({"tag": "b", "by": "Owen", "since": "2026-01-01"}, "reason"),
    ],
)
def test_an_exemption_names_one_thing_a_reason_and_days_in_order(wrong: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        client(exemptions=[wrong])
