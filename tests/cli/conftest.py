"""What the tests of the command line share."""

from __future__ import annotations

import pytest

from tests.cli.command import Runner


@pytest.fixture
def scraper(capsys: pytest.CaptureFixture[str]) -> Runner:
    """Run a command line in this process: `scraper("site", "list")` gives status, out and err."""
    return Runner(capsys)
