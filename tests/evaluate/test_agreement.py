"""The figures are those of the bench's own scorers, to the last digit."""

from __future__ import annotations

import importlib.util
import json
import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from scraper import clean_page
from scraper.evaluate.bodies import score_body
from scraper.evaluate.fields import score_fields
from scraper.evaluate.gold import GoldPage, read_gold
from scraper.evaluate.summary import article_figures, teaser_figures
from scraper.evaluate.teasers import score_teasers
from scraper.inputs import Document
from scraper.record import to_record

PAGES = 8
"""Of a set: enough to see each field and kind of fault."""

Record = dict[str, Any]


def scorer(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def records(folder: Path) -> Iterator[tuple[GoldPage, Record]]:
    """Clean the first pages of a folder; each comes a second time, damaged, so that every figure has something to count."""
    rng = random.Random(folder.name)
    for page in read_gold(str(folder), limit=PAGES):
        document = page.document()
        assert isinstance(document, Document)
        record = to_record(clean_page(document.body, url=page.url)) | {"id": page.id}
        yield page, record
        yield page, damaged(record, rng)


def damaged(record: Record, rng: random.Random) -> Record:
    """Return a record with faults of many kinds."""
    worse: Record = json.loads(json.dumps(record))
    article = worse["article"]
    if article:
        words = article["text"].split(" ")
        start, end = sorted(rng.sample(range(len(words) + 1), 2)) if len(words) > 1 else (0, 1)
        article["text"] = " ".join([*words[:start], *words[end:], *words[: rng.randrange(40)]])
        article["headline"] = rng.choice(
            [None, f"{article['headline']} | The Paper", (article["headline"] or "").upper()]
        )
        article["published"] = rng.choice([None, "2024-02-30", "2024-05-01T23:30:00-05:00", article["published"]])
        article["authors"] = rng.choice([[], ["By Jane Doe"], [*article["authors"], "Someone Else"]])
    related = [item for item in worse["related"] if rng.random() > 0.2]
    rng.shuffle(related)
    for item in related:
        item["url"] = rng.choice([item["url"], None, f"{item['url']}?utm_source=x#top", "http://["])
        item["title"] = rng.choice([item["title"], item["title"][: len(item["title"]) * 2 // 3], "Something else"])
    worse["related"] = related
    return worse


def test_teaser_figures_are_those_of_the_bench(shared: Path) -> None:
    theirs = scorer(shared / "bench" / "score_related.py")
    ours, wanted = [], []
    for page, record in records(shared / "bench" / "teasers"):
        ours.append(score_teasers(page.id, page.gold, record))
        wanted.append(theirs.score_page({"id": page.id, **page.gold}, record))
        assert ours[-1].f1 == wanted[-1]["f1"]
    counted = {name: sum(page[name] for page in wanted) for name in ("tp", "fp", "fn")}
    assert counted["fp"] > 10
    assert counted["fn"] > 10
    assert [(page.ordered, list(page.leaks), list(page.lost)) for page in ours] == [
        (page["ordered"], page["leaks"], page["lost"]) for page in wanted
    ]
    assert [{name: list(counts) for name, counts in page.fields.items()} for page in ours] == [
        page["fields"] for page in wanted
    ]
    assert [(page.wrong, page.missed, len(page.hit)) for page in ours] == [
        (page["wrong"], page["missed"], page["tp"]) for page in wanted
    ]


def test_the_whole_teaser_table_is_that_of_the_bench(
    shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = scorer(shared / "bench" / "score_related.py")
    gold, predictions = tmp_path / "gold", tmp_path / "predictions.jsonl"
    gold.mkdir()
    lines, scores = [], []
    for n, (page, record) in enumerate(records(shared / "bench" / "teasers")):
        name = f"{n:03}-{page.id}"
        (gold / f"{name}.json").write_text(json.dumps({**page.gold, "id": name}), "utf-8")
        answered = n != 3
        scores.append(score_teasers(name, page.gold, record if answered else None))
        lines += [json.dumps(record | {"id": name})] if answered else []
    predictions.write_text("\n".join(lines), "utf-8")
    monkeypatch.setattr("sys.argv", ["score_related.py", str(gold), str(predictions), "--json"])
    monkeypatch.setattr("sys.stdout.reconfigure", lambda **_: None, raising=False)
    theirs.main()
    assert json.loads(capsys.readouterr().out) == teaser_figures(scores)


@pytest.mark.parametrize(
    "name", ["scrapinghub", "fundus", "trafilatura", "readability", "newspaper", "postlight", "wcxb"]
)
def test_article_figures_are_those_of_the_bench(shared: Path, name: str) -> None:
    theirs = scorer(shared / "bench" / "score_articles.py")
    wanted, ours = [], []
    for page, record in records(shared / "bench" / "articles" / name):
        article: Mapping[str, Any] = record["article"] or {}
        wanted.append(theirs.score_page(page.gold, record, rouge=False))
        ours.append((score_body(page.gold, article.get("text"), set_name=name), score_fields(page.gold, article)))
    assert article_figures(ours) == theirs.summarise(wanted)


def test_optional_paragraphs_count_in_the_reading_that_suits_best(shared: Path) -> None:
    theirs = scorer(shared / "bench" / "score_articles.py")
    paragraphs = [f"This is paragraph number {n} of a story about number {n * n}." for n in range(7)]
    for optional in ([], [0], [2, 6], [0, 1, 2, 3, 4]):
        gold = {
            "id": "a",
            "set": "x",
            "gold_text": "\n\n".join(paragraphs),
            "gold_paragraphs": paragraphs,
            "gold_optional": optional,
        }
        for text in ("\n\n".join(paragraphs), "\n\n".join(paragraphs[1:5]), "\n\n".join(paragraphs[5:]), ""):
            page = {"id": "a", "article": {"text": text}}
            mine = score_body(gold, text, set_name="x")
            assert article_figures([(mine, score_fields(gold, {}))]) == theirs.summarise(
                [theirs.score_page(gold, page, rouge=False)]
            )
