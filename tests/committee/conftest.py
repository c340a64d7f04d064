"""A practice with a proposal."""

from __future__ import annotations

import pytest

from tests.small_practice import HIGH, LOW, Practice


@pytest.fixture
def proposed(practice: Practice) -> Practice:
    """A branch that rewords, adds, retires, renames, reweighs, deletes and drafts."""
    practice.client("initech", name="Initech")
    practice.commit("A second client")
    practice.review("acme", "firewall-backup,no,\nfirewall-label,yes,\nmailbox-login,yes,\n")
    practice.git("checkout", "--quiet", "-b", "proposal")
    practice.standard(
        "firewall-backup", question="Is a copy of every firewall kept elsewhere?", minutes=10, tags=["backup"], **HIGH
    )
    practice.standard("firewall-spare", minutes=6, frequency="monthly", why="A broken firewall stops the office.")
    practice.standard("firewall-tape", status="draft")
    assert practice.run("standard", "retire", "firewall-firmware", "--reason", "The vendor does it.").code == 0
    assert practice.run("standard", "rename", "mailbox-login", "mailbox-sign-in").code == 0
    practice.standard("firewall-label", minutes=2, frequency="monthly", **LOW)
    practice.standard("mailbox-archive", category="email", minutes=15, why="Mail must be found again.")
    (practice.root / "standards/email/mailbox-quota.yaml").unlink()
    practice.category("email", name="Mail", section="Cloud", order=20, frequency="annual")
    practice.commit("Proposal")
    return practice
