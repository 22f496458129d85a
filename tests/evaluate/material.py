"""Folders of made pages with their gold, in the two forms that `scraper evaluate` reads."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

from tests.clean.pages import MadePage, make_page, paragraphs_as_p, plain_list, wrapped_cards


def made_pages(count: int = 3) -> list[MadePage]:
    return [
        make_page(
            seed, list_shape=(plain_list, wrapped_cards)[seed % 2], body_shape=paragraphs_as_p, rich=bool(seed % 2)
        )
        for seed in range(count)
    ]


def teaser_gold(made: MadePage) -> dict[str, Any]:
    """Return what a careful reader would write down of a made page."""
    return {
        "url": made.url,
        "title": made.headline,
        "in_body": [text[:60] for text in made.paragraphs],
        "not_in_body": [story.title for story in made.stories],
        "body_starts": made.paragraphs[0][:40],
        "body_ends": made.paragraphs[-1][-40:],
        "related": [
            {
                "title": story.title,
                "url": story.url,
                "block": "Related stories" if n < 6 else "Latest news",
                "sure": True,
            }
            | ({"excerpt": story.excerpt} if story.excerpt else {})
            for n, story in enumerate(made.stories)
        ],
        "excluded_doubtful": [],
    }


def write_pages(folder: Path, made: list[MadePage]) -> None:
    (folder / "html").mkdir(parents=True)
    lines = []
    for n, page in enumerate(made):
        (folder / "html" / f"p{n}.html.gz").write_bytes(gzip.compress(page.html.encode()))
        lines.append(json.dumps({"id": f"p{n}", "path": f"html/p{n}.html.gz", "url": page.url}))
    (folder / "pages.jsonl").write_text("\n".join(lines), "utf-8")


def write_teasers(folder: Path, made: list[MadePage]) -> Path:
    write_pages(folder, made)
    (folder / "gold").mkdir()
    for n, page in enumerate(made):
        (folder / "gold" / f"p{n}.json").write_text(json.dumps({"id": f"p{n}"} | teaser_gold(page)), "utf-8")
    return folder


def write_articles(folder: Path, made: list[MadePage]) -> Path:
    write_pages(folder, made)
    rows = [
        {
            "id": f"p{n}",
            "set": folder.name,
            "url": page.url,
            "gold_text": "\n\n".join(page.paragraphs),
            "title": page.headline,
            "authors": ["Jane Doe"],
            "language": "en-GB",
        }
        for n, page in enumerate(made)
    ]
    (folder / "gold.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return folder


def write_bench(folder: Path, count: int = 3) -> Path:
    made = made_pages(count)
    write_teasers(folder / "teasers", made)
    write_articles(folder / "articles" / "paper", made)
    return folder
