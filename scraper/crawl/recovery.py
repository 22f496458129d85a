"""The store out of the archive: what was archived before a kill and never settled, or everything.

An answer is archived before it is read, so whatever the store lacks can be made again without asking for it again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import takewhile
from typing import cast, get_args
from urllib.parse import urlsplit

from scraper.archive import Archive
from scraper.crawl.answers import capture_of, is_policy, kept_capture, reserved_by
from scraper.crawl.settling import Settler
from scraper.discover import seed_links
from scraper.errors import InputError
from scraper.fetch import Fetched
from scraper.fetch.answer import PERMANENT, REDIRECTS
from scraper.model import Discovery, Exchange, Link, LinkKind, WarcPlace
from scraper.robots import copy_of_policy
from scraper.site import Site
from scraper.store import Capture, QueuedLink, Store
from scraper.urls import absolute_url, authority_of, normalize_url
from scraper.wire import parse_response

LOOK_BACK = 500
"""Answers before the last settled one that are looked at again, in a file of which nobody has noted how far it is known."""

KINDS = frozenset(get_args(LinkKind))


def recover(
    store: Store, archive: Archive, sites: Sequence[Site], *, now: datetime, alone: bool = True
) -> Counter[str]:
    """Settle the links whose answers lie in the archive behind what the store knows; return how many, by site.

    Answers that no link waits for (robots.txt, redirects, failed tries) become captures alone; their links are due as
    before. A second run finds nothing left to do. Not `alone`: what other processes write to is theirs.
    """
    recovered: Counter[str] = Counter()
    reader = _Reader(store, archive, now=lambda _: now)
    sizes: dict[str, int] = {}
    of_others: set[str] = set()
    for place, exchange in archive.after(store.files.known_ends(back=LOOK_BACK), left_alone=not alone):
        sizes.setdefault(place.file, archive.size_of(place.file))
        if store.knows_capture(place):
            continue
        site = next((site for site in sites if site.owns(exchange.url)), None)
        if site is None:
            of_others.add(place.file)
            continue
        reader.keep_policy(exchange, only_good=True)
        link = store.find_link(exchange.url, site.name)
        if link is None or link.due is None or not reader.settle(link, exchange, place, site, only_pages=True):
            store.add_capture(reader.capture(exchange, place, site))
        recovered[site.name] += 1
    store.files.note_known({file: size for file, size in sizes.items() if file not in of_others})
    if archive.position[0] in of_others:
        archive.close_file()  # what a later crawl of their sites has to find there stays at its end
    return recovered


def rebuild(
    store: Store, archive: Archive, sites: Sequence[Site], *, show: Callable[[int], None] = lambda _: None
) -> Counter[str]:
    """Fill an empty store with what the archive holds, in the order in which it was fetched; return how much, by site.

    Links, captures, records, validators and copies of robots.txt are as they were. What left no answer behind is not:
    tries that ended in silence, counts of runs, the rhythm of hosts. Those links are due again.
    """
    made: Counter[str] = Counter()
    reader = _Reader(store, archive, now=lambda exchange: exchange.fetched_at)
    begun: set[str] = set()
    for place, exchange in archive.after({}):
        site = next((site for site in sites if site.owns(exchange.url)), None)
        if site is None:
            continue
        if site.name not in begun:
            begun.add(site.name)
            store.seed(
                site.name,
                seed_links(site, today=exchange.fetched_at.date()),
                every=site.discover.every,
                now=exchange.fetched_at,
            )
        reader.take(exchange, place, site)
        made[site.name] += 1
        show(made.total())
    reader.end()
    return made


@dataclass(slots=True)
class _Chain:
    """Redirects whose end has not come yet."""

    link: QueuedLink
    captures: list[Capture] = field(default_factory=list)


class _Reader:
    """Settles links by archived answers."""

    def __init__(self, store: Store, archive: Archive, *, now: Callable[[Exchange], datetime]) -> None:
        """`now` says when a try ended that brought an answer."""
        self._store = store
        self._archive = archive
        self._now = now
        self._chains: dict[str, _Chain] = {}

    def take(self, exchange: Exchange, place: WarcPlace, site: Site) -> None:
        """Settle the link that led to an answer; make it where nothing else that was archived named it."""
        self.keep_policy(exchange)
        response = parse_response(exchange.response)
        chain = self._chains.pop(normalize_url(exchange.url), None)
        link = chain.link if chain else self._store.find_link(exchange.url, site.name) or self._found(exchange, site)
        if link is None:
            self._store.add_capture(self.capture(exchange, place, site))
            return
        known = chain.captures if chain else []
        location = response.header("location") if response and response.status in REDIRECTS else None
        target = absolute_url(location, base=exchange.url) if location else None
        if target is not None:
            known.append(self.capture(exchange, place, site))
            self._chains[normalize_url(target)] = _Chain(link, known)
        elif not self.settle(link, exchange, place, site, before=known):
            self._store.add_capture(self.capture(exchange, place, site))

    def end(self) -> None:
        """Keep the redirects that lead nowhere."""
        for chain in self._chains.values():
            for capture in chain.captures:
                self._store.add_capture(capture)

    def settle(
        self,
        link: QueuedLink,
        exchange: Exchange,
        place: WarcPlace,
        site: Site,
        *,
        before: Sequence[Capture] = (),
        only_pages: bool = False,
    ) -> bool:
        """Settle a link by an archived answer, behind the redirects `before` it.

        `False` for one that cannot be read, and with `only_pages` for one that is no page: the link is asked for again.
        """
        try:
            page = self._archive.read(place)
        except InputError:
            return False
        now = self._now(exchange)
        fetched = Fetched(page=page)
        if (only_pages and fetched.outcome is not None) or (exchange.truncated and fetched.outcome is None):
            return False
        settlement = Settler(self._store, self._archive, now, rest=timedelta(0)).settlement(
            link,
            fetched,
            kept_capture(page, place, site),
            site,
            now=now,
            before=before,
            target=page.url if before else None,
            moved_to=_moved_to(before, page.url),
            tdmrep=reserved_by(page.url, site, self._store),
        )
        self._store.settle(link, settlement)
        return True

    def _found(self, exchange: Exchange, site: Site) -> QueuedLink | None:
        """Return the link that the archive itself says led to an answer."""
        told = exchange.discovery
        if told is None or told.fields.get("kind") not in KINDS:
            return None
        self._store.add_links([_link(exchange.url, told, site)], now=exchange.fetched_at)
        return self._store.find_link(exchange.url, site.name)

    def keep_policy(self, exchange: Exchange, *, only_good: bool = False) -> None:
        """Keep what an answer says of the policy file that it was asked for, where it is one.

        `only_good`: not that it could not be read. What the store knows from later on stays.
        """
        if not is_policy(exchange.url) or (response := parse_response(exchange.response)) is None:
            return
        authority, path = authority_of(exchange.url), urlsplit(exchange.url).path
        before = self._store.hosts.find_policy(authority, path)
        if response.status in REDIRECTS or (before is not None and before.asked_at >= exchange.fetched_at):
            return
        headers, now = dict(response.headers), exchange.fetched_at
        copy = copy_of_policy(before, authority, path, response.status, headers, response.body, now=now)
        if not (only_good and copy.kind == "unreachable"):
            self._store.hosts.save_policy(path, copy)

    def capture(self, exchange: Exchange, place: WarcPlace, site: Site) -> Capture:
        """Return the capture of an archived answer, with what its site reserved by then."""
        return capture_of(exchange, place, site, tdmrep=reserved_by(exchange.url, site, self._store))


def _moved_to(before: Sequence[Capture], final: str) -> str | None:
    """Return where an address has moved for good, by the redirects that led to the final one."""
    permanent = list(takewhile(lambda hop: hop.status in PERMANENT, before))
    if not permanent:
        return None
    return final if len(permanent) == len(before) else before[len(permanent)].url


def _link(url: str, told: Discovery, site: Site) -> Link:
    facts = told.fields
    return Link(
        url=url,
        site=site.name,
        kind=cast(LinkKind, facts["kind"]),
        found_by=facts.get("found-by", "listing"),
        found_on=told.via,
        title=facts.get("title"),
        published=facts.get("published"),
    )
