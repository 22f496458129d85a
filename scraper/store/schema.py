"""The tables, each column with its meaning. docs/store.md is made from this file.

A change here is a new version: add a step to `scraper.store.migrations`, and keep `VERSION` there in step.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    UniqueConstraint,
    text,
)

from scraper.store.record_tables import former_items, pages, related_items, versions
from scraper.store.types import Moment, Str, metadata

__all__ = [
    "captures",
    "former_items",
    "hosts",
    "links",
    "metadata",
    "pages",
    "patterns",
    "policy_files",
    "related_items",
    "run_counts",
    "runs",
    "schema_versions",
    "shapes",
    "tries",
    "unread",
    "versions",
]

schema_versions = Table(
    "schema_versions",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False, comment="Version of the tables, from 1."),
    Column("made_at", Moment, nullable=False, comment="When the tables were brought to it."),
    Column("made_by", Str, nullable=False, comment="Name and version of the package that did."),
    comment="One row for each version that the tables have had; the highest is theirs.",
)

links = Table(
    "links",
    metadata,
    Column("id", Integer, primary_key=True, comment="Number in the order they were found."),
    Column("site", Str, nullable=False, comment="Name of the site definition that it belongs to."),
    Column("url", Str, nullable=False, comment="Address to ask for, as it was first found."),
    Column("url_key", Str, nullable=False, comment="Address as all tables know it: normalised. Unique within a site."),
    Column(
        "kind",
        Str,
        nullable=False,
        comment='What is expected there: "feed", "sitemap", "rest", "api", "listing", "article" or "part".',
    ),
    Column(
        "found_by",
        Str,
        nullable=False,
        comment='The way in: "definition", "feed", "sitemap", "rest", "api", "listing", "related", "archive", "list", "pagination", "rule", "part".',
    ),
    Column("found_on", Str, comment="Address of the page that named it; NULL for the definition."),
    Column("title", Str, comment="Title as a feed or listing gives it."),
    Column("published", Str, comment="Publication date as a feed or listing gives it, ISO 8601."),
    Column(
        "depth",
        Integer,
        nullable=False,
        comment="Of a further page of a listing: how many pages lie before it; else 0.",
    ),
    Column("part_of", Str, comment="Key of the article that this is a further page of; NULL for other links."),
    Column("first_seen", Moment, nullable=False, comment="When it was found."),
    Column(
        "every_seconds",
        Integer,
        comment="Of a way in: how often it is looked at, as things are. NULL for links that are asked for once.",
    ),
    Column(
        "state",
        Str,
        nullable=False,
        comment='"ready" (to be asked for), "waiting" (until `due`), "unread" (answered) or "settled" (never again).',
    ),
    Column(
        "priority", BigInteger, nullable=False, comment="Place in the queue: the lower, the sooner (scraper.frontier)."
    ),
    Column("due", Moment, comment="When to ask for it (again); NULL: never again."),
    Column("asked", Integer, nullable=False, comment="How often it has been tried."),
    Column("failures", Integer, nullable=False, comment="How many tries have failed since the last that did not."),
    Column("outcome", Str, comment="How the last try ended (docs/outcomes.md); NULL before the first."),
    Column("reason", Str, comment="More about that end, in words."),
    Column("last_tried", Moment, comment="When the last try ended."),
    Column("etag", Str, comment="ETag of the last answer, to be sent as If-None-Match."),
    Column("last_modified", Str, comment="Last-Modified of the last answer, to be sent as If-Modified-Since."),
    Column("target", Str, comment="Where the address redirects to."),
    Column("target_key", Str, comment="The same as a key."),
    Column(
        "host", Str, nullable=False, server_default="", comment="Whose turn it takes: the registered host of `url`."
    ),
    Column("moved_to", Str, comment="Where it has moved for good (301, 308): asked for in its place."),
    Column(
        "day",
        Str,
        nullable=False,
        server_default="",
        comment="Day for which a story counts (docs/coverage.md), UTC: of `published`, else of the page's own date, else of "
        "`first_seen`.",
    ),
    Column(
        "source_id",
        ForeignKey("sources.id"),
        comment="Of a way in, and what it leads to of its own kind: the source for which it counts; NULL for other links.",
    ),
    Column("modified", Str, comment="When it was last changed, by the latest date that a way in gives; ISO 8601."),
    Column(
        "claim", Str, comment="Key of the way in that says it has changed since it was asked for; NULL: none says so."
    ),
    Column(
        "claims_kept",
        Integer,
        nullable=False,
        server_default=text("0"),
        comment="Of a way in: how often something had changed that it said had.",
    ),
    Column("claims_broken", Integer, nullable=False, server_default=text("0"), comment="How often it had not."),
    Column(
        "visits",
        Integer,
        nullable=False,
        server_default=text("0"),
        comment="How many of its answers have shown its article.",
    ),
    UniqueConstraint("url_key", "site", name="links_address"),
    Index("links_queue", "site", "host", "state", "priority", "id"),
    Index("links_due", "site", "state", "due"),
    Index("links_outcome", "site", "outcome", "state"),
    comment="Every address that was found: what it is, when it is due, how the last try ended.",
)

# Of few links: an index over these alone costs the others nothing.
for _name, *_columns in (
    ("links_target", links.c.target_key),
    ("links_part_of", links.c.part_of),
    ("links_ways_in", links.c.site, links.c.every_seconds),
):
    _filled = _columns[-1].is_not(None)
    Index(_name, *_columns, sqlite_where=_filled, postgresql_where=_filled)

Index(
    "links_days",
    links.c.site,
    links.c.day,
    sqlite_where=links.c.kind == "article",
    postgresql_where=links.c.kind == "article",
)

captures = Table(
    "captures",
    metadata,
    Column("id", Str, primary_key=True, comment="Digest of address, time and place in the archive."),
    Column("site", Str, nullable=False, comment="Name of the site definition."),
    Column("link_id", ForeignKey("links.id"), comment="The link that was followed; NULL for robots.txt and the like."),
    Column("url", Str, nullable=False, comment="Address that gave the answer."),
    Column("url_key", Str, nullable=False, comment="The same as a key."),
    Column("status", Integer, comment="HTTP status; NULL where the answer was no HTTP."),
    Column("fetched_at", Moment, nullable=False, comment="When it was asked for (WARC-Date)."),
    Column("warc_file", Str, nullable=False, comment="Name of the WARC file, relative to the archive's folder."),
    Column("warc_offset", BigInteger, nullable=False, comment="Bytes from the file's start to the response record."),
    Column("payload_digest", Str, comment='"sha256:…" of the body as it came over the wire.'),
    Column("content_digest", Str, comment='"sha256:…" of the body with all codings undone.'),
    Column("content_type", Str, comment="Media type without parameters, lower case."),
    Column("outcome", Str, nullable=False, comment="What the answer came to (docs/outcomes.md)."),
    Column(
        "rights", Str, comment="What it reserves: noindex, noarchive, noai, tdm-reservation … as JSON; NULL: nothing."
    ),
    UniqueConstraint("warc_file", "warc_offset", name="captures_place"),
    Index("captures_site", "site", "warc_file", "warc_offset"),
    Index("captures_address", "url_key", "site", "fetched_at"),
    Index("captures_link", "link_id"),
    Index("captures_content", "content_digest", "site"),
    comment="Every answer that the archive holds, and where it lies in the archive.",
)

archive_files = Table(
    "archive_files",
    metadata,
    Column("warc_file", Str, primary_key=True, comment="Name of the WARC file, relative to the archive's folder."),
    Column("known_until", BigInteger, nullable=False, comment="Bytes from its start: all answers before are captures."),
    comment="How far each file of the archive is known: behind that, the next crawl looks for what a kill has left.",
)

unread = Table(
    "unread",
    metadata,
    Column(
        "link_id", ForeignKey("links.id"), primary_key=True, autoincrement=False, comment="The link that was followed."
    ),
    Column("capture_id", ForeignKey("captures.id"), nullable=False, comment="Its answer."),
    Column("site", Str, nullable=False, comment="Name of the site definition."),
    Column("run_id", ForeignKey("runs.id"), comment="The run that asked; NULL: none is counted."),
    Column("owner", Str, comment="The process that takes it apart (as in `hosts`)."),
    Column("target", Str, comment="Where the address redirected to; NULL: nowhere."),
    Column("moved_to", Str, comment="Where it has moved for good (301, 308)."),
    Index("unread_site", "site", "link_id"),
    comment="Answers that are in the archive and wait to be taken apart: the page's record and links are still to come.",
)

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True, comment="Number of the run."),
    Column("site", Str, nullable=False, comment="Name of the site definition."),
    Column("started", Moment, nullable=False, comment="When it began."),
    Column("ended", Moment, comment="When it ended; NULL while it runs, or if it was killed."),
    Column("end", Str, comment='How it ended: "done", "limit", "stopped", "failed", "killed"; NULL while it runs.'),
    Index("runs_site", "site", "id"),
    comment="Every crawl of a site.",
)

run_counts = Table(
    "run_counts",
    metadata,
    Column("run_id", ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True, comment="The run."),
    Column("outcome", Str, primary_key=True, comment="Outcome of a link (docs/outcomes.md)."),
    Column("count", Integer, nullable=False, comment="How many tries ended so."),
    comment="How the tries of each run ended, counted as they end.",
)

tries = Table(
    "tries",
    metadata,
    Column("id", Integer, primary_key=True, comment="Number of the row."),
    Column("link_id", ForeignKey("links.id"), nullable=False, comment="The link that was followed."),
    Column("ended", Moment, nullable=False, comment="When the try ended."),
    Column("outcome", Str, nullable=False, comment="How (docs/outcomes.md)."),
    Column("reason", Str, comment="More about that end, in words."),
    Column("due", Moment, comment="When the link was to be asked for again, as it looked then; NULL: never."),
    Index("tries_link", "link_id", "id"),
    comment="Every try of every link: what `scraper explain` tells.",
)

hosts = Table(
    "hosts",
    metadata,
    Column("host", Str, primary_key=True, comment="Registered host: feeds, pages and robots.txt of all its names."),
    Column("adaptive", Float, nullable=False, comment="Seconds of delay that its latency and errors ask for."),
    Column("crawl_delay", Float, comment="Seconds that its robots.txt asks for; NULL if it names none."),
    Column("asked_at", Moment, comment="When the last request was sent."),
    Column("free_at", Moment, comment="When it may be asked again: the delay behind the end of the last answer."),
    Column("held_until", Moment, comment="Before this it is asked for nothing (Retry-After, or it rests)."),
    Column("why", Str, comment="Why it is held."),
    Column("strain", Integer, nullable=False, comment="Failures in a row, by weight (docs/politeness.md)."),
    Column("rests", Integer, nullable=False, comment="Rests in a row behind which it failed again."),
    Column("fence", Integer, nullable=False, comment="How often it has changed hands: the number of its lease."),
    Column("owner", Str, comment="The process that works on it; NULL: none."),
    Column("lease_until", Moment, comment="Until when that process holds it, unless it says that it is alive."),
    Index("hosts_owner", "owner"),
    comment="Every host that was asked: its rhythm, and which process asks it.",
)

policy_files = Table(
    "policy_files",
    metadata,
    Column("authority", Str, primary_key=True, comment="Scheme, host and port."),
    Column("path", Str, primary_key=True, comment='"/robots.txt" or "/.well-known/tdmrep.json".'),
    Column("kind", Str, nullable=False, comment='The last try: "rules", "none", "closed" (401, 403) or "unreachable".'),
    Column("asked_at", Moment, nullable=False, comment="When it was last asked for."),
    Column("ask_again", Moment, nullable=False, comment="When the copy has aged, or the next try is due."),
    Column("body", LargeBinary, comment="The last file that could be read, as far as it is parsed."),
    Column("good_at", Moment, comment="When `body` was fetched."),
    Column("failures", Integer, nullable=False, comment="Tries in a row that could not read it."),
    Column("why", Str, comment="What kept it from being read."),
    comment="What hosts allow: their robots.txt and tdmrep.json, kept between runs.",
)

patterns = Table(
    "patterns",
    metadata,
    Column("site", Str, primary_key=True, comment="Name of the site definition."),
    Column("pattern", Str, primary_key=True, comment="Form of an address, its numbers and values left out."),
    Column("links", Integer, nullable=False, comment="How many links of this form were found."),
    comment="How many addresses of one form were found: what grows without end is a trap (docs/politeness.md).",
)

shapes = Table(
    "shapes",
    metadata,
    Column("site", Str, primary_key=True, comment="Name of the site definition."),
    Column("shape", Str, primary_key=True, comment="Shape of an address: its folders without its name."),
    Column("stories", Integer, nullable=False, comment="How many addresses of this shape have brought a story."),
    Column("others", Integer, nullable=False, comment="How many have brought something else."),
    Column("idle", Integer, nullable=False, comment="How many in a row, up to the last, have brought nothing."),
    Column("passed", Integer, nullable=False, comment="How many were passed over since the last that was asked for."),
    Column("asked_at", Moment, comment="When the last answer had been read; NULL: there was none."),
    comment="What addresses of one shape have brought: those that never bring a story are passed over (docs/ways-in.md).",
)
