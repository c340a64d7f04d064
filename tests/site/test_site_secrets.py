"""What is internal is on the practice's pages and never in the folder of a client."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.reports.year_practice import step, visit, write_visits
from tests.small_practice import Practice, dump

SECRET = "zz9"


def secret(name: str) -> str:
    return f"{SECRET}-{name}"


@pytest.fixture
def told(full: Practice) -> Practice:
    """A secret in every internal text of what the site is made of; another client's name is a secret too."""
    inside: dict[str, Any] = {
        "how": [secret("how")], "vendors": {secret("vendor"): [secret("step")]}, "external": {"psa": secret("external")},
        "references": [{"url": f"https://{SECRET}.example/", "title": secret("title"), "publisher": secret("publisher")}],
    }  # fmt: skip
    for name in ("firewall-backup", "firewall-firmware"):
        full.standard(name, **inside)
    full.client("bakery", name=f"Bakery {secret('rival')}", team={"tam": "priya"})
    full.client(
        "acme", name="Acme Explosives", notes=secret("client"), external={"psa": secret("psa")}, tags=[secret("tag")],
        team={"tam": "jim", "vcio": "bob", "sales": "gary"}, sites=[{"name": "Works", "notes": secret("door")}],
        agreement={"starts": "2026-01-01", "mrr": 98765.43},
        exemptions=[{"standard": "mailbox-archive", "reason": secret("exempt"), "by": secret("by"), "since": "2026-01-01"}],
    )  # fmt: skip
    full.write(
        "practice/people/gary.yaml", dump({"name": secret("sales"), "roles": ["sales"], "phone": secret("phone")})
    )
    review = full.read("reviews/acme/2026-11-12.yaml").replace("Still version 9.1", secret("note"))
    said = "remarks:\n  mailbox-login:\n    note: {}\n    feedback: {}\n".format(secret("remark"), secret("wish"))
    full.write("reviews/acme/2026-11-12.yaml", review + said)
    judged = {"stage": "vulnerable", "on": "2026-11-13", "by": "bob", "reason": secret("judged")}
    full.write("clients/acme/triage.yaml", dump({"findings": {"firewall-firmware": [judged]}}))
    moved = step("moved", secret("moved"), was="2027-01-11")
    write_visits(full, "acme", [visit(1, "2027-01-12", moved, step("confirmed"), status="confirmed")])
    full.commit(secret("subject"))
    return full


def texts(folder: Path) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*")) if path.is_file())


def test_nothing_internal_is_in_the_folder_of_a_client(told: Practice, tmp_path: Path) -> None:
    assert told.run("site", "build", str(tmp_path / "site")).code == 0
    assert told.run("site", "build", str(tmp_path / "alone"), "--client", "acme").code == 0
    for folder in (tmp_path / "site/for-clients/acme", tmp_path / "alone"):
        found = texts(folder)
        assert "Acme Explosives" in found
        assert "Firewall firmware" in found
        assert SECRET not in found.lower()
        assert "98,765" not in found
        assert "98765" not in found
        assert "bakery" not in found.lower()


def test_the_practice_itself_sees_them(told: Practice, tmp_path: Path) -> None:
    """The secrets are really there."""
    assert told.run("site", "build", str(tmp_path / "site")).code == 0
    for path, names in (
        ("clients/acme.html", ("client", "tag", "exempt", "by", "sales", "note", "judged")),
        ("reviews/acme/2026-11-12.html", ("note", "remark", "wish")),
        ("standards/firewall-firmware.html", ("how", "vendor", "step", "title", "publisher", "note", "subject")),
        ("visits.html", ("rival",)), ("visits/2027.html", ("moved", "rival")), ("index.html", ("rival",)),
        ("assets/search-index.js", ("note", "tag", "rival", "vendor")),
    ):  # fmt: skip
        found = (tmp_path / "site" / path).read_text(encoding="utf-8")
        for name in names:
            assert secret(name) in found, (path, name)
    assert "98,765.43" in (tmp_path / "site/clients/acme.html").read_text(encoding="utf-8")
    # How to get in is on no page at all, nor are ids of other systems.
    whole = texts(tmp_path / "site")
    assert secret("door") not in whole
    assert secret("psa") not in whole


def test_a_draft_or_withdrawn_proposal_is_not_for_the_client(full: Practice, tmp_path: Path) -> None:
    for name, status in (("draft-one", "draft"), ("sent-one", "sent"), ("taken-back", "withdrawn")):
        steps = {"draft": [], "sent": ["ready", "sent"], "withdrawn": ["ready", "sent", "withdrawn"]}[status]
        fields = {
            "title": f"Title of {name}", "status": status, "requested": "2026-11-01",
            "progress": [{"on": "2026-11-10", "status": each, "version": 1} for each in steps],
            "history": [{"version": 1, "on": "2026-11-01", "reason": secret("begun")}],
        }  # fmt: skip
        full.write(f"clients/acme/proposals/{name}.yaml", dump(fields))
    done = full.run("site", "build", str(tmp_path / "site"), "--client", "acme", "--json")
    assert done.json["left_out"] == []
    assert [path.name for path in (tmp_path / "site").glob("proposal*")] == ["proposal-sent-one.html"]
    found = texts(tmp_path / "site")
    assert "Title of sent-one" in found
    assert "draft-one" not in found
    assert "taken-back" not in found
    assert SECRET not in found
