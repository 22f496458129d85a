"""The versions of the tables, and the steps between them.

A new store is made by `scraper.store.schema` as it is; an older one is brought up step by step. Both ways must lead to
the same tables, which a test compares.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import text
from sqlalchemy.engine import Connection

from scraper.store import announced
from scraper.urls import registered_host

VERSION = 5
"""The version of the tables in `scraper.store.schema`."""

Migration = Callable[[Connection], None]

_VERSION_2 = """
CREATE TABLE tries (
    id INTEGER NOT NULL, link_id INTEGER NOT NULL, ended TEXT NOT NULL, outcome TEXT NOT NULL, reason TEXT, due TEXT,
    PRIMARY KEY (id), FOREIGN KEY(link_id) REFERENCES links (id));
CREATE INDEX tries_link ON tries (link_id, id);
CREATE TABLE hosts (
    host TEXT NOT NULL, adaptive FLOAT NOT NULL, crawl_delay FLOAT, asked_at TEXT, free_at TEXT, held_until TEXT,
    why TEXT, strain INTEGER NOT NULL, rests INTEGER NOT NULL, fence INTEGER NOT NULL, owner TEXT, lease_until TEXT,
    PRIMARY KEY (host));
CREATE INDEX hosts_owner ON hosts (owner);
CREATE TABLE policy_files (
    authority TEXT NOT NULL, path TEXT NOT NULL, kind TEXT NOT NULL, asked_at TEXT NOT NULL, ask_again TEXT NOT NULL,
    body BLOB, good_at TEXT, failures INTEGER NOT NULL, why TEXT, PRIMARY KEY (authority, path));
CREATE TABLE patterns (
    site TEXT NOT NULL, pattern TEXT NOT NULL, links INTEGER NOT NULL, PRIMARY KEY (site, pattern));
ALTER TABLE captures ADD COLUMN rights TEXT;
CREATE INDEX captures_content ON captures (content_digest, site);
ALTER TABLE links ADD COLUMN host TEXT DEFAULT '' NOT NULL;
ALTER TABLE links ADD COLUMN moved_to TEXT;
DROP INDEX links_queue;
CREATE INDEX links_queue ON links (site, host, state, priority, id)
"""

_VERSION_3 = """
CREATE TABLE unread (
    link_id INTEGER NOT NULL, capture_id TEXT NOT NULL, site TEXT NOT NULL, run_id INTEGER, owner TEXT, target TEXT,
    moved_to TEXT, PRIMARY KEY (link_id), FOREIGN KEY(link_id) REFERENCES links (id),
    FOREIGN KEY(capture_id) REFERENCES captures (id), FOREIGN KEY(run_id) REFERENCES runs (id));
CREATE INDEX unread_site ON unread (site, link_id)
"""

_VERSION_4 = """
CREATE TABLE sources (
    id INTEGER NOT NULL, site TEXT NOT NULL, kind TEXT NOT NULL, url TEXT NOT NULL, url_key TEXT NOT NULL,
    first_seen TEXT NOT NULL, PRIMARY KEY (id), CONSTRAINT sources_address UNIQUE (site, kind, url_key));
CREATE TABLE sightings (
    link_id INTEGER NOT NULL, source_id INTEGER NOT NULL, first_seen TEXT NOT NULL, last_seen TEXT NOT NULL,
    published TEXT, PRIMARY KEY (link_id, source_id), FOREIGN KEY(link_id) REFERENCES links (id),
    FOREIGN KEY(source_id) REFERENCES sources (id)) WITHOUT ROWID;
CREATE TABLE polls (
    source_id INTEGER NOT NULL, at TEXT NOT NULL, link_id INTEGER NOT NULL, outcome TEXT NOT NULL, announced INTEGER,
    first INTEGER, found INTEGER, PRIMARY KEY (source_id, at, link_id),
    FOREIGN KEY(source_id) REFERENCES sources (id), FOREIGN KEY(link_id) REFERENCES links (id)) WITHOUT ROWID;
