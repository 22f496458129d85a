"""Hold `scraper site new` against papers of many shapes: look at each, crawl with the definition as it was written, count.

    python scripts/bench_site_new.py [--stories N] [--only TEXT] [--wordpress URL TRUTH]

For each paper of tests/papers: its stories, the requests of `site new`, those of the crawl by the server's own count (robots.txt
and ways in among them), and the stories found. Status 1 if a crawl finds less than 95 % or takes more than 1.3 requests a story.
With --wordpress the same for a running site, whose stories are in TRUTH (JSON lines with "url"); its requests are counted
in the archive.
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scraper.urls import normalize_url  # noqa: E402
from tests.papers.paper import serve  # noqa: E402
from tests.papers.shapes import SHAPES  # noqa: E402
from tests.papers.words import write_stories  # noqa: E402

LEAST, MOST = 0.95, 1.3


def main() -> int:
    """Measure; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=int, default=150)
    parser.add_argument("--only", default="")
    parser.add_argument("--show", action="store_true", help="print the definitions")
    parser.add_argument("--wordpress", nargs=2, metavar=("URL", "TRUTH"))
    options = parser.parse_args()
    print(
        f"{'shape':26} {'stories':>7} {'found':>6} {'others':>6} {'new':>5} {'crawl':>6} {'a story':>8} {'with new':>9}"
    )
    wrong = 0
    if options.wordpress:
        url, truth = options.wordpress
        with gzip.open(truth, "rt", encoding="utf-8") as lines:
            told = {normalize_url(json.loads(line)["url"]) for line in lines}
        wrong += not measure("local WordPress", url, told, None, show=options.show)
        return 1 if wrong else 0
    for number, shape in enumerate(SHAPES):
        if options.only in shape.name:
            paper = shape(write_stories(options.stories, seed=100 + number))
            with serve(paper):
                wrong += not measure(
                    shape.name, paper.home, set(map(normalize_url, paper.truth)), paper.asked, show=options.show
                )
    return 1 if wrong else 0


def measure(name: str, home: str, truth: set[str], asked: list[str] | None, *, show: bool) -> bool:
    """Look at one site, crawl it, print a line; tell whether it is good enough."""
    with tempfile.TemporaryDirectory() as folder:
        config, data = Path(folder) / "config", Path(folder) / "data"
        looked = scraper("site", "new", home, "--name", "paper", "--config", config, "--allow-private")
        new = int(looked.stderr.rpartition(" request")[0].rpartition("\n")[2].replace(",", ""))
        if show:
            print((config / "sites" / "paper.toml").read_text("utf-8"))
        before = len(asked) if asked is not None else 0
        scraper("crawl", "paper", "--config", config, "--allow-private", "--data", data)
        crawl = len(asked) - before if asked is not None else archived(data)
        scraper("export", "--data", data, "--output", data / "all.jsonl")
        records = [json.loads(line) for line in (data / "all.jsonl").read_text("utf-8").splitlines()]
    articles = {normalize_url(each["url"]) for each in records if each["page_type"] == "article"}
    found = len(articles & truth)
    print(
        f"{name:26} {len(truth):>7} {found:>6} {len(articles - truth):>6} {new:>5} {crawl:>6} {crawl / len(truth):>8.2f}"
        f" {(crawl + new) / len(truth):>9.2f}",
        flush=True,
    )
    return found >= LEAST * len(truth) and crawl <= MOST * len(truth)


def archived(data: Path) -> int:
    """Return how many requests an archive holds."""
    return sum(gzip.open(path).read().count(b"WARC-Type: request") for path in (data / "archive").glob("*.warc.gz"))


def scraper(*args: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a command; a failure ends the measurement."""
    done = subprocess.run([sys.executable, "-m", "scraper", *map(str, args)], capture_output=True, text=True, cwd=ROOT)
    if done.returncode:
        sys.exit(f"scraper {' '.join(map(str, args))}: {done.stderr}")
    return done


if __name__ == "__main__":
    sys.exit(main())
