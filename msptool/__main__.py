"""The program `msptool`: answers `--version` at once, and turns every failure into one sentence."""

from __future__ import annotations

import os
import sys

from msptool import __version__


def main() -> None:
    """Run the command line and exit with the code of the contract."""
    if sys.argv[1:] == ["--version"]:
        print(f"msptool {__version__}")
        return
    sys.exit(run())


def run() -> int:
    """Run the command line in `sys.argv` and return its exit code."""
    import gc
    import io

    from msptool.workspace.problems import EXIT_BUG, EXIT_INTERRUPTED, EXIT_WORKSPACE, Refusal

    # A short-lived program makes many objects and hardly any cycles: looking for those often costs a fifth of a lint.
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        # A letter that the terminal does not have becomes '?', and is no reason to stop.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    gc.set_threshold(200_000, 20, 20)
    # Pydantic would look through every installed package for plugins.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        from msptool.cli import app

        app()
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    except Refusal as refusal:
        text = str(refusal)
        print("msptool: " + "".join(each if each.isprintable() else "?" for each in text), file=sys.stderr)
        return refusal.exit_code
    except KeyboardInterrupt:
        print("msptool: interrupted.", file=sys.stderr)
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # The reader of a pipe went away (`msptool ... | head`): nothing is wrong, and nothing more to say.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        print(f"msptool: the system refuses: {error.strerror or error}{where}.", file=sys.stderr)
        return EXIT_WORKSPACE
    except Exception:
        print(
            f"msptool: this is a bug in msptool, not in your data. {_crash_file()} Please report it.", file=sys.stderr
        )
        return EXIT_BUG
    return 0


def _crash_file() -> str:
    import platform
    import tempfile
    import traceback

    details = traceback.format_exc()
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="msptool-bug-", suffix=".txt", delete=False, encoding="utf-8", errors="replace"
        ) as file:
            file.write(f"msptool {__version__}, Python {platform.python_version()}, {platform.platform()}\n")
            file.write(f"{' '.join(sys.argv)}\n\n{details}")
    except OSError:
        return f"Details could not be written; the last line of them is: {details.splitlines()[-1]}"
    return f"Details are in {file.name}."


if __name__ == "__main__":
    main()
