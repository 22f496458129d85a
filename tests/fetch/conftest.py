"""The scene of a test, in a folder of its own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.fetch.scene import Scene


@pytest.fixture
def scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scene:
    monkeypatch.setattr(os, "fsync", lambda _: None)  # no waiting for the disk
    return Scene(tmp_path)