ALTER TABLE links ADD COLUMN day TEXT DEFAULT '' NOT NULL;
ALTER TABLE links ADD COLUMN source_id INTEGER REFERENCES sources (id);
CREATE INDEX links_days ON links (site, day) WHERE kind = 'article';
ALTER TABLE links ADD COLUMN modified TEXT;
ALTER TABLE links ADD COLUMN claim TEXT;
ALTER TABLE links ADD COLUMN claims_kept INTEGER DEFAULT 0 NOT NULL;
ALTER TABLE links ADD COLUMN claims_broken INTEGER DEFAULT 0 NOT NULL;
ALTER TABLE links ADD COLUMN visits INTEGER DEFAULT 0 NOT NULL;
UPDATE links SET visits = 1 WHERE kind = 'article' AND outcome = 'stored';
ALTER TABLE pages ADD COLUMN since TEXT;
ALTER TABLE pages ADD COLUMN gone_at TEXT;
UPDATE pages SET since = fetched_at;
ALTER TABLE related_items ADD COLUMN first_seen TEXT;
UPDATE related_items SET first_seen = (SELECT fetched_at FROM pages WHERE pages.id = related_items.page_id);
CREATE TABLE former_items (
    id INTEGER NOT NULL, page_id INTEGER NOT NULL, position INTEGER NOT NULL, list TEXT, kind TEXT NOT NULL,
    title TEXT NOT NULL, url TEXT, target_key TEXT, category TEXT, excerpt TEXT, excerpt_truncated BOOLEAN, date_text TEXT,
    published TEXT, authors TEXT NOT NULL, image TEXT, first_seen TEXT, last_seen TEXT NOT NULL,
    PRIMARY KEY (id), FOREIGN KEY(page_id) REFERENCES pages (id) ON DELETE CASCADE);
CREATE INDEX former_items_page ON former_items (page_id);
CREATE TABLE versions (
    id INTEGER NOT NULL, page_id INTEGER NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL, changes TEXT NOT NULL,
    record TEXT NOT NULL, PRIMARY KEY (id), FOREIGN KEY(page_id) REFERENCES pages (id) ON DELETE CASCADE);
CREATE INDEX versions_page ON versions (page_id, since)
"""

_VERSION_5 = """
CREATE TABLE archive_files (warc_file TEXT NOT NULL, known_until BIGINT NOT NULL, PRIMARY KEY (warc_file));
CREATE TABLE shapes (
    site TEXT NOT NULL, shape TEXT NOT NULL, stories INTEGER NOT NULL, others INTEGER NOT NULL, idle INTEGER NOT NULL,
    passed INTEGER NOT NULL, asked_at TEXT, PRIMARY KEY (site, shape))
"""


def _to_2(connection: Connection) -> None:
    """Hosts with their rhythm and leases, tries, copies of robots.txt, rights, forms of addresses."""
    _run(connection, _VERSION_2)
    last = -1
    while rows := connection.execute(
        text("SELECT id, url FROM links WHERE id > :last ORDER BY id LIMIT 10000"), {"last": last}
    ).all():
        hosts = [{"link": row.id, "host": registered_host(row.url)} for row in rows]
        connection.execute(text("UPDATE links SET host = :host WHERE id = :link"), hosts)
        last = rows[-1].id


def _to_3(connection: Connection) -> None:
    """Answers that wait to be taken apart."""
    _run(connection, _VERSION_3)


def _to_4(connection: Connection) -> None:
    """What each way in announced and what it claims, revisits, versions, teasers of earlier answers."""
    _run(connection, _VERSION_4)
    announced.fill(connection)


def _to_5(connection: Connection) -> None:
    """How far the files of the archive are known; what addresses of one shape have brought."""
    _run(connection, _VERSION_5)


def _run(connection: Connection, steps: str) -> None:
    """Run the steps of a version, in the words of the data base."""
    other = connection.dialect.name == "postgresql"
    names = (
        {
            "TEXT": 'TEXT COLLATE "C"',
            "BLOB": "BYTEA",
            " id INTEGER NOT NULL": " id SERIAL NOT NULL",
            " WITHOUT ROWID": "",
        }
        if other
        else {}
    )
    for ours, theirs in names.items():
        steps = steps.replace(ours, theirs)
    for step in steps.split(";"):
        connection.execute(text(step))


MIGRATIONS: Mapping[int, Migration] = {2: _to_2, 3: _to_3, 4: _to_4, 5: _to_5}
"""Version -> the step that leads to it from the one before.

Each runs in a transaction of its own, with what it writes to `schema_versions`: it happens whole or not at all. A step
says what it does in SQL of its own time, never through `scraper.store.schema`, which goes on changing.
"""
