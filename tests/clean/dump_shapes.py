"""Known pages, and the many shapes in which a plain-text dump may show them.

A `Known` page is what a record should say; a `Shape` is how it is typed. `render` gives the text, `expected` what that text
still tells: a shape without a date line has no date to find.
"""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from hypothesis import strategies as st

from scraper.model import RelatedKind


@dataclass(frozen=True)
class Teaser:
    title: str
    category: str | None = None
    excerpt: str | None = None
    cut: bool = False


@dataclass(frozen=True)
class Teasers:
    heading: str | None
    kind: RelatedKind
    items: tuple[Teaser, ...]


@dataclass(frozen=True)
class Piece:
    """One block of the text. `extra`: rows of a table, speaker of a turn, excerpt of a promo."""

    kind: str
    text: str
    extra: object = None
    level: int = 1


@dataclass(frozen=True)
class Known:
    headline: str
    pieces: tuple[Piece, ...]
    name: str = "News Network"
    section: str = "Crime News"
    published: str = "2021-10-21"
    minutes: int = 16
    author: str | None = None
    byline: str | None = None
    """As the first line of the text; the same as the source."""

    source: str | None = None
    lists: tuple[Teasers, ...] = ()


@dataclass(frozen=True)
class Shape:
    header: tuple[str, ...] = ("date", "name", "title", "minutes")
    date: str = "October 21, 2021"
    minutes: str = "{} min read"
    by: str = "By {}"
    source: str = "More from: {}"
    bullet: str = "•"
    indent: str = "  "
    hang: str | None = "    "
    """Margin of an entry's further lines; `None`: no margin at all, not even for the bullet's."""

    category: str = "In {}"
    more: str = "[Read More…]"
    item_gap: int = 0
    line_gap: int = 0
    paragraph_gap: int = 1
    width: int | None = None
    width_inside: bool = True
    """Whether the margin counts as part of the width."""

    hits: str | None = None
    lead: str | None = None
    """Literal tags around a copy of the first paragraph."""

    lists_first: bool = False
    footer: str | None = "Network News © 2005 Area.Control.Network™ All rights reserved."
    newline: str = "\n"
    start: str = ""
    decomposed: bool = False
    teaser_headings: bool = True


@dataclass
class _Page:
    """The text being typed."""

    lines: list[str] = field(default_factory=list)

    def put(self, *lines: str, gap: int = 0) -> None:
        if self.lines:
            self.lines += [""] * gap
        self.lines += lines


def render(known: Known, shape: Shape) -> str:
    """Return `known` as a dump of this shape."""
    page = _Page()
    lists = known.lists
    if shape.lists_first and lists:
        _put_list(page, lists[0], shape, known)
        lists = lists[1:]
    _put_header(page, known, shape)
    _put_text(page, known, shape)
    if known.source:
        page.put(shape.source.format(known.source), gap=1)
    if shape.hits and shape.hits.endswith("0 "):
        page.put(shape.hits.strip(), gap=1)
    for teasers in lists:
        _put_list(page, teasers, shape, known)
    if shape.footer:
        page.put(shape.footer, gap=0)
    text = shape.start + shape.newline.join(page.lines) + shape.newline
    return unicodedata.normalize("NFD", text) if shape.decomposed else text


def _put_header(page: _Page, known: Known, shape: Shape) -> None:
    shown = {
        "date": shape.date,
        "name": known.name,
        "title": known.headline,
        "minutes": shape.minutes.format(known.minutes),
        "section": known.section,
        "by": shape.by.format(known.author),
        "hits": shape.hits or "Hits: 0",
    }
    for part in shape.header:
        page.put(*_filled(shown[part], shape, "", ""), gap=1)
    first = next((piece.text for piece in known.pieces if piece.kind == "p"), None)
    if shape.lead and first:
        page.put(shape.lead.format(first), gap=1)


def _put_text(page: _Page, known: Known, shape: Shape) -> None:
    gap = shape.paragraph_gap
    if known.byline:
        page.put(known.byline, gap=gap)
    above, rank = "", 0
    for piece in known.pieces:
        inner = 0 if piece.kind == above == "li" else max(gap, 1) if piece.kind in ("table", "quote") else gap
        above = piece.kind
        if piece.kind == "table":
            assert isinstance(piece.extra, tuple)
            page.put(*("\t".join(row) for row in piece.extra), gap=inner)
        elif piece.kind == "li":
            margin = shape.indent + "    " * (piece.level - 1)
            rank = rank + 1 if inner == 0 else 1
            bullet = f"{rank}." if shape.bullet == "1." else shape.bullet
            page.put(*_filled(piece.text, shape, f"{margin}{bullet} ", margin + "   "), gap=inner)
        elif piece.kind == "quote":
            page.put(*_filled(piece.text, shape, "    ", "    "), gap=inner)
        elif piece.kind == "code":
            page.put(*piece.text.split("\n"), gap=inner)
        elif piece.kind == "turn":
            page.put(*_filled(f"{piece.extra}:  {piece.text}", shape, "", ""), gap=inner)
        elif piece.kind == "promo":
            page.put(*_filled(f"{piece.extra} {piece.text}", shape, "", ""), gap=inner)
        else:
            page.put(*_filled(piece.text, shape, "", ""), gap=inner)


