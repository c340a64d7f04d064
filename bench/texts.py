"""The same standards as a workspace of msptool and as a document of doorstop."""

from __future__ import annotations

import itertools
import json
import logging
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from msptool.workspace.creation import create

_HEAD = "# yaml-language-server: $schema=../../.schemas/standard.json\n"
# What a library holds at the least: the words that a person reads, and an authority.
_TEXTS = ("name", "question", "why", "how", "status", "reviewed")


def write_workspace(folder: Path, size: int, *, whole: bool) -> list[Path]:
    """A workspace with `size` different standards made of the shipped ones; returns their files.

    `whole`: with every field; otherwise with their texts and one reference alone.
    """
    create(folder, sample=False, git=True, furnish=lambda _: [])
    for path in (folder / "standards").glob("*/[!_]*.yaml"):
        path.unlink()
    files = []
    for index, (place, standard) in enumerate(_standards(size, whole)):
        target = folder / "standards" / place.parent.name / f"{place.stem}-{index}.yaml"
        text = yaml.safe_dump(standard, sort_keys=False, width=98)
        target.write_text(_HEAD + text.replace(f"'{standard['reviewed']}'", standard["reviewed"]), encoding="utf-8")
        files.append(target)
    return files


def write_doorstop(folder: Path, size: int, *, whole: bool) -> None:
    """The same standards as items of one doorstop document, in a git repository as doorstop wants it.

    `whole`: the fields are attributes of the items; otherwise the texts are the item's one text.
    """
    import doorstop

    folder.mkdir(parents=True)
    subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)
    logging.getLogger("doorstop").setLevel(logging.CRITICAL)
    os.chdir(folder)  # doorstop asks git from the current folder
    tree = doorstop.build(cwd=str(folder), root=str(folder))
    document = tree.create_document(str(folder / "standards"), "STD")
    for index, (_, standard) in enumerate(_standards(size, whole)):
        item = document.add_item(number=index + 1, reorder=False)
        if whole:
            item.text = standard.pop("question")
            for name, value in standard.items():
                item.set(f"msp-{name}", value)  # doorstop has a `level` and `references` of its own
        else:
            item.text = "\n\n".join([standard["name"], standard["question"], standard["why"], *standard["how"]])
        item.review()


def _standards(size: int, whole: bool) -> Iterator[tuple[Path, dict[str, Any]]]:
    """`size` standards, each with a question of its own, beside the file that it was made of."""
    paths = sorted((Path(__file__).parents[1] / "standards").glob("*/[!_]*.yaml"))
    data = [json.loads(json.dumps(yaml.safe_load(path.read_text(encoding="utf-8")), default=str)) for path in paths]
    for index, (path, standard) in enumerate(itertools.islice(itertools.cycle(zip(paths, data, strict=True)), size)):
        fields = standard if whole else {name: standard[name] for name in _TEXTS}
        question = f"{standard['question'].rstrip('?')} at site {index}?"
        yield path, {**fields, "question": question, "references": standard["references"][: None if whole else 1]}
