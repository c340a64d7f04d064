"""Messages to the client: only what a client may see, put in as it is, and never evaluated."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from msptool.runbooks.messages import fill, placeholders, public_names
from tests.runbooks.builders import runbook
from tests.small_practice import Practice

BOOK = runbook()


def test_names_are_replaced_and_other_braces_stay() -> None:
    filled = fill("{user} {} {nested {user}} { user } }{", BOOK, {"user": "Ann"})
    assert filled.text == "Ann [] {nested Ann} [ user ] }{"
    assert placeholders("{user} and {place}, {user}") == ["user", "place", "user"]


def test_a_value_that_looks_like_a_name_or_a_template_is_put_in_as_it_stands() -> None:
    nasty = "{device} {{ 7 * 7 }} {user.__class__} %s $(id)"
    assert fill("To {user}.", BOOK, {"user": nasty, "device": "secret"}).text == f"To {nasty}."


def test_what_nobody_said_is_a_gap_that_one_sees() -> None:
    filled = fill("{user}, {place}, {user}", BOOK, {"place": " "})
    assert (filled.text, filled.gaps) == ("[user], [place], [user]", ("user", "place"))


def test_an_internal_input_and_a_name_that_is_unknown_are_gaps_whatever_is_known_of_them() -> None:
    filled = fill("{device} {notes}", BOOK, {"device": "LAP-7", "notes": "difficult client"})
    assert filled.text == "[device] [notes]"
    assert "device" not in public_names(BOOK)


@given(
    st.dictionaries(st.sampled_from(["user", "place", "device", "notes", "client"]), st.text(min_size=1, max_size=9))
)
def test_no_value_of_an_internal_name_ever_gets_into_a_message(values: dict[str, str]) -> None:
    values = {name: f"<{name}:{value}>" for name, value in values.items()}
    text = fill("{user} {place} {device} {notes} {client} {times}", BOOK, values).text
    for name in ("device", "notes"):
        assert values.get(name, "<never>") not in text


def test_nothing_internal_of_the_client_or_the_run_is_in_a_message_of_a_whole_run(desk: Practice) -> None:
    desk.client("acme", name="Acme Explosives", notes="SECRET-NOTE", sites=[{"name": "Works", "notes": "SECRET-DOOR"}])
    rows = "user,Ann,\nplace,Home,\ndevice,SECRET-DEVICE,\nup,Down,SECRET-REMARK\nrestart,Works,SECRET-FIX\n"
    done = desk.run(
        "runbook", "run", "vpn", "--client", "acme", "--ticket", "T-9", "--answers", "-", "--json", stdin="step,answer,note\n" + rows
    )  # fmt: skip
    assert done.json["outcome"] == "resolved"
    assert done.json["messages"]
    assert "SECRET" not in "".join(done.json["messages"])
