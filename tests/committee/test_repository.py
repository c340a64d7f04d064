"""What `msptool init` writes beside the data: checks on GitHub and GitLab, their owners, a hook."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs

import pytest
import yaml

from msptool.committee.proposal_markdown import MARKER
from tests.small_practice import TODAY, Practice, dump, environment, standard_fields
from tests.trees import posix

WORKFLOW, COMMENT, GITLAB = (
    ".github/workflows/standards.yml", ".github/workflows/standards-comment.yml", ".gitlab-ci.yml",
)  # fmt: skip


@pytest.fixture
def made(home: Path) -> Practice:
    """A new workspace with a proposal on a branch."""
    work = Practice(home / "practice", home)
    done = Practice(home, home).run("init", str(work.root), "--name", "Northgate IT Partners")
    assert done.code == 0, done.err
    work.git("checkout", "--quiet", "-b", "proposal")
    work.write("standards/firewalls/firewall-spare.yaml", dump(standard_fields("firewall-spare")))
    work.commit("Ask for a spare firewall")
    return work


def steps(work: Practice, workflow: str, job: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(work.read(workflow))["jobs"][job]["steps"]
    return found


def shell(work: Practice, script: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a step as the service does: bash that stops at the first error, with msptool and a pip that does nothing."""
    tools = work.home / "tools"
    tools.mkdir(exist_ok=True)
    program(tools / "pip", "exit 0")
    program(tools / "msptool", f'exec "{sys.executable}" -m msptool --today {TODAY} "$@"')
    program(tools / "python", f'exec "{sys.executable}" "$@"')
    path = f"{tools}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script], cwd=work.root, check=False, capture_output=True,
        text=True, env={**os.environ, **environment(work.home), "PATH": path, "PACKAGE": "msptool", **env}, timeout=60,
    )  # fmt: skip


def program(path: Path, script: str) -> None:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def test_everything_is_committed_and_in_order(made: Practice) -> None:
    committed = set(made.git("ls-tree", "-r", "--name-only", "main").split("\n"))
    assert {WORKFLOW, COMMENT, GITLAB, "CODEOWNERS", ".pre-commit-config.yaml", "standards/.upstream.json"} <= committed
    assert made.run("committee", "owners", "--check").code == 0
    for path in (WORKFLOW, COMMENT, GITLAB):
        assert "MSPTOOL_PACKAGE" in made.read(path), "what is installed is for the practice to say"


@pytest.mark.parametrize(
    ("path", "schema"),
    [
        (WORKFLOW, "vendor.github-workflows"), (COMMENT, "vendor.github-workflows"),
        (".github/dependabot.yml", "vendor.dependabot"), (GITLAB, "vendor.gitlab-ci"),
    ],
)  # fmt: skip
def test_the_services_schemas_accept_their_files(path: str, schema: str, made: Practice) -> None:
    more = ("--data-transform", "gitlab-ci") if path == GITLAB else ()
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *more, str(made.root / path)],
        check=False, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", [WORKFLOW, COMMENT])
def test_no_step_mixes_what_a_stranger_wrote_into_its_script(path: str, made: Practice) -> None:
    workflow = yaml.safe_load(made.read(path))
    for job in workflow["jobs"].values():
        for step in job["steps"]:
            assert "${{" not in step.get("run", "")
            if "uses" in step:
                assert re.search(r"@[0-9a-f]{40}$", step["uses"]), "an action is pinned to a commit"
            if step.get("uses", "").startswith("actions/checkout"):
                assert step["with"]["persist-credentials"] is False
                assert "ref" not in step["with"], "a proposal is never checked out where a token may write"


def test_only_the_job_that_comments_may_write_and_it_reads_no_file_of_the_proposal(made: Practice) -> None:
    check, comment = yaml.safe_load(made.read(WORKFLOW)), yaml.safe_load(made.read(COMMENT))
    assert check["permissions"] == {"contents": "read"}
    assert check["jobs"]["lint"]["permissions"] == {
        "contents": "read",
        "actions": "read",
        "security-events": "write",
    }
    assert comment["permissions"] == {}
    assert comment["jobs"]["compare"]["permissions"] == {"contents": "read", "pull-requests": "read"}
    assert comment["jobs"]["comment"]["permissions"] == {"pull-requests": "write"}
    assert [step.get("uses", "").split("@")[0] for step in comment["jobs"]["comment"]["steps"]] == [
        "actions/download-artifact", "",
    ]  # fmt: skip
    # YAML 1.1 reads the key `on` as true.
    assert comment[True]["workflow_run"]["workflows"] == [check["name"]]


