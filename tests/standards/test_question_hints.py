"""What a refused text is told to write instead."""

from __future__ import annotations

import re

import pytest

from msptool.standards.question import check
from tests.standards.test_question_forms import REFUSED


def hint(text: str) -> str:
    return check(text).problems[0].hint


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("What size is the system partition?", "Is the system partition at least N GB in size?"),
        ("How much free space is left on the C: drive?", "Is at least N GB of free space left on the C: drive?"),
        ("How many domain controllers are there?", "Are there at least N domain controllers?"),
        ("How many users have MFA enabled?", "Do at least N users have MFA enabled?"),
        ("How much RAM does the SQL server have?", "Does the SQL server have at least N GB of RAM?"),
        ("How often are backups tested?", "Are backups tested at least every N days?"),
        ("For how long are logs kept?", "Are logs kept for at least N days?"),
        ("How is remote access secured?", "Is remote access secured by <the method you expect>?"),
        ("What antivirus product is installed?", "Is <the antivirus product you expect> installed?"),
        ("Who approves changes?", "Is it <the person you expect> who approves changes?"),
        ("Where are the tapes stored?", "Are the tapes stored in <the place you expect>?"),
        ("When was the last restore test?", "Was the last restore test in the last N days?"),
        ("Can you describe your backup strategy?", "Is the backup strategy documented?"),
        ("Could you explain how patches are approved?", "Is it documented how patches are approved?"),
        ("Ensure that all servers are patched.", "Are all servers patched?"),
        ("Make sure laptops have a screen lock", "Do laptops have a screen lock?"),
        ("Patch all servers within 14 days of release.", "Are all servers patched within 14 days of release?"),
        ("Please review the list of administrators.", "Is the list of administrators reviewed?"),
        ("Back up the firewall configuration weekly", "Is the firewall configuration backed up weekly?"),
        ("Replace servers that are out of warranty.", "Are servers that are out of warranty replaced?"),
        ("Describe your patch process.", "Is the patch process documented?"),
        ("List all open ports", "Is there a list of all open ports?"),
        ("Do not use shared accounts.", "Is it forbidden to use shared accounts?"),
        ("Regularly test backups", "Are backups tested?"),
        ("Accounts must be locked after five attempts.", "Are accounts locked after five attempts?"),
        ("Users shall change their password at first logon.", "Do users change their password at first logon?"),
    ],
)  # fmt: skip
def test_a_text_is_rewritten_in_its_own_words(text: str, instead: str) -> None:
    assert hint(text) == f'Write "{instead}"'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A spare switch is kept on site.", 'Write "Is a spare switch kept on site?"'),
        ("Guest accounts have been disabled.", 'Write "Have guest accounts been disabled?"'),
        ("For all servers, updates are installed.", 'Add a question mark: "For all servers, updates are installed?"'),
        ("Backups run every night.", 'Add a question mark: "Backups run every night?"'),
        ("Is MFA enabled", 'Add a question mark: "Is MFA enabled?"'),
        ("Is the server physical or virtual?", 'Ask about the aligned one only, such as "Is the server physical?"'),
        ("Are backups encrypted, and by whom?", 'Keep "Are backups encrypted?" and leave the rest to the note of the answer.'),
        ("Is MFA used? If yes, describe it.", 'Keep "Is MFA used?" and leave the rest to the note of the answer.'),
        ("Is it on? Is it locked?", 'Make two standards: "Is it on?" and "Is it locked?"'),
        ("Password complexity", 'Say what has to be true of it: "Is the password complexity <as it should be>?"'),
        ("Firewall rules?", 'Say what has to be true of it: "Are the firewall rules <as it should be>?"'),
    ],
)  # fmt: skip
def test_the_hint_of_the_other_forms_quotes_the_text(text: str, said: str) -> None:
    assert hint(text) == said


@pytest.mark.parametrize("text", ["", "?", "What?", "Maybe ...", "Is the risk high, medium or low?", "Explain."])
def test_where_no_words_lend_themselves_the_hint_says_what_to_do(text: str) -> None:
    assert len(hint(text)) > 20


@pytest.mark.parametrize("text", REFUSED)
def test_what_a_hint_tells_to_write_is_accepted(text: str) -> None:
    told = re.match(r'(?:Write|Keep|Add a question mark:) "(.+?\?)"', hint(text))
    if told:
        assert check(told[1]).accepted
