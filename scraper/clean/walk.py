"""One walk over the tree: a page's outline, gathered node by node. The tree is not changed."""

from __future__ import annotations

from collections.abc import Collection

from scraper.clean.outline import Anchor, Box, Outline, Placed, TextBlock
from scraper.clean.runs import Run, broken_lines, linked_parts, split_run
from scraper.dom import Node, Tree
from scraper.text import fold, fold_lines

BOX_TAGS = frozenset(
    "html body div p section article main aside header footer nav ul ol menu li dl dt dd table thead tbody tfoot tr td th caption"
    " figure figcaption blockquote pre h1 h2 h3 h4 h5 h6 address form fieldset legend details summary hgroup center dialog"
    " search optgroup".split()
)
SKIPPED_TAGS = frozenset(
    "script style noscript template svg iframe object embed canvas select option textarea head link meta title base audio video"
    " map area param source track progress meter datalist math frameset frame noframes".split()
)
_MOST_LINKED = 15  # blocks of a card that is a link as a whole
_MOST_LINKED_CHARS = 8_000
_STRESS_TAGS = frozenset(("em", "i", "strong", "b"))
_TEXT = "-text"
_HIDING_WORDS = frozenset(
    "hidden hide sr-only visually-hidden visuallyhidden screen-reader-text screenreader screen-reader".split()
)


def walk(tree: Tree, *, leave_out: Collection[int] = ()) -> Outline:
    """Walk the body of a page. `leave_out`: `mem_id` of elements that are passed over with all that is in them."""
    outline = Outline()
    if tree.body is not None:
        _Walker(outline, leave_out).walk(tree.body)
        _let_go_of_wrappers(outline)
    return outline


def _let_go_of_wrappers(outline: Outline) -> None:
    """Take links off the text that they wrap by mistake: one that was never closed reaches over half a page."""
    for anchor in outline.anchors:
        if anchor.end - anchor.start > _MOST_LINKED or anchor.chars > _MOST_LINKED_CHARS:
            for block in outline.blocks[anchor.start : anchor.end]:
                block.release(anchor)
            anchor.chars, anchor.end, anchor.wraps = 0, anchor.start, True


