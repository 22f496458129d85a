"""`scraper clean --explain`: where each block landed, and why."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scraper.cli.terminal import columns_of, cut, padded, printable, wrapped
from tests.clean.pages import make_page, paragraphs_as_p, plain_list
from tests.cli.command import Runner, run
from tests.conftest import ROOT

TAPE = ROOT / "cassettes" / "wp-a.test" / "crawl.warc.gz"


def test_a_page_is_explained_instead_of_recorded(scraper: Runner, tmp_path: Path) -> None:
    made = make_page(1, list_shape=plain_list, body_shape=paragraphs_as_p)
    path = tmp_path / "page.html"
    path.write_text(made.html, "utf-8")
    ended = scraper("clean", path, "--url", made.url, "--explain")
    assert ended.status == 0
    assert ended.out.startswith(f"{made.url}\narticle, ok: ")
    shown = re.sub(r"\n {12}", " ", ended.out)  # the reasons go on on the next line

    def reasons(text: str) -> str:
        found = re.search(rf"^ *[\d-]+  (.*{re.escape(text)}.*)$", shown, re.MULTILINE)
        assert found is not None
        return found[1]

    assert re.match(r"metadata  .* headline, main > article > h1; says headline, ", reasons(made.headline))
    assert re.match(r"body .* paragraph, .*div\.text > p; body \+\d", reasons(made.paragraphs[0][:40]))
    assert re.match(r"teaser .* title of item 0, .*; card of a list of 6, \+\d", reasons(made.stories[0].title))
    assert re.match(r"furniture Home \| News \| Sport .* refused: -\d", reasons("Home | News"))
    assert "Related stories [related]" in ended.out
    assert "docs/explain.md" in ended.err
    assert max(map(columns_of, ended.out.splitlines())) <= 100
    assert "\x1b" not in ended.out


def test_standard_input_is_explained_too() -> None:
    made = make_page(1, list_shape=plain_list, body_shape=paragraphs_as_p)
    ended = run("clean", "-", "--explain", stdin=made.html.encode())
    assert ended.status == 0
    assert "body" in ended.out


def test_one_page_of_a_warc_is_picked_by_its_address(scraper: Runner) -> None:
    ended = scraper("clean", TAPE, "--explain", "--id", "http://127.0.0.1:8101/")
    assert ended.out.startswith("http://127.0.0.1:8101/\nlisting, ok: ")
    assert "teasers.listing of the definition" in ended.out
    assert ended.err.startswith("cleaned 1 page: ")


def test_an_id_that_nothing_has_is_a_fault(scraper: Runner) -> None:
    ended = scraper("clean", TAPE, "--id", "nothing")
    assert (ended.status, "no page has the id or address nothing" in ended.err) == (1, True)


def test_a_dump_is_explained_by_its_passages(scraper: Runner) -> None:
    ended = scraper("clean", ROOT / "cassettes" / "its.network" / "interview.txt", "--explain")
    assert re.search(r"body +QUESTION: Secretary, thank you for your time.\n +stands in the text", ended.out)
    assert "by the definition its.network@" in ended.out


def test_letters_of_other_widths_keep_the_columns() -> None:
    assert cut("港の工事が来年始まる見通し", 9) == "港の工..."
    assert [columns_of(text) for text in ("港", "e\u0301", "مجلس", "a\u200bb")] == [2, 1, 4, 2]
    assert columns_of(padded("港の工事が来年", 10)) == 10
    assert list(wrapped(["one two", "three", "x" * 30], 14, indent="  ")) == [
        "  one two",
        "  three",
        "  " + "x" * 9 + "...",
    ]


def test_a_page_cannot_steer_the_terminal() -> None:
    assert printable("a\x1b[31mred\u202eder") == "a\\u001b[31mred\\u202eder"


@pytest.mark.parametrize("locale", ["C", "POSIX"])
def test_no_locale_refuses_a_letter(tmp_path: Path, locale: str) -> None:
    path = tmp_path / "page.html"
    path.write_text(
        "<html><body><article><h1>港の工事</h1><p>مجلس المدينة يوافق على الميناء.</p></article></body></html>", "utf-8"
    )
    ended = run("clean", path, "--explain", env={"LC_ALL": locale, "PYTHONIOENCODING": "ascii"})
    assert (ended.status, "港の工事" in ended.out) == (0, True)