def _put_list(page: _Page, teasers: Teasers, shape: Shape, known: Known) -> None:
    if teasers.heading and shape.teaser_headings:
        page.put(teasers.heading, gap=1)
    margin = shape.hang or ""
    for n, teaser in enumerate(teasers.items):
        first = 1 if n == 0 else shape.item_gap
        indent = shape.indent if shape.hang is not None else ""
        bullet = f"{n + 1}." if shape.bullet == "1." else shape.bullet
        mark = f"{indent}{bullet} " if bullet else margin
        page.put(*_filled(teaser.title, shape, mark, margin), gap=first)
        if teaser.category and shape.category:
            page.put(margin + shape.category.format(teaser.category), gap=shape.line_gap)
        tail = f" {shape.more}" if teaser.cut and shape.more else ""
        if teaser.excerpt:
            page.put(*_filled(teaser.excerpt + tail, shape, margin, margin), gap=shape.line_gap)
        if shape.more and not (teaser.excerpt and tail):
            page.put(margin + shape.more, gap=shape.line_gap)


def _filled(text: str, shape: Shape, first: str, rest: str) -> list[str]:
    """Return a text as one line, or filled to the shape's width."""
    if shape.width is None:
        return [first + text]
    width = shape.width if shape.width_inside else shape.width + len(rest)
    text = " ".join(text.split())
    return textwrap.wrap(
        text, width, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=True
    )


Row = tuple[str | None, RelatedKind, str, str | None, str | None, bool | None]


def expected_related(known: Known, shape: Shape) -> list[Row]:
    """Return list, kind, title, category, excerpt and whether it is cut, for each teaser in order."""
    lists = [_rows(teasers, shape) for teasers in known.lists]
    promos: list[Row] = [
        (str(piece.extra).rstrip(":"), "inline", piece.text, None, None, None)
        for piece in known.pieces
        if piece.kind == "promo"
    ]
    at = 1 if shape.lists_first and lists else 0
    return [row for rows in [*lists[:at], promos, *lists[at:]] for row in rows]


def _rows(teasers: Teasers, shape: Shape) -> list[Row]:
    heading = teasers.heading if shape.teaser_headings else None
    return [
        (
            heading,
            teasers.kind,
            item.title,
            item.category if shape.category else None,
            item.excerpt,
            None if item.excerpt is None else item.cut,
        )
        for item in teasers.items
    ]


def expected_blocks(known: Known) -> list[tuple[str, str]]:
    """Return kind and text of each block."""
    blocks: list[tuple[str, str]] = [("paragraph", known.byline)] if known.byline else []
    for piece in known.pieces:
        if piece.kind == "table":
            assert isinstance(piece.extra, tuple)
            blocks.append(("table", "\n".join(" | ".join(row) for row in piece.extra)))
        elif piece.kind == "turn":
            blocks.append(("turn", f"{piece.extra}: {piece.text}"))
        elif piece.kind != "promo":
            kind = {"p": "paragraph", "li": "list_item"}.get(piece.kind, piece.kind)
            blocks.append((kind, piece.text))
    return blocks


# ---- what the pages are made of -------------------------------------------------------------------------------------

