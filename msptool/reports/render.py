"""Filling templates: the workspace's own where it has them, else those that msptool ships.

Templates come with the repository, and CI may render a stranger's pull request, so they run in
a sandbox (`sandbox`) and see nothing but the context and the functions named here. In HTML every value is
escaped; in Markdown every value is too, by `markdown.plain`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from traceback import walk_tb
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.loaders import split_template_path
from markupsafe import Markup

from msptool.markdown import plain, visible
from msptool.reports import figures
from msptool.reports.branding import brand
from msptool.reports.charts import trend_line
from msptool.reports.radar import radar
from msptool.reports.sandbox import LEFT_OUT, LIMITED, Sandbox, refuse_to_show_much
from msptool.reports.sparks import spark
from msptool.reports.stacked import stacked
from msptool.reports.timeline import timeline
from msptool.words import counted
from msptool.workspace.files import inside
from msptool.workspace.problems import Refusal
from msptool.workspace.shipped import shipped_root
from msptool.workspace.workspace import Workspace

FOLDER = "templates"
_MOST_BYTES = 1_000_000


class TemplateFolders(BaseLoader):
    """Templates of the workspace, then the shipped ones; never a file outside of these two folders."""

    def __init__(self, workspace: Path) -> None:
        self._roots = list(dict.fromkeys((workspace, shipped_root())))

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """See Jinja2. Raises Refusal for a file that is too large, is not UTF-8 or leads out of its folder."""
        relative = "/".join((FOLDER, *split_template_path(template)))
        for root in self._roots:
            path = inside(root, relative)
            try:
                content = path.read_bytes()
            except (FileNotFoundError, NotADirectoryError):
                continue
            except OSError as error:
                raise Refusal(f"{relative} cannot be read: {error.strerror}.") from None
            if len(content) > _MOST_BYTES:
                raise Refusal(f"{relative} is larger than a template may be ({_MOST_BYTES // 1_000_000} MB).")
            try:
                return content.decode(), str(path), lambda: True
            except UnicodeDecodeError as error:
                raise Refusal(
                    f"{relative} is not UTF-8 text (byte {error.start + 1}): save it again as UTF-8."
                ) from None
        raise TemplateNotFound(template)


def environment(workspace: Workspace, *, html: bool) -> Environment:
    """The Jinja2 environment of one format, with the filters and functions that templates may use."""
    show = _shown_in_html if html else _shown_in_markdown
    found = Sandbox(
        loader=TemplateFolders(workspace.root), undefined=StrictUndefined, autoescape=True, finalize=show,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, cache_size=20,
    )  # fmt: skip
    for name in LEFT_OUT:
        found.filters.pop(name, None)
    found.globals.pop("lipsum", None)
    found.filters |= LIMITED | {
        "format": short_format,
        "percent": figures.percent, "long_date": figures.long_date,
        "short_date": figures.short_date, "date_list": figures.date_list, "joined": figures.joined,
        "money": figures.money, "amount": figures.amount, "number": figures.number, "counted": counted,
        "hours": figures.hours, "css_string": css_string, "web_address": web_address,
    }  # fmt: skip
    found.globals |= {
        "radar": radar, "trend_line": trend_line, "stacked": stacked, "timeline": timeline, "spark": spark, "brand": brand(workspace),
    }  # fmt: skip
    return found


def _shown_in_html(value: Any) -> Any:
    refuse_to_show_much(value)
    if value is None:
        return ""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _shown_in_markdown(value: Any) -> Any:
    refuse_to_show_much(value)
    # Marked as safe, or autoescape would escape for HTML what is Markdown.
    if value is None:
        return ""
    return value if isinstance(value, Markup) else Markup(plain(value))  # noqa: S704


def short_format(pattern: str, *values: Any) -> str:
    """`"%.1f"|format(value)` for patterns that ask for no more than two digits of width and precision."""
    if re.search(r"\d{3}|\*", pattern):
        raise OverflowError(f"'{pattern}' asks for a text that is longer than a report needs")
    return pattern % values


def css_string(text: str) -> Markup:
    """`text` as a string of CSS: nothing in it can end the string, the rule or the style element."""
    shown = " ".join(visible(text).split())
    escaped = "".join(char if char.isalnum() or char == " " else f"\\{ord(char):x} " for char in shown)
    return Markup(f'"{escaped}"')  # noqa: S704


def web_address(url: str) -> str:
    """`url` where it is a plain web address that may be linked; nothing otherwise."""
    return url if re.fullmatch(r"https?://[^\s<>\"'`()\[\]\\|]+", url) else ""


def render(workspace: Workspace, name: str, report: Any) -> str:
    """The template `name` (such as `visit.html.j2`) filled with `report`.

    Raises Refusal, in one sentence with file and line, for whatever is wrong with a template.
    """
    found = environment(workspace, html=".html" in name)
    try:
        return found.get_template(name).render(report=report)
    except Refusal:
        raise
    except TemplateNotFound as error:
        raise Refusal(
            f"There is no template {FOLDER}/{error.name}, neither in this workspace nor in msptool: "
            f"'{name}' or a template that it includes names it."
        ) from None
    except TemplateSyntaxError as error:
        raise Refusal(_sentence(workspace, error.filename or "", error.lineno, error.message or "")) from None
    except (Exception, RecursionError) as error:
        place = _place(workspace, error)
        if place is None:
            raise
        raise Refusal(_sentence(workspace, *place, _said(error))) from None


def _place(workspace: Workspace, error: BaseException) -> tuple[str, int] | None:
    """File and line of the innermost template that was at work; None where it was none."""
    folders = (workspace.root / FOLDER, shipped_root() / FOLDER)
    found = [(Path(frame.f_code.co_filename), line) for frame, line in walk_tb(error.__traceback__)]
    inner = (each for each in reversed(found) if any(each[0].is_relative_to(folder) for folder in folders))
    return next(((str(file), line) for file, line in inner), None)


def _said(error: BaseException) -> str:
    if isinstance(error, TemplateError) and error.message:
        return re.sub(r"'msptool\.[\w.]*?(\w+) object'", r"\1", error.message)
    return f"{error}" if isinstance(error, OverflowError) else f"{type(error).__name__}: {error}"


def _sentence(workspace: Workspace, file: str, line: int, message: str) -> str:
    path = Path(file)
    own = path.is_relative_to(workspace.root)
    shown = path.relative_to(workspace.root).as_posix() if own else f"msptool's own {FOLDER}/{path.name}"
    return f"{shown}:{line}: {message.rstrip('.')}. Mend the template, or delete it to use the one that msptool brings."
