"""Build the wheel of a source folder and use it alone, in an empty environment and an empty folder.

    python scripts/check_wheel.py SOURCE WORK

WORK is a folder for the wheel and the environment. Prints the size of the core install.
"""

from __future__ import annotations

import json
import subprocess
import sys
import venv
import zipfile
from importlib.util import find_spec
from pathlib import Path

MOST = 60_000_000
"""Bytes that the core install may have, unpacked."""

# An environment may be without pip (scripts/install.sh); then the interpreter that it was made by has one.
_PYTHON = sys.executable if find_spec("pip") else Path(sys.base_prefix) / "bin" / "python3"
PIP = (_PYTHON, "-m", "pip")
PAGE = b"""<!doctype html><html lang="en"><head><title>Rain ends the drought</title></head><body><article>
<h1>Rain ends the drought</h1><p>After four dry months it rained on Tuesday, and the farmers of the valley stood in their fields to
feel it. The reservoir rose by two metres in a single night, the water board said.</p><p>More rain is expected until Friday, and
the ban on watering gardens, which had stood since June, was lifted in the afternoon.</p></article></body></html>"""
IN_WHEEL = ("scraper/py.typed", "scraper/_config/sites/its.network.toml", "scraper/_config/platforms/wordpress.toml")


def main(source: Path, work: Path) -> None:
    """Build, install, measure, use."""
    call(*PIP, "wheel", "--quiet", "--no-deps", "--wheel-dir", work / "dist", source)
    (wheel,) = (work / "dist").glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    for name in IN_WHEEL:
        assert name in names, f"{name} is not in the wheel"
    assert not [name for name in names if name.startswith(("tests/", "scripts/"))], (
        "only the package belongs into the wheel"
    )
    print(f"{wheel.name}: {wheel.stat().st_size:,} bytes, {len(names)} files")

    environment = work / "env"
    venv.create(environment, with_pip=False)
    python = environment / "bin" / "python"
    call(*PIP, "--python", python, "install", "--quiet", "--disable-pip-version-check", wheel)
    size = sum(path.stat().st_size for path in environment.glob("lib/*/site-packages/**/*") if path.is_file())
    print(f"core install: {size / 1e6:.1f} MB unpacked, bytecode included (allowed: {MOST / 1e6:.0f} MB)")
    assert size <= MOST, "the core install has grown too large"

    empty = work / "empty"
    empty.mkdir(exist_ok=True)
    scraper = environment / "bin" / "scraper"
    assert b"Commands:" in call(scraper, "--help", cwd=empty)
    assert call(scraper, "--help", cwd=empty) == call(python, "-m", "scraper", "--help", cwd=empty)
    assert b"its.network" in call(scraper, "site", "list", cwd=empty)
    call(scraper, "site", "check", cwd=empty)
    record = json.loads(call(scraper, "clean", "-", cwd=empty, stdin=PAGE))
    assert record["outcome"] == "ok", record["outcome"]
    assert record["article"]["headline"] == "Rain ends the drought"
    assert not list(empty.iterdir()), "a command that only reads leaves nothing behind"
    print("the wheel alone: --help, site list, site check and clean work in an empty folder")


def call(*command: object, cwd: Path | None = None, stdin: bytes = b"") -> bytes:
    """Run a command that must succeed and return its output."""
    done = subprocess.run([str(part) for part in command], cwd=cwd, input=stdin, capture_output=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}: status {done.returncode}\n{done.stderr.decode(errors='replace')}")
    return done.stdout


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]).resolve())
