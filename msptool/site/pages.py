"""Filling the templates of the site, all of them in one environment: each is compiled once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from msptool.reports.render import environment, render
from msptool.workspace.problems import Refusal
from msptool.workspace.workspace import Workspace

_TEMPLATES_IN_MEMORY = 200


class Templates:
    """The templates of a workspace, else those that msptool brings."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._environment = environment(workspace, html=True).overlay(cache_size=_TEMPLATES_IN_MEMORY)

    def fill(self, name: str, report: Any) -> str:
        """The template `name` with `report`; refuses a template that is wrong, as `reports.render` does."""
        return self._fill(name, name, report, {})

    def fill_inside(self, outer: str, name: str, report: Any, **around: str) -> str:
        """The report's template `name` with what the template `outer` puts around it, which knows `around`."""
        return self._fill(outer, name, report, {**around, "inner": name})

    def _fill(self, outer: str, name: str, report: Any, around: dict[str, str]) -> str:
        try:
            return self._environment.get_template(outer).render(report=report, **around)
        except Refusal:
            raise
        except (Exception, RecursionError):
            render(self._workspace, name, report)  # says in one sentence what is wrong, and where
            raise


def script() -> bytes:
    """The script of the site: filters, sorting and search."""
    return Path(__file__).with_name("site.js").read_bytes()
