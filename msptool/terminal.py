"""What every command shares: the global options, JSON on stdout, remarks on stderr."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import textwrap
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from msptool.markdown import visible
from msptool.workspace.problems import Refusal, UsageRefusal
from msptool.workspace.workspace import Workspace, find_root

if TYPE_CHECKING:
    import typer
    from rich.console import Console, RenderHook

_LARGEST_AMOUNT = 10**12


@dataclass(frozen=True)
class Invocation:
    """The options that stand before the command."""

    start: Path | None
    today: date
    no_color: bool = False
    quiet: bool = False
    verbose: bool = False

    @classmethod
    def of(cls, start: Path | None, today: str | None, **flags: bool) -> Invocation:
        """From the raw options; refuses a `--today` that is no date."""
        return cls(start, parse_day(today, "--today takes a date") if today else date.today(), **flags)

    @cached_property
    def workspace(self) -> Workspace:
        """The workspace that the command works on; refuses when there is none."""
        return Workspace(find_root(self.start), self.today)

    def console(self) -> Console:
        """A rich console on stdout that honours `--no-color` and NO_COLOR.

        Markup in text is not interpreted, and control characters of whatever a file holds never reach the terminal.
        """
        from rich.console import Console

        wide = None if sys.stdout.isatty() or "COLUMNS" in os.environ else 160
        console = Console(
            no_color=self.no_color or None, markup=False, highlight=False, emoji=False, width=wide, soft_wrap=False
        )
        console.push_render_hook(_harmless())
        return console

    def remark(self, text: str) -> None:
        """One line to a person, beside the result; silent with `-q`."""
        if not self.quiet:
            print(text, file=sys.stderr)

    def progress(self, done: int, every: int, what: str) -> None:
        """How far long work is, on one line of a terminal that is gone at the end; nothing where stderr is none, or with `-q`."""
        if not self.quiet and sys.stderr.isatty():
            said = f"{done:,} of {every:,} {what}" if done < every else ""
            print(f"\r{said}\x1b[K", end="", file=sys.stderr, flush=True)


class Lines:
    """A conversation in lines on two text streams: over SSH, in dumb terminals and through pipes.

    What the other stream cannot spell is replaced; where the input is no terminal, what was read is said again, so that
    the record shows both sides.
    """

    def __init__(self, source: TextIO, out: TextIO) -> None:
        self._in = source
        self._out = out
        self._width = min(shutil.get_terminal_size((100, 24)).columns, 100)

    def say(self, text: str, end: str = "\n") -> None:
        """One or more lines, as they are."""
        encoding = getattr(self._out, "encoding", None) or "utf-8"
        self._out.write(text.encode(encoding, "replace").decode(encoding) + end)
        self._out.flush()

    def wrap(self, text: str, lead: str = "", further: str | None = None) -> None:
        """A paragraph behind `lead`, broken to the width; the next lines begin with `further`, or indented as far."""
        clean = "".join(character if character.isprintable() else " " for character in text)
        filled = textwrap.fill(
            clean, self._width, initial_indent=lead, subsequent_indent=" " * len(lead) if further is None else further,
            break_on_hyphens=False,
        )  # fmt: skip
        self.say(filled or lead.rstrip())

    def ask(self, prompt: str) -> str | None:
        """The next line of the input without its margins; None when it has ended."""
        self.say(prompt, end="")
        line = self._in.readline()
        if not line:
            self.say("")
            return None
        if not sys.stdin.isatty():
            self.say(line.rstrip())
        return line.strip()


def _harmless() -> RenderHook:
    from rich.console import ConsoleOptions, ConsoleRenderable, RenderHook, RenderResult
    from rich.segment import Segment

    class Harmless:
        def __init__(self, inner: ConsoleRenderable) -> None:
            self.inner = inner

        def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
            for text, style, control in console.render(self.inner, options):
                yield Segment(text if control else visible(text), style, control)

    class Hook(RenderHook):
        def process_renderables(self, renderables: list[ConsoleRenderable]) -> list[ConsoleRenderable]:
            return [Harmless(each) for each in renderables]

    return Hook()


def parse_day(text: str, what: str = "A day is written") -> date:
    """A date as a person writes it, `2026-11-16`; refuses anything else."""
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError:
        raise UsageRefusal(f"{what} such as 2026-11-16, not {text!r}.") from None


def parse_amount(text: str, option: str, example: str) -> Decimal:
    """Money as a person writes it, `12,000.50`; refuses what is negative, has parts of a cent or is no amount."""
    try:
        amount = Decimal(text.replace(",", ""))
    except InvalidOperation:
        amount = Decimal("nan")
    if not amount.is_finite() or not 0 <= amount < _LARGEST_AMOUNT or amount != round(amount, 2):
        raise UsageRefusal(f"{option} takes an amount such as {example}, not {text!r}.")
    return round(amount, 2)


def invocation(ctx: typer.Context) -> Invocation:
    """The global options of the running command."""
    found = ctx.find_object(Invocation)
    return found if found is not None else Invocation(None, date.today())


def given_file(file: str) -> tuple[str, bytes]:
    """The name and content of a file that the user names; `-` is standard input."""
    try:
        return ("standard input", sys.stdin.buffer.read()) if file == "-" else (file, Path(file).read_bytes())
    except OSError as error:
        raise Refusal(f"{file} cannot be read: {error.strerror}.") from None


def print_json(schema: str, **payload: Any) -> None:
    """One JSON document with its versioned schema name first. Dates are ISO, money is text."""
    print_json_data({"schema": f"msptool/{schema}/1", **payload})


def print_json_data(data: Any) -> None:
    """Any JSON value, for the commands whose contract is a bare array."""
    encoding = (getattr(sys.stdout, "encoding", None) or "utf-8").lower()
    sys.stdout.write(json.dumps(data, ensure_ascii=not encoding.startswith("utf"), indent=2, default=str) + "\n")
