"""Clean damaged pages: no exception, and none that takes long.

    python scripts/bench_damaged.py [PATH …] [--pages 20000] [--seed 1] [--slow 2] [--workers 1] [--save DIR]

Each page is one of PATH (pages, WARC files, folders, a .jsonl manifest; by default the cassette), damaged in one to three ways:
cut, bits and bytes flipped, tags nested or left open, NULs, broken JSON-LD, parts repeated or spliced, attributes of a
megabyte, thousands of links. The same seed gives the same pages. Prints the outcomes, the slowest pages (processor time),
every exception with the number of its page, and ends with status 1 if there was an exception or a page slower than --slow.
--save keeps the bytes of these pages; `--only N` cleans page N alone.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from scraper import clean_page
from scraper.clean.explain import explain_page
from scraper.inputs import Document, read_inputs
from scraper.record import to_json
from scraper.workers import Failed, map_ordered

ROOT = Path(__file__).resolve().parent.parent
CASSETTE = ROOT / "cassettes" / "wp-a.test" / "crawl.warc.gz"
LONGEST = 24_000_000  # bytes of a damaged page; longer ones are refused by their length alone
TAGS = (
    b"div",
    b"span",
    b"b",
    b"a href='/x'",
    b"table",
    b"ul",
    b"li",
    b"p",
    b"blockquote",
    b"font",
    b"svg",
    b"section",
    b"h2",
    b"x-y",
    b"td",
)
SCRIPT = b'<script type="application/ld+json">'


def cut(page: bytes, rng: random.Random) -> bytes:
    """Lose the end, the beginning, or a part of the middle."""
    start, end = sorted(rng.randrange(len(page) + 1) for _ in range(2))
    return rng.choice([page[:end], page[start:], page[:start] + page[end:]])


def bits(page: bytes, rng: random.Random) -> bytes:
    """Flip single bits."""
    damaged = bytearray(page)
    for _ in range(rng.choice([1, 10, 100, 1000]) if damaged else 0):
        damaged[rng.randrange(len(damaged))] ^= 1 << rng.randrange(8)
    return bytes(damaged)


def noise(page: bytes, rng: random.Random) -> bytes:
    """Write random bytes over a part."""
    at = rng.randrange(len(page) + 1)
    length = rng.choice([1, 16, 256, 4096])
    return page[:at] + rng.randbytes(length) + page[at + length :]


def nested(page: bytes, rng: random.Random) -> bytes:
    """Open tags inside each other, with or without closing them."""
    at = rng.randrange(len(page) + 1)
    tag = rng.choice(TAGS)
    depth = rng.choice([10, 100, 1_000, 1_900, 10_000, 100_000])
    closed = rng.random() < 0.5
    return (
        page[:at]
        + (b"<" + tag + b">") * depth
        + b"text"
        + (b"</" + tag.split()[0] + b">") * (depth * closed)
        + page[at:]
    )


def crossed(page: bytes, rng: random.Random) -> bytes:
    """Open two kinds of tags and close them the wrong way round."""
    at = rng.randrange(len(page) + 1)
    one, other = rng.sample(TAGS, 2)
    times = rng.choice([10, 100, 900])
    part = b"<%b><%b>text</%b></%b>" % (one, other, one.split()[0], other.split()[0])
    return page[:at] + part * times + page[at:]


def nuls(page: bytes, rng: random.Random) -> bytes:
    """Put NULs in."""
    for _ in range(rng.choice([1, 10, 100])):
        at = rng.randrange(len(page) + 1)
        page = page[:at] + b"\0" * rng.choice([1, 7, 300]) + page[at:]
    return page


def json_ld(page: bytes, rng: random.Random) -> bytes:
    """Break the page's JSON-LD, or give it some that is wrong."""
    at = page.find(SCRIPT)
    if at >= 0 and rng.random() < 0.6:
        end = page.find(b"</script", at)
        inside = rng.choice([cut, bits, noise])(page[at + len(SCRIPT) : end], rng)
        return page[: at + len(SCRIPT)] + inside + page[end:]
    depth = rng.choice([5, 500, 50_000])
    wrong = rng.choice(
        [
            b"[" * depth,
            b'{"@graph":' * depth + b"1" + b"}" * depth,
            b'{"@type":"NewsArticle","headline":'
            + b"9" * depth
            + b',"datePublished":{"@value":[[]]},"author":[[{"name":null}]]}',
            b'{"@type":["NewsArticle",null,3],"headline":{"a":1},"author":{"author":{"@id":"#a"},"@id":"#a"},"image":[1,[2]]}',
            b'{"articleBody":"' + b"word \\ud800 " * depth + b'"}',
            b"{'a':1,,}" * depth,
            b'{"@id":"#1","isPartOf":{"@id":"#1"}}',
            b"<!-- " + b"&quot;" * depth,
        ]
    )
    head = page.find(b"</head") if rng.random() < 0.7 else rng.randrange(len(page) + 1)
    return page[: max(0, head)] + SCRIPT + wrong + b"</script>" + page[max(0, head) :]


