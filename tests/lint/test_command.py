"""`msptool lint`: what it looks at, what it says, and how it ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from msptool.workspace.documents import Document
from msptool.workspace.sources import FolderSource
from tests.small_practice import Practice
from tests.trees import CLIENT, GOOD, MFA, REVIEW, SPF, Build, only_sentence, python, tree

WARNING = GOOD[SPF].replace("tags: [dns, mail]", "tags: [dns, dns]")
ERROR = GOOD[SPF].replace("status: active", "status: actve")


@pytest.fixture
def mixed(build: Build) -> Practice:
    """A workspace with an error in one file and a warning in another."""
    return build({**GOOD, SPF: ERROR, MFA: GOOD[MFA].replace("active", "active\ntags: [a, a]")})


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        (GOOD[SPF], (), 0), (GOOD[SPF], ("--strict",), 0), (WARNING, (), 0), (WARNING, ("--strict",), 1), (ERROR, (), 1),
        (ERROR, ("--strict",), 1), ("a: b: c\n", (), 1),
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", ["text", "json", "github", "gitlab", "sarif", "junit"])
def test_the_exit_code_says_whether_there_are_errors(
    text: str, options: tuple[str, ...], code: int, form: str, build: Build
) -> None:
    done = build({**GOOD, SPF: text}).run("lint", "--format", form, *options)
    assert done.code == code
    assert done.err == ""


@pytest.mark.parametrize(
    ("paths", "checked", "found"),
    [
        ((), 8, ["S111", "W111"]), ((".",), 8, ["S111", "W111"]), (("standards",), 3, ["S111", "W111"]),
        (("standards/email",), 3, ["S111", "W111"]),
        ((SPF,), 1, ["W111"]), ((MFA,), 1, ["S111"]), ((SPF, MFA), 2, ["S111", "W111"]), (("clients", MFA), 3, ["S111"]),
        (("clients/", "./reviews"), 3, []), (("standards/email/../email",), 3, ["S111", "W111"]), ((".schemas",), 0, []),
    ],
)  # fmt: skip
def test_only_the_named_files_and_folders_are_reported(
    paths: tuple[str, ...], checked: int, found: list[str], mixed: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(mixed.root)
    mixed.write(".schemas/x.json", "{}")
    done = mixed.run("lint", "--json", *paths)
    assert done.json["checked"] == checked
    assert sorted(problem["code"] for problem in done.json["problems"]) == found
    assert done.code == (1 if "W111" in found else 0)


def test_a_path_counts_from_where_the_user_stands(mixed: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(mixed.root / "standards" / "email")
    assert mixed.run("lint", "--json", "mailbox-mfa.yaml").json["checked"] == 1
    assert mixed.run("lint", "--json", "../../clients").json["checked"] == 2
    assert mixed.run("lint", "--json", str(mixed.root / SPF)).json["checked"] == 1


def test_from_elsewhere_a_path_counts_from_the_named_workspace(
    mixed: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(mixed.home)
    assert mixed.run("lint", "--json", "standards").json["checked"] == 3
    assert mixed.run("lint", "--json", SPF).json["checked"] == 1
    assert mixed.run("lint", ".").code == 2


def test_what_is_wrong_only_beside_another_file_is_found_when_one_is_named(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = build({**GOOD, CLIENT: GOOD[CLIENT].replace("tam: jim", "tam: joe")})
    monkeypatch.chdir(work.root)
    assert [problem["code"] for problem in work.run("lint", "--json", CLIENT).json["problems"]] == ["C101"]
    assert work.run("lint", "--json", REVIEW).json["problems"] == []


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("nothing.yaml", "nothing.yaml does not exist"),
        ("..", "is not in the workspace"),
        ("/", "is not in the workspace"),
    ],
)
def test_a_path_that_is_not_there_or_outside_is_wrong_usage(
    path: str, words: str, mixed: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(mixed.root)
    done = mixed.run("lint", path)
    assert done.code == 2
    assert done.out == ""
    assert words in only_sentence(done)


@pytest.mark.parametrize("path", ["x" * 300, "standards/" + "x" * 300])
def test_a_path_that_cannot_exist_is_wrong_usage_and_no_bug(path: str, mixed: Practice) -> None:
    done = mixed.run("lint", path)
    assert done.code in (2, 3)
    assert only_sentence(done)


def test_a_link_that_leads_out_is_no_way_to_name_another_file(mixed: Practice, tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text("a: 1")
    (mixed.root / "standards/email/leak.yaml").symlink_to(tmp_path / "secret.yaml")
    done = mixed.run("lint", "standards/email/leak.yaml")
    assert done.code in (1, 2)
    assert "leak.yaml" in done.out + done.err


def test_an_unknown_format_is_wrong_usage(mixed: Practice) -> None:
    done = mixed.run("lint", "--format", "xml")
    assert done.code == 2
    assert "--format takes text, json, github, gitlab, sarif or junit" in only_sentence(done).replace(
        ", junit", " or junit"
    )
    assert "'xml'" in done.err


def test_data_can_be_asked_for_in_two_ways(mixed: Practice) -> None:
    assert mixed.run("lint", "--json").out == mixed.run("lint", "--format", "json").out


def test_a_workspace_without_any_data_is_fine(build: Build) -> None:
    assert build({}).run("lint").out == "1 file checked, no problems.\n"
    assert build({}).run("lint", "--json").json == {"schema": "msptool/lint/1", "checked": 1, "problems": []}


def test_every_file_is_read_and_parsed_once(mixed: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    parsed: list[str] = []
    read, root = FolderSource.read, Document.root

    def reading(self: FolderSource, path: str) -> object:
        opened.append(path)
        return read(self, path)

    def again(self: Document) -> object:
        parsed.append(self.path)
        return root(self)

    monkeypatch.setattr(FolderSource, "read", reading)
    monkeypatch.setattr(Document, "root", again)
    mixed.run("lint")
    assert sorted(opened) == sorted(GOOD)
    assert set(parsed) <= {SPF, MFA}, "places are looked up only where there is a problem"
    mixed.write(SPF, GOOD[SPF])
    mixed.write(MFA, GOOD[MFA])
    parsed.clear()
    mixed.run("lint")
    assert parsed == []


def test_every_file_is_opened_once_by_the_system(mixed: Practice) -> None:
    code = (
        "import sys\nopened = []\n"
        "sys.addaudithook(lambda name, args: opened.append(str(args[0])) if name == 'open' else None)\n"
        "from msptool.__main__ import run\nsys.argv = ['msptool', *sys.argv[1:]]\nrun()\n"
        "print(*(path for path in opened if path.endswith('.yaml')), sep='\\n', file=sys.stderr)"
    )
    done = python(code, "-C", str(mixed.root), "--today", "2026-11-16", "lint", cwd=mixed.home)
    assert sorted(done.err.split()) == sorted(str(mixed.root / path) for path in GOOD)


@pytest.mark.parametrize("form", ["text", "json", "github", "gitlab", "sarif", "junit"])
def test_nothing_is_written_without_being_asked(form: str, mixed: Practice) -> None:
    mixed.git("init", "--quiet")
    mixed.commit()
    before = tree(mixed.root)
    mixed.run("lint", "--format", form)
    mixed.program("lint", "--format", form)
    assert tree(mixed.root) == before


def test_nothing_that_a_file_says_is_run(build: Build) -> None:
    traps = {
        "standards/email/python.yaml": "name: !!python/object/apply:os.system ['touch pwned']\n",
        "standards/email/template.yaml": GOOD[SPF].replace("SPF record\n",
            "\"{{ ''.__class__ }} ${HOME} $(touch pwned) `touch pwned`\"\n", 1),
        "msptool.py": "raise SystemExit(99)\n", "yaml.py": "raise SystemExit(99)\n", "sitecustomize.py": "raise SystemExit(99)\n",
        "conftest.py": "raise SystemExit(99)\n", ".env": "MSPTOOL_TODAY=bad\n",
            "pyproject.toml": "[tool.msptool]\nrun = 'touch pwned'\n",
    }  # fmt: skip
    work = build({**GOOD, **traps})
    done = work.program("lint", "--json")
    assert done.code == 1
    assert {problem["code"] for problem in done.json["problems"]} == {"W107", "S109"}
    assert not list(work.root.parent.rglob("pwned"))


def test_the_day_of_today_is_an_argument(build: Build) -> None:
    work = build({**GOOD, REVIEW: GOOD[REVIEW].replace("on: 2026-10-05", "on: 2026-10-06")})
    assert work.run("lint").code == 0
    before = work.run("--today", "2026-10-05", "lint", "--json", today=None)
    assert [problem["code"] for problem in before.json["problems"]] == ["T104", "R103"]


def test_in_github_the_summary_of_the_step_gets_every_problem(mixed: Practice, tmp_path: Path) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("before\n")
    done = mixed.run("lint", "--format", "github", env={"GITHUB_STEP_SUMMARY": str(summary)})
    assert done.code == 1
    lines = summary.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "before"
    assert sum(line.startswith("| error | W111 |") for line in lines) == 1
    assert sum(line.startswith("| warning | S111 |") for line in lines) == 1
    mixed.run("lint", env={"GITHUB_STEP_SUMMARY": str(summary)})
    assert summary.read_text(encoding="utf-8").splitlines() == lines
