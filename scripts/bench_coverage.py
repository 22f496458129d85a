"""How fast a large store answers: what is due, and the coverage of a month.

    python scripts/bench_coverage.py [LINKS] [PAGES] [FOLDER]

Makes a synthetic store of one site, five years old: LINKS stories (1,000,000) announced by a feed, a sitemap and a listing, the
newest PAGES (200,000) of them stored, the rest waiting; three years of looks, two an hour for each of the last 90 days. FOLDER
keeps it for the next time. Prints milliseconds: the median of several calls, and the first. Figures, no test.
"""

from __future__ import annotations

import json
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from scraper.coverage import BEFORE, alarms, judge, plot, to_record
from scraper.frontier import priority
from scraper.model import Link
from scraper.store import STORE_FILE, open_store
from scraper.store.types import moment_text

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SITE = "news.example"
HOME = f"https://{SITE}/"
YEARS = 5
WAYS = (("feed", "feed/"), ("sitemap", "sitemap.xml"), ("listing", ""))


def fill(folder: Path, links: int, pages: int) -> None:
    """Make the store, past our own code: a crawl of it would take days."""
    with open_store(folder) as store:
        ways = [Link(url=HOME + path, site=SITE, kind=kind, found_by="definition") for kind, path in WAYS]  # type: ignore[arg-type]
        store.seed(SITE, ways, every=timedelta(minutes=30), now=NOW)
        store.end_run(store.start_run(SITE, now=NOW), "done", now=NOW)
    step = timedelta(days=365 * YEARS) / links
    with closing(sqlite3.connect(folder / STORE_FILE)) as base:
        base.execute("PRAGMA synchronous = OFF")
        sources = dict(base.execute("SELECT kind, id FROM sources").fetchall())
        base.executemany(
            "INSERT INTO links (id, site, url, url_key, kind, found_by, title, published, depth, first_seen, state, priority,"
            " due, asked, failures, outcome, host, day) VALUES (?, ?, ?, ?, 'article', 'sitemap', ?, ?, 0, ?, ?, ?, ?, ?, 0, ?, ?, ?)",
            (row(number, links, pages, step) for number in range(links)),
        )
        base.executemany(
            "INSERT INTO sightings VALUES (?, ?, ?, ?, ?)",
            (
                (number + 10, sources[kind], seen, seen, seen)
                for number in range(links)
                for seen in [moment_text(NOW - step * (links - number))]
                for kind in kinds(number)
            ),
        )
        base.executemany("INSERT INTO polls VALUES (?, ?, ?, 'read', 50, 1, 1)", looks(sources))
        base.execute(
            "INSERT INTO captures (id, site, url, url_key, fetched_at, warc_file, warc_offset, outcome) "
            "VALUES ('c', ?, ?, ?, '', 'a', 0, 'stored')",
            (SITE, HOME, HOME),
        )
        base.executemany(
            "INSERT INTO pages (site, url, url_key, capture_id, page_type, outcome, day, fetched_at, cleaner, record) "
            "SELECT site, url, url_key, 'c', 'article', 'ok', day, ?, 'scraper/0', ? FROM links WHERE id = ?",
            ((moment_text(NOW), "{" + " " * 4000 + "}", links - number + 9) for number in range(pages)),
        )
        base.commit()


def kinds(number: int) -> Iterator[str]:
    """Of a hundred stories the sitemap has 98, the feed 95, the listing 90."""
    place = number * 37 % 100
    return (kind for kind, share in (("sitemap", 98), ("feed", 95), ("listing", 90)) if place < share)


def row(number: int, links: int, pages: int, step: timedelta) -> tuple[object, ...]:
    moment = NOW - step * (links - number)
    text = moment_text(moment)
    url = f"{HOME}{moment:%Y/%m}/the-council-votes-on-the-bridge-again-{number}/"
    stored = links - number <= pages
    return (
        number + 10, SITE, url, url, "The council votes on the bridge again", text, text, "settled" if stored else "ready",
        priority("article", published=moment.isoformat()), None if stored else text, int(stored),
        "stored" if stored else None, SITE, text[:10],
    )  # fmt: skip


def looks(sources: dict[str, int]) -> Iterator[tuple[object, ...]]:
    link = 1
    for days, every in ((range(90, 1095), timedelta(days=1)), (range(90), timedelta(minutes=30))):
        for back in days:
            begin = NOW - timedelta(days=back + 1)
            for number in range(timedelta(days=1) // every):
                for source in sources.values():
                    yield source, moment_text(begin + number * every), link


def measure(name: str, call: Callable[[], object], times: int = 9) -> None:
    """Print what a call takes."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        call()
        taken.append((time.perf_counter() - begun) * 1000)
    print(f"{name:<34}{statistics.median(taken):>10.2f} ms   first {taken[0]:.2f}, most {max(taken):.2f}", flush=True)


def main(arguments: list[str]) -> None:
    """Make the store, and measure."""
    links, pages = (int(text) for text in (arguments + ["1000000", "200000"][len(arguments) :])[:2])
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(arguments[2]) if len(arguments) > 2 else Path(temporary)
        if not (folder / STORE_FILE).exists():
            begun = time.perf_counter()
            fill(folder, links, pages)
            print(
                f"{'made in':<34}{time.perf_counter() - begun:>10.0f} s    {(folder / STORE_FILE).stat().st_size >> 20:,} MB"
            )
        with open_store(folder) as store:
            today = NOW.date()
            since = today - timedelta(days=29)
            measure("due links (8 of a host)", lambda: store.due_links(SITE, SITE, now=NOW, most=8), 99)
            measure("the next link", lambda: store.take_due(SITE, now=NOW, host=SITE), 99)
            measure("next due source or link", lambda: store.next_due(SITE), 99)
            measure("facts of a month", lambda: store.coverage.facts(SITE, since=since, until=today, before=BEFORE))
            facts = store.coverage.facts(SITE, since=since, until=today, before=BEFORE)
            measure("judged", lambda: judge(facts, since=since, until=today, today=today))
            covered = judge(facts, since=since, until=today, today=today)
            measure("alarms", lambda: alarms(covered, facts, today=today))
            measure("as JSON", lambda: json.dumps(to_record(covered, ())))
            measure("as SVG", lambda: plot(covered))
        print(
            f"stories of the month: {covered.total.known:,}, stored {covered.total.stored:,}; sources {len(covered.sources)}"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
