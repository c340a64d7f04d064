"""The same standards as a workspace of msptool and as a document of doorstop."""

from __future__ import annotations

import itertools
import logging
import os
import subprocess
from pathlib import Path
from typing import Any

import yaml

from msptool.workspace.creation import create

_HEAD = "# yaml-language-server: $schema=../../.schemas/standard.json\n"


def write_workspace(folder: Path, size: int) -> list[Path]:
    """A workspace with `size` different standards made of the shipped ones; returns their files."""
    create(folder, sample=False, git=True)
    originals = sorted((folder / "standards").glob("*/[!_]*.yaml"))
    data = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in originals]
    for path in originals:
        path.unlink()
    return [_write(path, index, standard) for index, (path, standard) in enumerate(_take(originals, data, size))]


def _take(paths: list[Path], data: list[dict[str, Any]], size: int) -> list[tuple[Path, dict[str, Any]]]:
    return list(itertools.islice(itertools.cycle(zip(paths, data, strict=True)), size))


def _write(path: Path, index: int, standard: dict[str, Any]) -> Path:
    question = standard["question"].rstrip("?") + f" at site {index}?"
    target = path.with_name(f"{path.stem}-{index}.yaml")
    text = yaml.safe_dump(
        {**standard, "question": question, "reviewed": str(standard["reviewed"])}, sort_keys=False, width=98
    )
    target.write_text(_HEAD + text.replace(f"'{standard['reviewed']}'", str(standard["reviewed"])), encoding="utf-8")
    return target


def write_doorstop(folder: Path, size: int) -> None:
    """The same texts as items of one doorstop document, in a git repository as doorstop wants it."""
    import doorstop

    folder.mkdir(parents=True)
    subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)
    logging.getLogger("doorstop").setLevel(logging.CRITICAL)
    os.chdir(folder)  # doorstop asks git from the current folder
    tree = doorstop.build(cwd=str(folder), root=str(folder))
    document = tree.create_document(str(folder / "standards"), "STD")
    texts = [_text(path) for path in sorted((Path(__file__).parents[1] / "standards").glob("*/[!_]*.yaml"))]
    for index, text in zip(range(size), itertools.cycle(texts), strict=False):
        item = document.add_item(number=index + 1, reorder=False)
        item.text = text
        item.review()


def _text(path: Path) -> str:
    standard = yaml.safe_load(path.read_text(encoding="utf-8"))
    return "\n\n".join([standard["question"], standard["why"], *standard["how"]])
