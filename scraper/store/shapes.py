"""The table of shapes: what addresses of one shape have brought. Each function runs in the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection, RowMapping

from scraper.model import Link
from scraper.store import dialects, links
from scraper.store.records import Evidence, QueuedLink
from scraper.store.schema import links as links_table
from scraper.store.schema import shapes
from scraper.store.schema_sources import sightings, sources
from scraper.store.types import key_of
from scraper.yields import PASSED, SAMPLE, TOLD_BY, Past, after, is_asked, is_barren, is_proven, passed_over, shape_of

# Made once: to build a statement takes SQLAlchemy longer than to run it.
_PAST = sa.select(shapes).where(shapes.c.site == sa.bindparam("of_site"), shapes.c.shape == sa.bindparam("of_shape"))
_TOLD = (
    sa.select(sightings.c.link_id)
    .join(sources, sources.c.id == sightings.c.source_id)
    .where(sightings.c.link_id == sa.bindparam("link"), sources.c.kind.in_(TOLD_BY))
    .limit(1)
)
_READY = (
    links_table.update()
    .where(links_table.c.id == sa.bindparam("link"))
    .values(due=sa.bindparam("moment", type_=links_table.c.due.type), state="ready", failures=0)
)


def past_of(connection: Connection, site: str, shape: str) -> Past:
    """Return what addresses of a shape have brought."""
    row = connection.execute(_PAST, {"of_site": site, "of_shape": shape}).mappings().first()
    return _to_past(row) if row else Past()


def is_told(connection: Connection, link: QueuedLink) -> bool:
    """Tell whether a way in that names stories alone has named a link, or dated it."""
    return tells_of_itself(link) or connection.scalar(_TOLD, {"link": link.id}) is not None


def tells_of_itself(link: QueuedLink) -> bool:
    """Tell whether it was such a way in that a link was found by, or that dated it."""
    return link.link.found_by in TOLD_BY or link.link.published is not None


def passes_over(connection: Connection, link: QueuedLink, *, now: datetime) -> Past | None:
    """Return the past of a link's shape, if that is why it is not asked for; `None`: it is."""
    past = past_of(connection, link.link.site, shape_of(link.link.url))
    return None if is_asked(past, now=now) or is_told(connection, link) else past


def proven(connection: Connection, site: str) -> frozenset[str]:
    """Return the shapes whose addresses are stories."""
    rows = connection.execute(sa.select(shapes).where(shapes.c.site == site, shapes.c.stories > 0)).mappings()
    return frozenset(row["shape"] for row in rows if is_proven(_to_past(row)))


def note(connection: Connection, site: str, evidence: Evidence, leads: Sequence[Link], *, now: datetime) -> int:
    """Note what an address says of its shape, before the links of its answer, `leads`, are stored.

    Where it brought a story, or a way to one, those of its shape that were passed over are due again; returns how many.
    """
    past = past_of(connection, site, evidence.shape)
    if evidence.found is None:
        _save(connection, site, evidence.shape, passed_over(past))
        return 0
    found = "perhaps" if evidence.found == "nothing" and _may_lead(connection, site, leads) else evidence.found
    _save(connection, site, evidence.shape, after(past, found, now=now))
    again = _passed(connection, site, {evidence.shape}) if found != "nothing" and is_barren(past) else []
    return _revive(connection, again, now)


def wake(connection: Connection, site: str, *, every: bool, now: datetime) -> int:
    """Make one address due of each barren shape of which none was asked for in a long time; return how many.

    `every`: all that were passed over, as the definition says by now which addresses are stories.
    """
    firsts: Iterable[RowMapping] = _passed(connection, site) if every else ()
    if not every:
        old = sa.select(shapes).where(shapes.c.site == site, shapes.c.asked_at <= now - SAMPLE, shapes.c.idle > 0)
        barren = {row["shape"] for row in connection.execute(old).mappings() if is_barren(_to_past(row))}
        firsts = {shape_of(row["url"]): row for row in reversed(_passed(connection, site, barren))}.values()
    return _revive(connection, firsts, now)


def _revive(connection: Connection, rows: Iterable[RowMapping], now: datetime) -> int:
    values = [{"link": row["id"], "moment": now} for row in rows]
    if values:
        connection.execute(_READY, values)
    return len(values)


def _passed(connection: Connection, site: str, of: Collection[str] | None = None) -> list[RowMapping]:
    """Return the links that were passed over, of some shapes or (`None`) of all; those first for which that is longest ago."""
    if of is not None and not of:
        return []
    rows = connection.execute(
        sa.select(links_table.c.id, links_table.c.url)
        .where(links_table.c.site == site, links_table.c.outcome == PASSED, links_table.c.state == "settled")
        .order_by(links_table.c.last_tried, links_table.c.id)
    ).mappings()
    return [row for row in rows if of is None or shape_of(row["url"]) in of]


def _may_lead(connection: Connection, site: str, leads: Sequence[Link]) -> bool:
    """Tell whether links are not known that may be stories."""
    wanted = {(key_of(link.url), link.site): link for link in leads}
    known = links.known(connection, wanted)
    new = {shape_of(link.url) for at, link in wanted.items() if at not in known}
    return any(not is_barren(past_of(connection, site, shape)) for shape in new)


def _save(connection: Connection, site: str, shape: str, past: Past) -> None:
    dialects.upsert_rows(connection, shapes, [{"site": site, "shape": shape, **asdict(past)}])


def _to_past(row: RowMapping) -> Past:
    return Past(**{name: row[name] for name in ("stories", "others", "idle", "passed", "asked_at")})
