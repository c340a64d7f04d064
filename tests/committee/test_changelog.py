"""`msptool committee changelog`: release notes for the team and for the clients."""

from __future__ import annotations

from typing import Any

from tests.small_practice import Golden, Practice


def test_notes_for_the_team(proposed: Practice, golden: Golden) -> None:
    proposed.git("tag", "2026.1", "main")
    done = proposed.run("committee", "changelog", "2026.1", "HEAD")
    assert (done.code, done.err) == (0, "")
    golden.check("changelog-team.md", done.out)


def test_notes_for_clients(proposed: Practice, golden: Golden) -> None:
    done = proposed.run("committee", "changelog", "main", "--for", "clients")
    assert (done.code, done.err) == (0, "")
    golden.check("changelog-clients.md", done.out)


def test_clients_read_nothing_of_how_the_team_works(practice: Practice) -> None:
    marked: dict[str, Any] = {
        "how": ["Marker-how."], "tags": ["marker-tag"], "vendors": {"Marker-vendor": ["Marker-step."]},
        "remedy": {"summary": "Marker-remedy.", "area": "tam", "hours": 1}, "external": {"marker-system": "marker-id"},
    }  # fmt: skip
    practice.standard("firewall-spare", why="A broken firewall stops the office.", **marked)
    practice.standard("firewall-label", question="Does every firewall carry its label?", **marked)
    assert practice.run("standard", "retire", "firewall-backup", "--reason", "Marker-reason.").code == 0
    practice.commit("Marker-commit")
    text = practice.run("committee", "changelog", "HEAD~1", "--for", "clients").out
    assert "Firewall spare" in text
    assert "A broken firewall stops the office" in text
    assert "Firewall backup" in text
    assert "marker" not in text.lower()
    assert "Marker-reason" in practice.run("committee", "changelog", "HEAD~1").out


def test_notes_can_be_written_and_are_one_document_as_json(proposed: Practice) -> None:
    file = proposed.root / "notes.md"
    done = proposed.run("committee", "changelog", "main", "-o", str(file))
    assert done.out == f"Wrote {file}.\n"
    document = proposed.run("committee", "changelog", "main", "--json").json
    assert document["markdown"] == file.read_text()
    assert (document["audience"], document["day"]) == ("team", "2026-11-16")


def test_between_equal_libraries_there_is_nothing_to_tell(practice: Practice) -> None:
    assert "No standard changed in meaning." in practice.run("committee", "changelog", "main").out
    assert "the same as before" in practice.run("committee", "changelog", "main", "--for", "clients").out


def test_an_audience_or_a_tag_that_does_not_exist_is_refused(practice: Practice) -> None:
    done = practice.run("committee", "changelog", "main", "--for", "client")
    assert (done.code, done.err) == (2, "msptool: --for takes team or clients, not 'client'. Did you mean 'clients'?\n")
    done = practice.run("committee", "changelog", "v1")
    assert done.code == 2
    assert "'v1'" in done.err
