"""Both client libraries serve: the tests of the wire run on the one that is not in use here, too."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec

import pytest

from scraper.errors import ConfigError
from scraper.fetch import library
from tests.conftest import ROOT

OTHER = next(name for name in library.LIBRARIES if name != library.LIBRARY)
WIRE = ["test_answers.py", "test_hostile.py", "test_ways.py", "test_replay.py"]


def test_the_faster_library_is_taken_where_it_is_installed() -> None:
    assert library.chosen(None) == next(name for name in library.LIBRARIES if find_spec(name))


@pytest.mark.parametrize("wanted", ["requests", "httpx3", " "])
def test_a_library_that_is_not_known_is_refused(wanted: str) -> None:
    with pytest.raises(ConfigError, match=r"SCRAPER_HTTP=.*allowed: httpx2 or httpx"):
        library.chosen(wanted)


@pytest.mark.slow
@pytest.mark.skipif(find_spec(OTHER) is None, reason=f"{OTHER} is not installed")
@pytest.mark.skipif(library.VARIABLE in os.environ, reason="runs inside of itself")
def test_the_wire_is_the_same_with_the_other_library() -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-x",
            "-p",
            "no:cacheprovider",
            *(f"tests/fetch/{name}" for name in WIRE),
        ],
        cwd=ROOT,
        env={**os.environ, library.VARIABLE: OTHER, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]
