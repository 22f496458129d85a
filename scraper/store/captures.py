"""The table of captures: which answers the archive holds, and where. Each function runs in the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, RowMapping

from scraper.revisits import RECORDS
from scraper.store import dialects
from scraper.store.links import to_link
from scraper.store.records import Capture, Part, StoredCapture
from scraper.store.schema import archive_files, captures, links
from scraper.store.types import key_of

_ROWS = 200  # fetched at a time
PAGES = ("joined", *RECORDS)
"""Outcomes of captures that brought a page."""

# Made once: to build a statement takes SQLAlchemy longer than to run it.
_AT = sa.select(captures).where(
    captures.c.warc_file == sa.bindparam("file"), captures.c.warc_offset == sa.bindparam("offset")
)
_SAME = (
    sa.select(captures.c.url)
    .where(
        captures.c.content_digest == sa.bindparam("digest"),
        captures.c.site == sa.bindparam("of_site"),
        sa.or_(*(captures.c.outcome == name for name in RECORDS)),
        captures.c.url_key != sa.bindparam("key"),
    )
    .order_by(captures.c.fetched_at)
    .limit(1)
)


def add(connection: Connection, found: Sequence[Capture], *, link_id: int | None) -> bool:
    """Store captures; return whether any of them was not known by its place in the archive."""
    fresh = [capture for capture in found if at(connection, capture.file, capture.offset) is None]
    insert(connection, [(capture, link_id) for capture in fresh])
    return bool(fresh)


def insert(connection: Connection, fresh: Sequence[tuple[Capture, int | None]]) -> None:
    """Store captures, each with its link; one whose place in the archive is known already is left as it is."""
    dialects.insert_rows(connection, captures, [_row(capture, link_id) for capture, link_id in fresh])


def at(connection: Connection, file: str, offset: int) -> Capture | None:
    """Return the capture at a place in the archive."""
    row = connection.execute(_AT, {"file": file, "offset": offset}).mappings().first()
    return to_capture(row) if row else None


def archive_ends(connection: Connection, *, back: int = 0, but: Collection[str] = ()) -> dict[str, int]:
    """Return for each WARC file, `but` some, the place of the last answer that the store knows, or of the one `back` before it; 0 if there are fewer."""
    files = connection.scalars(sa.select(captures.c.warc_file).distinct()).all()
    ends = {}
    for file in set(files) - set(but):
        known = sa.select(captures.c.warc_offset).where(captures.c.warc_file == file)
        query = known.order_by(captures.c.warc_offset.desc()).limit(back + 1)
        places = connection.scalars(query).all()
        ends[str(file)] = int(places[-1]) if len(places) > back else 0
    return ends


def known_ends(connection: Connection, *, back: int) -> dict[str, int]:
    """Return for each WARC file how far all of its answers are known; of one that nobody has noted, the place `back` before the last."""
    noted = {str(row.warc_file): int(row.known_until) for row in connection.execute(sa.select(archive_files))}
    return {**archive_ends(connection, back=back, but=noted), **noted}


def note_known(connection: Connection, ends: Mapping[str, int]) -> None:
    """Note how far all answers of some files are known."""
    rows = [{"warc_file": name, "known_until": end} for name, end in ends.items()]
    dialects.upsert_rows(connection, archive_files, rows)


def places_in(connection: Connection, file: str) -> set[int]:
    """Return the places of all captures in a WARC file."""
    return set(connection.scalars(sa.select(captures.c.warc_offset).where(captures.c.warc_file == file)))


def in_archive_order(
    connection: Connection, site: str | None, *, outcomes: Collection[str] | None, newest: bool
) -> Iterator[StoredCapture]:
    """Yield captures by file and place. `newest`: of each address only the last one with such an outcome."""
    query = _with(_joined(), captures, site=site, outcomes=outcomes)
    if newest:
        later = captures.alias("later")
        behind = _with(sa.select(later.c.id), later, site=None, outcomes=outcomes).where(
            later.c.url_key == captures.c.url_key,
            later.c.site == captures.c.site,
            sa.tuple_(*_age(later)) > sa.tuple_(*_age(captures)),
        )
        query = query.where(~behind.exists())
    query = query.order_by(captures.c.warc_file, captures.c.warc_offset)
    for row in connection.execution_options(yield_per=_ROWS).execute(query).mappings():
        yield _stored(row)


def newest(
    connection: Connection, key: str, site: str | None, *, outcomes: Collection[str] | None
) -> StoredCapture | None:
    """Return the last capture of an address with such an outcome."""
    query = _with(_joined(), captures, site=site, outcomes=outcomes).where(captures.c.url_key == key)
    row = connection.execute(query.order_by(*(column.desc() for column in _age(captures))).limit(1)).mappings().first()
    return _stored(row) if row else None


def same_content(connection: Connection, digest: str, site: str, key: str) -> str | None:
    """Return the address of another page of the site that was stored from the same bytes; `None` if there is none."""
    url: str | None = connection.scalar(_SAME, {"digest": digest, "of_site": site, "key": key})
    return url


def of(connection: Connection, key: str, link_id: int | None) -> list[Capture]:
    """Return the captures of an address or a link, in the order they were fetched."""
    found = {}
    for where in (captures.c.url_key == key, *([captures.c.link_id == link_id] if link_id is not None else [])):
        for row in connection.execute(sa.select(captures).where(where)).mappings():
            found[row["id"]] = to_capture(row)
    return sorted(found.values(), key=lambda capture: (capture.fetched_at, capture.file, capture.offset))


def _with(query: sa.Select[Any], table: Any, *, site: str | None, outcomes: Collection[str] | None) -> sa.Select[Any]:
    if site is not None:
        query = query.where(table.c.site == site)
    return query if outcomes is None else query.where(table.c.outcome.in_(sorted(outcomes)))


def _age(table: Any) -> tuple[Any, Any, Any]:
    return table.c.fetched_at, table.c.warc_file, table.c.warc_offset


def parts_of(
    connection: Connection, keys: Collection[str], site: str | None, *, own: str, before: datetime | None
) -> list[Part]:
    """Return the further pages of the article that is known under any of `keys`, in the order they were found.

    Where the story has moved, a page may be there under the old address and the new: that of `own` counts.
    """
    query = sa.select(links).where(links.c.part_of.in_(keys)).order_by(links.c.id)
    if site is not None:
        query = query.where(links.c.site == site)
    in_time = [captures.c.fetched_at < before] if before is not None else []
    rows = connection.execute(query).mappings().all()
    named = {_name(row["url"]) for row in rows if row["part_of"] == own}
    parts = []
    for row in rows:
        if row["part_of"] != own and _name(row["url"]) in named:
            continue
        last = connection.execute(
            sa.select(captures)
            .where(captures.c.link_id == row["id"], captures.c.outcome.in_(PAGES), *in_time)
            .order_by(*(column.desc() for column in _age(captures)))
            .limit(1)
        ).mappings()
        answer = last.first()
        parts.append(
            Part(
                url=row["url"],
                outcome=row["outcome"],
                pending=row["state"] != "settled",
                capture=to_capture(answer) if answer else None,
            )
        )
    return parts


def _name(url: str) -> str:
    """Return what tells a page of an article from its other pages: the last part of its address."""
    return url.rstrip("/").rpartition("/")[2]


def _joined() -> sa.Select[Any]:
    known = [column.label(f"led_{column.name}") for column in links.c]
    return sa.select(captures, *known).join_from(captures, links, captures.c.link_id == links.c.id, isouter=True)


def _row(capture: Capture, link_id: int | None) -> dict[str, Any]:
    return {
        "id": capture.id,
        "site": capture.site,
        "link_id": link_id,
        "url": capture.url,
        "url_key": key_of(capture.url),
        "status": capture.status,
        "fetched_at": capture.fetched_at,
        "warc_file": capture.file,
        "warc_offset": capture.offset,
        "payload_digest": capture.payload_digest,
        "content_digest": capture.content_digest,
        "content_type": capture.content_type,
        "outcome": capture.outcome,
        "rights": capture.rights,
    }


def to_capture(row: Mapping[Any, Any]) -> Capture:
    """Read a row of the table."""
    same = (
        "site",
        "url",
        "fetched_at",
        "outcome",
        "status",
        "content_type",
        "payload_digest",
        "content_digest",
        "rights",
    )
    return Capture(file=row["warc_file"], offset=row["warc_offset"], **{name: row[name] for name in same})


def _stored(row: RowMapping) -> StoredCapture:
    led = {name.removeprefix("led_"): value for name, value in row.items() if name.startswith("led_")}
    link = to_link(led) if led["site"] is not None else None
    return StoredCapture(capture=to_capture(row), link=link, part_of=led["part_of"])
