"""How well pages of sites come out that the weights have not seen: the whole cleaner, cross-validated by site.

    python scripts/cross_validate.py BENCH [--json FILE]

BENCH as for scripts/train_cleaner.py, and any further sets of `articles/`. For each of five folds, the weights that the
sites outside it teach clean the pages inside it; all pages together are scored and printed as by `scraper evaluate`.
Needs numpy, scipy and scikit-learn (the extra `train`).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

import train_cleaner  # noqa: E402

from scraper.clean.body import judge as body_judge  # noqa: E402
from scraper.clean.teasers import judge as teaser_judge  # noqa: E402
from scraper.clean.weights import Weights  # noqa: E402
from scraper.evaluate.gold import GoldPage, read_gold  # noqa: E402
from scraper.evaluate.report import report  # noqa: E402
from scraper.evaluate.run import OURS, Scored, make_tools, score_page  # noqa: E402
from scraper.evaluate.tables import columns, lines_of  # noqa: E402


def scored_pages(pages: list[GoldPage], folds: list[train_cleaner.Models]) -> Iterator[Scored]:
    """Yield each page as cleaned by the weights that have not seen its site."""
    tools = make_tools([OURS], None)
    for number, models in enumerate(folds):
        use(models)
        for page in pages:
            if train_cleaner.fold_of(page.url, f"{page.set}/{page.id}") == number:
                yield score_page(page, tools)


def use(models: train_cleaner.Models) -> None:
    """Let the cleaner decide by these weights from now on."""
    teaser_judge.CARD = Weights(**models.card)
    body_judge.LOCAL = Weights(**models.local)
    body_judge.CONTEXT = Weights(**models.context)


def main() -> None:
    """Train by fold, clean, score, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path)
    parser.add_argument("--json", type=Path, help="write the report there as well")
    parser.add_argument("--worst", type=int, default=20)
    arguments = parser.parse_args()
    folds = train_cleaner.cross_fit(train_cleaner.Gold.read(arguments.bench))
    found = report(list(scored_pages(list(read_gold(str(arguments.bench))), folds)), tools=[OURS], sites="none")
    if arguments.json:
        arguments.json.write_text(json.dumps(found, ensure_ascii=False), "utf-8")
    for line in lines_of(found):
        print(line)
    bad = [[f"{page['score']:.3f}", page["set"], page["id"], page["why"]] for page in found["worst"][: arguments.worst]]
    print(f"\nWorst pages, {len(found['worst']):,} are not perfect")
    for line in columns(["F1", "set", "page", "why"], bad):
        print(line)


if __name__ == "__main__":
    main()
