"""The command line: arguments in, results on standard output, everything else on standard error, an exit status out.

run.main          streams, signals, errors -> exit status
  | commands      the table of commands; each is imported when it runs
  | clean, site … one module a command: reads options, calls the part that does the work, says what came of it
"""

from __future__ import annotations

from collections.abc import Sequence


def main(args: Sequence[str] | None = None) -> int:
    """Run a command line (by default the process's own) and return its exit status."""
    from scraper.cli.run import run  # here, so that importing this package stays light

    return run(args)
