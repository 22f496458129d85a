"""WordPress's REST interface: posts with exact dates, a hundred at a time."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from scraper.discover.findings import Announced, Findings, Further, Headers, Hints, Tally, names
from scraper.discover.linked import Linked, charset_of, header
from scraper.discover.sniff import no_json
from scraper.discover.words import plain
from scraper.dom import decode
from scraper.urls import Resolver

PER_PAGE = 100
"""Posts that one answer holds: WordPress gives no more."""

FIELDS = "link,date,date_gmt,modified_gmt,title,_links,_embedded"
"""What is asked for: not the text, which comes with the page. The last two bring the names of categories and authors."""

_OFFSETS = timedelta(hours=14)


def posts_address(endpoint: str, *, page: int = 1, after: date | None = None, before: date | None = None) -> str:
    """Return the address of a page of posts, those first that were published or changed last.

    `endpoint` is the root of the interface ("…/wp-json/", "…/?rest_route=/") or a collection in it ("…/wp-json/wp/v2/news");
    its own parameters win. `after` and `before` are days, both included, in the site's own time.
    """
    parts = urlsplit(endpoint)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    path = parts.path
    if "rest_route" in query:
        query["rest_route"] = _collection(query["rest_route"])
    else:
        path = _collection(path)
    asked = {
        "per_page": str(PER_PAGE),
        "page": str(page),
        "orderby": "modified",
        "after": f"{after - timedelta(days=1)}T23:59:59" if after else "",
        "before": f"{before + timedelta(days=1)}T00:00:00" if before else "",
        "_fields": FIELDS,
        "_embed": "wp:term,author",
    }
    query |= {name: value for name, value in asked.items() if value and name not in query}
    if page > 1:
        query["page"] = str(page)
    return urlunsplit(parts._replace(path=path, query=urlencode(query, safe=":,/")))


def _collection(path: str) -> str:
    return path if "/wp/v2/" in path else f"{path.rstrip('/')}/wp/v2/posts"


def read_posts(body: bytes, *, url: str, headers: Headers = ()) -> Findings:
    """Return the posts of one answer, and the address of the next page as far as the headers tell of one. Never raises."""
    fields = tuple(headers)
    text = decode(body, charset=charset_of(fields))
    linked = Linked.of(fields, url)
    try:
        posts = json.loads(text)
    except (ValueError, RecursionError):
        return no_json(text)
    if not isinstance(posts, list):
        code = posts.get("code") if isinstance(posts, dict) else None
        return Findings(form="json", faults={f"the server says: {str(code)[:80]}": 1} if code else {})
    tally, resolver = Tally(), Resolver(url)
    stories = tuple(story for post in posts if (story := _story(post, resolver, tally)) is not None)
    pages, total = (_number(header(fields, name)) for name in ("x-wp-totalpages", "x-wp-total"))
    following = linked.next or _following(url, pages)
    return Findings(
        form="wp_posts" if stories or not posts else "json",
        stories=stories,
        further=(Further(following),) if following and following != url and stories else (),
        hints=Hints(pages=pages, total=total, hubs=linked.hubs),
        faults=tally.faults,
    )


def _story(post: Any, resolver: Resolver, tally: Tally) -> Announced | None:
    link = post.get("link") if isinstance(post, dict) else None
    address = resolver.address(link) if isinstance(link, str) and link else None
    if address is None:
        tally.note("entries without an address")
        return None
    if not tally.is_first(address.url):
        return None
    zone = _zone(post)
    published, modified = (_moment(post.get(name), zone, tally) for name in ("date_gmt", "modified_gmt"))
    if published is None:
        published = tally.moment(post["date"]) if isinstance(post.get("date"), str) else None
    embedded = _object(post.get("_embedded"))
    sections = names(plain(term) for term in _terms(embedded.get("wp:term"), "category"))
    writers = embedded.get("author")
    title = post.get("title")
    title = title.get("rendered") if isinstance(title, dict) else title
    return Announced(
        address.url,
        title=plain(title) if isinstance(title, str) else None,
        published=published,
        modified=modified if modified and published and modified > published else None,
        section=sections[0] if sections else None,
        authors=names(
            plain(name)
            for writer in (writers if isinstance(writers, list) else ())
            if isinstance(name := _object(writer).get("name"), str)
        ),
    )


def _zone(post: dict[str, Any]) -> timezone:
    """Return the site's offset on the day of a post: how far its own date is from that in UTC."""
    local, utc = (_naive(post.get(name)) for name in ("date", "date_gmt"))
    offset = local - utc if local and utc else timedelta()
    return timezone(offset) if abs(offset) <= _OFFSETS and not offset % timedelta(minutes=1) else UTC


def _moment(text: Any, zone: timezone, tally: Tally) -> str | None:
    if not isinstance(text, str) or text.startswith("0000"):
        return None
    if tally.moment(f"{text}Z") is None or (moment := _naive(text)) is None:
        return None
    return moment.replace(tzinfo=UTC).astimezone(zone).isoformat(timespec="seconds")


def _naive(text: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except (ValueError, TypeError):
        return None
    return moment if moment.tzinfo is None else None


def _terms(groups: Any, taxonomy: str) -> list[str]:
    return [
        str(term["name"])
        for group in (groups if isinstance(groups, list) else ())
        for term in (group if isinstance(group, list) else ())
        if isinstance(term, dict) and term.get("taxonomy") == taxonomy and "name" in term
    ]


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 10 else None


def _following(url: str, pages: int | None) -> str | None:
    """Return the next page where the headers give but the number of pages."""
    query = dict(parse_qsl(urlsplit(url).query))
    page = _number(query.get("page")) or 1
    return posts_address(url, page=page + 1) if pages is not None and page < pages else None
