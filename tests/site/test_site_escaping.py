"""Whatever stands in a file or a commit is text on the site: it formats nothing, links nothing and runs nothing."""

from __future__ import annotations

from pathlib import Path

from msptool.workspace.documents import read_document
from tests.reports.test_report_escaping import HOSTILE
from tests.site.site_practice import Page, pages
from tests.small_practice import Practice, dump

CALM = "calm"
# Not free text: ids, choices, days, addresses.
CHOICES = {
    "id", "status", "tam", "vcio", "sales", "tags", "technologies", "weekdays", "standard", "standards", "step", "area", "cost",
    "quarter", "initiative", "choice", "calendars", "stage", "on", "by", "question", "answer", "priority", "tree", "commit",
    "started", "finished", "email", "currency", "framework", "formerly", "replaced_by", "day", "roles", "owner", "asked",
    "business_impact", "technical_risk", "frequency", "role", "since", "until", "starts", "ends", "raised", "was", "ideal",
    "reviewed", "url", "timezone",
}  # fmt: skip


def tainted(value: object, more: str, key: str = "") -> object:
    """The data with `more` at the end of every free text."""
    if isinstance(value, dict):
        return {name: tainted(each, more, str(name)) for name, each in value.items()}
    if isinstance(value, list):
        return [tainted(each, more, key) for each in value]
    return f"{value} {more}" if isinstance(value, str) and key not in CHOICES else value


def taint(practice: Practice, more: str) -> None:
    for folder in ("msptool.yaml", "standards", "clients", "reviews", "practice/people"):
        top = practice.root / folder
        for path in sorted(top.rglob("*.yaml")) if top.is_dir() else [top]:
            document, _ = read_document(path.name, path.read_bytes())
            assert document is not None
            path.write_bytes(dump(tainted(document.data, more)).encode())
    practice.git("add", "--all")
    practice.git("commit", "--quiet", "-m", f"Change {' '.join(more.split())}", "--author", "A & B <a@x.example>")


def shape(page: Page) -> list[tuple[str, tuple[str, ...]]]:
    """The tags of a page with their attributes. Drawn labels may break into more lines."""
    return [(tag, tuple(found)) for tag, found in page.tags if tag not in ("tspan", "polyline")]


def test_hostile_text_changes_no_tag_of_any_page(full: Practice, tmp_path: Path) -> None:
    shapes, texts = [], ""
    full.commit("Everything so far")
    start = full.git("rev-parse", "HEAD").strip()
    for name, more in (("calm", CALM), ("wild", HOSTILE.replace("\x07", "").replace("\x1b", ""))):
        full.git("reset", "--quiet", "--hard", start)
        taint(full, more)
        done = full.run("site", "build", str(tmp_path / name))
        assert done.code == 0, done.err
        found = dict(pages(tmp_path / name))
        shapes.append({path.relative_to(tmp_path / name).as_posix(): shape(page) for path, page in found.items()})
        texts = "".join(page.text for page in found.values())
    assert shapes[0].keys() == shapes[1].keys()
    for path, calm in shapes[0].items():
        assert shapes[1][path] == calm, path
    assert "{{ 7 * 7 }}" in texts
    assert "<script>alert(1)</script>" in texts
    index = (tmp_path / "wild/assets/search-index.js").read_text(encoding="ascii")
    assert index.count("\n") == 1
    assert "\\u2028" not in index
