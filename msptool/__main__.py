"""The program `msptool`: answers `--version` at once, and turns every failure into one sentence."""

from __future__ import annotations

import gc
import os
import sys

from msptool import __version__


def main() -> None:
    """Run the command line and exit with the code of the contract."""
    code = run()
    # Nothing is left to be collected: the search for cycles at the end costs a tenth of a lint.
    gc.freeze()
    sys.exit(code)


def run() -> int:
    """Run the command line in `sys.argv` and return its exit code."""
    _prepare_streams()
    try:
        if sys.argv[1:] == ["--version"]:
            print(f"msptool {__version__}")
            code = 0
        else:
            code = _command()
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader of a pipe went away (`msptool ... | head`): nothing is wrong, and nothing more to say.
        code = 0
    except (Exception, KeyboardInterrupt) as error:
        code = _explain(error)
    _let_go_of_stdout()
    return code


def _command() -> int:
    # A short-lived program makes many objects and hardly any cycles: looking for those often costs a fifth of a lint.
    gc.set_threshold(200_000, 20, 20)
    # Pydantic would look through every installed package for plugins.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # Otherwise the options of completion take no shell, and guess it from the program above this one.
    os.environ.setdefault("_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION", "1")
    from msptool.cli import app

    try:
        app(prog_name="msptool")
    except SystemExit as stop:
        if isinstance(stop.__context__, BrokenPipeError):  # rich and typer make an exit code of it
            raise stop.__context__ from None
        return stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    return 0


def _prepare_streams() -> None:
    """A stream that was closed from the start becomes an empty one; a letter that a terminal lacks becomes '?'."""
    for name in ("stdin", "stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "r" if name == "stdin" else "w", encoding="utf-8"))  # noqa: PTH123, SIM115
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _let_go_of_stdout() -> None:
    """Leave nothing that the interpreter would fail to write at its end."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _explain(error: BaseException) -> int:
    """Say on stderr what went wrong; the exit code that it has."""
    from msptool.workspace.problems import EXIT_BUG, EXIT_INTERRUPTED, EXIT_WORKSPACE, Refusal

    if isinstance(error, Refusal):
        _say(str(error))
        return error.exit_code
    if isinstance(error, KeyboardInterrupt):
        _say("interrupted.")
        return EXIT_INTERRUPTED
    if isinstance(error, OSError):
        where = f" ({error.filename})" if error.filename else ""
        _say(f"the system refuses: {error.strerror or error}{where}.")
        return EXIT_WORKSPACE
    _say(f"this is a bug in msptool, not in your data. {_crash_file(error)} Please report it.")
    return EXIT_BUG


def _say(text: str) -> None:
    print("msptool: " + "".join(each if each.isprintable() else "?" for each in text), file=sys.stderr)


def _crash_file(error: BaseException) -> str:
    import platform
    import tempfile
    import traceback

    details = _without_passwords("".join(traceback.format_exception(error)))
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="msptool-bug-", suffix=".txt", delete=False, encoding="utf-8", errors="replace"
        ) as file:
            file.write(f"msptool {__version__}, Python {platform.python_version()}, {platform.platform()}\n")
            file.write(f"{_without_passwords(' '.join(sys.argv))}\n\n{details}")
    except OSError:
        return f"Details could not be written; the last line of them is: {details.splitlines()[-1]}"
    return f"Details are in {file.name}."


def _without_passwords(text: str) -> str:
    """`text` without what stands as a password in the address of a database."""
    import re

    return re.sub(r"password=\S+", "password=***", re.sub(r"(://[^\s:/@]*):\S*@", r"\1:***@", text))


if __name__ == "__main__":
    main()
