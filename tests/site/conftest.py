"""A site that is built once for all tests that only read it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.site.site_practice import fill_site
from tests.small_practice import Practice, environment


@pytest.fixture(scope="session")
def sited(prepared: Practice, tmp_path_factory: pytest.TempPathFactory) -> Practice:
    """The practice of the site; do not write into it."""
    folder = tmp_path_factory.mktemp("sited")
    own = Practice(folder / "work", folder / "home")
    own.home.mkdir()
    shutil.copytree(prepared.root, own.root, symlinks=True)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment(own.home).items():
            patch.setenv(name, value)
        return fill_site(own)


@pytest.fixture(scope="session")
def site(sited: Practice, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its site."""
    folder = tmp_path_factory.mktemp("site") / "out"
    done = sited.run("site", "build", str(folder))
    assert done.code == 0, done.err
    return folder


@pytest.fixture
def full(practice: Practice) -> Practice:
    """The practice of the site, to change."""
    return fill_site(practice)
