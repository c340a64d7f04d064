"""A small MSP to test with: a workspace in a real git repository, and ways to run the program on it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from msptool.cli import app
from msptool.workspace.problems import Refusal
from tests.outputs import record_output

TODAY = date(2026, 11, 16)
FIRST_COMMIT = date(2026, 1, 5)

SETTINGS = """\
practice:
  name: Northgate IT Partners
  currency: USD
"""
IGNORE = ".msptool/\n"


@dataclass(frozen=True)
class Done:
    """How a run of the program ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON document on stdout."""
        return json.loads(self.out)


def environment(home: Path, day: date = TODAY) -> dict[str, str]:
    """Variables that keep git and the program away from the machine's own settings and clock."""
    moment = f"{day.isoformat()}T12:00:00+00:00"
    return {
        "HOME": str(home), "XDG_CONFIG_HOME": str(home), "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "Jim Tam", "GIT_AUTHOR_EMAIL": "jim@northgate.example", "GIT_AUTHOR_DATE": moment,
        "GIT_COMMITTER_NAME": "Jim Tam", "GIT_COMMITTER_EMAIL": "jim@northgate.example", "GIT_COMMITTER_DATE": moment,
        "LC_ALL": "C.UTF-8", "TZ": "UTC", "COLUMNS": "100", "NO_COLOR": "1",
    }  # fmt: skip


@dataclass(frozen=True)
class Practice:
    """One workspace. `home` is an empty folder that serves as HOME."""

    root: Path
    home: Path

    def write(self, path: str, content: str | bytes) -> Path:
        """Write a file below the workspace, making its folders."""
        full = self.root / path
        full.parent.mkdir(parents=True, exist_ok=True)
        full.write_bytes(content if isinstance(content, bytes) else content.encode())
        return full

    def read(self, path: str) -> str:
        """A file's text."""
        return (self.root / path).read_bytes().decode()

    def data(self, path: str) -> Any:
        """A file's YAML as data, every scalar as text."""
        return yaml.load(self.read(path), Loader=yaml.BaseLoader)

    def standard(self, id: str, category: str = "firewalls", **fields: Any) -> Path:
        """Write a standard; what is not given is plain and in order."""
        return self.write(f"standards/{category}/{id}.yaml", dump(standard_fields(id, **fields)))

    def category(self, id: str, **fields: Any) -> Path:
        """Write a category's file."""
        return self.write(
            f"standards/{id}/_category.yaml",
            dump({"name": id.replace("-", " ").title(), "owner": "service-desk", **fields}),
        )

    def client(self, id: str, **fields: Any) -> Path:
        """Write a client with Jim as its TAM and Bob as its vCIO."""
        plain = {"name": id.replace("-", " ").title(), "team": {"tam": "jim", "vcio": "bob", "sales": "gary"}}
        return self.write(f"clients/{id}/client.yaml", dump({**plain, **fields}))

    def git(self, *arguments: str, day: date = TODAY) -> str:
        """Run git in the workspace."""
        command = ["git", "-c", "init.defaultBranch=main", *arguments]
        done = subprocess.run(
            command, cwd=self.root, env={**os.environ, **environment(self.home, day)}, check=True, capture_output=True
        )
        return done.stdout.decode()

    def commit(self, message: str = "Change", day: date = TODAY) -> str:
        """Commit everything; returns the commit's id."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", message, day=day)
        return self.git("rev-parse", "HEAD").strip()

    def run(
        self, *arguments: str, stdin: str | bytes = b"", today: date | None = TODAY, env: dict[str, str] | None = None
    ) -> Done:
        """Run a command in this process. A refusal becomes its sentence and exit code, as in `msptool.__main__`."""
        day = [] if today is None else ["--today", today.isoformat()]
        result = CliRunner().invoke(
            app, ["-C", str(self.root), *day, *arguments], input=stdin,
            env={**environment(self.home, today or TODAY), **(env or {})},
        )  # fmt: skip
        if isinstance(result.exception, Refusal):
            sentence = f"msptool: {result.exception}\n"
            return Done(result.exception.exit_code, result.stdout, result.stderr + sentence)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        record_output(result.stdout)
        return Done(result.exit_code, result.stdout, result.stderr)

    def command(self, *arguments: str, today: date = TODAY) -> list[str]:
        """The command line that runs the program as a process of its own."""
        return [sys.executable, "-m", "msptool", "-C", str(self.root), "--today", today.isoformat(), *arguments]

    def program(
        self, *arguments: str, stdin: str | bytes = b"", today: date = TODAY, env: dict[str, str] | None = None, **more: Any
    ) -> Done:  # fmt: skip
        """Run the program as a process of its own."""
        given = stdin if isinstance(stdin, bytes) else stdin.encode()
        done = subprocess.run(
            self.command(*arguments, today=today), input=given, capture_output=True, check=False,
            env={**os.environ, **environment(self.home, today), **(env or {})}, cwd=self.home, timeout=60, **more,
        )  # fmt: skip
        record_output(done.stdout.decode(errors="replace"))
        return Done(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))

    def review(self, client: str, answers: str, *, today: date = TODAY, scope: tuple[str, ...] = ("--all",)) -> str:
        """Start, answer (CSV rows without the header), finish and commit a review; returns its commit."""
        done = self.run(
            "review", "start", client, *scope, "--answers", "-", "--finish", "--json",
            stdin="standard,answer,note\n" + answers, today=today,
        )  # fmt: skip
        assert done.code == 0, done.err
        return str(done.json["commit"])

    def files(self) -> dict[str, bytes]:
        """Every file of the workspace outside git and the state folder."""
        return {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for path in sorted(self.root.rglob("*"))
            if path.is_file() and not {".git", ".msptool"} & set(path.relative_to(self.root).parts)
        }


def standard_fields(id: str, **fields: Any) -> dict[str, Any]:
    """A standard's fields as its file holds them: active, with a question made of the id."""
    words = id.replace("-", " ")
    return {
        "name": words.capitalize(), "question": f"Is the {words} documented?", "why": f"Nobody can restore an unknown {words}.",
        "how": [f"Read the page about the {words}."], "status": "active",
        "references": [{"framework": "nist-csf-2.0", "id": "PR.PS-01"}], "reviewed": "2026-01-05",
        "remedy": {"summary": f"Write the page about the {words}.", "area": "tam", "hours": 1}, **fields,
    }  # fmt: skip


