"""What the README shows is what happens."""

from __future__ import annotations

import re
from pathlib import Path

from tests.cli.command import run
from tests.conftest import ROOT


def test_the_example_prints_what_the_readme_shows(tmp_path: Path) -> None:
    block = re.search(r"```console\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert block is not None
    (tmp_path / "cassettes").symlink_to(ROOT / "cassettes")
    for session in block[1].split("$ scraper ")[1:]:
        command, _, shown = session.strip().partition("\n")
        words = command.partition(" | ")[0].split()
        ended = run(*words, cwd=tmp_path)
        assert ended.status == 0, ended.err
        if "|" in command:
            assert ended.out.startswith(shown.replace("\n", "").removesuffix(" …"))
        else:
            assert (ended.out + ended.err).strip() == shown.strip()
