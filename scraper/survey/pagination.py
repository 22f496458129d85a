"""How a listing leads to its next page: by a link that a selector finds, or by the rule in its addresses. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scraper.dom import Node, Tree, attribute, node_text, select_first
from scraper.site.values import check_selector
from scraper.text import fold
from scraper.urls import absolute_url, normalize_url

_NEXT_TEXT = re.compile(
    r"^\W*(?:next(?: page| posts?| articles?| stories)?|older(?: posts?| articles?| stories| entries| news)?|more(?: posts?| articles?| stories| news)?"
    r"|load more|show more|weiter(?:e \w+)?|n(?:ä|ae)chste(?: seite)?|(?:ä|ae)ltere(?: \w+)?|mehr(?: \w+)?|suivante?s?|page suivante|plus anciens?"
    r"|siguientes?|anteriores|m(?:á|a)s antiguas?|pr(?:ó|o)xim[ao]|successiv[aoi]|volgende|n(?:ä|æ)sta|neste|nast(?:ę|e)pna)\W*$",
    re.IGNORECASE,
)
_NEXT_SIGN = re.compile(r"^\W*[›»→>]+\W*$")
_NEXT_CLASS = re.compile(
    r"^(?!.*(?:prev|newer|post-nav|slide|carousel|arrow))[\w-]*(?:next|older|weiter|suivant|siguiente)[\w-]*$",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"-?[A-Za-z_][\w-]*")
_DIGITS = re.compile(r"\d+")
_UP = 3  # ancestors whose class may name a link


@dataclass(frozen=True, slots=True)
class Step:
    """A way from a page of a listing to the next."""

    target: str
    selector: str | None
    """What finds the link; `None` where only its words or its number tell."""


@dataclass(frozen=True, slots=True)
class Rule:
    """The rule in the addresses of a listing's pages, as `discover.next_address` and `page_size` have it."""

    address: str
    page_size: int | None = None
    """`None`: pages are counted by `{page}`."""


def steps_of(tree: Tree, url: str) -> list[Step]:
    """Return what may lead from a page of a listing to the next, the surest first."""
    found: dict[tuple[str, str | None], Step] = {}
    for node in tree.css("link[rel][href], a[href]"):
        target = absolute_url(attribute(node, "href") or "", base=url)
        if (
            target is None
            or normalize_url(target) == normalize_url(url)
            or (attribute(node, "href") or "").startswith("#")
        ):
            continue
        for selector in _selectors(node):
            found.setdefault((target, selector), Step(target, selector))
    return sorted(found.values(), key=_rank)


def leads_on(step: Step, second: Tree, urls: Iterable[str]) -> str | None:
    """Return where a step's selector leads from the second page; `None` if it leads back to one of `urls`, or nowhere."""
    node = select_first(second, (step.selector,)) if step.selector else None
    target = absolute_url(attribute(node, "href") or "", base=step.target) if node is not None else None
    return target if target and normalize_url(target) not in {normalize_url(url) for url in urls} else None


def rule_of(first: str, second: str, third: str | None = None) -> Rule | None:
    """Return the rule by which the address of a listing's second page follows from that of the first.

    `third` is the address of the third page; without it the second is taken as 2, 1 or a multiple of ten. `None`: there is
    no rule that a definition could say.
    """
    for match in reversed(list(_DIGITS.finditer(second))):
        number = int(match[0])
        before, after = second[: match.start()], second[match.end() :]
        if third is not None:
            if not (third.startswith(before) and third.endswith(after)):
                continue
            middle = third[len(before) : len(third) - len(after)]
            if not middle.isdigit() or int(middle) == number:
                continue
            counted = (number, int(middle) - number)
        else:
            counted = (number, 1 if number in (1, 2) else number)
        if (rule := _counted(*counted)) is not None:
            hole, size = rule
            return Rule(_relative(f"{before}{hole}{after}", first), size)
    return None


def _counted(number: int, step: int) -> tuple[str, int | None] | None:
    if (number, step) == (2, 1):
        return "{page}", None
    return ("{offset}", number) if number == step and number > 0 else None


def last_page(rule: Rule, first: str, urls: Iterable[str]) -> int | None:
    """Return the number of the last page of a listing as far as links tell of it; `None` if none does."""
    filled = rule.address.replace("{listing}", first)
    whole = absolute_url(filled.replace("{page}", "0815").replace("{offset}", "0815"), base=first) or ""
    pattern = re.compile(re.escape(whole).replace("0815", r"(\d+)", 1))
    numbers = [int(match[1]) for url in urls if (match := pattern.fullmatch(url))]
    if not numbers:
        return None
    return max(numbers) if rule.page_size is None else max(numbers) // rule.page_size + 1


def _relative(address: str, first: str) -> str:
    """Return an address as `next_address` says it best: behind that of the listing, else whole, for this listing alone."""
    return "{listing}" + address[len(first) :] if address.startswith(first) else address


def _selectors(node: Node) -> Iterator[str | None]:
    """Yield what tells that a link leads to the next page."""
    rels = (attribute(node, "rel") or "").lower().split()
    if node.tag == "link":
        if "next" in rels:
            yield "link[rel~='next']"
        return
    if "next" in rels:
        yield "a[rel~='next']"
    yield from _by_class(node)
    for name in ("aria-label", "title"):
        value = attribute(node, name) or ""
        if _NEXT_TEXT.match(value) and "'" not in value and "\\" not in value:
            yield _checked(f"a[{name}='{value}']")
    text = fold(node_text(node))
    if _NEXT_TEXT.match(text) or _NEXT_SIGN.match(text) or text == "2":
        yield None


def _by_class(node: Node) -> Iterator[str | None]:
    for token in (attribute(node, "class") or "").split():
        if _NEXT_CLASS.match(token) and _TOKEN.fullmatch(token):
            yield _checked(f"a.{token}")
    at = node.parent
    for _ in range(_UP):
        if at is None or at.tag in ("body", "main"):
            return
        for token in (attribute(at, "class") or "").split():
            if _NEXT_CLASS.match(token) and _TOKEN.fullmatch(token):
                yield _checked(f".{token} a")
        at = at.parent


def _checked(selector: str) -> str | None:
    try:
        return check_selector(selector)
    except ValueError:
        return None


def _rank(step: Step) -> tuple[int, bool]:
    selector = step.selector or ""
    order = ("a[rel~=", "a.", ".", "link[", "a[")
    place = next((place for place, start in enumerate(order) if selector.startswith(start)), len(order))
    return place, not _DIGITS.search(step.target)
