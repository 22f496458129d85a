"""A site's own selectors, before any guess: what the definition says of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from scraper.clean.links import Links
from scraper.dates import parse_moment
from scraper.dom import Node, Tree, attribute, select_all, select_first
from scraper.frames import take_off
from scraper.model import PageType, RelatedItem, Source
from scraper.site import DateRule, Site, TeaserRules, TextRule
from scraper.text import cut_ellipsis, ends_sentence, fold, is_cut

_NUMBER = re.compile(r"\d+")
_BREAKS = "p,div,li,br,h1,h2,h3,h4,h5,h6,td,dd"


@dataclass(slots=True)
class Ruled:
    """What the definition answers for one page; `None` or empty is what it leaves open."""

    page_type: PageType | None = None
    protected: bool = False
    fields: dict[str, object] = field(default_factory=dict)
    """Fields of the article by name."""

    body: list[Node] = field(default_factory=list)
    removed: set[int] = field(default_factory=set)
    """`mem_id` of what is not part of the body."""

    teasers: list[tuple[Node, RelatedItem]] = field(default_factory=list)
    """Entry -> item; positions are given later, in document order."""

    teaser_rules: list[str] = field(default_factory=list)
    """Of each of `teasers` the name of its rule: the NAME of [teasers.NAME]."""

    lists: list[Node] = field(default_factory=list)
    """Elements that hold the teaser lists."""

    parts: tuple[str, ...] = ()
    next_listing: str | None = None

    def answer(self, name: str, rule: TextRule | None, value: object) -> None:
        """Note a field if its rule found something, or says that the site never shows it (`text = ""`)."""
        if value or (rule is not None and rule.text == ""):
            self.fields[name] = value or (() if name in ("authors", "tags") else None)


def apply_rules(tree: Tree, site: Site, links: Links) -> Ruled:
    """Return what a definition says of a page."""
    ruled = Ruled()
    ruled.page_type = _page_type(tree, site)
    ruled.protected = select_first(tree, site.page.protected) is not None
    if ruled.page_type != "listing":
        _article(tree, site, links, ruled)
    for name, rules in site.teasers.items():
        if not rules.off and rules.on in ("any", ruled.page_type or "article"):
            _teaser_list(tree, rules, site, links, ruled)
            ruled.teaser_rules += [name] * (len(ruled.teasers) - len(ruled.teaser_rules))
    following = select_first(tree, site.discover.next)
    if following is not None:
        target = links.resolve(attribute(following, "href") or "")
        ruled.next_listing = target.url if target else None
    return ruled


def _page_type(tree: Tree, site: Site) -> PageType | None:
    if select_first(tree, site.page.listing) is not None:
        return "listing"
    if select_first(tree, site.page.article) is not None:
        return "article"
    return "other" if site.page.article and site.page.listing else None


def _article(tree: Tree, site: Site, links: Links, ruled: Ruled) -> None:
    rules = site.article
    for name, rule in (
        ("headline", rules.headline),
        ("dek", rules.dek),
        ("publisher", rules.publisher),
        ("section", rules.section),
    ):
        ruled.answer(name, rule, text_of(rule, tree) if rule else None)
    for name, rule in (("authors", rules.authors), ("tags", rules.tags)):
        ruled.answer(name, rule, tuple(dict.fromkeys(texts_of(rule, tree))) if rule else ())
    for name, date in (("published", rules.published), ("modified", rules.modified)):
        ruled.answer(name, date, moment_of(date, tree, site) if date else None)
    shown = rules.published_text or (rules.published and rules.published.model_copy(update={"attr": None}))
    ruled.answer("published_text", shown, text_of(shown, tree) if shown else None)
    ruled.answer("source", rules.source, _source(rules.source, tree, links) if rules.source else None)
    ruled.answer("image", rules.image, _address(rules.image, tree, links) if rules.image else None)
    ruled.answer(
        "reading_time_minutes", rules.reading_time, _number(rules.reading_time, tree) if rules.reading_time else None
    )
    ruled.body = select_all(tree, rules.body)
    for node in ruled.body:
        for selector in rules.remove:
            ruled.removed.update(found.mem_id for found in node.css(selector))
    ruled.parts = _parts(tree, rules.parts, links)


def _parts(tree: Tree, selectors: tuple[str, ...], links: Links) -> tuple[str, ...]:
    targets = (links.resolve(attribute(node, "href") or "") for node in select_all(tree, selectors))
    return tuple(dict.fromkeys(target.url for target in targets if target is not None and not links.leads_here(target)))


def _source(rule: TextRule, tree: Tree, links: Links) -> Source | None:
    name = text_of(rule, tree)
    if not name:
        return None
    node = select_first(tree, rule.select)
    link = (node if node is None or node.tag == "a" else node.css_first("a[href]")) if node is not None else None
    target = links.resolve(attribute(link, "href") or "") if link is not None else None
    return Source(name=name, url=target.url if target else None)


def _address(rule: TextRule, tree: Tree, links: Links) -> str | None:
    target = links.resolve(text_of(rule, tree) or "")
    return target.url if target else None


def _number(rule: TextRule, tree: Tree) -> int | None:
    number = _NUMBER.search(text_of(rule, tree) or "")
    return int(number[0]) if number else None


def text_of(rule: TextRule, root: Node | Tree) -> str | None:
    """Return the text that a rule finds first, `None` if it finds none."""
    return _first_text(rule, select_all(root, rule.select) if rule.text is None else [])


def texts_of(rule: TextRule, root: Node | Tree) -> Iterator[str]:
    """Yield the texts of everything that a rule finds, frames taken off."""
    yield from _texts(rule, select_all(root, rule.select))


def _texts(rule: TextRule, nodes: list[Node]) -> Iterator[str]:
    return filter(None, (_read(rule, node) for node in nodes))


def _first_text(rule: TextRule, nodes: list[Node]) -> str | None:
    return rule.text if rule.text is not None else next(_texts(rule, nodes), None)


def _read(rule: TextRule, node: Node) -> str | None:
    text = attribute(node, rule.attr) if rule.attr else inner_text(node, rule.drop)
    return take_off(rule.frames, text) or None if text else None


def inner_text(node: Node, drop: tuple[str, ...] = ()) -> str:
    """Return the folded text of an element, without what `drop` finds in it; block elements part words."""
    left_out = {found.mem_id for selector in drop for found in node.css(selector)}
    pieces: list[str] = []
    stack: list[Node | str] = [node]
    while stack:
        current = stack.pop()
        if isinstance(current, str):
            pieces.append(current)
        elif current.tag == "-text":
            pieces.append(current.text_content or "")
        elif current.mem_id not in left_out and current.tag not in ("script", "style", "template"):
            gap = " " if current.tag in _BREAKING else ""
            stack.append(gap)
            stack.extend(reversed(list(current.iter(include_text=True))))
            stack.append(gap)
    return fold("".join(pieces))


_BREAKING = frozenset(_BREAKS.split(","))


def moment_of(rule: DateRule, root: Node | Tree, site: Site) -> str | None:
    """Return the date that a rule finds, ISO 8601."""
    text = text_of(rule, root)
    return parse_moment(text, formats=rule.format, zone=rule.zone or site.timezone) if text else None


def _teaser_list(tree: Tree, rules: TeaserRules, site: Site, links: Links, ruled: Ruled) -> None:
    holders: list[Node | Tree] = list(select_all(tree, rules.within)) if rules.within else [tree]
    for holder in holders:
        heading = text_of(rules.heading, holder) if rules.heading else None
        entries = select_all(holder, rules.item) if rules.item else [node for node in holders if isinstance(node, Node)]
        found = False
        for entry in entries:
            item = _item(entry, rules, site, links, heading)
            if item is not None:
                found = True
                ruled.teasers.append((entry, item))
        if found and isinstance(holder, Node):
            ruled.lists.append(holder)
        if not rules.item:
            break


def _item(entry: Node, rules: TeaserRules, site: Site, links: Links, heading: str | None) -> RelatedItem | None:
    """Return one entry as an item; `None` for an entry without a title."""
    titles = select_all(entry, rules.title.select) if rules.title else []
    title = _first_text(rules.title, titles) if rules.title else None
    link = _title_link(entry, titles)
    if title is None and rules.title is None and link is not None:
        title = inner_text(link)
    if not title:
        return None
    address = text_of(rules.url, entry) if rules.url else (attribute(link, "href") if link is not None else None)
    target = links.resolve(address) if address else None
    excerpt, cut = _excerpt(entry, rules)
    date_text = text_of(rules.date.model_copy(update={"attr": None}), entry) if rules.date else None
    picture = links.resolve(text_of(rules.image, entry) or "") if rules.image else None
    return RelatedItem(
        position=0,
        title=title,
        list=heading,
        kind=rules.kind,
        url=target.url if target else None,
        category=text_of(rules.category, entry) if rules.category else None,
        excerpt=excerpt,
        excerpt_truncated=cut if excerpt else None,
        date_text=date_text,
        published=moment_of(rules.date, entry, site) if rules.date else None,
        authors=tuple(texts_of(rules.authors, entry)) if rules.authors else (),
        image=picture.url if picture else None,
    )


def _title_link(entry: Node, titles: list[Node]) -> Node | None:
    """Return the link of an entry: in or around its title, else its first with a text."""
    node = titles[0] if titles else None
    while node is not None:
        if node.tag == "a" and attribute(node, "href"):
            return node
        inner = node.css_first("a[href]")
        if inner is not None:
            return inner
        if node.mem_id == entry.mem_id:
            break
        node = node.parent
    if entry.tag == "a":
        return entry
    return next((link for link in entry.css("a[href]") if inner_text(link)), None)


def _excerpt(entry: Node, rules: TeaserRules) -> tuple[str | None, bool]:
    """Return an entry's excerpt, and whether it was cut before its end."""
    if rules.excerpt is None:
        return None, False
    node = select_first(entry, rules.excerpt.select)
    if node is None:
        return None, False
    text = take_off(rules.excerpt.frames, inner_text(node, (*rules.excerpt.drop, *rules.more)))
    text, dots = cut_ellipsis(text)
    more = select_first(node, rules.more)
    on_its_line = more is not None and _stands_behind_text(more)
    return text or None, dots or (is_cut(text) if on_its_line else not ends_sentence(text))


def _stands_behind_text(more: Node) -> bool:
    """Tell whether a "read more" link goes on with the line of the excerpt, as it does when the excerpt was cut."""
    before = more.prev
    while before is not None:
        if before.tag == "-text":
            if (before.text_content or "").strip():
                return True
        elif before.tag in _BREAKING:
            return False
        elif inner_text(before):
            return True
        before = before.prev
    return False
