"""Whatever stands in a YAML file is text on the page: it formats nothing, links nothing and runs nothing."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from msptool.markdown import plain, visible
from msptool.reports.render import css_string, render
from msptool.workspace.workspace import Workspace
from tests.reports.practice_samples import agreement_report, owner_report, portfolio_report
from tests.reports.samples import TODAY, everywhere, findings_report, visit_report
from tests.reports.year_samples import client_year_report, notification, year_report
from tests.small_practice import Practice

HOSTILE = (
    "</style></title><script>alert(1)</script><img src=x onerror=alert(1)> & &lt; \"'` [a](http://x.example) ![b](c) | *d* _e_\n"
    "# f\n\n- g\n1. h\n---\n{{ 7 * 7 }}{% raw %}\x07\x1b[31m\u202egnp.exe"
)
MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
REPORTS = {
    "visit": visit_report(), "findings": findings_report(), "year": year_report(), "client-year": client_year_report(),
    "notification": notification(), "portfolio": portfolio_report(), "owner": owner_report(), "agreement": agreement_report(),
}  # fmt: skip


class Structure(HTMLParser):
    """The tags of a page with the attributes that it has."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.text = ""
        self.styles = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _ in attrs)))

    def handle_data(self, data: str) -> None:
        if self.lasttag == "style":
            self.styles += data
        self.text += data


def structure(html: str) -> Structure:
    found = Structure()
    found.feed(html)
    found.close()
    return found


@pytest.mark.parametrize("kind", REPORTS)
def test_hostile_text_changes_no_tag_of_a_page(practice: Practice, kind: str) -> None:
    workspace, report = Workspace(practice.root, TODAY), REPORTS[kind]
    calm = structure(render(workspace, f"{kind}.html.j2", everywhere(report, " calm")))
    wild = structure(render(workspace, f"{kind}.html.j2", everywhere(report, HOSTILE)))
    # A label of the radar may need another line and a tie: that is drawing, and all that may differ.
    drawing = {"tspan", "polyline"}
    assert [each for each in wild.tags if each[0] not in drawing] == [
        each for each in calm.tags if each[0] not in drawing
    ]
    assert "{{ 7 * 7 }}" in wild.text
    assert "<script>alert(1)</script>" in wild.text
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202e]", wild.text)


@pytest.mark.parametrize("kind", REPORTS)
def test_hostile_text_changes_no_block_of_the_markdown(practice: Practice, kind: str) -> None:
    workspace, report = Workspace(practice.root, TODAY), REPORTS[kind]
    calm = render(workspace, f"{kind}.md.j2", everywhere(report, " calm"))
    wild = render(workspace, f"{kind}.md.j2", everywhere(report, HOSTILE))
    blocks = [[(token.type, token.tag) for token in MARKDOWN.parse(text)] for text in (calm, wild)]
    assert blocks[0] == blocks[1]
    spans = [
        [child.type for token in MARKDOWN.parse(text) for child in token.children or [] if child.type != "text"]
        for text in (calm, wild)
    ]
    assert spans[0] == spans[1]


texts = st.text(st.sampled_from("ab _*`[]()<>|~$#+-=!&;:.\\1\n\t\u202e\x00\x1bé") | st.characters(), max_size=40)


@given(texts)
@example("1. first")
@example("a_b_c _d_ __e__")
@example("&amp; &#35; & &x")
@example("\\\\| \\")
@example("- - x")
@example("+ x")
@example("===")
@example("~~~")
@example("> q")
@example(": def")
@example("www.example.com <http://a.example>")
def test_markdown_shows_exactly_the_words(text: str) -> None:
    words = " ".join(visible(text).split())
    for before, after, cells in (("", "", 0), ("- ", "", 0), ("| a |\n| :-- |\n| ", " |", 1)):
        tokens = MARKDOWN.parse(before + plain(text) + after)
        inline = [token for token in tokens if token.type == "inline"]
        shown = inline[cells].children if len(inline) > cells else []
        assert "".join(child.content for child in shown or []) == words
        assert {child.type for child in shown or []} <= {"text", "text_special"}
        assert len(inline) == cells + bool(words or cells)


@given(texts)
def test_a_string_of_css_cannot_end_itself(text: str) -> None:
    shown = str(css_string(text))
    assert shown[0] == shown[-1] == '"'
    inner = shown[1:-1]
    assert not set(inner) & set("\"'<>\n\r{};/")
    assert re.sub(r"\\([0-9a-f]{1,6}) ", lambda found: chr(int(found[1], 16)), inner) == " ".join(visible(text).split())
