"""Hold each way in, alone, against the truth of the local WordPress: which articles it finds, and what that costs.

    python scripts/live_ways.py [TRUTH]

TRUTH is the site's truth.jsonl.gz (default: ../shared/wordpress/truth.jsonl.gz). The site is the one of config/sites/wp-a.test.toml; it
must be running. Prints for each way: articles found of those that are public, others found, requests, seconds. Status 1
if one misses an article or names what is none. Articles themselves are not asked for.
"""

from __future__ import annotations

import gzip
import json
import sys
import time
import urllib.error
import urllib.request
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from scraper.config import load_configuration
from scraper.crawl.reading import read_answer
from scraper.discover import archive_links, seed_links
from scraper.fetch import Fetched
from scraper.model import Link, Page
from scraper.site import Site
from scraper.urls import normalize_url

ROOT = Path(__file__).resolve().parent.parent
TRUTH = ROOT.parent / "shared" / "wordpress" / "truth.jsonl.gz"
BEGIN, END = date(2020, 1, 1), date(2023, 12, 31)

WAYS: Mapping[str, Mapping[str, Any]] = {
    "feed with pages": {"feeds": ("/feed/",), "feed_pages": 100},
    "Atom feed with pages": {"feeds": ("/feed/atom/",), "feed_pages": 100},
    "sitemap by robots.txt": {"sitemaps": ("/robots.txt",)},
    "sitemap by its address": {"sitemaps": ("/wp-sitemap-posts-post-1.xml",)},
    "REST": {"rest": ("/wp-json/",)},
    "front page with pages": {"listings": ("/",), "pages": 100},
    "front page, pages by rule": {
        "listings": ("/",),
        "pages": 100,
        "next": (),
        "next_address": "{listing}page/{page}/",
    },
    "monthly archives": {"archives": ("/%Y/%m/",), "since": BEGIN},
    "daily archives": {"archives": ("/%Y/%m/%d/",), "since": date(2022, 12, 1)},
}


def main(truth: Path) -> int:
    """Try every way; return the exit status."""
    with gzip.open(truth, "rt", encoding="utf-8") as lines:
        told = [json.loads(line) for line in lines]
    site = load_configuration(ROOT / "config").find("wp-a.test")
    public = {normalize_url(story["url"]): story for story in told}
    wrong = 0
    print(f"{'way':28} {'found':>11} {'others':>7} {'requests':>9} {'seconds':>8}")
    for name, keys in WAYS.items():
        only = {"feeds": (), "sitemaps": (), "rest": (), "listings": (), "archives": ()} | keys
        alone = site.model_copy(update={"discover": site.discover.model_copy(update=only)})
        since = keys.get("since", BEGIN) if name == "daily archives" else BEGIN
        wanted = {url for url, story in public.items() if story["published"][:10] >= since.isoformat()}
        start = time.perf_counter()
        found, requests = walk(alone)
        missed, extra = wanted - found, found - set(public)
        seconds = time.perf_counter() - start
        print(
            f"{name:28} {len(wanted & found):>4} of {len(wanted):>3} {len(extra):>7} {requests:>9} {seconds:>8.1f}",
            flush=True,
        )
        for kind, urls in (("missed", missed), ("no public article", extra)):
            for url in sorted(urls)[:3]:
                print(f"    {kind}: {url}")
        wrong += bool(missed or extra)
    return 1 if wrong else 0


def walk(site: Site) -> tuple[set[str], int]:
    """Follow the ways in of a site to their ends; return the stories they name, and the number of requests."""
    queue = deque([*seed_links(site, today=END), *archive_links(site, today=END)])
    known: set[str] = {normalize_url(link.url) for link in queue}
    stories: set[str] = set()
    requests = 0

    news = _News(known, stories)
    while queue:
        link = queue.popleft()
        requests += 1
        fetched = Fetched(page=ask(link.url))
        reading = read_answer(link, fetched, site, news=news)
        for each in (*reading.again, *(link for link in reading.links if link.kind == "sitemap")):
            if normalize_url(each.url) not in known:
                known.add(normalize_url(each.url))
                queue.append(each)
        stories |= {normalize_url(each.url) for each in reading.links if each.kind == "article"}
    return stories, requests


@dataclass
class _News:
    """What this walk knows."""

    known: set[str]
    stories: set[str]

    def is_new(self, link: Link) -> bool:
        """Tell whether nothing has named a link yet."""
        return normalize_url(link.url) not in self.known | self.stories

    def are_named(self, links: Sequence[Link]) -> bool:
        """Tell whether all of some links have been named."""
        return not any(map(self.is_new, links))

    def proven(self, _site: str) -> frozenset[str]:
        """Return no shapes: the definition says which addresses are stories."""
        return frozenset()


def ask(url: str) -> Page:
    """Fetch an address of the local site."""
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            return _page(url, answer.status, answer.headers, answer.read())
    except urllib.error.HTTPError as error:
        return _page(url, error.code, error.headers, error.read())


def _page(url: str, status: int, headers: Any, body: bytes) -> Page:
    fields = tuple((name.lower(), value) for name, value in headers.items())
    return Page(url=url, status=status, headers=fields, body=body, fetched_at=datetime.now(UTC))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else TRUTH))
