"""`scraper evaluate`: tables, JSON, one page beside its gold."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path

import pytest

from scraper.cli.terminal import columns_of
from scraper.evaluate.rivals import RIVALS, installed, load
from tests.cli.command import Runner
from tests.evaluate.material import made_pages, teaser_gold, write_bench, write_teasers

BENCH = "bench"


@pytest.fixture
def scraper(capsys: pytest.CaptureFixture[str]) -> Runner:
    return Runner(capsys)


@pytest.fixture
def bench(tmp_path: Path) -> Path:
    return write_bench(tmp_path / BENCH)


def test_a_perfect_page_has_perfect_figures(scraper: Runner, bench: Path) -> None:
    ended = scraper("evaluate", bench)
    assert ended.status == 0
    assert re.search(r"Teasers: teasers, 3 pages, 33 items\n.*\n  scraper +1.0000 +1.0000 +1.0000 +1.0000", ended.out)
    assert re.search(r"paper +3 +F1 of 4-word runs +1.0000", ended.out)
    assert re.search(r"paper +scraper +1.0000 +1.0000 +- +1.0000", ended.out)
    assert re.search(r"en +3 +33 +1.0000", ended.out)
    assert "measured 6 pages with scraper" in ended.err
    assert "Worst" not in ended.out


def test_the_report_as_json_holds_what_the_tables_show(scraper: Runner, bench: Path) -> None:
    report = json.loads(scraper("evaluate", bench, "--json").out)
    assert (report["schema"], report["pages"], report["sites"]) == ("evaluation/1", 6, "generic")
    ours = report["tools"]["scraper"]
    assert ours["teasers"]["teasers"]["item_f1_micro"] == 1.0
    assert ours["articles"]["paper"]["f1"] == 1.0
    assert ours["languages"]["en"]["pages"] == 6
    assert ours["cost"]["times_parse"] > 1


def test_a_set_can_be_named_by_itself_and_cut_short(scraper: Runner, bench: Path) -> None:
    ended = scraper("evaluate", bench / "articles" / "paper", "--limit", "2")
    assert "measured 2 pages" in ended.err
    assert "Teasers:" not in ended.out


def test_the_worst_pages_are_named_with_the_command_that_explains_one(scraper: Runner, tmp_path: Path) -> None:
    folder = write_teasers(tmp_path / "teasers", made_pages())
    gold = teaser_gold(made_pages()[1])
    gold["related"] += [
        {"title": "A story that is not there", "url": "https://paper.example/x/", "block": None, "sure": True}
    ]
    gold["in_body"] += ["a sentence that is not there"]
    (folder / "gold" / "p1.json").write_text(json.dumps(gold), "utf-8")
    ended = scraper("evaluate", folder)
    assert re.search(r"Worst pages, 1 are not perfect\n.*\n  0\.\d+ +teasers +p1 +1 missed, 1 lost", ended.out)
    assert f"next: scraper evaluate {folder} --page p1" in ended.err


def test_one_page_stands_beside_its_gold_block_by_block(scraper: Runner, tmp_path: Path) -> None:
    made = made_pages()[1]
    folder = write_teasers(tmp_path / "teasers", [made])
    gold = teaser_gold(made)
    gold["related"][0]["sure"] = False
    gold["related"][1]["title"] = gold["related"][1]["excerpt"] = "Something else entirely, as far as letters go"
    gold["related"] = [item for n, item in enumerate(gold["related"]) if n != 2]
    gold["not_in_body"].append("Jane Doe")
    (folder / "gold" / "p0.json").write_text(json.dumps(gold), "utf-8")
    ended = scraper("evaluate", folder, "--page", "p0")
    assert ended.status == 0
    assert re.search(r"body +=\ body +" + re.escape(made.paragraphs[0][:40]), ended.out)
    assert re.search(r"teaser +teaser\? +" + re.escape(made.stories[0].title), ended.out)
    assert re.search(r"teaser +! none +" + re.escape(made.stories[2].title), ended.out)
    assert re.search(r"teaser +=\ teaser +" + re.escape(made.stories[3].title), ended.out)
    assert re.search(r"metadata +=\ headline +" + re.escape(made.headline), ended.out)
    assert re.search(r"metadata +=\ not body +By Jane Doe", ended.out)
    assert re.search(r"! wrong +" + re.escape(made.stories[2].title), ended.out)
    assert re.search(r"! title +ours +" + re.escape(made.stories[1].title), ended.out)
    assert "gold  Something else entirely" in ended.out
    assert "9 found, 1 wrong, 0 missed" in ended.err
    assert max(map(columns_of, ended.out.splitlines())) <= 100
    only = scraper("evaluate", folder, "--page", "p0", "--differences")
    assert made.paragraphs[0][:40] not in only.out
    assert re.search(r"! none +" + re.escape(made.stories[2].title), only.out)


def test_one_article_stands_beside_its_text(scraper: Runner, bench: Path) -> None:
    path = bench / "articles" / "paper" / "gold.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    first, second, *rest = rows[0]["gold_text"].split("\n\n")
    rows[0] |= {"gold_text": "\n\n".join([first, *rest]), "title": "Another headline"}
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    ended = scraper("evaluate", bench / "articles", "--page", "p0")
    assert re.search(r"body +=\ body +" + re.escape(first[:40]), ended.out)
    assert re.search(r"body +! none +" + re.escape(second[:40]), ended.out) or second[:80] in first
    assert re.search(r"! headline +ours", ended.out)
    assert re.search(r"= authors +ours +Jane Doe", ended.out)


def test_a_page_that_is_not_there_is_named_and_the_others_measured(scraper: Runner, bench: Path) -> None:
    (bench / "teasers" / "html" / "p1.html.gz").unlink()
    ended = scraper("evaluate", bench)
    assert ended.status == 1
    assert "p1: was not measured" in ended.err
    assert "measured 5 pages" in ended.err


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["evaluate"], "no gold to measure against"),
        (["evaluate", BENCH, "--page", "unknown"], "no page 'unknown'"),
        (["evaluate", BENCH, "--differences"], "--differences needs --page"),
    ],
)
def test_wrong_usage_is_status_2(
    scraper: Runner, bench: Path, args: list[str], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(bench.parent)
    monkeypatch.delenv("SCRAPER_GOLD", raising=False)
    ended = scraper(*args)
    assert (ended.status, says in ended.err) == (2, True)


def test_a_folder_without_gold_says_what_gold_is(scraper: Runner, tmp_path: Path) -> None:
    ended = scraper("evaluate", tmp_path)
    assert ended.status == 1
    assert "holds no gold: pages.jsonl beside gold/<id>.json or gold.jsonl" in ended.err


def test_gold_that_is_no_json_is_named_with_its_line(scraper: Runner, bench: Path) -> None:
    path = bench / "articles" / "paper" / "gold.jsonl"
    path.write_text(path.read_text("utf-8") + "\n{]", "utf-8")
    ended = scraper("evaluate", bench)
    assert (ended.status, f"{path}:4: is no JSON" in ended.err) == (1, True)


def test_the_folder_may_come_from_the_environment(
    scraper: Runner, bench: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCRAPER_GOLD", str(bench))
    assert "measured 6 pages" in scraper("evaluate").err


def test_rivals_that_are_not_installed_are_named_and_left_out(scraper: Runner, bench: Path) -> None:
    ended = scraper("evaluate", bench, "--rivals", "--limit", "1")
    assert ended.status == 0
    missing = [name for name in RIVALS if not installed(name)]
    assert all(re.search(rf"left out.*{name}", ended.err) for name in missing)
    assert "scraper[bench]" in ended.err or not missing


@pytest.mark.parametrize("name", RIVALS)
def test_a_rival_gives_text(name: str) -> None:
    if importlib.util.find_spec(RIVALS[name]) is None:
        pytest.skip(f"{name} is not installed")
    made = made_pages(1)[0]
    assert made.paragraphs[3][:40] in str(load(name)(made.html, made.url)["text"])
