"""What each format holds, and that nothing is lost on the way."""

from __future__ import annotations

import csv
import importlib.util
import io
import json
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.export import FORMATS, write_export
from scraper.export.columns import PAGE_COLUMNS, RELATED_COLUMNS, TYPES, day, instant
from scraper.export.tables import guard, unguard
from scraper.model import Article, Block, CleanedPage, Provenance, RelatedItem, Source, WarcPlace
from scraper.record import from_record, to_json
from tests.records import cleaned_pages, texts

needs_pyarrow = pytest.mark.skipif(
    not importlib.util.find_spec("pyarrow"), reason="pyarrow is not here (extra parquet)"
)
lists_of_pages = st.lists(cleaned_pages(), max_size=2)

PAGE = CleanedPage(
    page_type="article",
    outcome="ok",
    id="c1",
    url="https://news.example/1",
    canonical_url="https://news.example/one",
    site="news.example",
    article=Article(
        headline="=SUM(A1) they said",
        dek="What happened, and why",
        authors=("Ann Bee", "Cee; Dee"),
        publisher="News",
        source=Source(name="Wire", url="https://wire.example/"),
        published="2026-11-20T23:30:00-08:00",
        published_text="Nov. 20",
        modified="2026-11-21",
        section="Crime",
        tags=("one", "two"),
        language="en",
        image="https://news.example/1.jpg",
        reading_time_minutes=4,
        blocks=(
            Block(kind="heading", text="Then", level=2),
            Block(kind="turn", text='Q: "Why?"', speaker="Q"),
            Block(kind="caption", text="A picture"),
            Block(kind="table", text="a | b\nc | d", rows=(("a", "b"), ("c", "d"))),
        ),
    ),
    related=(
        RelatedItem(
            position=0,
            title="-5 degrees",
            list="Read more",
            kind="read_more",
            url="https://news.example/2?utm_source=x",
            category="Weather",
            excerpt="It was cold",
            excerpt_truncated=True,
            date_text="yesterday",
            published="2026-11-19T10:00:00.5+01:00",
            authors=("A", "B"),
            image="https://news.example/2.jpg",
        ),
        RelatedItem(position=1, title="Another"),
    ),
    provenance=Provenance(
        cleaner="scraper/1",
        rules="news.example@1",
        fetched_at="2026-11-24T12:00:00+00:00",
        warc=WarcPlace(file="a.warc.gz", offset=512, payload_digest="sha256:00"),
        pages=("https://news.example/1", "https://news.example/1/2/"),
        origins={"published": "json-ld", "authors": "site:byline"},
    ),
)
BARE = CleanedPage(page_type="other", outcome="empty", provenance=Provenance(cleaner="scraper/1"))


def targets(urls: Collection[str]) -> Mapping[str, str]:
    return {url: "c2" for url in urls if "/2" in url}


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, strict=True))


def read_parquet(path: Path) -> list[dict[str, Any]]:
    import pyarrow.parquet

    return list(pyarrow.parquet.read_table(path).to_pylist())


def from_tables(page: Mapping[str, Any], teasers: list[Mapping[str, Any]], blocks: Any) -> CleanedPage:
    """Make the page again from its rows; `None` and empty lists where a table has nothing."""
    is_article = page["page_type"] == "article"
    source = Source(name=page["source_name"], url=page["source_url"]) if page["source_name"] else None
    same = ("headline", "dek", "publisher", "published", "published_text", "modified", "section", "language", "image")
    item = ("title", "list", "kind", "url", "category", "excerpt", "date_text", "published", "image")
    return CleanedPage(
        **{name: page[name] for name in ("id", "url", "canonical_url", "site", "page_type", "outcome")},
        article=Article(
            **{name: page[name] for name in same},
            authors=tuple(page["authors"]),
            tags=tuple(page["tags"]),
            source=source,
            reading_time_minutes=page["reading_time_minutes"],
            blocks=blocks,
        )
        if is_article
        else None,
        related=tuple(
            RelatedItem(
                **{name: row[name] for name in item},
                position=row["position"],
                excerpt_truncated=row["excerpt_truncated"],
                authors=tuple(row["authors"]),
            )
            for row in teasers
        ),
        provenance=Provenance(
            cleaner=page["cleaner"],
            rules=page["rules"],
            fetched_at=page["fetched_at"],
            warc=WarcPlace(file=page["warc_file"], offset=page["warc_offset"], payload_digest=page["payload_digest"])
            if page["warc_file"]
            else None,
            pages=tuple(page["pages"]),
            origins=json.loads(page["origins"]),
        ),
    )


def value_of(cell: str, kind: str) -> Any:
    match kind:
        case "texts":
            return unguard(cell).split("\n") if cell else []
        case _ if not cell:
            return None
        case "integer":
            return int(cell)
        case "boolean":
            return {"true": True, "false": False}[cell]
        case "timestamp":
            return datetime.fromisoformat(cell)
        case "date":
            return date.fromisoformat(cell)
        case _:
            return unguard(cell)


