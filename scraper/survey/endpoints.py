"""JSON interfaces that a page's scripts name: which addresses to try, and what an answer says of the definition to write. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from scraper.dates import parse_moment
from scraper.urls import absolute_url, normalize_url, path_of

_LITERAL = re.compile(r"""(["'`])((?:https?:\\?/\\?/[^"'`\s<>\\/]+)?\\?/(?:(?!\1)[^\s<>]){2,240})\1""")
_HOPEFUL = re.compile(
    r"api|ajax|json|graphql|load|more|offset|page=|start=|feed|stories|articles|posts|latest|stream", re.IGNORECASE
)
_NEVER = re.compile(
    r"\.(?:js|mjs|css|png|jpe?g|gif|svg|webp|avif|ico|woff2?|ttf|mp[34]|webm|pdf|webmanifest|map|xml)(?:[?#]|$)|/wp-json/|oembed|manifest\.json"
    r"|login|logout|cart|comment|track|analytics|log(?:/|$)|subscribe|captcha|consent",
    re.IGNORECASE,
)
_HOLE = re.compile(r"\$\{[^}]*\}|\{\{?\s*[\w.]+\s*\}?\}|%[sd]|\[(?:page|offset)\]|__\w+__|:(?:page|offset)\b")
_PAGE = re.compile(r"^(?:p|pg|page|paged|pagenum|page_?number|pageindex|seite|batch)$", re.IGNORECASE)
_OFFSET = re.compile(r"^(?:offset|start|skip|from|begin|first|since_index|start_?index|cursor)$", re.IGNORECASE)
_SIZE = re.compile(
    r"^(?:limit|size|count|per_?page|n|num|take|rows|pagesize|max(?:-?results)?|length|amount)$", re.IGNORECASE
)
_TITLES = ("title", "headline", "name", "heading", "titel", "label")
_ADDRESSES = ("url", "link", "href", "permalink", "path", "canonical", "canonical_url", "uri", "web_url", "webUrl")
_PUBLISHED = re.compile(r"publi|date|created|time|datum", re.IGNORECASE)
_CHANGED = re.compile(r"modif|updat|chang", re.IGNORECASE)
_NEXT = re.compile(r"next|more", re.IGNORECASE)
_MOST = 12
_DEEP = 6
_FEW = 3


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address to try; `url` with the holes that a definition has: `{page}`, `{offset}`."""

    url: str
    shown: str
    """As the page writes it."""

    rank: int = 0
    """The lower, the likelier."""

    def filled(self, page: int, *, first: int, step: int) -> str:
        """Return the address of a page, counted from 0."""
        return self.url.replace("{page}", str(first + page)).replace("{offset}", str(page * step))

    @property
    def counts(self) -> bool:
        """Whether it has a hole."""
        return "{page}" in self.url or "{offset}" in self.url


@dataclass(frozen=True, slots=True)
class Interface:
    """What an answer says of an interface: the keys of `[discover.api.NAME]`."""

    keys: Mapping[str, str]
    """"items", "link", and as far as found "link_address", "title", "published", "modified", "next"."""

    stories: tuple[str, ...]
    """The addresses in the answer."""

    size: int
    """Entries of the answer."""


def endpoints_of(text: str, url: str, owns: Callable[[str], bool]) -> list[Endpoint]:
    """Return the addresses in scripts and `data-` attributes of a page that may be interfaces, the likeliest first."""
    found: dict[str, Endpoint] = {}
    for match in _LITERAL.finditer(text):
        literal = match[2].replace("\\/", "/").replace("&amp;", "&")
        if _NEVER.search(literal) or not _HOPEFUL.search(literal) or "//" in literal.partition("://")[2]:
            continue
        if text[max(0, match.start() - 6) : match.start()].rstrip().endswith(("href=", "src=", "ion=")):
            continue
        written = _with_holes(literal)
        target = absolute_url(written.replace("{", "%7B").replace("}", "%7D"), base=url)
        if target is None or not owns(target):
            continue
        address = target.replace("%7B", "{").replace("%7D", "}")
        rank = 2 * ("{" not in address) + (re.search(r"api|json|ajax|graphql", literal, re.IGNORECASE) is None)
        found.setdefault(address, Endpoint(address, literal, rank))
    return sorted(found.values(), key=lambda each: each.rank)[:_MOST]


def _with_holes(literal: str) -> str:
    """Return an address with a hole where its script puts the number of a page or an offset."""
    path, mark, query = literal.partition("?")
    pairs = []
    for pair in query.split("&") if mark else ():
        name, equals, value = pair.partition("=")
        varies = not value or _HOLE.search(value) is not None
        if _PAGE.match(name) and (varies or value.isdigit()):
            value = "{page}"
        elif _OFFSET.match(name) and (varies or value.isdigit()):
            value = "{offset}"
        elif _SIZE.match(name) and varies:
            value = "20"
        elif varies and equals:
            value = ""
        if value or not varies:
            pairs.append(f"{name}={value}" if equals else name)
    path = _HOLE.sub(
        lambda hole: "{offset}" if re.search("offset|start|skip", hole[0], re.IGNORECASE) else "{page}", path
    )
    if not mark and path.endswith(("/page/", "/p/", "/offset/")):
        path += "{offset}" if path.endswith("/offset/") else "{page}"
    return path + ("?" + "&".join(pairs) if pairs else "")


def interface_of(
    data: Any,
    *,
    base: str,
    is_story: Callable[[str], bool],
    known: Iterable[str],
    titles: Iterable[str],
    by_name: bool = False,
) -> Interface | None:
    """Return how an answer lists stories; `None` if it does not.

    `is_story` says whether an address looks like a story of the site, `known` are stories whose addresses may end in what
    the answer has, `titles` are headlines of the site as far as they are known. `by_name`: no story is known, and only what is
    called an address is taken for one.
    """
    told, heads = [normalize_url(url) for url in known], {title.casefold() for title in titles}
    best: Interface | None = None
    for path, items in _lists(data, ""):
        for key, values in _columns(items):
            if any(isinstance(value, bool) or not isinstance(value, str | int) for value in values):
                continue
            if by_name and (key not in _ADDRESSES or not any(name in _TITLES for name in items[0])):
                continue
            values = list(map(str, values))
            found = _link(values, base, is_story, told)
            if found is None or (best and len(found[1]) <= len(best.stories)):
                continue
            keys = {"items": f"{path}[*]", "link": key}
            if found[0]:
                keys["link_address"] = found[0]
            keys |= _further_keys(items, key, heads)
            if following := _next_key(data, base):
                keys["next"] = following
            best = Interface(keys, found[1], len(items))
    return best


def _link(
    values: list[str], base: str, is_story: Callable[[str], bool], told: list[str]
) -> tuple[str | None, tuple[str, ...]] | None:
    """Return how values become the addresses of stories (`None`: they are), and these; `None` if they do not."""
    whole = [absolute_url(value, base=base) if "/" in value or "?" in value else None for value in values]
    stories = [url for url in whole if url and is_story(url)]
    if len(stories) >= max(1, 0.8 * len(values)):
        return None, tuple(dict.fromkeys(stories))
    for value in dict.fromkeys(values):
        for url in told:
            path = path_of(url)
            if not (
                part := re.search(
                    rf"(?:[/=]|{'[-_.,]' if len(value) >= _FEW else '/'})({re.escape(value)})(?=[/.?&]|$)", path
                )
            ):
                continue
            at = part.start(1)
            template = f"{path[:at]}{{link}}{path[at + len(value) :]}"
            made = [absolute_url(template.replace("{link}", other), base=base) or "" for other in values]
            if len(values) > 1 and all(map(is_story, made)):
                return template, tuple(dict.fromkeys(made))
    return None


def _further_keys(items: list[dict[str, Any]], link: str, heads: set[str]) -> Mapping[str, str]:
    """Return where an entry has title and dates."""
    keys: dict[str, str] = {}
    names: list[tuple[int, str]] = []
    for key, values in _columns(items):
        name = key.rpartition(".")[2].lower()
        texts = [value for value in values if isinstance(value, str)]
        if key == link or len(texts) < len(values):
            continue
        if sum(text.casefold() in heads for text in texts) * 2 > len(texts):
            names.append((-1, key))
        elif name in _TITLES and "." not in key:
            names.append((_TITLES.index(name), key))
        elif _CHANGED.search(name) and all(map(_moment, texts)):
            keys.setdefault("modified", key)
        elif _PUBLISHED.search(name) and all(map(_moment, texts)):
            keys.setdefault("published", key)
    return ({"title": min(names)[1]} if names else {}) | keys


def _moment(text: str) -> bool:
    return any(sign.isdigit() for sign in text) and parse_moment(text) is not None


def _next_key(data: Any, base: str) -> str | None:
    """Return where the answer has the address of the next one."""
    for path, value in _leaves(data, ""):
        if (
            isinstance(value, str)
            and _NEXT.search(path.rpartition(".")[2])
            and "/" in value
            and (url := absolute_url(value, base=base))
        ):
            return path if urlsplit(url).query or re.search(r"\d", unquote(urlsplit(url).path)) else None
    return None


def _leaves(data: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(data, dict) and path.count(".") < _DEEP:
        for name, value in data.items():
            if re.fullmatch(r"[\w-]+", name):
                yield from _leaves(value, f"{path}.{name}" if path else name)
    elif not isinstance(data, list):
        yield path, data


def _lists(data: Any, path: str, deep: int = 0) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield the lists of tables in an answer, and where they are."""
    if deep > _DEEP:
        return
    if isinstance(data, list):
        tables = [each for each in data if isinstance(each, dict)]
        if tables and len(tables) == len(data):
            yield path, tables
    elif isinstance(data, dict):
        for name, value in data.items():
            if re.fullmatch(r"[\w-]+", str(name)):
                yield from _lists(value, f"{path}.{name}" if path else str(name), deep + 1)


def _columns(items: list[dict[str, Any]]) -> Iterator[tuple[str, list[Any]]]:
    """Yield the keys that all entries have, two deep, with their values."""
    for name in items[0]:
        if not re.fullmatch(r"[\w-]+", str(name)) or not all(name in item for item in items):
            continue
        values = [item[name] for item in items]
        if all(isinstance(value, dict) for value in values):
            for inner in values[0]:
                if re.fullmatch(r"[\w-]+", str(inner)) and all(inner in value for value in values):
                    yield f"{name}.{inner}", [value[inner] for value in values]
        else:
            yield name, values
