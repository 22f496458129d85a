"""Runs of text between block-level breaks: their lines, their links, and where a row of links is several entries.

A run is its pieces in order, each with the link it stands in. A `<br>` is a piece of its own: a line break.
"""

from __future__ import annotations

from collections.abc import Iterator

from scraper.clean.outline import Anchor
from scraper.text import fold

Piece = tuple[str, Anchor | None]
Run = list[Piece]

BREAK = "\n"
_TITLE = 20  # characters: a link of this length is a title, a shorter one a tag or a page number
_LINKED = 0.6  # of a line that is an entry: the rest is a label or a date
_ALL_LINKED = 0.9
_ROW = 3  # links with nothing between them, inside a text: a list that opens over a name


def split_run(run: Run, breaks: bool) -> list[Run]:
    """Return the run, or its parts where it is a list: a link on every line, or links in a row with nothing between them.

    A paragraph with such a row in it loses the row.

    `breaks`: whether there is a line break in it.
    """
    owners = {owner for _, owner in run}
    owners.discard(None)
    if len(owners) < 2:
        return [run]
    lines = list(_split_at_breaks(run)) if breaks else [run]
    if len(lines) > 1:
        entries = [line for line in lines if _is_entry(line)]
        return lines if len(entries) >= 2 and len(entries) >= _LINKED * len(lines) else [run]
    if _has_own_text(run):
        return [_without_rows(run)] if len(owners) > _ROW and not breaks else [run]
    sizes = [len(part) for _, part in linked_parts(run)]
    if sum(size >= _TITLE for size in sizes) < 2 or sum(sizes) < _ALL_LINKED * len(fold(_joined(run))):
        return [run]
    return list(_split_at_links(run))


def _has_own_text(run: Run) -> bool:
    """Tell whether too much of a run is in no link, without folding it: so it is with the links of a paragraph."""
    own = sum([len("".join(piece.split())) for piece, owner in run if owner is None])
    return own > (1 - _ALL_LINKED) * sum([len(piece) for piece, _ in run]) + 1


def _without_rows(run: Run) -> Run:
    """Return a paragraph without the rows of links in it: several titles with nothing between them are no sentence.

    They open over the name in front of them, which stays. The links are noted as such that wrap what is not theirs.
    """
    kept: Run = []
    row: Run = []
    for piece, owner in [*run, ("", None)]:
        if owner is not None or (row and piece.isspace()):
            row.append((piece, owner))
            continue
        parts = linked_parts(row) if len(row) > _ROW else ()
        if len(parts) > _ROW and sum(len(text) >= _TITLE for _, text in parts) >= 2:
            for anchor, _ in parts[1:]:
                anchor.wraps = True
            row = [pair for pair in row if pair[1] is parts[0][0]]
        kept += row
        row = []
        kept.append((piece, owner))
    return kept[:-1]


def _joined(run: Run) -> str:
    return "".join([piece for piece, _ in run])


def _is_entry(line: Run) -> bool:
    parts = linked_parts(line)
    return len(parts) == 1 and len(parts[0][1]) >= max(_TITLE, _LINKED * len(fold(_joined(line))))


def _split_at_breaks(run: Run) -> Iterator[Run]:
    line: Run = []
    for piece in run:
        if piece[0] != BREAK:
            line.append(piece)
        elif line:
            yield line
            line = []
    if line:
        yield line


def _split_at_links(run: Run) -> Iterator[Run]:
    """Yield the pieces of each link; what stands between two links, a sign at most, goes with the one before."""
    part: Run = []
    current: Anchor | None = None
    for piece, owner in run:
        if owner is not None and owner is not current and any(known is not None for _, known in part):
            yield part
            part = []
        part.append((piece, owner))
        current = owner or current
    yield part


def broken_lines(run: Run) -> str | None:
    """Return the run's lines, `None` if it has but one."""
    if all(piece != BREAK for piece, _ in run):
        return None
    lines = ("".join(piece for piece, _ in line) for line in _split_at_breaks(run))
    return "\n".join(filter(None, map(fold, lines))) or None


def linked_parts(run: Run, folded: str | None = None) -> tuple[tuple[Anchor, str], ...]:
    """Return the links of a run, each with its folded text. `folded`: the text of the whole run, where it is known."""
    if len(run) == 1 and folded is not None:
        owner = run[0][1]
        return ((owner, folded),) if owner is not None else ()
    texts: dict[Anchor, str] = {}
    for piece, owner in run:
        if owner is not None:
            texts[owner] = texts[owner] + piece if owner in texts else piece
    return tuple([(anchor, folded) for anchor, text in texts.items() if (folded := fold(text))])