def values_of(row: Mapping[str, str], columns: tuple[Any, ...]) -> dict[str, Any]:
    return {column.name: value_of(row[column.name], column.type) for column in columns if column.name in row}


@given(pages=lists_of_pages)
def test_json_lines_are_the_records(pages: list[CleanedPage], tmp_path_factory: pytest.TempPathFactory) -> None:
    output = tmp_path_factory.getbasetemp() / "any.jsonl"
    summary = write_export(pages, format="jsonl", output=output)
    lines = output.read_bytes().decode().split("\n")
    assert lines.pop() == ""
    assert lines == [to_json(page) for page in pages]
    assert [from_record(json.loads(line)) for line in lines] == pages
    assert (summary.files, summary.pages, summary.related) == (
        (output,),
        len(pages),
        sum(len(p.related) for p in pages),
    )


@given(pages=lists_of_pages)
def test_csv_holds_every_page_but_its_blocks(
    pages: list[CleanedPage], tmp_path_factory: pytest.TempPathFactory
) -> None:
    output = tmp_path_factory.getbasetemp() / "any.csv"
    write_export(pages, format="csv", output=output, resolve=targets)
    page_rows = [values_of(row, PAGE_COLUMNS) for row in read_csv(output)]
    teaser_rows = [values_of(row, RELATED_COLUMNS) for row in read_csv(output.with_name("any.related.csv"))]
    for page, row in zip(pages, page_rows, strict=True):
        teasers: list[Mapping[str, Any]] = [teaser_rows.pop(0) for _ in range(row["related_count"])]
        assert row["text"] == (page.article.text or None if page.article else None)
        assert row["fetched_at"] == instant(page.provenance.fetched_at)
        row["fetched_at"] = page.provenance.fetched_at
        assert from_tables(row, teasers, page.article.blocks if page.article else ()) == page
        assert all((teaser["page_id"], teaser["page_url"]) == (page.id, page.url) for teaser in teasers)
    assert teaser_rows == []


@needs_pyarrow
@given(pages=lists_of_pages)
def test_parquet_holds_every_page_whole(pages: list[CleanedPage], tmp_path_factory: pytest.TempPathFactory) -> None:
    output = tmp_path_factory.getbasetemp() / "any.parquet"
    write_export(pages, format="parquet", output=output, resolve=targets)
    page_rows, teaser_rows = read_parquet(output), read_parquet(output.with_name("any.related.parquet"))
    for page, row in zip(pages, page_rows, strict=True):
        teasers: list[Mapping[str, Any]] = [teaser_rows.pop(0) for _ in range(row["related_count"])]
        for block in row["blocks"] or ():
            block["rows"] = tuple(map(tuple, block["rows"])) if block["rows"] is not None else None
        blocks = tuple(Block(**block) for block in row["blocks"] or ())
        assert row["fetched_at"] == instant(page.provenance.fetched_at)
        row["fetched_at"] = page.provenance.fetched_at
        empty = {name: row[name] or [] for name in ("authors", "tags", "pages")}
        assert from_tables(row | empty, teasers, blocks) == page
    assert teaser_rows == []


def test_csv_is_what_rfc_4180_says(tmp_path: Path) -> None:
    write_export([PAGE, BARE], format="csv", output=tmp_path / "x.csv", resolve=targets)
    for name, columns in (("x.csv", PAGE_COLUMNS), ("x.related.csv", RELATED_COLUMNS)):
        raw = (tmp_path / name).read_bytes()
        assert raw.endswith(b"\r\n")
        header = raw.decode().split("\r\n")[0]
        assert header == ",".join(column.name for column in columns if column.type != "blocks")
    first, second = read_csv(tmp_path / "x.csv")
    assert first["authors"] == "Ann Bee\nCee; Dee"
    assert first["text"] == 'Then\n\nQ: "Why?"\n\na | b\nc | d'
    assert (first["published_date"], first["published_at"]) == ("2026-11-20", "2026-11-21T07:30:00Z")
    assert (first["modified"], first["modified_at"]) == ("2026-11-21", "")
    assert second["headline"] == second["text"] == second["site"] == ""
    teasers = read_csv(tmp_path / "x.related.csv")
    assert [row["target_id"] for row in teasers] == ["c2", ""]
    assert [row["excerpt_truncated"] for row in teasers] == ["true", ""]
    assert teasers[0]["published_at"] == "2026-11-19T09:00:00.500000Z"


def test_no_cell_of_a_csv_is_run_by_a_spreadsheet(tmp_path: Path) -> None:
    write_export([PAGE], format="csv", output=tmp_path / "x.csv")
    assert read_csv(tmp_path / "x.csv")[0]["headline"] == "'=SUM(A1) they said"
    assert read_csv(tmp_path / "x.related.csv")[0]["title"] == "'-5 degrees"


