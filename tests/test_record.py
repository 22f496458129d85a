"""The page record: a cleaned page as one JSON object, and back."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from scraper.model import Article, Block, CleanedPage, Provenance, RelatedItem, Source, WarcPlace
from scraper.record import from_record, to_json, to_record

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
MAYBE = st.none() | TEXT
BLOCKS = st.builds(
    Block, kind=st.sampled_from(["paragraph", "heading", "table", "turn", "caption"]), text=TEXT, level=st.none() | st.integers(1, 6),
    speaker=MAYBE, rows=st.none() | st.lists(st.lists(TEXT).map(tuple)).map(tuple),
)  # fmt: skip
ARTICLES = st.builds(
    Article, headline=MAYBE, dek=MAYBE, authors=st.lists(TEXT).map(tuple), publisher=MAYBE,
    source=st.none() | st.builds(Source, name=TEXT, url=MAYBE), published=MAYBE, published_text=MAYBE, modified=MAYBE, section=MAYBE,
    tags=st.lists(TEXT).map(tuple), language=MAYBE, image=MAYBE, reading_time_minutes=st.none() | st.integers(0, 99),
    blocks=st.lists(BLOCKS, max_size=4).map(tuple),
)  # fmt: skip
ITEMS = st.builds(
    RelatedItem, position=st.integers(0, 99), title=TEXT, list=MAYBE, kind=st.sampled_from(["related", "inline"]), url=MAYBE,
    category=MAYBE, excerpt=MAYBE, excerpt_truncated=st.none() | st.booleans(), date_text=MAYBE, published=MAYBE,
    authors=st.lists(TEXT).map(tuple), image=MAYBE,
)  # fmt: skip
PAGES = st.builds(
    CleanedPage, id=MAYBE, url=MAYBE, canonical_url=MAYBE, site=MAYBE, page_type=st.sampled_from(["article", "listing", "other"]),
    outcome=TEXT, article=st.none() | ARTICLES, related=st.lists(ITEMS, max_size=3).map(tuple),
    provenance=st.builds(
        Provenance, cleaner=TEXT, rules=MAYBE, fetched_at=MAYBE, pages=st.lists(TEXT).map(tuple), origins=st.dictionaries(TEXT, TEXT),
        warc=st.none() | st.builds(WarcPlace, file=TEXT, offset=st.integers(0), payload_digest=MAYBE),
    ),
)  # fmt: skip


@given(PAGES)
def test_a_record_comes_back_as_the_page_it_was_made_from(page: CleanedPage) -> None:
    line = to_json(page)
    assert "\n" not in line
    assert from_record(json.loads(line)) == page
    assert to_json(from_record(json.loads(line))) == line


def test_the_record_has_the_fields_that_outsiders_rely_on() -> None:
    page = CleanedPage(
        page_type="article",
        outcome="ok",
        provenance=Provenance(cleaner="scraper/1"),
        article=Article(
            headline="H",
            blocks=(
                Block(kind="turn", text="QUESTION: Why?", speaker="QUESTION"),
                Block(kind="caption", text="A picture"),
                Block(kind="table", text="a | b", rows=(("a", "b"),)),
            ),
        ),
        related=(RelatedItem(position=0, title="T"),),
    )
    record = to_record(page)
    assert list(record) == [
        "schema",
        "id",
        "url",
        "canonical_url",
        "site",
        "page_type",
        "outcome",
        "article",
        "related",
        "provenance",
    ]
    assert record["article"]["text"] == "QUESTION: Why?\n\na | b"
    assert record["article"]["blocks"][0] == {"kind": "turn", "text": "QUESTION: Why?", "speaker": "QUESTION"}
    assert record["article"]["blocks"][2]["rows"] == [["a", "b"]]
    assert list(record["related"][0]) == [
        "position", "title", "list", "kind", "url", "category", "excerpt", "excerpt_truncated", "date_text", "published", "authors", "image",
    ]  # fmt: skip
    assert set(record["provenance"]) == {"cleaner", "rules", "fetched_at", "warc", "pages", "origins"}
