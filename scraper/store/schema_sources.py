"""The tables of what ways in announced: sources, sightings, polls. Of the same `metadata` as `scraper.store.schema`."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, Table, UniqueConstraint

from scraper.store.schema import metadata
from scraper.store.types import Moment, Str

sources = Table(
    "sources",
    metadata,
    Column("id", Integer, primary_key=True, comment="Number of the source."),
    Column("site", Str, nullable=False, comment="Name of the site definition."),
    Column(
        "kind",
        Str,
        nullable=False,
        comment='"feed", "sitemap", "rest", "api", "listing": a way in of the definition; "archive": its date archives; '
        '"list": addresses that a user handed in; "page": pages that turned out to be lists of stories.',
    ),
    Column("url", Str, nullable=False, comment='Address of the way in; "" for the last three kinds.'),
    Column("url_key", Str, nullable=False, comment="The same as a key."),
    Column("first_seen", Moment, nullable=False, comment="When it was first named."),
    UniqueConstraint("site", "kind", "url_key", name="sources_address"),
    comment="What announces stories. A child sitemap or a further page counts for the way in that led to it.",
)

sightings = Table(
    "sightings",
    metadata,
    Column("link_id", ForeignKey("links.id"), primary_key=True, autoincrement=False, comment="The story's link."),
    Column("source_id", ForeignKey("sources.id"), primary_key=True, autoincrement=False, comment="Who announced it."),
    Column("first_seen", Moment, nullable=False, comment="When it first did."),
    Column(
        "last_seen", Moment, nullable=False, comment="When it did last, to the day: the first time on its last day."
    ),
    Column("published", Str, comment="Publication date that it gave first, ISO 8601; NULL: none."),
    comment="Which source announced which story.",
    sqlite_with_rowid=False,
)

polls = Table(
    "polls",
    metadata,
    Column("source_id", ForeignKey("sources.id"), primary_key=True, autoincrement=False, comment="The source."),
    Column("at", Moment, primary_key=True, comment="When the answer had been read, or the try had failed."),
    Column(
        "link_id",
        ForeignKey("links.id"),
        primary_key=True,
        autoincrement=False,
        comment="What was asked: the way in, a child sitemap, a further page.",
    ),
    Column("outcome", Str, nullable=False, comment="How it ended (docs/outcomes.md)."),
    Column("announced", Integer, comment="Stories that the answer named; NULL: it was not read (304, a failure)."),
    Column("first", Integer, comment="Those of them that this source had never named before."),
    Column("found", Integer, comment="Those of them that no way had named before."),
    comment="Every look at a source, and what it brought.",
    sqlite_with_rowid=False,
)
