"""What stands around the headline: the lines between it and the body, and the few before it. A bounded walk."""

from __future__ import annotations

from dataclasses import dataclass, field

from scraper.clean.metadata.class_words import is_far_box
from scraper.dom import Node
from scraper.text import fold

MAX_NODES = 300
"""Nodes walked behind the headline; a page's top matter has a few dozen."""

MAX_LINES = 20
"""Lines behind it that are kept."""

MAX_BEFORE = 120
"""Nodes walked in front of it."""

_BLOCKS = frozenset(
    "p div section article main aside header footer nav ul ol li dl dt dd table tr td th figure figcaption blockquote pre h1 h2 h3 h4"
    " h5 h6 address form hgroup center details summary br hr".split()
)
_SKIPPED = frozenset(
    "script style noscript template svg iframe object select option textarea button video audio picture img input".split()
)
_INLINE = frozenset("span a time em strong b i small cite abbr label".split())
_APART = frozenset("span a time small cite label".split())  # "<span>By</span><a>Jane</a>" shows two words
_NAMING = ("class", "id", "itemprop", "rel", "data-testid")
_BODY_CHARS = 180  # a line that long with a full stop in it is a paragraph
_BODY_LINES = 2  # that many of them: the body has begun
_LONGEST = 2_000  # characters of a line that are kept


class Line:
    """A line of text near the headline. What is asked of few lines is read when it is asked for."""

    __slots__ = ("_names", "_parts", "box", "first", "links", "tag", "text", "times")

    def __init__(self, text: str, first: Node, links: list[Node], times: list[Node], parts: list[Node]) -> None:
        self.text = text
        self.first = first
        """The first text node of the line."""
        self.links = links
        self.times = times
        self._parts = parts
        self._names: str | None = None
        block = first.parent
        while block is not None and block.tag not in _BLOCKS and block.parent is not None:
            block = block.parent
        self.tag: str = (block.tag if block is not None else None) or "body"
        """The block-level element it stands in."""
        around = block.parent if block is not None else None
        self.box: int = around.mem_id if around is not None else 0
        """`mem_id` of the element around that one: lines of one text share it."""

    @property
    def names(self) -> str:
        """Class, id and itemprop words of the two innermost elements around it that have any, in lower case."""
        if self._names is None:
            self._names = _names(self.first)
        return self._names

    @property
    def parts(self) -> list[tuple[Node, str]]:
        """The inline elements in it that have class or itemprop words, with these."""
        return [(node, names) for node in self._parts[:20] if (names := _own_names(node))]

    @property
    def listed(self) -> bool:
        """Whether it stands in a list."""
        node = self.first.parent
        for _ in range(5):
            if node is None:
                return False
            if node.tag in ("li", "ul", "ol", "dd", "dt"):
                return True
            node = node.parent
        return False


@dataclass(slots=True)
class Zone:
    """Lines before the headline (nearest first) and behind it (in order)."""

    before: list[Line] = field(default_factory=list)
    after: list[Line] = field(default_factory=list)


def read_zone(headline: Node) -> Zone:
    """Read what stands around the element that shows the headline."""
    after = _Reader()
    node, steps = _following(headline, after), 0
    while node is not None and steps < MAX_NODES and after.long_lines < _BODY_LINES and len(after.lines) < MAX_LINES:
        steps += 1
        child = None if after.take(node) else node.child
        node = child if child is not None else _following(node, after)
    after.flush()
    return Zone(_before(headline), after.lines)


def is_far(node: Node) -> bool:
    """Tell whether an element stands in a comment, a teaser or beside the story."""
    current: Node | None = node
    for _ in range(8):
        if current is None or current.tag in ("body", "main"):
            return False
        if current.tag in ("aside", "nav"):
            return True
        attributes = current.attributes
        if is_far_box(f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower()):
            return True
        current = current.parent
    return False


def lines_in(root: Node, most: int = MAX_NODES) -> list[Line]:
    """Return the lines of text below an element."""
    reader = _Reader()
    node: Node | None = root.child
    end = root.mem_id
    steps = 0
    while node is not None and steps < most:
        steps += 1
        child = None if reader.take(node) else node.child
        if child is not None:
            node = child
            continue
        while node is not None and node.next is None:
            node = node.parent
            if node is None or node.mem_id == end:
                node = None
            elif node.tag in _BLOCKS:
                reader.flush()
        node = node.next if node is not None else None
    reader.flush()
    return reader.lines


def _before(headline: Node) -> list[Line]:
    lines: list[Line] = []
    left = MAX_BEFORE
    node: Node | None = headline
    for _ in range(4):
        if node is None or node.tag in ("body", "main"):
            break
        sibling = node.prev
        while sibling is not None and left > 0:
            left -= 10
            if sibling.tag not in _SKIPPED and sibling.tag not in ("nav", "-comment"):
                lines += reversed(_lines_of(sibling))
            sibling = sibling.prev
        node = node.parent
    return lines[:12]


def _lines_of(node: Node) -> list[Line]:
    if node.tag == "-text":
        reader = _Reader()
        reader.take(node)
        reader.flush()
        return reader.lines
    return lines_in(node, 40)


def _following(node: Node, reader: _Reader) -> Node | None:
    """Return the next node in document order outside `node`; a line ends where a block-level element does."""
    current: Node | None = node
    while current is not None:
        tag = current.tag
        if tag in _BLOCKS:
            if reader.pieces:
                reader.flush()
        elif tag == "body" or tag == "html":
            return None
        following = current.next
        if following is not None:
            return following
        current = current.parent
    return None


class _Reader:
    """Gathers text nodes to lines."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.long_lines = 0
        self.pieces: list[str] = []
        self.first: Node | None = None
        self.links: list[Node] = []
        self.times: list[Node] = []
        self.parts: list[Node] = []

    def take(self, node: Node) -> bool:
        """Take a node up; tell whether its inside is done with."""
        tag = node.tag
        if tag == "-text":
            text = node.text_content
            if text and (self.pieces or not text.isspace()):
                if self.first is None and not text.isspace():
                    self.first = node
                self.pieces.append(text)
            return True
        if tag is None or tag in _SKIPPED or tag[0] == "-":
            return True
        if tag in _BLOCKS:
            if self.pieces:
                self.flush()
            return tag == "nav" or tag == "form"
        if tag in _INLINE:
            if tag in _APART:
                self.pieces.append(" ")
            self.parts.append(node)
            if tag == "a":
                self.links.append(node)
            elif tag == "time":
                self.times.append(node)
        return False

    def flush(self) -> None:
        """End the line that is being gathered."""
        if not self.pieces:
            return
        if self.first is not None and (text := fold("".join(self.pieces)[:_LONGEST])):
            self.lines.append(Line(text, self.first, self.links, self.times, self.parts))
            if len(text) >= _BODY_CHARS and ("." in text or "。" in text):
                self.long_lines += 1
        self.pieces, self.first, self.links, self.times, self.parts = [], None, [], [], []


def _names(node: Node) -> str:
    """Return the words of the two innermost elements around a text that have any."""
    names: list[str] = []
    current = node.parent
    for _ in range(4):
        if current is None or current.tag in ("body", "article", "main") or len(names) == 2:
            break
        if own := _own_names(current):
            names.append(own)
        current = current.parent
    return " ".join(names)


def _own_names(node: Node) -> str:
    attributes = node.attributes
    words = [word for key in _NAMING if (word := attributes.get(key))] if attributes else []
    tag = node.tag
    if tag and tag not in _BLOCKS and tag not in _INLINE:
        words.append(tag)
    return " ".join(words).lower() if words else ""
