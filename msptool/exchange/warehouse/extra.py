"""The libraries of the extra `[warehouse]`, which not every practice installs."""

from __future__ import annotations

import importlib.util

from msptool.workspace.problems import Refusal


def require(*modules: str) -> None:
    """Refuse to go on where one of the libraries is missing, and say how it is installed."""
    missing = [name for name in modules if importlib.util.find_spec(name) is None]
    if missing:
        raise Refusal(
            f"This needs {' and '.join(missing)}, which {'is' if len(missing) == 1 else 'are'} not installed: "
            "pip install 'msptool[warehouse]'"
        )
