"""Every error this package raises on purpose.

ScraperError
├── ConfigError           a definition or setting is wrong; names file, key and what is allowed
├── InputError            a file that was handed in by name is of no use; names it and says why
├── FetchError            an address was asked for and brought no answer; carries the outcome's name
│   └── TransientError    the same, but asking again later may help; may carry Retry-After
├── LostLeaseError        another process works on the host by now: nothing was sent, nothing is written
├── ExportError           what was asked for cannot be written in this form
└── DataError             the data folder does not serve
    ├── LockedError       another run holds it
    ├── StorageError      no room, or no right to write
    ├── CorruptError      the store's file is damaged, or no store at all
    └── VersionError      a newer version of this package has written it

Each class names the exit status that a command ends with when the error ends it.
"""

from __future__ import annotations

from pathlib import Path


class ScraperError(Exception):
    """The root: catch it to catch everything that this package raises on purpose."""

    exit_status = 1


class ConfigError(ScraperError):
    """A definition or setting is wrong.

    `problems` holds one line for each fault: "file: key: what is wrong, and what is allowed".
    """

    exit_status = 2

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class InputError(ScraperError):
    """A file that was handed in by name is of no use: empty, binary, cut off, not there."""

    def __init__(self, name: str | Path, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = str(name)
        self.reason = reason


class FetchError(ScraperError):
    """An address was asked for and brought no answer.

    `outcome` is its name in the table of outcomes (docs/outcomes.md), such as "timeout" or "guarded".
    """

    def __init__(self, url: str, outcome: str, reason: str) -> None:
        super().__init__(f"{url}: {outcome}: {reason}")
        self.url = url
        self.outcome = outcome
        self.reason = reason


class TransientError(FetchError):
    """A fetch that may succeed when it is tried again: timeout, broken connection, 429, 5xx."""

    def __init__(self, url: str, outcome: str, reason: str, *, retry_after: float | None = None) -> None:
        super().__init__(url, outcome, reason)
        self.retry_after = retry_after
        """Seconds the server asked us to wait (RFC 9110, 10.2.3), or `None` if it did not say."""


class LostLeaseError(ScraperError):
    """This process no longer holds the host: it stood still for longer than its lease, and another one may ask it."""


class ExportError(ScraperError):
    """What was asked for cannot be written in this form; names what is missing."""


class DataError(ScraperError):
    """The data folder does not serve."""

    exit_status = 4


class LockedError(DataError):
    """Another run holds the data folder."""

    exit_status = 3


class StorageError(DataError):
    """No room or no right to write. The operating system's error is its `__cause__`."""


class CorruptError(DataError):
    """The store's file is damaged, or is no store at all."""


class VersionError(DataError):
    """The data folder was written by a newer version of this package."""