@given(texts | st.text("'=+-@\t\r a", max_size=5))
def test_a_guarded_cell_is_no_formula_and_gives_its_text_back(text: str) -> None:
    assert guard(text)[:1] not in set("=+-@\t\r")
    assert unguard(guard(text)) == text


@needs_pyarrow
def test_parquet_has_types(tmp_path: Path) -> None:
    import pyarrow.parquet

    write_export([PAGE, BARE], format="parquet", output=tmp_path / "x.parquet", resolve=targets)
    schema = pyarrow.parquet.read_schema(tmp_path / "x.parquet")
    assert schema.names == [column.name for column in PAGE_COLUMNS]
    kinds = {
        name: str(schema.field(name).type) for name in ("published_at", "published_date", "authors", "related_count")
    }
    assert kinds == {
        "published_at": "timestamp[us, tz=UTC]",
        "published_date": "date32[day]",
        "authors": "list<element: string>",
        "related_count": "int64",
    }
    assert schema.field("dek").metadata[b"description"].startswith(b"Standfirst")
    first, second = read_parquet(tmp_path / "x.parquet")
    assert first["published_at"] == datetime(2026, 11, 21, 7, 30, tzinfo=UTC)
    assert first["published_date"] == date(2026, 11, 20)
    assert first["headline"] == "=SUM(A1) they said"
    assert first["blocks"][3]["rows"] == [["a", "b"], ["c", "d"]]
    assert (second["headline"], second["blocks"], second["published_at"]) == (None, None, None)
    assert [row["target_id"] for row in read_parquet(tmp_path / "x.related.parquet")] == ["c2", None]


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=needs_pyarrow if name == "parquet" else ()) for name in FORMATS]
)
def test_the_same_pages_give_the_same_bytes(tmp_path: Path, name: str) -> None:
    made = []
    for folder in ("a", "b"):
        pages = [
            PAGE,
            BARE,
            *(CleanedPage(page_type="other", outcome="ok", provenance=BARE.provenance) for _ in range(600)),
        ]
        summary = write_export(iter(pages), format=name, output=tmp_path / folder / f"x.{name}", resolve=targets)
        made.append([file.read_bytes() for file in summary.files])
    assert made[0] == made[1]


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=needs_pyarrow if name == "parquet" else ()) for name in FORMATS]
)
def test_an_export_of_nothing_is_whole(tmp_path: Path, name: str) -> None:
    summary = write_export([], format=name, output=tmp_path / f"x.{name}")
    assert (summary.pages, summary.related) == (0, 0)
    assert all(file.exists() for file in summary.files)
    if name == "csv":
        assert read_csv(tmp_path / "x.csv") == []
    if name == "parquet":
        assert read_parquet(tmp_path / "x.parquet") == []


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=needs_pyarrow if name == "parquet" else ()) for name in FORMATS]
)
def test_letters_that_have_no_utf_8_stop_no_export(tmp_path: Path, name: str) -> None:
    odd = CleanedPage(
        page_type="article",
        outcome="ok",
        provenance=BARE.provenance,
        article=Article(
            headline="\ud800", tags=("\ud800",), blocks=(Block(kind="table", text="x", rows=(("\ud800",),)),)
        ),
    )
    write_export([odd], format=name, output=tmp_path / f"x.{name}")


def test_days_and_instants_are_read_from_what_records_hold() -> None:
    assert day("2026-11-20T23:30:00-08:00") == date(2026, 11, 20)
    assert [day(odd) for odd in (None, "", "2026", "yesterday")] == [None] * 4
    assert instant("2026-11-20T23:30:00-08:00") == datetime(2026, 11, 21, 7, 30, tzinfo=UTC)
    assert [instant(odd) for odd in (None, "", "2026-11-20", "2026-11-20T10:00", "0001-01-01T00:00:00+10:00")] == [
        None
    ] * 5


def test_every_column_says_what_it_holds() -> None:
    for columns in (PAGE_COLUMNS, RELATED_COLUMNS):
        assert len({column.name for column in columns}) == len(columns)
        for column in columns:
            assert column.type in TYPES
            assert column.meaning.endswith("."), column.name


def test_memory_does_not_grow_with_the_pages(tmp_path: Path) -> None:
    """Pages are taken as they are written, a batch at a time."""
    taken = 0

    def pages() -> Any:
        nonlocal taken
        for _ in range(2_000):
            taken += 1
            yield BARE

    seen: list[int] = []

    class Sink(io.BytesIO):
        def write(self, data: Any) -> int:
            seen.append(taken)
            return len(data)

    from scraper.export.rows import with_targets

    FORMATS["jsonl"].write(with_targets(pages(), None), [Sink()])
    assert seen[0] <= 100
    assert all(later - earlier <= 100 for earlier, later in pairwise(seen))
