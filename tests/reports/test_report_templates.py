"""Templates: the workspace's own win, and whatever is wrong with one is one sentence with its file and line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from msptool.reports.render import environment, render, web_address
from msptool.workspace.problems import Refusal
from msptool.workspace.workspace import Workspace
from tests.reports.samples import TODAY, visit_report
from tests.small_practice import Practice
from tests.trees import posix


def rendered(practice: Practice, template: str | None = None, name: str = "visit.md.j2") -> str:
    if template is not None:
        practice.write(f"templates/{name}", template)
    return render(Workspace(practice.root, TODAY), name, visit_report())


def refused(practice: Practice, template: str, name: str = "visit.md.j2") -> str:
    with pytest.raises(Refusal) as caught:
        rendered(practice, template, name)
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert "Traceback" not in sentence
    return sentence


def test_a_template_of_the_workspace_wins_over_the_one_that_msptool_ships(practice: Practice) -> None:
    assert rendered(practice).startswith("# Visit summary: Acme")
    assert rendered(practice, "Dear {{ report.client }}!\n") == "Dear Acme Explosives!\n"


def test_a_workspace_may_change_one_part_and_keep_the_rest(practice: Practice) -> None:
    practice.write("templates/_style.css", ":root { --accent: hotpink; }\n")
    page = rendered(practice, name="visit.html.j2")
    assert "--accent: hotpink" in page
    assert "Where you stand" in page


def test_shipped_parts_can_be_used_by_own_templates(practice: Practice) -> None:
    page = rendered(
        practice,
        '{% extends "_base.html.j2" %}{% from "_charts.html.j2" import by_category %}'
        '{% block content %}{{ by_category(report.categories, "Mine") }}{% endblock %}',
        "visit.html.j2",
    )
    assert '<title id="radar-title">Mine</title>' in page


@pytest.mark.parametrize(
    ("template", "line", "words"),
    [
        ("one\n{{ report.clientt }}\n", 2, "VisitReport has no attribute 'clientt'"),
        ("one\ntwo\n{% if %}\n", 3, "Expected an expression"),
        ("{{ report.client|shout }}", 1, "No filter named 'shout'"),
        ("one\n{{ report.client|percent }}", 2, "TypeError"),
        ("{{ 1 / 0 }}", 1, "ZeroDivisionError"),
        ("{{ nothing }}", 1, "'nothing' is undefined"),
        ("{% endfor %}", 1, "endfor"),
        ("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", 1, "RecursionError"),
        ("{{ 'x' * 99999999999 }}", 1, "a template shows figures"),
        ("{{ 9 ** 99999999 }}", 1, "a template shows figures"),
        ("{% for i in range(99999999) %}{% endfor %}", 1, "Range too big"),
    ],
)
def test_a_mistake_is_named_with_its_file_and_line(practice: Practice, template: str, line: int, words: str) -> None:
    sentence = refused(practice, template)
    assert sentence.startswith(f"templates/visit.md.j2:{line}: ")
    assert words in sentence


@pytest.mark.parametrize(
    "template",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ ''['__class__'] }}",
        "{{ ''|attr('__class__') }}",
        "{{ report.__init__.__globals__ }}",
        "{{ radar.__globals__ }}",
        "{{ '{0.__class__}'.format(report) }}",
        "{{ cycler.__init__.__globals__.os.system('true') }}",
        "{% set x = report.__slots__ %}{{ x }}",
        "{{ self.__init__ }}",
    ],
)
def test_the_sandbox_lets_no_template_reach_behind_its_values(practice: Practice, template: str) -> None:
    for name in ("visit.md.j2", "visit.html.j2"):
        sentence = refused(practice, template, name)
        assert sentence.startswith(f"templates/{name}:1: ")
        assert "unsafe" in sentence


def test_a_mistake_in_an_included_file_is_named_there(practice: Practice) -> None:
    practice.write("templates/_style.css", "a\nb {{ report.nothing }}\n")
    with pytest.raises(Refusal, match=r"^templates/_style\.css:2: "):
        rendered(practice, name="visit.html.j2")


def test_a_missing_part_is_named(practice: Practice) -> None:
    assert "no template templates/_letter.md.j2" in refused(practice, '{% include "_letter.md.j2" %}')


def test_a_template_cannot_leave_its_folder(practice: Practice) -> None:
    for name in ("../msptool.yaml", "/etc/passwd", "a/../../msptool.yaml"):
        assert "There is no template" in refused(practice, f'{{% include "{name}" %}}')


@posix
def test_a_link_out_of_the_workspace_is_refused(practice: Practice) -> None:
    outside = practice.home / "secret.txt"
    outside.write_text("secret", encoding="utf-8")
    (practice.root / "templates").mkdir()
    (practice.root / "templates/visit.md.j2").symlink_to(outside)
    with pytest.raises(Refusal, match="leads out of the workspace"):
        rendered(practice)


def test_text_that_is_not_utf_8_and_giant_files_are_refused(practice: Practice) -> None:
    practice.write("templates/visit.md.j2", b"caf\xe9")
    with pytest.raises(Refusal, match="not UTF-8"):
        rendered(practice)
    practice.write("templates/visit.md.j2", b" " * 1_000_001)
    with pytest.raises(Refusal, match="larger than a template may be"):
        rendered(practice)


def test_the_program_says_it_in_one_sentence_and_leaves_the_old_report(practice: Practice, tmp_path: Path) -> None:
    practice.review("acme", "firewall-backup,yes,\n")
    practice.write("templates/visit.html.j2", "{{ report.nothing }}")
    output = tmp_path / "visit.html"
    output.write_text("old", encoding="utf-8")
    done = practice.run("report", "visit", "acme", "--output", str(output))
    assert (done.code, done.out) == (3, "")
    assert done.err.startswith("msptool: templates/visit.html.j2:1: ")
    assert output.read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://www.cisa.gov/x?y=1#z", True), ("http://a.example", True), ("javascript:alert(1)", False),
        ("https://a.example/<b>", False), ("https://a.example/ x", False), ("https://a.example/)", False), ("data:,x", False),
    ],
)  # fmt: skip
def test_only_plain_web_addresses_become_links(url: str, safe: bool) -> None:
    assert web_address(url) == (url if safe else "")


@pytest.mark.parametrize(
    "template",
    ['{{ "x"|center(800000000)|length }}', '{{ ("%800000000d" % 1)|length }}', '{{ "%9999999d"|format(1) }}'],
)
def test_a_template_cannot_make_a_text_that_fills_the_memory(practice: Practice, template: str) -> None:
    practice.review("acme", "firewall-label,yes,\n")
    practice.write("templates/visit.md.j2", f"# x\n{template}\n")
    done = practice.run("report", "visit", "acme")
    assert done.code == 3
    assert "templates/visit.md.j2:" in done.err


@pytest.mark.parametrize(
    "growth",
    [
        "{% set n.x = n.x ~ n.x %}",
        "{% set n.x = n.x + n.x %}",
        "{% set n.x = n.x * 2 %}",
        "{% set n.x = [n.x, n.x]|join %}",
        '{% set n.x = n.x|replace("x", "xx") %}',
        "{% set n.x = [n.x] * 2 %}",
        "{% set n.x = [n.x, n.x]|sum(start=[]) if n.x is not string else [n.x] %}",
        "{% set n.x %}{{ n.x }}{{ n.x }}{% endset %}",
        "{% set n.y = n.y * n.y %}",
        "{% autoescape false %}{% set n.x = n.x ~ n.x %}{% endautoescape %}",
    ],
)
def test_what_a_template_doubles_ends_long_before_the_memory_does(practice: Practice, growth: str) -> None:
    sentence = refused(
        practice, f'{{% set n = namespace(x="x" * 9, y=3) %}}\n{{% for i in range(40) %}}\n{growth}\n{{% endfor %}}'
    )
    assert sentence.startswith("templates/visit.md.j2:3: ")
    assert "a template shows figures, it does not compute them" in sentence


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ('{{ "a" ~ 1 ~ "<b>" }}', "a1&lt;b&gt;"), ("{{ [1, 2]|join(', ') }}", "1, 2"), ('{{ "a-b"|replace("-", " ") }}', "a b"),
        ("{{ 2 * 3 + 1 }}", "7"), ("{{ ([1] + [2])|sum }}", "3"), ("{{ 'ab' * 2 }}", "abab"),
    ],
)  # fmt: skip
def test_within_the_limits_nothing_is_different(practice: Practice, template: str, text: str) -> None:
    assert rendered(practice, template).strip() == text


DOCUMENT = (Path(__file__).resolve().parents[2] / "docs/reports.md").read_text(encoding="utf-8")


def documented() -> tuple[str, str]:
    """Name and text of the template that the document shows."""
    found = re.search(r"```jinja\n\{# templates/(\S+) #\}\n(.*?)```", DOCUMENT, re.DOTALL)
    assert found is not None
    return found[1], found[2]


def test_the_template_of_the_document_makes_a_page(practice: Practice) -> None:
    name, text = documented()
    page = rendered(practice, text, name)
    assert "<title>Visit at Acme Explosives</title>" in page
    assert "You are 83% aligned." in page
    assert '<title id="radar-title">Alignment by category</title>' in page


def test_a_mistake_in_it_is_told_as_the_document_says(practice: Practice) -> None:
    name, text = documented()
    wrong = "{# templates/visit.html.j2 #}\n" + text.replace("{{ report.client }}</h1>", "\n{{ report.clientt }}</h1>")
    assert f"msptool: {refused(practice, wrong, name)}\n" in DOCUMENT


@pytest.mark.parametrize("part", ["_base.html.j2", "_charts.html.j2", "_figures.html.j2", "_figures.css", "_style.css"])
def test_a_mistake_in_an_overridden_part_is_named_there(practice: Practice, part: str) -> None:
    practice.write(f"templates/{part}", "first\n{{ nothing.at.all }}\n")
    with pytest.raises(Refusal, match=rf"^templates/{re.escape(part)}:2: 'nothing' is undefined\."):
        render(Workspace(practice.root, TODAY), part, None)


@pytest.mark.parametrize(
    "template",
    [
        '{{ "{:900000000}".format(1) }}',
        '{{ "x".ljust(900000000) }}',
        '{{ "x".zfill(9)|length }}',
        '{{ "x"|attr("center") }}',
        '{{ "x".replace("x", "xx") }}',
        '{{ "xx".join(["x", "x"]) }}',
        '{{ "x".translate({120: "xx"}) }}',
        '{{ "x".encode().center(9) }}',
        "{{ (1).to_bytes(900000000) }}",
    ],
)
def test_a_text_has_no_method_that_makes_it_longer(practice: Practice, template: str) -> None:
    assert "unsafe" in refused(practice, template)


def test_every_part_that_the_document_names_is_there(practice: Practice) -> None:
    table = DOCUMENT.split("| part | what |")[1].split("\n\n")[0]
    found = environment(Workspace(practice.root, TODAY), html=True)
    for name in re.findall(r"`(_[\w.]+)`", table):
        assert found.get_template(name)
    filters = next(line for line in table.splitlines() if line.startswith("| filters"))
    assert {each.partition("(")[0] for each in re.findall(r"`([^`]+)`", filters)} <= set(found.filters)
    assert "brand" in found.globals
