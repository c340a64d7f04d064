"""File trees for tests: a small workspace as texts, and ways to compare what is on disk."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.small_practice import Done, Practice

Files = Mapping[str, str | bytes]
Build = Callable[[Files], Practice]

SPF = "standards/email/spf-record.yaml"
MFA = "standards/email/mailbox-mfa.yaml"
CATEGORY = "standards/email/_category.yaml"
PERSON = "practice/people/jim.yaml"
CLIENT = "clients/acme/client.yaml"
TRIAGE = "clients/acme/triage.yaml"
MEETING = "practice/committee/2026-10-13.yaml"
REVIEW = "reviews/acme/2026-10-05.yaml"

# Nothing is wrong with these files, whatever a test puts beside them.
GOOD: dict[str, str] = {
    "msptool.yaml": "practice:\n  name: Northgate IT Partners\n",
    CATEGORY: "name: Email\nowner: centralized-services\n",
    SPF: """\
# Asked since the first version of the library.
name: SPF record
question: Does every mail domain publish an SPF record?
why: Without it anybody can send mail in the client's name.
how:
  - Look up the TXT record of each domain.
tags: [dns, mail]
status: active
references:
  - framework: nist-csf-2.0
    id: PR.DS-02
reviewed: 2026-10-01
remedy: {summary: Publish it., area: professional-services, hours: 1}
""",
    MFA: """\
name: Mailbox sign-in
question: Is multi-factor authentication required for every mailbox?
why: A stolen password alone must not open a mailbox.
how: [Open the sign-in policy of the tenant.]
status: active
references:
  - url: https://learn.microsoft.com/entra/identity/authentication/
reviewed: 2026-10-01
remedy: {summary: Require it., area: service-desk, hours: 1}
""",
    PERSON: "name: Jim Tam\nroles: [tam]\n",
    CLIENT: """\
name: Acme Explosives
technologies: [microsoft-365]
team:
  tam: jim
exemptions:
  - standard: mailbox-mfa
    reason: Moves to another tenant.
    by: Jim Tam
    since: 2026-10-01
""",
    TRIAGE: "findings:\n  spf-record:\n    - stage: marginal\n      on: 2026-10-06\n      reason: One domain never sends mail.\n",
    REVIEW: """\
status: finished
by: jim
started: 2026-10-05T09:00:00+02:00
finished: 2026-10-05T11:00:00+02:00
asked: [spf-record]
answers:
  spf-record:
    answer: no
    on: 2026-10-05
    question: "000000000000"
    priority: medium
""",
}

as_ordinary_user = pytest.mark.skipif(
    hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read and write everything"
)
posix = pytest.mark.skipif(os.name == "nt", reason="needs a POSIX system")


def tree(root: Path) -> dict[str, tuple[int, int, bytes]]:
    """Every file, link and folder below `root`: mode, time of the last change, and content or target."""
    found: dict[str, tuple[int, int, bytes]] = {}
    for folder, folders, files in os.walk(root):
        for name in (*folders, *files):
            path = Path(folder, name)
            facts = path.lstat()
            content = (
                os.fsencode(path.readlink()) if path.is_symlink() else path.read_bytes() if path.is_file() else b""
            )
            found[path.relative_to(root).as_posix()] = (facts.st_mode, facts.st_mtime_ns, content)
    return found


@contextmanager
def mounted(folder: Path, size: str) -> Iterator[None]:
    """Mount an empty file system of this size at a folder; skips the test where that is not possible."""
    mount = shutil.which("mount")
    options = ["-t", "tmpfs", "-o", f"size={size}", "msptool-test", str(folder)]
    possible = mount is not None and sys.platform == "linux"
    if not possible or subprocess.run(["mount", *options], capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a disk")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def only_sentence(done: Done) -> str:
    """What stands on stderr, when that is one sentence for a person and nothing else."""
    assert "Traceback" not in done.err
    assert done.err.startswith("msptool: ")
    assert done.err.count("\n") == 1, done.err
    return done.err.removeprefix("msptool: ").rstrip("\n")


def python(code: str, *arguments: str, cwd: Path, env: Mapping[str, str] | None = None) -> Done:
    """Run a piece of Python as a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=cwd, env={**os.environ, **(env or {})}, capture_output=True,
        check=False, timeout=60,
    )  # fmt: skip
    return Done(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))
