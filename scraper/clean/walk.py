"""One walk over the tree: a page's outline, gathered node by node. The tree is not changed."""

from __future__ import annotations

from collections.abc import Collection

from scraper.clean.outline import Anchor, Box, Outline, Placed, TextBlock
from scraper.clean.runs import BREAK, Run, broken_lines, linked_parts, split_run
from scraper.dom import Node, Tree
from scraper.text import fold, fold_lines

BOX_TAGS = frozenset(
    "html body div p section article main aside header footer nav ul ol menu li dl dt dd table thead tbody tfoot tr td th caption"
    " figure figcaption blockquote pre h1 h2 h3 h4 h5 h6 address form fieldset legend details summary hgroup center dialog"
    " search optgroup".split()
)
PLAYER_TAGS = frozenset("audio video iframe object embed".split())
SKIPPED_TAGS = PLAYER_TAGS | frozenset(
    "script style noscript template svg canvas select option textarea head link meta title base map area param source track"
    " progress meter datalist math frameset frame noframes".split()
)
_MOST_LINKED = 15  # blocks of a card that is a link as a whole
_MOST_LINKED_CHARS = 8_000
_STRESS_TAGS = frozenset(("em", "i", "strong", "b"))
_PASS, _TEXT, _BOX, _LINK, _BREAK, _PICTURE, _STRESS, _STAMP, _PLAYER = range(9)
_STEPS: dict[str | None, int] = {
    "-text": _TEXT, "a": _LINK, "br": _BREAK, "img": _PICTURE, "time": _STAMP, "-comment": _PASS,
    **dict.fromkeys(BOX_TAGS, _BOX), **dict.fromkeys(SKIPPED_TAGS, _PASS), **dict.fromkeys(PLAYER_TAGS, _PLAYER),
    **dict.fromkeys(_STRESS_TAGS, _STRESS),
}  # fmt: skip
"""What the walk does with a node, by its tag; elements that are not here are inline and say nothing by their tag."""
_HIDING_WORDS = frozenset(
    "hidden hide sr-only visually-hidden visuallyhidden screen-reader-text screenreader screen-reader".split()
)
_HIDING_ATTRIBUTES = frozenset(("hidden", "aria-hidden", "style"))

