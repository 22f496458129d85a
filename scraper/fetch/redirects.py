"""The way from an address over its redirects to an answer. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from scraper.errors import FetchError
from scraper.fetch.answer import Answer, Hop

MAX_REDIRECTS = 10


@dataclass(slots=True)
class Chain:
    """The redirects that were followed, in order."""

    hops: list[Hop] = field(default_factory=list)
    cookies: Callable[[str], str] = field(default=lambda _: "")
    """What goes with a request to an address as it stands now. Many servers that set a cookie send back to the same address."""

    _asked: set[tuple[str, str]] = field(default_factory=set)

    def ask(self, url: str) -> None:
        """Note what is about to be asked for."""
        self._asked.add((_bare(url), self.cookies(url)))

    @property
    def moved_to(self) -> str | None:
        """Where the first address has moved for good: the end of the permanent redirects it begins with.

        `None` if it has not: behind a temporary redirect nothing is permanent.
        """
        target = None
        for hop in self.hops:
            if not hop.is_permanent:
                break
            target = hop.target
        return target

    def follow(self, answer: Answer) -> str | None:
        """Take in an answer; return where it leads, `None` if it is no redirect.

        Raises FetchError ("redirect_loop") where the way closes to a circle, with the same cookies, or gets too long.
        """
        target = answer.target
        if target is None or answer.place is None or answer.status is None:
            return None
        self.hops.append(Hop(url=answer.url, status=answer.status, place=answer.place, target=target))
        way = " -> ".join(hop.url for hop in self.hops)
        if (_bare(target), self.cookies(target)) in self._asked:
            raise FetchError(target, "redirect_loop", f"closes a circle: {way}")
        if len(self.hops) > MAX_REDIRECTS:
            raise FetchError(target, "redirect_loop", f"more than {MAX_REDIRECTS} redirects: {way}")
        return target


def _bare(url: str) -> str:
    return url.partition("#")[0]
