"""A list of addresses, from a file or standard input, as links of the sites that own them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from scraper.errors import InputError

if TYPE_CHECKING:
    from scraper.model import Link
    from scraper.site import Site


def read_urls(path: Path, sites: Sequence[Site]) -> tuple[list[Link], list[str]]:
    """Return the links of a list, and a message for each line that gives none. `path` "-" is standard input.

    Raises InputError if the file cannot be read.
    """
    from scraper.discover import read_lines
    from scraper.dom import decode
    from scraper.model import Link

    try:
        body = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as error:
        raise InputError(path, f"cannot be read: {error.strerror}") from error
    links, notes = [], []
    for line in read_lines(decode(body).splitlines()):
        owner = next((site for site in sites if line.url is not None and site.owns(line.url)), None)
        if line.url is None:
            notes.append(f"{path}:{line.number}: is no address: {line.text}")
        elif owner is None:
            notes.append(f"{path}:{line.number}: is on the host of no site that is crawled: {line.text}")
        else:
            links.append(Link(url=line.url, site=owner.name, kind="article", found_by="list"))
    return links, notes
