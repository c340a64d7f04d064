"""Sheets of the small practice, and exports of them as the page writes them."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

from tests.small_practice import TODAY, Done, Practice

REVIEW = f"reviews/acme/{TODAY}.yaml"
HAND = "standard,answer,note\n"


def page(practice: Practice, folder: Path, *options: str, today: date = TODAY, name: str = "sheet.html") -> str:
    """The page of a new sheet of acme."""
    done = practice.run("review", "sheet", "acme", "--html", str(folder / name), *options, today=today)
    assert done.code == 0, done.err
    return (folder / name).read_text(encoding="utf-8")


def data_of(html: str) -> dict[str, Any]:
    """What a page starts from."""
    found = re.search(r'<script type="application/json" id="sheet-data">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    data = json.loads(found[1])
    assert isinstance(data, dict)
    return data


def new_sheet(practice: Practice, folder: Path, *options: str, today: date = TODAY) -> dict[str, Any]:
    """What the sheet of a new review of acme starts from."""
    return data_of(page(practice, folder, *(options or ("--all",)), today=today))


def another_sheet(practice: Practice, folder: Path) -> dict[str, Any]:
    """What one more sheet of the open review starts from."""
    return data_of(page(practice, folder))


def said(
    answer: str | None, note: str = "", *, at: str = "10:00:00", on: date | str = TODAY, **more: Any
) -> dict[str, Any]:
    """What was filled in for one standard; `at` is the time of day."""
    return {
        "answer": answer, "on": str(on) if answer else None, "note": note, "fixed_onsite": False, "hand_over": None,
        "feedback": "", "at": f"{on}T{at}+00:00", **more,
    }  # fmt: skip


def export(
    sheet: dict[str, Any], answers: dict[str, dict[str, Any]], *, copy: str = "a1b2c3", visit: dict[str, Any] | None = None,
    **more: Any,
) -> dict[str, Any]:  # fmt: skip
    """The export of a copy of the sheet."""
    pinned = {
        name: {key: sheet["standards"].get(name, {}).get(key) for key in ("question", "priority", "base")}
        for name in answers
    }
    day = (
        None
        if visit is None
        else {"on": str(TODAY), "at": f"{TODAY}T16:00:00+00:00", "base": sheet["visit"]["base"], **visit}
    )
    return {
        "schema": "msptool/review-sheet-answers/1", "sheet": f"{sheet['sheet']}-{copy}",
        **{key: sheet[key] for key in ("client", "review", "started", "made", "library", "by")},
        "exported": f"{TODAY}T17:00:00+00:00", "answers": {name: {**pinned[name], **each} for name, each in answers.items()},
        "visit": day, **more,
    }  # fmt: skip


def take_back(practice: Practice, content: Any, *options: str, today: date = TODAY) -> Done:
    """Apply an export (data, or the text of a file), as JSON on stdout."""
    text = content if isinstance(content, (str, bytes)) else json.dumps(content)
    file = practice.home / "export.json"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return practice.run("review", "apply", str(file), "--json", *options, today=today)


def by_hand(practice: Practice, rows: str, *, today: date = TODAY) -> None:
    """Answer in the open review itself."""
    done = practice.run("review", "resume", "acme", "--answers", "-", stdin=HAND + rows, today=today)
    assert done.code == 0, done.err


def recorded(practice: Practice) -> Any:
    """The review's file as data."""
    return practice.data(REVIEW)
