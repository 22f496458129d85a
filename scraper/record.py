"""The page record `page/1`: a cleaned page as one JSON object.

Keys and their meaning are those of `scraper.model`; what a page does not show is null, lists are never null.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import Any

from scraper.model import Article, Block, CleanedPage, Provenance, RelatedItem, Source, WarcPlace

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_NOT_IN_RECORD = {"parts", "next_listing"}


def to_record(page: CleanedPage) -> dict[str, Any]:
    """Return `page` as plain dicts, lists and strings, keys in the record's order."""
    values = {name: getattr(page, name) for name in _RECORD_ORDER}
    return values | {
        "article": _article_record(page.article) if page.article else None,
        "related": [_flat(item) for item in page.related],
        "provenance": _provenance_record(page.provenance),
    }


def to_json(page: CleanedPage) -> str:
    """Return `page` as one line of JSON: UTF-8 text, no line breaks, the same bytes for the same page."""
    return _ENCODER.encode(to_record(page))


def from_record(record: dict[str, Any]) -> CleanedPage:
    """Rebuild the page from what `to_record` gave.

    Raises `KeyError`, `TypeError` or `ValueError` for what is no record.
    """
    if record.get("schema") != "page/1":
        raise ValueError(f"schema {record.get('schema')!r}, expected 'page/1'")
    values = {name: record[name] for name in _RECORD_ORDER}
    article = dict(record["article"]) if record["article"] else None
    provenance = dict(record["provenance"])
    return CleanedPage(
        **values
        | {
            "article": _article(article) if article else None,
            "related": tuple(RelatedItem(**_tuples(item)) for item in record["related"]),
            "provenance": Provenance(
                **_tuples(provenance)
                | {
                    "warc": WarcPlace(**provenance["warc"]) if provenance["warc"] else None,
                    "origins": dict(provenance["origins"]),
                }
            ),
        }
    )


_RECORD_ORDER = (
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
)
assert {f.name for f in fields(CleanedPage)} == set(_RECORD_ORDER) | _NOT_IN_RECORD


def _flat(value: Any) -> dict[str, Any]:
    names, take = _fields_of(value.__class__)
    return {name: list(v) if type(v) is tuple else v for name, v in zip(names, take(value), strict=True)}


@cache
def _fields_of(kind: Any) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    """Return the names of a dataclass's fields, and what takes their values; all of ours have several."""
    names = tuple(f.name for f in fields(kind))
    return names, attrgetter(*names)


def _article_record(article: Article) -> dict[str, Any]:
    return _flat(article) | {
        "source": _flat(article.source) if article.source else None,
        "blocks": [_block_record(block) for block in article.blocks],
        "text": article.text,
    }


def _block_record(block: Block) -> dict[str, Any]:
    record: dict[str, Any] = {"kind": block.kind, "text": block.text}
    if block.level is not None:
        record["level"] = block.level
    if block.speaker is not None:
        record["speaker"] = block.speaker
    if block.rows is not None:
        record["rows"] = [list(row) for row in block.rows]
    return record


def _provenance_record(provenance: Provenance) -> dict[str, Any]:
    return _flat(provenance) | {
        "warc": _flat(provenance.warc) if provenance.warc else None,
        "origins": dict(sorted(provenance.origins.items())),
    }


def _tuples(record: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in record.items()}


def _article(record: dict[str, Any]) -> Article:
    del record["text"]  # derived from the blocks
    source = record.pop("source")
    blocks = [_tuples(block) for block in record.pop("blocks")]
    for block in blocks:
        if block.get("rows") is not None:
            block["rows"] = tuple(tuple(row) for row in block["rows"])
    return Article(
        **_tuples(record),
        source=Source(**source) if source else None,
        blocks=tuple(Block(**block) for block in blocks),
    )
