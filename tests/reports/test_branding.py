"""An MSP's own look: its logo, colour, footer and paper are on every page, and a logo that does more than show is refused."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from msptool.colours import contrast, mixed, palette, readable_on_white
from msptool.reports.branding import MOST_BYTES
from msptool.reports.kinds import KINDS
from msptool.reports.render import render
from msptool.reports.svg import check_svg
from msptool.workspace.problems import Refusal
from msptool.workspace.workspace import Workspace
from tests.reports.samples import TODAY, visit_report
from tests.reports.test_report_browser import CONTRAST, EXECUTABLE, browser, opened
from tests.small_practice import SETTINGS, Practice
from tests.trees import only_sentence, posix

__all__ = ["browser"]

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">{}</svg>'
LOGO = SVG.format(
    '<style>.a { fill: url(#g) }</style><defs><linearGradient id="g"/></defs><use href="#x"/><path class="a" id="x" d="M0 0h9"/>'
)
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
colours = st.tuples(*[st.integers(0, 255)] * 3).map(lambda each: "#{:02x}{:02x}{:02x}".format(*each))


def branded(practice: Practice, **fields: str) -> Practice:
    """The practice with this look."""
    practice.write(
        "msptool.yaml", SETTINGS + "branding:\n" + "".join(f"  {name}: '{value}'\n" for name, value in fields.items())
    )
    return practice


def page(practice: Practice) -> str:
    return render(Workspace(practice.root, TODAY), "visit.html.j2", visit_report())


def refused(practice: Practice) -> str:
    with pytest.raises(Refusal) as caught:
        page(practice)
    return str(caught.value)


def test_without_branding_a_page_is_as_before(practice: Practice) -> None:
    html = page(practice)
    assert "<img" not in html
    assert 'class="own-words"' not in html
    assert html.count("--accent: #") == 2


def test_a_look_is_on_the_page(practice: Practice) -> None:
    practice.write("branding/logo.svg", LOGO)
    html = page(
        branded(
            practice, logo="branding/logo.svg", accent="#7A1F5C", footer="Northgate Ltd, <1 High Street>", paper="A4"
        )
    )
    logo = html.split('<img src="')[1].split('"')[0]
    assert logo.startswith("data:image/svg+xml;base64,")
    assert base64.b64decode(logo.partition(",")[2]).decode() == LOGO
    assert "--accent: #7a1f5c" in html
    assert "Northgate Ltd, &lt;1 High Street&gt;" in html
    assert "size: A4;" in html


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS.values() if kind.about == "practice"])
def test_a_look_is_on_the_pages_of_the_practice_too(practice: Practice, kind: str) -> None:
    branded(practice, footer="Northgate Ltd", paper="A4")
    html = practice.run("report", kind, "--format", "html").out
    assert "Northgate Ltd" in html
    assert "A4 landscape" in html or kind not in ("portfolio", "agreement")


@pytest.mark.parametrize(("name", "content", "kind"), [("l.png", PNG, "png"), ("l.jpeg", b"\xff\xd8\xff\xe0", "jpeg"), ("l.png", LOGO.encode(), "svg+xml")])  # fmt: skip
def test_a_logo_is_what_its_content_is(practice: Practice, name: str, content: bytes, kind: str) -> None:
    practice.write(name, content)
    assert f"data:image/{kind};base64," in page(branded(practice, logo=name))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "msptool.yaml names the logo logo.svg, and there is no such file"), (b"x" * (MOST_BYTES + 1), "larger than 256 kB"),
        (b"GIF89a", "is no SVG, PNG or JPEG"), (b"", "is no SVG, PNG or JPEG"), (b"<html/>", "is no SVG: it begins with <html>"),
        (b"<svg", "logo.svg:1: this is no SVG"),
    ],
)  # fmt: skip
def test_what_is_no_logo_is_refused(practice: Practice, content: bytes | None, words: str) -> None:
    if content is not None:
        practice.write("logo.svg", content)
    assert words in refused(branded(practice, logo="logo.svg"))


def test_a_logo_outside_of_the_workspace_is_refused(practice: Practice) -> None:
    (practice.home / "logo.png").write_bytes(PNG)
    for name in ("../home/logo.png", str(practice.home / "logo.png")):
        assert "leads out of the workspace" in refused(branded(practice, logo=name))


@posix
def test_a_link_to_a_logo_outside_is_refused(practice: Practice) -> None:
    (practice.home / "logo.png").write_bytes(PNG)
    (practice.root / "logo.png").symlink_to(practice.home / "logo.png")
    assert "leads out of the workspace" in refused(branded(practice, logo="logo.png"))


@pytest.mark.parametrize(
    "inner",
    [
        "<script>alert(1)</script>", "<SCRIPT/>", '<g onload="x()"/>', '<g ONCLICK="x()"/>', "<foreignObject/>", '<a href="https://a.example"/>',
        '<image href="https://a.example/x.png"/>', '<image href="file:///etc/passwd"/>', '<image href="data:text/html,x"/>', '<image href=" //a.example/x"/>',
        '<use xmlns:l="http://www.w3.org/1999/xlink" l:href="other.svg#x"/>', '<g style="fill: url(https://a.example)"/>', '<g fill="URL( \'x.svg#a\')"/>',
        '<g style="fill: u\\72l(x)"/>', "<style>@import 'x.css';</style>", "<style>a { fill: ur&#108;(x) }</style>", "<style>a { fill: u<!-- -->rl(x) }</style>",
        "<style>a { fill: u<![CDATA[rl(]]>x) }</style>", "<style>a { fill: url(x) }<g>b</g></style>", "<style>a{background:image-set('x' 1x)}</style>",
        '<set attributeName="href" to="javascript:x"/>', '<animate attributeName="href"/>', "<?xml-stylesheet href='x.css'?>", "<feImage/>", "<handler/>",
        '<h:iframe xmlns:h="http://www.w3.org/1999/xhtml"/>', '<p xmlns="http://www.w3.org/1999/xhtml"/>', '<style>a{b:url("//x")}</style>',
    ],
)  # fmt: skip
def test_an_svg_that_does_more_than_show_is_refused_with_its_line(inner: str) -> None:
    with pytest.raises(Refusal, match=r"^logo\.svg:2: a logo has no .*Save it as plain SVG"):
        check_svg(SVG.format(f"\n{inner}").encode(), "logo.svg")


def test_an_entity_is_refused() -> None:
    bomb = '<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + SVG.format("<text>&a;</text>")
    with pytest.raises(Refusal, match="a logo has no entity"):
        check_svg(bomb.encode(), "logo.svg")


@pytest.mark.parametrize(
    "content",
    [
        LOGO, '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/x.dtd">' + LOGO,
        SVG.format('<n:namedview xmlns:n="http://www.inkscape.org/namespaces/inkscape" n:zoom="1"/><title>Northgate</title>'),
        SVG.format('<image href="data:image/png;base64,AAAA"/><g style="clip-path: url(#c); fill: #fff" filter="url(\'#f\')"/>'),
    ],
)  # fmt: skip
def test_a_plain_svg_is_a_logo(content: str) -> None:
    check_svg(content.encode(), "logo.svg")


@pytest.mark.parametrize(("accent", "words"), [("#ffcc00", "has a contrast of 1.5 on white, and text needs 4.5; #"), ("teal", "accent"), ("#12345", "accent")])  # fmt: skip
def test_a_colour_that_cannot_be_read_is_refused_with_one_that_can(practice: Practice, accent: str, words: str) -> None:
    done = branded(practice, accent=accent).run("report", "portfolio")
    assert done.code == 3
    assert words in only_sentence(done)
    assert "msptool.yaml:5" in done.err


@given(colours)
def test_every_accent_that_is_let_through_can_be_read_in_light_and_dark(colour: str) -> None:
    accent = readable_on_white(colour)
    assert contrast(accent, "#ffffff") >= 4.5
    found = palette(accent)
    assert found.light.accent == accent
    # The colours of templates/_style.css: ink and soft text on the shades, and the text on an accent.
    for shades, ink, soft, on_accent, paper in (
        (found.light, "#17222b", "#51606c", "#ffffff", "#ffffff"), (found.dark, "#e8edf1", "#a9b6c0", "#0c1114", "#141b20"),
    ):  # fmt: skip
        assert contrast(shades.accent, paper) >= 4.5
        assert contrast(on_accent, shades.accent) >= 4.5
        assert contrast(ink, shades.soft) >= 4.5
        assert contrast(ink, shades.faint) >= 4.5
        assert contrast(soft, shades.faint) >= 4.5


@pytest.mark.parametrize(("one", "other", "found"), [("#ffffff", "#000000", 21.0), ("#777777", "#ffffff", 4.48), ("#0b5f76", "#ffffff", 7.21)])  # fmt: skip
def test_the_contrast_is_that_of_wcag(one: str, other: str, found: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(found, abs=0.01)


def test_a_colour_that_can_be_read_stays() -> None:
    assert readable_on_white("#0b5f76") == "#0b5f76"
    assert mixed("#ff0000", "#0000ff", 0.5) == "#800080"


@pytest.mark.slow
@pytest.mark.skipif(EXECUTABLE is None, reason="no browser here")
@pytest.mark.parametrize("accent", ["#000000", "#b00020", "#767676", "#0000ff", "#006600"])
def test_a_page_in_another_colour_can_be_read(
    browser: Browser, practice: Practice, tmp_path: Path, accent: str
) -> None:
    practice.write("logo.svg", LOGO)
    branded(practice, accent=accent, logo="logo.svg", footer="Northgate Ltd")
    from tests.reports.practice_samples import portfolio_report

    for kind, report in (("visit", visit_report()), ("portfolio", portfolio_report())):
        path = tmp_path / f"{kind}.html"
        path.write_text(render(Workspace(practice.root, TODAY), f"{kind}.html.j2", report), encoding="utf-8")
        for scheme in ("light", "dark"):
            found, trouble = opened(browser, path, 1200, color_scheme=scheme)
            assert found.evaluate(CONTRAST) == []
            assert found.evaluate("document.querySelector('.logo img').naturalWidth") > 0
            assert [each for each in trouble if not each.startswith("data:image/")] == []
            found.context.close()