class _Walker:
    """The state of a walk: where it is, and the run of text that is being gathered."""

    def __init__(self, outline: Outline, leave_out: Collection[int]) -> None:
        self.outline = outline
        self.leave_out = leave_out
        self.box: Box | None = None
        self.anchor: Anchor | None = None
        self.pieces: list[str] = []
        self.owners: list[Anchor | None] = []
        self.broken = False  # the last thing gathered was a <br>
        self.stress = 0  # how many elements of italics or bold are open
        self.plain = False  # some of what was gathered is in neither

    def walk(self, root: Node) -> None:
        """Visit every node below `root` in document order, without recursion."""
        stack: list[tuple[Node, Box | None, Anchor | None]] = []
        node: Node | None = root
        while node is not None:
            child = self._enter(node, stack)
            if child is not None:
                node = child
                continue
            following = node.next if stack else None
            while following is None and stack:
                node = self._leave(*stack.pop())
                following = node.next if stack else None
            node = following

    def _enter(self, node: Node, stack: list[tuple[Node, Box | None, Anchor | None]]) -> Node | None:
        """Take a node up; return its first child if the walk goes into it."""
        tag = node.tag
        if tag == _TEXT:
            self._gather(node.text_content or "")
            return None
        if tag is None or tag in SKIPPED_TAGS or tag[0] == "-":
            return None
        if self.leave_out and node.mem_id in self.leave_out:
            return None
        if tag in BOX_TAGS:
            self._flush()
            stack.append((node, self.box, self.anchor))
            self._open_box(node, tag)
        elif tag == "br":
            self._break()
            return None
        elif tag == "img":
            self._picture(node)
            return None
        else:
            stack.append((node, self.box, self.anchor))
            if tag == "a":
                self._open_anchor(node)
            elif tag in _STRESS_TAGS:
                self.stress += 1
            elif tag == "time" and self.box is not None:
                self.outline.stamps.append(Placed(node, self.box, len(self.outline.blocks), self.anchor))
            elif self._hides(node):
                stack.pop()
                return None
        child = node.child
        if child is None:
            self._leave(*stack.pop())
        return child

    def _leave(self, node: Node, box: Box | None, anchor: Anchor | None) -> Node:
        """Close an element; `box` and `anchor` are those around it."""
        if self.stress and node.tag in _STRESS_TAGS:
            self.stress -= 1
        if self.box is not box:
            self._flush()
            assert self.box is not None
            self.box.end = len(self.outline.blocks)
            self.box.last_anchor = len(self.outline.anchors)
            self.box = box
        if self.anchor is not anchor:
            if self.anchor is not None and self.anchor.chars:  # it holds blocks: what follows is a block of its own
                self._flush()
            self.anchor = anchor
        return node

    def _open_box(self, node: Node, tag: str) -> None:
        attributes = node.attributes
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".strip()
        above = self.box
        hidden = (above is not None and above.hidden) or _hidden(attributes, names)
        box = Box(len(self.outline.boxes), above, tag, names, node, len(self.outline.blocks), hidden)
        box.first_anchor = box.last_anchor = len(self.outline.anchors)
        self.outline.boxes.append(box)
        self.box = box

    def _open_anchor(self, node: Node) -> None:
        href = node.attributes.get("href")
        if href is None or self.box is None:
            return
        self.anchor = Anchor(len(self.outline.anchors), node, href, self.box, len(self.outline.blocks))
        self.outline.anchors.append(self.anchor)

    def _picture(self, node: Node) -> None:
        if self.box is not None:
            self.outline.pictures.append(Placed(node, self.box, len(self.outline.blocks), self.anchor))
            if self.anchor is not None:
                self.anchor.picture = True

    def _hides(self, node: Node) -> bool:
        """Tell whether an inline element is kept from sight: labels for screen readers are not part of the text."""
        names = node.attributes.get("class")
        return bool(names and not _HIDING_WORDS.isdisjoint(names.lower().split()))

    def _gather(self, text: str) -> None:
        if not text:
            return
        if text.isspace():
            if self.pieces and self.pieces[-1] != " ":
                self.pieces.append(" ")
                self.owners.append(self.anchor)
            return
        self.broken = False
        if not self.stress:
            self.plain = True
        self.pieces.append(text)
        self.owners.append(self.anchor)

    def _break(self) -> None:
        """Take up a `<br>`: a second one in a row ends the run, as a paragraph's end would."""
        if self.broken and (self.box is None or self.box.tag != "pre"):
            self._flush()
        elif self.pieces:
            self.pieces.append("\n")
            self.owners.append(None)
            self.broken = True

    def _flush(self) -> None:
        """End the run of text that has been gathered, if there is one: a block, or several where links stand in a row."""
        self.broken = False
        if not self.pieces:
            return
        pieces = list(zip(self.pieces, self.owners, strict=True))
        stressed = not self.plain
        self.pieces, self.owners, self.plain = [], [], False
        if self.box is None:
            return
        preformatted = any(above.tag == "pre" for above in self.box.ancestors())
        for run in [pieces] if preformatted else split_run(pieces):
            self._add_block(self.box, run, stressed, preformatted)

    def _add_block(self, box: Box, run: Run, stressed: bool, preformatted: bool) -> None:
        raw = run[0][0] if len(run) == 1 else "".join([piece for piece, _ in run])
        text = fold(raw)
        if not text:
            return
        lines = fold_lines(raw) if preformatted else broken_lines(run)
        blocks = self.outline.blocks
        block = TextBlock(len(blocks), box, text, lines, linked_parts(run), stressed)
        blocks.append(block)
        for anchor, part in block.anchors:
            if not anchor.chars:
                anchor.start = block.index
            anchor.end = len(blocks)
            anchor.chars += len(part)


def _hidden(attributes: dict[str, str | None], names: str) -> bool:
    """Tell whether an element is kept from sight by its own attributes."""
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    if style:
        style = style.replace(" ", "").lower()
        if "display:none" in style or "visibility:hidden" in style:
            return True
    return bool(names) and not _HIDING_WORDS.isdisjoint(names.lower().split())