Opened = tuple[Node, str, Box | None, Anchor | None]
"""An open element: node, tag, and the box and the link around it."""


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

    __slots__ = (
        "anchor", "anchors", "blocks", "box", "boxes", "breaks", "broken", "leave_out", "named", "outline", "plain", "preformatted", "run", "stress",
    )  # fmt: skip

    def __init__(self, outline: Outline, leave_out: Collection[int]) -> None:
        self.outline = outline
        self.boxes, self.blocks, self.anchors = outline.boxes, outline.blocks, outline.anchors
        self.leave_out = leave_out
        self.box: Box | None = None
        self.anchor: Anchor | None = None
        self.run: Run = []  # the same list all the time: a flush empties it
        self.broken = False  # the last thing gathered was a <br>
        self.breaks = False  # there is a <br> in what was gathered
        self.stress = 0  # how many elements of italics or bold are open
        self.plain = False  # some of what was gathered is in neither
        self.preformatted = 0  # how many <pre> are open
        self.named: dict[
            tuple[str | None, str | None], tuple[str, bool]
        ] = {}  # what `_names` said of a class and an id

    def walk(self, root: Node) -> None:
        """Visit every node below `root` in document order, without recursion.

        A page has thousands of nodes, and most are white space, text, boxes, or elements that end without anything to do:
        those are dealt with here, with few calls.
        """
        stack: list[Opened] = []
        leave_out, run = self.leave_out, self.run
        step_of = _STEPS.get
        node: Node | None = root
        while node is not None:
            tag = node.tag
            step = step_of(tag)
            if step == _TEXT:
                text = node.text_content
                if not text or text.isspace():
                    if run and text and run[-1][0] != " ":
                        run.append((" ", self.anchor))
                else:
                    run.append((text, self.anchor))
                    self.broken = False
                    if not self.stress:
                        self.plain = True
            elif step != _PASS and tag is not None and not (leave_out and node.mem_id in leave_out):
                box, anchor = self.box, self.anchor
                if step == _BOX:
                    self._open_box(node, tag)
                if step == _BOX or self._enter(node, tag, step):
                    child = node.child
                    if child is not None:
                        stack.append((node, tag, box, anchor))
                        node = child
                        continue
                    self._close(tag, box, anchor)
            following = node.next if stack else None
            while following is None and stack:
                node, tag, box, anchor = stack.pop()
                if self.box is not box or self.anchor is not anchor or self.stress:
                    self._close(tag, box, anchor)
                following = node.next if stack else None
            node = following

    def _enter(self, node: Node, tag: str, step: int | None) -> bool:
        """Take up an element that is no box; return whether the walk goes into it."""
        if step == _LINK:
            self._open_anchor(node)
        elif step == _BREAK:
            self._break()
            return False
        elif step == _PICTURE:
            self._picture(node)
            return False
        elif step == _PLAYER:
            if self.box is not None:
                self.outline.players.append(Placed(node, self.box, len(self.blocks), self.anchor))
            return False
        elif step == _STRESS:
            self.stress += 1
        elif step == _STAMP and self.box is not None:
            self.outline.stamps.append(Placed(node, self.box, len(self.blocks), self.anchor))
        else:
            names = node.attributes.get("class")
            return tag[0] != "-" and not (names and self._names(names, None)[1])
        return True

    def _close(self, tag: str, box: Box | None, anchor: Anchor | None) -> None:
        """Close an element: go back to the box and the link around it."""
        if self.stress and tag in _STRESS_TAGS:
            self.stress -= 1
        if self.box is not box:
            assert self.box is not None
            if self.run:
                self._flush()
            self.broken = False
            closed = self.box
            closed.end = len(self.blocks)
            closed.last_anchor = len(self.anchors)
            closed.last_box = len(self.boxes)
            self.box = box
            if tag == "pre":
                self.preformatted -= 1
        if self.anchor is not anchor:
            if self.anchor is not None and self.anchor.chars:  # it holds blocks: what follows is a block of its own
                self._flush()
            self.anchor = anchor

    def _open_box(self, node: Node, tag: str) -> None:
        if self.run:
            self._flush()
        self.broken = False
        above = self.box
        names, hidden = "", False
        attributes = node.attributes
        if attributes:
            names, hidden = self._names(attributes.get("class"), attributes.get("id"))
            if not (hidden or _HIDING_ATTRIBUTES.isdisjoint(attributes)):
                hidden = _hidden(attributes)
        hidden = hidden or (above is not None and above.hidden)
        box = Box(len(self.boxes), above, tag, names, node, len(self.blocks), len(self.anchors), hidden)
        self.boxes.append(box)
        self.box = box
        if tag == "pre":
            self.preformatted += 1

    def _open_anchor(self, node: Node) -> None:
        attributes = node.attributes
        href = attributes.get("href")
        if href is None or self.box is None:
            return
        rel = (attributes.get("rel") or "").lower()
        self.anchor = Anchor(len(self.anchors), node, href, rel, self.box, len(self.blocks))
        self.anchors.append(self.anchor)

    def _picture(self, node: Node) -> None:
        if self.box is not None:
            self.outline.pictures.append(Placed(node, self.box, len(self.blocks), self.anchor))
            if self.anchor is not None:
                self.anchor.picture = True

    def _names(self, classes: str | None, name: str | None) -> tuple[str, bool]:
        """Return class words and id as written, and whether they keep an element from sight.

        Labels for screen readers are not part of the text. Elements of one kind have the same words: they are read once.
        """
        known = self.named.get((classes, name))
        if known is None:
            names = f"{classes or ''} {name or ''}".strip()
            known = self.named[classes, name] = names, not _HIDING_WORDS.isdisjoint(names.lower().split())
        return known

    def _break(self) -> None:
        """Take up a `<br>`: a second one in a row ends the run, as a paragraph's end would."""
        if self.broken and (self.box is None or self.box.tag != "pre"):
            self._flush()
        elif self.run:
            self.run.append((BREAK, None))
            self.broken = self.breaks = True

    def _flush(self) -> None:
        """End the run of text that has been gathered, if there is one: a block, or several where links stand in a row."""
        self.broken = False
        if not self.run:
            return
        run, stressed, breaks = self.run.copy(), not self.plain, self.breaks
        self.run.clear()
        self.plain = self.breaks = False
        if self.box is None:
            return
        if run[-1][0] == " " and len(run) > 1 and not breaks:
            run.pop()
        if len(run) == 1:
            self._add_block(self.box, run, run[0][0], stressed, breaks)
            return
        for part in [run] if self.preformatted else split_run(run, breaks):
            self._add_block(self.box, part, "".join([piece for piece, _ in part]), stressed, breaks)

    def _add_block(self, box: Box, run: Run, raw: str, stressed: bool, breaks: bool) -> None:
        """Make a block of a run, the pieces of which are `raw` together."""
        text = fold(raw)
        if not text:
            return
        lines = fold_lines(raw) if self.preformatted else broken_lines(run) if breaks else None
        blocks = self.blocks
        anchors = linked_parts(run, text)
        n = len(blocks)
        blocks.append(TextBlock(n, box, text, lines, anchors, stressed))
        for anchor, part in anchors:
            if not anchor.chars:
                anchor.start = n
            anchor.end = n + 1
            anchor.chars += len(part)


def _hidden(attributes: dict[str, str | None]) -> bool:
    """Tell whether an element is kept from sight by its own attributes."""
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    if not style:
        return False
    style = style.replace(" ", "").lower()
    return "display:none" in style or "visibility:hidden" in style