@posix
def test_the_check_fails_for_a_bad_question_and_says_where(made: Practice) -> None:
    lint = next(step["run"] for step in steps(made, WORKFLOW, "lint") if step.get("name") == "Annotate problems")
    sarif = next(step["run"] for step in steps(made, WORKFLOW, "lint") if step.get("name") == "Write SARIF")
    assert shell(made, lint).returncode == 0
    made.write(
        "standards/firewalls/firewall-spare.yaml", dump(standard_fields("firewall-spare", question="Which firewall?"))
    )
    done = shell(made, lint)
    assert done.returncode == 1
    assert "::error file=standards/firewalls/firewall-spare.yaml,line=2" in done.stdout
    assert shell(made, sarif).returncode == 0
    assert '"2.1.0"' in made.read("msptool.sarif")


@posix
def test_the_comment_of_a_pull_request_is_made_and_renewed(made: Practice) -> None:
    fork = Practice(made.home / "fork", made.home)
    made.git("checkout", "--quiet", "main")
    subprocess.run(["git", "clone", "--quiet", "--bare", str(made.root), str(made.home / "origin.git")], check=True)
    made.git("remote", "add", "origin", str(made.home / "origin.git"))
    subprocess.run(["git", "clone", "--quiet", str(made.home / "origin.git"), str(fork.root)], check=True)
    sha = fork.git("rev-parse", "origin/proposal").strip()
    base = fork.git("rev-parse", "origin/main").strip()
    # The service keeps a proposal under refs/pull, whoever's repository it is in.
    made.git("push", "--quiet", "origin", "proposal:refs/pull/7/head", ":refs/heads/proposal")
    made.git("branch", "-D", "proposal")
    made.git("update-ref", "-d", "refs/remotes/origin/proposal")

    find = next(step["run"] for step in steps(made, COMMENT, "compare") if step.get("id") == "find")
    tools = made.home / "tools"
    tools.mkdir()
    log = made.home / "gh.log"
    program(tools / "gh", f'echo "$*" >> "{log}"; printf "number=7\\nbase={base}\\n"')
    output = made.home / "output"
    done = shell(made, find, GITHUB_OUTPUT=str(output), REPOSITORY="northgate/msp", HEAD="stranger:x", SHA=sha)
    assert done.returncode == 0, done.stderr
    assert output.read_text() == f"number=7\nbase={base}\n"
    assert "-f head=stranger:x" in log.read_text()

    compare = next(step["run"] for step in steps(made, COMMENT, "compare") if "standard diff" in step.get("run", ""))
    done = shell(made, compare, NUMBER="7", BASE=base, SHA=sha)
    assert done.returncode == 0, done.stderr
    assert "1 added" in made.read("comment.md")
    assert not (made.root / "standards/firewalls/firewall-spare.yaml").exists()

    write = steps(made, COMMENT, "comment")[-1]["run"]
    for known, method in (("", "POST"), ("4711", "PATCH")):
        program(tools / "gh", f'echo "$*" >> "{log}"; case "$*" in *--paginate*) echo "{known}";; esac')
        done = shell(made, write, REPOSITORY="northgate/msp", NUMBER="7")
        assert done.returncode == 0, done.stderr
        assert f"--method {method}" in log.read_text().splitlines()[-1]
    assert log.read_text().splitlines()[-1].endswith("issues/comments/4711 -F body=@comment.md --silent")


@posix
def test_on_gitlab_a_fork_gets_the_comparison_as_an_artifact(made: Practice) -> None:
    jobs = yaml.safe_load(made.read(GITLAB))
    base, head = made.git("rev-parse", "main").strip(), made.git("rev-parse", "proposal").strip()
    names = {"CI_MERGE_REQUEST_DIFF_BASE_SHA": base, "CI_COMMIT_SHA": head}
    script = "\n".join(jobs["standards-comment"]["script"])
    done = shell(made, script, **names)
    assert done.returncode == 0, done.stderr
    assert "No MSPTOOL_COMMENT_TOKEN here" in done.stdout
    assert "1 added" in made.read("comment.md")


