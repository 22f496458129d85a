"""Every end that a page or a link can come to, by name. docs/outcomes.md is made from this file.

A name is stored, counted and shown; nothing ends without one.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

PAGE: Mapping[str, str] = MappingProxyType(
    {
        "ok": "The page was taken apart: an article, or a listing with its teasers.",
        "no_article": "A page without an article and without a list of stories.",
        "protected": "A post behind a password: headline and teasers are kept, there is no body.",
        "paywalled": "Only the beginning of the article is there; the rest is sold.",
        "consent_page": "A page that asks for consent to cookies stands in the article's place.",
        "login": "A page that asks to log in stands in the article's place.",
        "soft_404": "The page says that there is nothing at this address, with status 200.",
        "blocked": "A page that wants to know whether a person asks, or says that nobody may, stands in the article's place, with status 200.",
        "error_page": "The page says that something went wrong, or that it is being worked on, with status 200.",
        "shell": "The page is empty until a script fills it.",
        "empty": "There is no text.",
        "not_html": "The bytes are no page: an image, a PDF, JSON, a binary file.",
        "too_large": "The page is longer, or has more tags, than what is parsed.",
        "too_deep": "Its tags are nested, or filled with attributes, past what is parsed in bounded time.",
    }
)
"""How cleaning a page ended: `CleanedPage.outcome`."""

LINK: Mapping[str, str] = MappingProxyType(
    {
        "stored": "Fetched, archived, cleaned and stored.",
        "changed": "A stored article asked for again: it has changed, and has a new version.",
        "unchanged": "A stored article asked for again: it is as it was.",
        "kept": "A stored article asked for again: a wall or an empty page stood in its place; its record is kept.",
        "read": "A feed, sitemap or interface: read for its links.",
        "joined": "A further page of an article: stored as part of the article's record.",
        "duplicate": "The same bytes are stored under another address of the site; it leads there.",
        "not_modified": "The server says that nothing has changed since the last time (304).",
        "redirected": "The address has moved; the link to the new place was followed.",
        "robots": "robots.txt forbids it.",
        "robots_unreachable": "robots.txt could not be read (server error, silence, a broken connection), which counts as forbidden.",
        "skipped": "The site's definition says that such addresses are not asked for.",
        "off_site": "The address is on a host that the definition does not name.",
        "gone": "404 or 410.",
        "forbidden": "401, 403 or 451.",
        "http_4xx": "Another client error.",
        "http_5xx": "A server error, after all tries.",
        "error_page": "A page that says that something went wrong, under a status that says nothing did; not stored.",
        "blocked": "A page that wants to know whether a person asks, in place of the one asked for; not stored.",
        "resting": "The host has asked for more rest (Retry-After) than a run waits; it was left alone.",
        "timeout": "The server was silent, or the whole answer took too long.",
        "dns": "The host has no address.",
        "refused": "The host did not take the connection.",
        "tls": "No valid certificate, or no common protocol.",
        "reset": "The connection broke before the answer was whole.",
        "bad_answer": "What came back is no HTTP, or does not fit the question: a redirect that leads nowhere, a part of a page.",
        "bad_encoding": "The body is packed in a way that cannot be undone here.",
        "proxy": "The proxy did not let the request through.",
        "too_large": "The answer is larger than the definition allows.",
        "not_html": "The answer is no page.",
        "not_feed": "The answer is no feed.",
        "not_sitemap": "The answer is no sitemap.",
        "not_api": "The answer is not what the interface should give.",
        "redirect_loop": "More than ten redirects, or a circle.",
        "guarded": "We refuse it: a private address, a scheme or port that is not allowed.",
        "not_cleaned": "The process that took the answer apart died over it, or was ended after a minute; the answer is in the archive.",
        "fault": "A fault of this program came out over it; the reason says where (`scraper explain`).",
        "noindex": "The page asks not to be indexed (X-Robots-Tag, meta robots): archived, and left out of the store.",
        "noarchive": "The page asks that no copy of it be kept: left out of the store.",
        "trap": "One of more addresses of its form than any archive has: calendars, facets, sessions. Never asked for.",
        "no_story": "Addresses like it have never brought a story: passed over. One of them is asked for now and then; when it brings one, all are.",
        "not_on_tape": "The recording that is replayed has no answer for this address.",
    }
)
"""How following a link ended: the `outcome` of a stored link."""
