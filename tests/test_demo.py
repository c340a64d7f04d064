"""`make demo`: what a newcomer runs first."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.small_practice import environment


@pytest.mark.slow
def test_the_demo_runs_to_its_end_and_says_where_its_pages_are(tmp_path: Path) -> None:
    demo = Path(__file__).parents[1] / "tools" / "demo.py"
    env = {**environment(tmp_path), "TMPDIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, str(demo)], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    pages = [Path(line.strip()) for line in done.stdout.rsplit("The reports:", 1)[1].splitlines() if line.strip()]
    assert len(pages) == 8
    assert all(page.stat().st_size > 10_000 for page in pages)
    assert len(re.findall(r"the proven optimum", done.stdout)) == 2