NOTES = "/api/v4/projects/5/merge_requests/9/notes"


class GitLab(BaseHTTPRequestHandler):
    """As much of the service as the job talks to: two pages of notes, of which `notes` has the second."""

    asked: ClassVar[list[tuple[str, str]]] = []
    notes: ClassVar[list[dict[str, Any]]] = []

    def answer(self, data: Any, **headers: str) -> None:
        self.asked.append((self.command, self.path))
        length = int(self.headers.get("Content-Length") or 0)
        body = parse_qs(self.rfile.read(length).decode()).get("body", [""])[0]
        assert self.headers["PRIVATE-TOKEN"] == "x"
        assert self.command == "GET" or "1 added" in body
        self.send_response(200)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(json.dumps(data).encode())

    def do_GET(self) -> None:
        if self.path.endswith("/user"):
            self.answer({"id": 7})
        elif self.path.endswith("page=1"):
            self.answer(
                [{"id": 1, "author": {"id": 8}, "body": "<!-- msptool-standard-diff --> of a stranger"}],
                X_Next_Page="2",
            )
        else:
            self.answer(self.notes)

    def do_PUT(self) -> None:
        self.answer({})

    def do_POST(self) -> None:
        self.answer({})

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@posix
@pytest.mark.parametrize("known", [False, True])
def test_on_gitlab_the_note_is_made_and_its_own_is_renewed(known: bool, made: Practice) -> None:
    GitLab.asked.clear()
    GitLab.notes[:] = [{"id": 3, "author": {"id": 7}, "body": f"{MARKER} old"}] if known else []
    server = ThreadingHTTPServer(("127.0.0.1", 0), GitLab)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        done = shell(
            made, "\n".join(yaml.safe_load(made.read(GITLAB))["standards-comment"]["script"]),
            CI_MERGE_REQUEST_DIFF_BASE_SHA=made.git("rev-parse", "main").strip(), CI_COMMIT_SHA=made.git("rev-parse", "proposal").strip(),
            MSPTOOL_COMMENT_TOKEN="x", CI_API_V4_URL=f"http://127.0.0.1:{server.server_port}/api/v4",
            CI_MERGE_REQUEST_PROJECT_ID="5", CI_MERGE_REQUEST_IID="9",
        )  # fmt: skip
    finally:
        server.shutdown()
    assert done.returncode == 0, done.stderr
    assert GitLab.asked[-1] == (("PUT", f"{NOTES}/3") if known else ("POST", NOTES))


@posix
def test_on_gitlab_every_report_is_written_and_a_problem_fails_the_job(made: Practice) -> None:
    script = "\n".join(yaml.safe_load(made.read(GITLAB))["standards-lint"]["script"])
    assert shell(made, script).returncode == 0
    made.write(
        "standards/firewalls/firewall-spare.yaml", dump(standard_fields("firewall-spare", question="Which one?"))
    )
    done = shell(made, script)
    assert done.returncode == 1
    assert "firewall-spare" in made.read("gl-code-quality-report.json")
    assert "<testsuite" in made.read("junit.xml")


@posix
def test_the_hook_checks_what_it_is_for(made: Practice) -> None:
    hook = yaml.safe_load(made.read(".pre-commit-config.yaml"))["repos"][0]["hooks"][0]
    files = re.compile(hook["files"])
    assert files.match("standards/firewalls/firewall-spare.yaml")
    assert files.match("msptool.yaml")
    assert not files.match("README.md")
    assert shutil.which("bash")
    assert shell(made, hook["entry"]).returncode == 0


def test_in_a_larger_repository_only_its_own_record_is_written(home: Path) -> None:
    subprocess.run(["git", "init", "--quiet", str(home / "big")], check=True)
    done = Practice(home, home).run("init", str(home / "big" / "msp"), "--no-git", "--json")
    assert (done.code, done.json["git"]) == (0, False)
    assert "part of a larger repository" in done.err
    names = {path.name for path in (home / "big" / "msp").iterdir()}
    assert not names & {".github", ".gitlab-ci.yml", "CODEOWNERS", ".pre-commit-config.yaml"}
    assert (home / "big" / "msp" / "standards" / ".upstream.json").is_file()