TITLES = (
    "Texas Former Employee Pleads Guilty to Theft of Trade Secrets",
    "Designation of 15 Entities for Evading Sanctions Through Jamaica",
    "Vietnam – Level 2: Exercise Increased Caution",
    "Humanitarian Assistance: Agency Should Improve Information Collection and Communication to Help Mitigate Implementers’ Banking Challenges",
    "Operation Legend: Case of the Day",
    "In Crime News This Week: Seven Trials",
    "More From the Hearing Room",
    "U.S. Marshals Seek Public’s Help in Beckley Theft of a Mail Truck Case | Part 2",
    "Is It Safe to Travel Again?",
    "“A Grant Is a Promise,” Officials Say",
    "K-12 Cybersecurity: Well-Known Steps, Long-Standing Gaps",
    "Sentencing of Canadian Citizen Michael Spavor",
)
CATEGORIES = (
    "Crime News",
    "U.S GAO News",
    "Human Health, Resources and Services",
    "Climate - Environment - Conservation",
    "Travel",
)
SENTENCES = (
    "A Texas former employee pleaded guilty today in the Southern District of Texas for participating in the theft of coating formulas from a manufacturer.",
    "The agency has taken steps to sell property that the government no longer needs, but it has not documented how it selects properties.",
    "Court documents say that from January 2015 to October 2020, Reuben Pennington, 25, demanded payment in virtual currency within 72 hours.",
    "In Crime News, the weekly newsletter of the district, the office will list every case that is set for trial.",
    "More from this hearing, including the full list of exhibits, was read into the record on the second day.",
    "Read more about the settlement, the map of affected streets and the schedule of hearings at the county clerk’s office, which is open until 5 p.m.",
    "Next: a second survey, which will begin in the spring and take about eleven weeks. Previous surveys took a year.",
    "“We are grateful to the citizens who called our hotline; without them this case would not have been made,” said Special Agent Gilbert Stockdale.",
    "UPDATE (June 19): This item was changed to correct the number of counties in the second paragraph.",
    "The long-running, well-documented case was heard in a half-empty room.",
)
FRAGMENTS = (
    "Authorities are",
    "Antony J. Blinken,",
    "The Fish and",
    "More from: July 19, 2021",
    "A study of lakes, rivers and other bodies of water that were sampled over four decades has found that",
)
ARABIC = (
    "التقت وزيرة الخارجية اليوم نظيرها في عمّان، وبحث الجانبان سبل تعزيز التعاون في مجالات الأمن والمياه والطاقة.",
    "واتفق الجانبان على عقد الجولة المقبلة من المحادثات في واشنطن، بمشاركة ممثلين عن القطاع الخاص والمجتمع المدني.",
    "وأكدت الوزيرة أن بلادها ستقدّم 24 مليون دولار من المساعدات الإنسانية خلال عام 2022.",
)
ROWS = (("Region", "Utilities reviewed", "Target"), ("Plains", "1,647", "—"), ("Great Lakes", "662", "Not met"))

_title = st.sampled_from(TITLES)
_paragraph = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3, unique=True).map(" ".join)


@st.composite
def teaser_items(draw: st.DrawFn, *, least: int = 2, full: bool = True) -> tuple[Teaser, ...]:
    """Entries of one list; `full`: with categories and excerpts, as most lists that have frames show them."""
    titles = draw(st.lists(_title, min_size=least, max_size=7, unique=True))
    items = []
    for title in titles:
        category = draw(st.sampled_from(CATEGORIES)) if full else None
        cut = draw(st.booleans())
        excerpt = draw(st.sampled_from(FRAGMENTS) if cut else _paragraph) if full else None
        items.append(Teaser(title, category, excerpt, cut=cut and full))
    return tuple(items)


PIECES = st.one_of(
    _paragraph.map(lambda text: [Piece("p", text)]),
    _paragraph.map(lambda text: [Piece("p", text)]),
    st.lists(st.sampled_from(SENTENCES[:3]), min_size=2, max_size=3, unique=True).map(
        lambda texts: [
            Piece("p", "Officials also described the following:"),
            *(Piece("li", t) for t in texts),
            Piece("p", SENTENCES[1]),
        ]
    ),
    st.just([Piece("p", "Results by region are below."), Piece("table", "", ROWS), Piece("p", SENTENCES[0])]),
    st.just(
        [
            Piece("quote", "The defendant had many chances to stop and chose at each of them to go on."),
            Piece("p", SENTENCES[2]),
        ]
    ),
    _title.map(lambda title: [Piece("promo", title, "Related:"), Piece("p", SENTENCES[1])]),
)
TURNS = st.lists(
    st.tuples(st.sampled_from(("QUESTION", "SECRETARY BLINKEN")), st.sampled_from(SENTENCES[:3])),
    min_size=1,
    max_size=4,
).map(
    lambda turns: [
        Piece("turn", "Secretary, thank you for your time.", "QUESTION"),
        Piece("turn", "Good to be with you.", "SECRETARY BLINKEN"),
        *(Piece("turn", text, who) for who, text in turns),
        Piece("p", SENTENCES[1]),
        Piece("turn", "And then?", "QUESTION"),
    ]
)


