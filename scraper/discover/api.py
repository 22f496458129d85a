"""JSON interfaces as a site's definition describes them: an address with holes in it, and paths into the answer."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from scraper.discover.findings import Announced, Findings, Further, Headers, Tally, names
from scraper.discover.linked import charset_of
from scraper.discover.sniff import no_json
from scraper.discover.words import plain
from scraper.dom import decode
from scraper.site import ApiRules, JsonPath
from scraper.urls import absolute_url


def api_address(rules: ApiRules, *, base: str, page: int = 0) -> str | None:
    """Return the address of an interface's page (from 0), its holes filled in; `None` where there is none.

    An interface without holes has one page.
    """
    if page and "{page}" not in rules.url and "{offset}" not in rules.url:
        return None
    filled = rules.url.replace("{page}", str(rules.first + page)).replace("{offset}", str(page * rules.step))
    return absolute_url(filled, base=base)


def rules_of(url: str, interfaces: Iterable[ApiRules], *, base: str) -> ApiRules | None:
    """Return the interface that an address belongs to: the one whose address begins most alike; `None` without any."""

    def likeness(rules: ApiRules) -> int:
        first = api_address(rules, base=base) or ""
        return next((at for at, (one, other) in enumerate(zip(first, url, strict=False)) if one != other), len(first))

    return max(interfaces, key=likeness, default=None)


def read_api(body: bytes, rules: ApiRules, *, url: str, base: str, headers: Headers = ()) -> Findings:
    """Return what an interface's answer names, by the definition's paths. Never raises on bad input.

    `base` is what relative addresses are resolved against: the site's front page.
    """
    text = decode(body, charset=charset_of(headers))
    try:
        data = json.loads(text.lstrip("\ufeff"), strict=False)
    except (ValueError, RecursionError):
        return no_json(text)
    tally = Tally()
    items = list(rules.items.find(data))
    if len(items) == 1 and isinstance(items[0], list):  # a path to the list itself
        items = items[0]
    if not items:
        tally.note("nothing where `items` leads")
    stories = tuple(story for item in items if (story := _story(item, rules, base, tally)) is not None)
    told = rules.next.first(data) if rules.next else None
    following = absolute_url(told, base=url) if isinstance(told, str) and told else None
    return Findings(
        form="json",
        stories=stories,
        further=(Further(following),) if following and following != url else (),
        faults=tally.faults,
    )


def _story(item: Any, rules: ApiRules, base: str, tally: Tally) -> Announced | None:
    told = _one(rules.link, item)
    if told is not None and rules.link_address:
        told = rules.link_address.replace("{link}", told)
    url = absolute_url(told, base=base) if told else None
    if url is None:
        tally.note("entries without an address")
        return None
    if not tally.is_first(url):
        return None
    return Announced(
        url,
        title=plain(_one(rules.title, item)),
        published=tally.moment(_one(rules.published, item)),
        modified=tally.moment(_one(rules.modified, item)),
        section=plain(_one(rules.section, item)),
        authors=names(plain(_text(name)) for name in rules.authors.find(item)) if rules.authors else (),
        text=_one(rules.text, item),
    )


def _one(path: JsonPath | None, item: Any) -> str | None:
    return _text(path.first(item)) if path else None


def _text(value: Any) -> str | None:
    """Return a text or a number as a text; `None` for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value) or None
