"""The main job on recorded input, end to end: what `make demo` runs.

    recorded aggregator -> crawl (no network) -> archive -> clean -> store -> JSON lines and CSV
    a page's text dump  -> clean

Everything it writes is in demo/, which is made anew. Each step is a command as a user types it.
"""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import sys
import textwrap
import time
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
OUT = Path("demo")
SITE = "wp-a.test"
CASSETTE = Path("cassettes") / SITE / "crawl.warc.gz"
DUMPS = Path("cassettes") / "its.network"
WIDTH = 100


def main() -> int:
    """Run the steps and say what came of them; the exit status is that of the first step that fails."""
    begun = time.monotonic()
    shutil.rmtree(ROOT / OUT, ignore_errors=True)
    (ROOT / OUT).mkdir()
    data, records, dumps = OUT / "data", OUT / "news.jsonl", OUT / "dumps.jsonl"
    title("1. Crawl the recorded aggregator (its answers come from a WARC: no socket is opened)")
    scraper("crawl", SITE, "--replay", CASSETTE, "--allow-private", "--data", data)
    title("2. Export what was stored")
    scraper("export", "--data", data, "--output", records)
    scraper("export", "--data", data, "--output", OUT / "news.csv")
    title("3. Take a page's text dump apart")
    scraper("clean", *sorted(path.relative_to(ROOT) for path in (ROOT / DUMPS).glob("*.txt")), to=dumps)
    title("4. What came of it")
    pages = read(records)
    summarise(pages, read(dumps))
    example = max(pages, key=lambda page: (page["page_type"] == "article", len(page["related"])))
    title("5. One article, with its related items")
    show(example)
    title("6. Who promotes it, by `scraper related`")
    scraper("related", example["url"], "--data", data, behind="is promoted", most=12)
    title("Where things are, and what to try next")
    print(NEXT.format(data=data, records=records, dumps=dumps, out=OUT))
    print(f"\nThe demo took {time.monotonic() - begun:.0f} s.")
    return 0


NEXT = """\
  {records}         page records, one JSON object a line
  {out}/news.csv           the pages as a table; {out}/news.related.csv: their related items
  {dumps}        the record of the text dump
  {data}/archive       every answer as WARC
  {data}/store.sqlite  the store (docs/store.md)

  .venv/bin/scraper status --data {data}                  where the site stands
  .venv/bin/scraper site show its.network                    what a site definition looks like
  .venv/bin/scraper clean SAVED_PAGE.html --url ADDRESS      any page, without a definition"""


def title(text: str) -> None:
    """Print a heading."""
    print(f"\n\033[1m{text}\033[0m" if sys.stdout.isatty() else f"\n{text}", flush=True)


def scraper(*args: str | Path, to: Path | None = None, behind: str = "", most: int = 40) -> None:
    """Run a command as a user would and show it.

    `to` takes its results; else they are shown, from the first line that begins with `behind`, `most` lines of them.
    """
    words = [str(arg) for arg in args]
    print(f"$ scraper {shlex.join(words)}" + (f" > {to}" if to else ""), flush=True)
    command = [sys.executable, "-m", "scraper", *words]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=False)
    if to is not None:
        (ROOT / to).write_bytes(done.stdout)
    else:
        lines = done.stdout.decode("utf-8").splitlines()
        lines = lines[next((n for n, line in enumerate(lines) if line.startswith(behind)), 0) :]
        for line in lines[:most]:
            print(line)
        if len(lines) > most:
            print(f"  … {len(lines) - most} more lines")
    if done.returncode:
        sys.exit(done.returncode)


def read(path: Path) -> list[dict[str, Any]]:
    """Read page records."""
    return [json.loads(line) for line in (ROOT / path).read_text("utf-8").splitlines()]


def summarise(pages: list[dict[str, Any]], dumps: list[dict[str, Any]]) -> None:
    """Print counts by outcome, and how full the records are."""
    articles = [page["article"] for page in pages if page["article"]]
    for (kind, outcome), number in sorted(Counter((page["page_type"], page["outcome"]) for page in pages).items()):
        print(f"  {number:5,} {kind:8} {outcome}")
    print(f"  {sum(len(page['related']) for page in pages):5,} related items on them")
    for field in ("headline", "authors", "published", "text"):
        print(f"  {sum(bool(article[field]) for article in articles):5,} of {len(articles):,} articles with {field}")
    for page in dumps:
        headline = page["article"] and page["article"]["headline"]
        print(f"  dump {page['id']}: {page['outcome']}, {headline!r}, {len(page['related'])} related items")


def show(page: dict[str, Any]) -> None:
    """Print an article and its related items as a person would want to read them."""
    article = page["article"] or {"headline": page["url"], "authors": [], "blocks": []}
    facts = [", ".join(article["authors"]), article.get("published"), article.get("section"), page["url"]]
    print(f"  {article['headline']}\n  {' · '.join(filter(None, facts))}\n")
    paragraphs = [block for block in article["blocks"] if block["kind"] == "paragraph"]
    for block in sorted(paragraphs, key=lambda block: len(block["text"]) < 200)[:2]:  # the first two of some length
        print(textwrap.fill(block["text"], WIDTH, initial_indent="  ", subsequent_indent="  ", max_lines=4) + "\n")
    print(f"  … {len(article['blocks'])} blocks in all, and beside them {len(page['related'])} related items:")
    heading: str | None = ""
    for item in page["related"][:8]:
        if item["list"] != heading:
            heading = item["list"]
            print(f"\n  {heading or 'without a heading'}")
        print(f"    - {item['title']}" + (f"  [{item['category']}]" if item["category"] else ""))
        if item["excerpt"]:
            more = " …" if item["excerpt_truncated"] else ""
            print(
                textwrap.fill(
                    item["excerpt"] + more, WIDTH, initial_indent=" " * 6, subsequent_indent=" " * 6, max_lines=2
                )
            )
    if len(page["related"]) > 8:
        print(f"    … {len(page['related']) - 8} more")


if __name__ == "__main__":
    sys.exit(main())
