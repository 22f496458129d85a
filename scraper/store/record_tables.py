"""The tables of records: pages, their teasers, and what both were earlier. `scraper.store.schema` has the others."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, UniqueConstraint

from scraper.store.types import Moment, Str, metadata

pages = Table(
    "pages",
    metadata,
    Column("id", Integer, primary_key=True, comment="Number of the row."),
    Column("site", Str, nullable=False, comment="Name of the site definition."),
    Column("url", Str, nullable=False, comment="Final address, after redirects."),
    Column("url_key", Str, nullable=False, comment="The same as a key. Unique within a site."),
    Column("canonical_key", Str, comment="Key of the address that the page declares as its own."),
    Column(
        "capture_id", ForeignKey("captures.id"), nullable=False, comment="The answer that the record was made from."
    ),
    Column("page_type", Str, nullable=False, comment='"article", "listing" or "other".'),
    Column("outcome", Str, nullable=False, comment='"ok", or why there is no article (docs/outcomes.md).'),
    Column("headline", Str, comment="The article's headline."),
    Column("published", Str, comment="ISO 8601, as in the record: a date alone, or a time with the page's offset."),
    Column("modified", Str, comment="The same, of the last change."),
    Column(
        "day",
        Str,
        nullable=False,
        comment="Day of publication as the page gives it, else of the fetch (UTC): YYYY-MM-DD.",
    ),
    Column("language", Str, comment='Language of the text: "en".'),
    Column("section", Str, comment="Section that the page names."),
    Column("fetched_at", Moment, nullable=False, comment="When the capture was asked for."),
    Column("cleaner", Str, nullable=False, comment="Name and version of the package that made the record."),
    Column("rules", Str, comment="Site definition and digest of its rules; NULL: the generic cleaner alone."),
    Column("record", Str, nullable=False, comment="The whole page record (schema page/1) as JSON."),
    Column("since", Moment, comment="When the first answer with this version of the article was asked for."),
    Column("gone_at", Moment, comment="When the page was first found to be gone (404, 410); NULL: it is there."),
    UniqueConstraint("url_key", "site", name="pages_address"),
    Index("pages_order", "site", "day", "url_key"),
    Index("pages_canonical", "canonical_key"),
    Index("pages_capture", "capture_id"),
    comment="One row for each stored page: articles, listings and the others, as they were last cleaned.",
)

related_items = Table(
    "related_items",
    metadata,
    Column("page_id", ForeignKey("pages.id", ondelete="CASCADE"), primary_key=True, comment="The page it stands on."),
    Column(
        "position", Integer, primary_key=True, autoincrement=False, comment="Place among the page's teasers, from 0."
    ),
    Column("list", Str, comment="Heading of the list it stands in."),
    Column("kind", Str, nullable=False, comment='"read_more", "related", "most_read", "latest" … as in the record.'),
    Column("title", Str, nullable=False, comment="Headline of the story it advertises."),
    Column("url", Str, comment="Address of that story; NULL where the page gives none."),
    Column(
        "target_key",
        Str,
        comment="The same as a key: joins with `pages.url_key`, `links.url_key`, `pages.canonical_key`.",
    ),
    Column("category", Str, comment="Category, its frame taken off."),
    Column("excerpt", Str, comment="Excerpt, its frame taken off."),
    Column("excerpt_truncated", Boolean, comment="Whether the excerpt was cut; NULL without one."),
    Column("date_text", Str, comment="Date as shown."),
    Column("published", Str, comment="Date, ISO 8601."),
    Column("authors", Str, nullable=False, comment="Authors as a JSON list."),
    Column("image", Str, comment="Address of its picture."),
    Column("first_seen", Moment, comment="When the page was asked for that first showed it; last: `pages.fetched_at`."),
    Index("related_items_target", "target_key"),
    comment="The teasers of the stored pages, one row each.",
)

former_items = Table(
    "former_items",
    metadata,
    Column("id", Integer, primary_key=True, comment="Number of the row."),
    Column("page_id", ForeignKey("pages.id", ondelete="CASCADE"), nullable=False, comment="The page it stood on."),
    *(
        Column(column.name, column.type, nullable=column.nullable, comment="As in `related_items`.")
        for column in related_items.columns
        if column.name not in ("page_id", "first_seen")
    ),
    Column("first_seen", Moment, comment="When the page was asked for that first showed it."),
    Column("last_seen", Moment, nullable=False, comment="When the page was asked for that last showed it."),
    Index("former_items_page", "page_id"),
    comment="Teasers that stored pages showed earlier, and do not any more.",
)

versions = Table(
    "versions",
    metadata,
    Column("id", Integer, primary_key=True, comment="Number of the row."),
    Column("page_id", ForeignKey("pages.id", ondelete="CASCADE"), nullable=False, comment="The page."),
    Column("since", Moment, nullable=False, comment="When the first answer with this version was asked for."),
    Column("until", Moment, nullable=False, comment="When the last one was."),
    Column("changes", Str, nullable=False, comment="What the next version changed, as a JSON list (docs/revisits.md)."),
    Column("record", Str, nullable=False, comment="The page record of that last answer as JSON."),
    Index("versions_page", "page_id", "since"),
    comment="Earlier versions of articles that have changed; the present one is in `pages`.",
)
