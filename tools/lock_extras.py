"""Name a package that is locked with an extra also without it: pip wants to see both pinned.

`pydantic[email]==2.14` in a file of hashes does not pin `pydantic` for a package that asks for that.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

_LOCKED = re.compile(r"^([A-Za-z0-9._-]+)\[[^\]]+\](==[^\n]*\\\n(?:    --hash=[^\n]*\n)+)", re.MULTILINE)


def main() -> int:
    """Change the files that are named."""
    for name in sys.argv[1:]:
        file = Path(name)
        text = file.read_text(encoding="utf-8")
        plain = [f"{found[1]}{found[2]}" for found in _LOCKED.finditer(text)]
        missing = [each for each in plain if f"\n{each.split(' ')[0]} " not in text]
        if missing:
            file.write_text(text + "# The same without their extras.\n" + "".join(missing), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
