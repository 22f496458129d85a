"""Many hosts in one process, each at its own rhythm, by the server's own log."""

from __future__ import annotations

import importlib.util
import sys
from types import ModuleType

import pytest

from tests.conftest import ROOT


def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_hosts", ROOT / "scripts" / "bench_hosts.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where its dataclasses look themselves up
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_many_hosts_keep_their_rhythm_in_one_process() -> None:
    found = bench().measure(hosts=25, delay=0.4, seconds=3, size=2, options=[])
    assert found.hosts == 25
    assert found.broken == found.twice == 0
    assert found.asked > 25  # how many more is a figure of the bench, not of a test on a busy machine