def dump(data: Any) -> str:
    """Data as YAML text, in the order given."""
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=4096)


HIGH = {"business_impact": "high", "technical_risk": "high"}
LOW = {"business_impact": "low", "technical_risk": "low"}


def fill(practice: Practice) -> None:
    """Two categories, six standards (three high, two medium, one low), three people and one client."""
    practice.write("msptool.yaml", SETTINGS)
    practice.write(".gitignore", IGNORE)
    practice.category("firewalls", name="Firewalls", section="Network", order=10)
    practice.category("email", name="Email", section="Cloud", order=20, frequency="annual")
    practice.standard("firewall-backup", tags=["backup"], minutes=10, **HIGH)
    practice.standard("firewall-firmware", tags=["high-impact"], minutes=20, **HIGH)
    practice.standard("firewall-label", minutes=2, **LOW)
    practice.standard("mailbox-archive", category="email", minutes=15)
    practice.standard("mailbox-login", category="email", tags=["high-impact", "identity"], minutes=5, **HIGH)
    practice.standard("mailbox-quota", category="email", minutes=5, frequency="monthly")
    for id, name, role in (("jim", "Jim Tam", "tam"), ("bob", "Bob Vee", "vcio"), ("gary", "Gary Sell", "sales")):
        practice.write(f"practice/people/{id}.yaml", dump({"name": name, "roles": [role]}))
    practice.client("acme", name="Acme Explosives")


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Practice:
    """The small practice, built once; do not write into it."""
    folder = tmp_path_factory.mktemp("small-practice")
    practice = Practice(folder / "work", folder / "home")
    practice.root.mkdir()
    practice.home.mkdir()
    fill(practice)
    practice.git("init", "--quiet")
    shutil.rmtree(practice.root / ".git" / "hooks")
    practice.commit("Begin", FIRST_COMMIT)
    # Every test copies it: one pack is one file.
    practice.git("repack", "-a", "-d", "--quiet")
    return practice


@pytest.fixture
def practice(prepared: Practice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Practice:
    """A fresh copy of the small practice, in an environment of its own."""
    own = Practice(tmp_path / "work", tmp_path / "home")
    own.home.mkdir()
    shutil.copytree(prepared.root, own.root, symlinks=True)
    for name in ("MSPTOOL_WORKSPACE", "MSPTOOL_TODAY", "VISUAL", "EDITOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment(own.home).items():
        monkeypatch.setenv(name, value)
    return own


@dataclass(frozen=True)
class Golden:
    """Files that hold what the program prints, compared as bytes."""

    folder: Path
    update: bool

    def check(self, name: str, content: str) -> None:
        """Compare `content` with the golden file, or write it with --update-golden."""
        file = self.folder / name
        if self.update:
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(content.encode())
        assert file.is_file(), f"{file} is missing: run with --update-golden, and read what it writes"
        assert content.encode() == file.read_bytes()


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """The golden files beside the test's own file."""
    return Golden(request.path.parent / "golden", bool(request.config.getoption("--update-golden", default=False)))
