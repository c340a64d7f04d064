"""`msptool init`, `msptool schema` and `msptool completion`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from msptool.terminal import invocation, print_json


def init(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
    sample: Annotated[
        bool, typer.Option("--sample", help="With a practice of about twenty clients and two years of reviews.")
    ] = False,
    name: Annotated[str | None, typer.Option("--name", help="The practice's name, as reports say it.")] = None,
    no_git: Annotated[bool, typer.Option("--no-git", help="Do not make it a git repository.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Make a new workspace with the standards, templates and runbooks that msptool ships."""
    from msptool.committee.repository import furnish
    from msptool.workspace.creation import create
    from msptool.workspace.history import History
    from msptool.workspace.workspace import Workspace

    run = invocation(ctx)
    remarks = create(
        folder,
        sample=sample,
        git=not no_git,
        name=name,
        furnish=lambda made: furnish(Workspace(made, run.today), inside_another=no_git and History(made).exists),
    )
    for remark in remarks:
        run.remark(remark)
    if as_json:
        print_json("init", path=str(folder.absolute()), sample=sample, git=History(folder).is_own)
        return
    typer.echo(f"The workspace is ready in {folder}.")
    if not (sample or name):
        run.remark("Write the practice's name into msptool.yaml: it stands on every report.")
    run.remark(f"Next: cd {folder}, then 'msptool lint' and 'msptool {'client list' if sample else 'standard list'}'.")


def schema(
    ctx: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]", help="Of a type of file, such as 'client', or of a document, such as msptool/score/1."
        ),
    ] = None,
    outputs: Annotated[
        bool, typer.Option("--outputs", help="The names of the documents that commands print with --json.")
    ] = False,
    write: Annotated[
        Path | None, typer.Option("--write", metavar="DIR", help="Write all of them into a folder, such as .schemas.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The names as JSON.")] = False,
) -> None:
    """Print the JSON Schema of a type of file, or of what a command prints with --json; or write those of files for editors."""
    from msptool.lint.schemas import output_schemas, schema_files
    from msptool.workspace.files import digest, write_file
    from msptool.workspace.problems import unknown

    files = schema_files()
    if write is not None:
        for file, text in files.items():
            path = write / file
            old = path.read_bytes() if path.is_file() else None
            if old != text.encode():
                write_file(path, text.encode(), expected=digest(old) if old is not None else None)
        invocation(ctx).remark(f"{len(files)} schemas are in {write}.")
        if as_json:
            print_json("schemas", schemas=[file.removesuffix(".json") for file in files], folder=str(write))
        return
    names = [file.removesuffix(".json") for file in files]
    documents = output_schemas()
    if name is None:
        shown = list(documents) if outputs else names
        print_json("schemas", schemas=names, outputs=list(documents)) if as_json else typer.echo("\n".join(shown))
        return
    if name in documents:
        sys.stdout.write(json.dumps(documents[name], indent=2, ensure_ascii=False) + "\n")
        return
    if name not in names:
        hint = f"They are: {', '.join(names)}; of documents see 'msptool schema --outputs'."
        raise unknown(f"There is no schema {name!r}.", name, [*names, *documents], hint)
    sys.stdout.write(files[f"{name}.json"])


def completion(
    ctx: typer.Context,
    shell: Annotated[str, typer.Argument(metavar="bash|zsh|fish|powershell", help="Your shell.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Print the script that makes a shell complete msptool's commands, options and ids; add it to the shell's start-up file."""
    import contextlib
    import io

    from typer.completion import shell_complete

    from msptool.workspace.problems import one_of

    one_of(shell, ("bash", "zsh", "fish", "powershell", "pwsh"), "shell that can complete")
    script = io.StringIO()
    with contextlib.redirect_stdout(script):
        shell_complete(ctx.find_root().command, {}, "msptool", "_MSPTOOL_COMPLETE", f"source_{shell}")
    text = script.getvalue().strip("\n") + "\n"
    if as_json:
        print_json("completion", shell=shell, script=text)
    else:
        sys.stdout.write(text)