def repeated(page: bytes, rng: random.Random) -> bytes:
    """Say a part again and again."""
    start = rng.randrange(len(page) + 1)
    part = page[start : start + rng.choice([30, 300, 3_000, 30_000])]
    times = min(rng.choice([3, 30, 300, 3_000]), 3_000_000 // max(1, len(part)))
    return page[:start] + part * times + page[start:]


def attribute(page: bytes, rng: random.Random) -> bytes:
    """Put in a tag with very long or very many attributes."""
    at = rng.randrange(len(page) + 1)
    size = rng.choice([1_000, 100_000, 1_000_000])
    values = (
        b"class='" + b"a " * (size // 2),
        b"id='" + b"x" * size,
        b"href='" + b"/?" * (size // 2),
        b"style='" + b"a:b;" * (size // 4),
    )
    wild = (b"data-a='" + b"1" * size + b"'", b" a" * (size // 100), b"class='" + b"-related" * (size // 8) + b"'")
    value = rng.choice([value + b"'" for value in values] + list(wild))
    return page[:at] + b"<" + rng.choice((b"div", b"a", b"p", b"img", b"meta")) + b" " + value + b">" + page[at:]


def links(page: bytes, rng: random.Random) -> bytes:
    """Put in very many links, lines, cells or headings."""
    at = rng.randrange(len(page) + 1)
    part = rng.choice(
        [
            b'<li><a href="/2024/05/a-story-of-the-day-%d.html">A story of the day that is number %d</a></li>',
            b'<a href="/a-%d">w</a> <a href="/a-%d">two words</a>',
            b'<div class="card"><a href="/s/%d"><img src="a.jpg"></a><h3>Title of a story %d</h3><p>Some more.</p></div>',
            b"<p>Paragraph %d of a long text, which says little, %d times.</p>",
            b"<tr><td>%d</td><td>%d</td></tr>",
            b"<br>%d<br>%d",
            b"<time datetime='2024-01-%d'>%d</time>",
            b"<option>%d</option><option>%d",
        ]
    )
    count = rng.choice([100, 1_000, 5_000])
    return page[:at] + b"".join(part % (n, n) for n in range(count)) + page[at:]


def spliced(page: bytes, rng: random.Random, other: bytes) -> bytes:
    """Go over into another page in the middle."""
    return page[: rng.randrange(len(page) + 1)] + other[rng.randrange(len(other) + 1) :]


WAYS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    cut, bits, noise, nested, crossed, nuls, json_ld, repeated, attribute, links,
)  # fmt: skip


def damaged(pages: Sequence[tuple[bytes, str | None]], seed: int, number: int) -> tuple[bytes, str | None, str]:
    """Return a damaged page, its address, and how it was damaged."""
    rng = random.Random(f"{seed} {number}")
    page, url = rng.choice(pages)
    names = []
    for _ in range(rng.choice([1, 1, 2, 3])):
        if rng.random() < 0.1:
            page, name = spliced(page, rng, rng.choice(pages)[0]), "spliced"
        else:
            way = rng.choice(WAYS)
            page, name = way(page, rng), way.__name__
        names.append(name)
    return page[:LONGEST], url if rng.random() < 0.9 else None, "+".join(names)


@dataclass(frozen=True)
class Result:
    """What came of a page."""

    how: str
    size: int
    seconds: float
    outcome: str
    fault: str | None = None


def work(pages: Sequence[tuple[bytes, str | None]], seed: int, explain: bool, number: int) -> Result:
    """Damage a page and clean it."""
    page, url, how = damaged(pages, seed, number)
    began = time.process_time()
    try:
        record = explain_page(page, url=url).page if explain else clean_page(page, url=url)
        to_json(record).encode()
    except Exception:  # noqa: BLE001 (that is what is looked for)
        return Result(how, len(page), time.process_time() - began, "EXCEPTION", traceback.format_exc(limit=-3))
    return Result(how, len(page), time.process_time() - began, record.outcome)


def prepare(paths: list[str], seed: int, explain: bool) -> Callable[[int], Result]:
    """Read the pages: once in each worker."""
    manifests = [path for path in paths if path.endswith(".jsonl")]
    events = [event for manifest in manifests for event in read_inputs([], manifest=manifest)]
    events += read_inputs([path for path in paths if path not in manifests])
    pages = [(event.body, event.url) for event in events if isinstance(event, Document) and event.kind == "html"]
    if not pages:
        sys.exit("no pages found")
    return partial(work, pages, seed, explain)


def main() -> int:
    """Clean the pages and print what came of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", default=[str(CASSETTE)])
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--slow", type=float, default=2.0, help="seconds of processor time")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--explain", action="store_true", help="explain the pages too")
    parser.add_argument("--only", type=int, help="the number of one page")
    parser.add_argument("--save", type=Path, help="folder for pages that failed or were slow")
    args = parser.parse_args()
    setup = partial(prepare, args.paths, args.seed, args.explain)
    outcomes: Counter[str] = Counter()
    seconds: list[tuple[float, int, Result]] = []
    bad: list[int] = []
    numbers = range(args.pages) if args.only is None else [args.only]
    for number, result in map_ordered(setup, numbers, workers=args.workers):
        found = Result("?", 0, 0.0, "DIED", result.reason) if isinstance(result, Failed) else result
        outcomes[found.outcome] += 1
        seconds.append((found.seconds, number, found))
        if found.fault or found.seconds > args.slow:
            bad.append(number)
            print(
                f"page {number}: {found.how}, {found.size:,} bytes, {found.seconds:.2f} s, {found.outcome}", flush=True
            )
            print(found.fault or "", end="", flush=True)
    slow = sum(spent > args.slow for spent, _, _ in seconds)
    print(f"{len(seconds):,} pages: {', '.join(f'{count:,} {name}' for name, count in outcomes.most_common())}")
    print(f"{outcomes['EXCEPTION'] + outcomes['DIED']:,} exceptions, {slow:,} over {args.slow:g} s of processor time")
    for spent, number, found in sorted(seconds, key=lambda entry: -entry[0])[:5]:
        print(f"  {spent:6.2f} s  page {number}: {found.how}, {found.size:,} bytes, {found.outcome}")
    if args.save and bad:
        args.save.mkdir(parents=True, exist_ok=True)
        pages = setup().args[0]  # type: ignore[attr-defined]
        for number in bad:
            (args.save / f"{number}.html").write_bytes(damaged(pages, args.seed, number)[0])
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