@st.composite
def known_pages(draw: st.DrawFn) -> Known:
    """A page with a text, at least one list of teasers, and a source or none."""
    transcript = draw(st.booleans())
    pieces: list[Piece] = [Piece("p", draw(_paragraph))] if not transcript else []
    for more in draw(st.lists(TURNS if transcript else PIECES, min_size=1, max_size=3)):
        pieces += more
    told = [piece.text for piece in pieces]
    pieces = [p for n, p in enumerate(pieces) if p.kind in ("turn", "table", "li") or p.text not in told[:n]]
    person = draw(st.booleans())
    byline = "Antony J. Blinken, Secretary of State" if transcript and person else None
    source = byline or draw(st.sampled_from((None, "Office of the Spokesperson", "GAO Reports Desk")))
    items = draw(teaser_items())
    lists = [Teasers("News Network", "read_more", items)]
    if draw(st.booleans()):
        lists.append(Teasers("Most Read", "most_read", draw(teaser_items(full=False))))
    return Known(
        headline=draw(st.sampled_from([t for t in TITLES if t not in {i.title for i in items}] or TITLES[:1])),
        pieces=tuple(pieces),
        author="Jane Doe",
        byline=byline,
        source=source,
        lists=tuple(lists),
    )


HEADERS = (
    ("date", "name", "title", "minutes"),
    ("name", "title", "minutes"),
    ("section", "name", "title", "minutes"),
    ("date", "section", "name", "title", "minutes"),
    ("title", "name", "date", "minutes"),
    ("title", "date", "minutes"),
    ("date", "name", "title"),
    ("name", "title", "by", "date"),
    ("date", "name", "title", "hits", "minutes"),
    ("name", "title", "date", "minutes", "hits"),
    ("title", "by", "date", "minutes"),
)


@st.composite
def shapes(draw: st.DrawFn) -> Shape:
    """How a page is typed: every dimension by itself."""
    flat = draw(st.integers(0, 3)) == 0
    bullet = draw(st.sampled_from(("•", "•", "*", "-", "–", "·", "◦", "▪", "1.")))
    width = draw(st.sampled_from((None, None, None, 72, 76, 80)))
    return Shape(
        header=draw(st.sampled_from(HEADERS)),
        date=draw(
            st.sampled_from(
                (
                    "October 21, 2021",
                    "21 October 2021",
                    "2021-10-21",
                    "Published: Oct 21, 2021",
                    "Thursday, 21 October 2021",
                    "21 أكتوبر 2021",
                    "21. Oktober 2021",
                )
            )
        ),
        minutes=draw(st.sampled_from(("{} min read", "{} minute read", "{}-minute read", "Reading time: {} minutes"))),
        bullet=bullet,
        indent=draw(st.sampled_from(("  ", "", "   ", "\t", "\u00a0\u00a0"))),
        hang=None if flat else draw(st.sampled_from(("      ", "       ", "\t\t"))),
        category=draw(st.sampled_from(("In {}", "In {}", "Filed under: {}", "Posted in {}"))),
        more=draw(
            st.sampled_from(
                (
                    "[Read More…]",
                    "[Read More...]",
                    "[Continue reading…]",
                    "(more)",
                    "Read more »",
                    "Weiterlesen …",
                    "Lire la suite",
                    "اقرأ المزيد",
                )
            )
        ),
        item_gap=draw(st.sampled_from((0, 0, 1, 2))),
        line_gap=draw(st.sampled_from((0, 0, 0, 1))) if width is None else 0,
        paragraph_gap=draw(st.sampled_from((1, 1, 2))),
        width=width,
        width_inside=draw(st.booleans()),
        hits=draw(st.sampled_from((None, "Hits: 0", "Hits: 0 "))),
        lead=draw(st.sampled_from((None, None, "<p>{}</p>", "<strong>{}</strong>"))) if width is None else None,
        lists_first=draw(st.booleans()) and not flat,
        footer=draw(st.sampled_from((Shape.footer, None, "© 2021 Example Media. All rights reserved."))),
        newline=draw(st.sampled_from(("\n", "\n", "\r\n", "\r"))),
        start=draw(st.sampled_from(("", "", "\ufeff", "\n\n", "\f"))),
        decomposed=draw(st.booleans()),
    )


def cut_inside_last(text: str, share: float, teasers: Sequence[Teaser]) -> tuple[str, int]:
    """Cut a dump inside its last list: `share` of the way; also return how many of its entries are whole."""
    start = text.rindex(teasers[0].title)
    stop = start + int((len(text) - start) * share)
    whole = sum(text.find(teaser.title, start) + len(teaser.title) <= stop for teaser in teasers)
    return text[:stop], whole


__all__ = [
    "ARABIC",
    "Known",
    "Piece",
    "Shape",
    "Teaser",
    "Teasers",
    "cut_inside_last",
    "expected_blocks",
    "expected_related",
    "known_pages",
    "render",
    "replace",
    "shapes",
]
