"""The pages of docs/ that are made from the code are what the code says."""

from __future__ import annotations

import importlib.util
from types import ModuleType

import pytest

from tests.conftest import ROOT


def make_docs() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_docs", ROOT / "scripts" / "make_docs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


DOCS = make_docs()


@pytest.mark.parametrize("name", DOCS.PAGES)
def test_a_made_page_is_up_to_date(name: str) -> None:
    assert (ROOT / name).read_text("utf-8") == DOCS.PAGES[name](), "run `make docs`"
