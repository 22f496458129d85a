"""Listings and interfaces looked at: whether they have a second page, how it is reached, what it brings."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence

from scraper.discover.archives import page_address
from scraper.discover.shapes import Learnt
from scraper.dom import decode
from scraper.survey.asking import Asker
from scraper.survey.endpoints import Endpoint, Interface, endpoints_of, interface_of
from scraper.survey.evidence import SeenApi, SeenListing
from scraper.survey.looks import Look
from scraper.survey.pagination import Rule, Step, last_page, leads_on, rule_of, steps_of
from scraper.urls import normalize_url, settled_path

_MOST_STEPS = 3  # second pages that are tried
_MOST_ENDPOINTS = 6
_MOST_SCRIPTS = 3
_SECOND = 2
_FEW = 3  # stories that make a page a listing


def listed(look: Look, learnt: Learnt) -> tuple[str, ...]:
    """Return the stories that a crawl would find on a page."""
    found = (*(item.url for item in look.cleaned.related if item.url), *(anchor.url for anchor in look.anchors))
    return tuple(dict.fromkeys(url for url in map(normalize_url, found) if learnt.fits(url)))


async def look_at_listing(asker: Asker, look: Look, learnt: Learnt, why: str) -> SeenListing | None:
    """Return a listing, and how it goes on; `None` for a page that lists hardly a story."""
    url, stories = look.page.url, listed(look, learnt)
    if len(stories) < _FEW or look.tree is None:
        return None
    links = [anchor.url for anchor in look.anchors]
    steps = [step for step in steps_of(look.tree, url) if not learnt.fits(step.target)]
    for target in list(dict.fromkeys(step.target for step in steps))[:_MOST_STEPS]:
        page = await asker.ask(target, "next page")
        second = Look(page) if page is not None else None
        if second is None or second.tree is None:
            continue
        more = tuple(each for each in listed(second, learnt) if each not in stories)
        if not more:
            continue
        selector, rule = _way_on(url, second, [step for step in steps if step.target == target])
        if selector is None and rule is None:
            continue
        numbered = rule or rule_of(url, target)
        anchors = [*links, *(anchor.url for anchor in second.anchors)]
        last = last_page(numbered, url, anchors) if numbered else None
        if last is not None and last > _SECOND:
            more = (*more, *await _oldest(asker, numbered, url, last, learnt))
        return SeenListing(
            url=url,
            why=why,
            stories=stories,
            selector=selector,
            rule=rule.address if rule and selector is None else None,
            page_size=rule.page_size if rule and selector is None else None,
            last_page=last,
            leads_to=more,
        )
    return SeenListing(url=url, why=why, stories=stories)


async def _oldest(asker: Asker, rule: Rule | None, url: str, last: int, learnt: Learnt) -> tuple[str, ...]:
    """Return the stories of a listing's last page: what a way in that knows all must know."""
    step = rule.page_size or 1 if rule else 1
    address = page_address(rule.address, listing=url, pages=last - 1, step=step) if rule else None
    page = await asker.ask(address, "last page") if address else None
    return listed(Look(page), learnt) if page is not None else ()


def _way_on(url: str, second: Look, steps: Sequence[Step]) -> tuple[str | None, Rule | None]:
    """Return the selector that leads on from the second page too, and the rule in the addresses, as far as there are."""
    assert second.tree is not None
    target = steps[0].target
    thirds = {
        step.selector: leads_on(step, second.tree, (url, target, second.page.url)) for step in steps if step.selector
    }
    selector = next((selector for selector, third in thirds.items() if third), None)
    onward = [step.target for step in steps_of(second.tree, second.page.url)]
    third = thirds[selector] if selector else None
    for candidate in [third] if third else onward:
        if candidate and normalize_url(candidate) not in (normalize_url(url), normalize_url(target)):
            rule = rule_of(url, target, candidate)
            if rule is not None:
                return selector, rule
    if selector is None and not onward:  # the second page is the last
        selector = next(iter(thirds), None)
    return selector, rule_of(url, target) if selector is None else None


