"""No waiting for the disk: that a write is brought to it has a test of its own, and so has a run that is killed."""

from __future__ import annotations

import os

import pytest


@pytest.fixture(autouse=True)
def disk(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is done to the disk, in order: "write", "sync"."""
    done: list[str] = []
    write = os.pwrite

    def noted(handle: int, data: memoryview, at: int) -> int:
        done.append("write")
        return write(handle, data, at)

    monkeypatch.setattr(os, "fsync", lambda _: done.append("sync"))
    monkeypatch.setattr(os, "pwrite", noted)
    return done