async def look_at_interfaces(
    asker: Asker, looks: Iterable[Look], learnt: Learnt, owns: Callable[[str], bool], teasers: dict[str, str]
) -> tuple[SeenApi | None, tuple[str, str] | None]:
    """Return the JSON interface that the pages' scripts ask for more stories, else a rule for pages of HTML that they do.

    The rule comes with the pages' own address: what `next_address` says, for which listing.
    """
    for look in looks:
        first = listed(look, learnt)
        for endpoint in await _endpoints(asker, look, owns):
            page = await asker.ask(endpoint.filled(0, first=1, step=max(1, len(first))), "interface")
            if page is None:
                continue
            found = _interface(page.body, look.page.url, learnt, owns, teasers)
            if found is not None:
                return await _counted(asker, endpoint, found, look, learnt, owns, teasers), None
            if (
                endpoint.counts
                and page.content_type == "text/html"
                and (rule := await _fragments(asker, endpoint, first, learnt))
            ):
                return None, (rule, look.page.url)
    return None, None


async def _endpoints(asker: Asker, look: Look, owns: Callable[[str], bool]) -> list[Endpoint]:
    """Return the addresses that a page's scripts name, those in files of their own too."""
    found = endpoints_of(look.text, look.page.url, owns)
    for url in [url for url in look.scripts if owns(url)][:_MOST_SCRIPTS]:
        script = await asker.ask(url, "script")
        if script is not None:
            found += endpoints_of(decode(script.body, charset=script.charset), look.page.url, owns)
    return list({endpoint.url: endpoint for endpoint in sorted(found, key=lambda each: each.rank)}.values())[
        :_MOST_ENDPOINTS
    ]


def _interface(
    body: bytes, base: str, learnt: Learnt, owns: Callable[[str], bool], teasers: dict[str, str]
) -> Interface | None:
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return None
    known = [url for url in teasers if learnt.fits(url)]
    is_story = learnt.fits if learnt.patterns else lambda url: owns(url) and settled_path(url).strip("/") != ""
    return interface_of(
        data, base=base, is_story=is_story, known=known, titles=teasers.values(), by_name=not learnt.patterns
    )


async def _counted(
    asker: Asker,
    endpoint: Endpoint,
    found: Interface,
    look: Look,
    learnt: Learnt,
    owns: Callable[[str], bool],
    teasers: dict[str, str],
) -> SeenApi:
    """Return an interface, its pages counted as they turn out to be."""
    keys: dict[str, str | int] = {"url": endpoint.url, "step": found.size, **found.keys}
    stories = set(found.stories)
    why = f"the front page's script asks for {endpoint.shown}"
    if "next" in keys:
        return SeenApi(url=endpoint.url, keys=keys, why=why, urls=frozenset(stories))
    tries = (
        [endpoint]
        if endpoint.counts
        else [
            Endpoint(f"{endpoint.url}{'&' if '?' in endpoint.url else '?'}{name}", "")
            for name in ("page={page}", "offset={offset}")
        ]
    )
    for each in tries:
        page = await asker.ask(each.filled(1, first=1, step=found.size), "interface")
        second = _interface(page.body, look.page.url, learnt, owns, teasers) if page is not None else None
        if second is None or not set(second.stories) - stories:
            continue
        if "{page}" in each.url and not stories & set(listed(look, learnt)):  # perhaps the first one is 0
            page = await asker.ask(each.filled(0, first=0, step=found.size), "interface")
            zeroth = _interface(page.body, look.page.url, learnt, owns, teasers) if page is not None else None
            if zeroth is not None and set(zeroth.stories) - stories:
                keys["first"] = 0
                stories |= set(zeroth.stories)
        return SeenApi(
            url=each.url, keys=keys | {"url": each.url}, why=why, urls=frozenset(stories | set(second.stories))
        )
    return SeenApi(url=endpoint.url, keys=keys, why=why, urls=frozenset(stories))


async def _fragments(asker: Asker, endpoint: Endpoint, first: Sequence[str], learnt: Learnt) -> str | None:
    """Return the rule of an address that brings further stories as HTML; `None` if it brings none."""
    page = await asker.ask(endpoint.filled(1, first=1, step=max(1, len(first))), "next page")
    if page is None or not set(listed(Look(page), learnt)) - set(first):
        return None
    return endpoint.url
