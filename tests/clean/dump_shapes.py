"""Known pages, and the many shapes in which a plain-text dump may show them.

A `Known` page is what a record should say; a `Shape` is how it is typed. `render` gives the text, `expected` what that text
still tells: a shape without a date line has no date to find.
"""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

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
            bullet = f"{rank}." if shape.bullet == "1." else shape.bullet or "•"
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
        (str(piece.extra).rstrip(":："), "inline", piece.text, None, None, None)
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


@dataclass(frozen=True)
class Tongue:
    """Words of one language."""

    titles: tuple[str, ...]
    categories: tuple[str, ...]
    sentences: tuple[str, ...]
    fragments: tuple[str, ...]
    introduction: str
    promo: str
    author: str


ENGLISH = Tongue(
    titles=(
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
    ),
    categories=(
        "Crime News",
        "U.S GAO News",
        "Human Health, Resources and Services",
        "Climate - Environment - Conservation",
        "Travel",
    ),
    sentences=(
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
    ),
    fragments=(
        "Authorities are",
        "Antony J. Blinken,",
        "The Fish and",
        "More from: July 19, 2021",
        "A study of lakes, rivers and other bodies of water that were sampled over four decades has found that",
    ),
    introduction="Officials also described the following:",
    promo="Related:",
    author="Jane Doe",
)
GERMAN = Tongue(
    titles=(
        "Bundestag beschließt neues Gesetz zur Pflege",
        "Sturm über der Nordsee: Fähren bleiben im Hafen",
        "Bahn streicht Züge zwischen Hamburg und Berlin",
        "Wie sicher ist das Trinkwasser in den Städten?",
        "Ein Tag im Heim",
    ),
    categories=("Politik", "Wirtschaft und Verkehr", "Leben"),
    sentences=(
        "Der Bundestag hat am Donnerstag ein Gesetz beschlossen, das die Pflege zu Hause besser bezahlen soll.",
        "In mehreren Städten gingen Beschäftigte auf die Straße, um für höhere Löhne zu demonstrieren.",
        "Die Opposition kritisierte, dass die Finanzierung offen bleibe.",
    ),
    fragments=("Die Beiträge könnten im nächsten Jahr um einen halben", "Wie aus einem Bericht"),
    introduction="Das Gesetz sieht Folgendes vor:",
    promo="Lesen Sie auch:",
    author="Max Mustermann",
)
ARABIC = Tongue(
    titles=(
        "الوزيرة تلتقي نظيرها المغربي في عمّان",
        "افتتاح محطة جديدة لتحلية المياه في العقبة",
        "جولة محادثات جديدة في واشنطن",
        "مشروع لزراعة مليون شجرة",
    ),
    categories=("أخبار السياسة", "أخبار الاقتصاد", "البيئة"),
    sentences=(
        "التقت وزيرة الخارجية اليوم نظيرها في عمّان، وبحث الجانبان سبل تعزيز التعاون في مجالات الأمن والمياه والطاقة.",
        "واتفق الجانبان على عقد الجولة المقبلة من المحادثات في واشنطن، بمشاركة ممثلين عن القطاع الخاص والمجتمع المدني.",
        "وأكدت الوزيرة أن بلادها ستقدّم 24 مليون دولار من المساعدات الإنسانية خلال عام 2022.",
    ),
    fragments=("تعقد الجولة الأسبوع المقبل بمشاركة", "يبدأ المشروع في"),
    introduction="وتشمل الخطة ما يلي:",
    promo="اقرأ أيضا:",
    author="سلمى حداد",
)
CHINESE = Tongue(
    titles=(
        "两国签署水资源合作协议",
        "监测站建设正式启动，首批设备运抵现场",
        "专家谈跨境河流治理",
        "明年投资将增加一成",
    ),
    categories=("国内新闻", "环境", "经济"),
    sentences=(
        "两国政府在北京签署水资源合作协议，计划在五年内共同建设三十座监测站，并将所有数据无偿公开。",
        "专家指出，项目能否成功取决于地方政府的参与程度，以及能否培养足够的技术人员来维护这些设备。",
        "协议将于明年一月生效，费用由双方各承担一半，第一批设备已经在上个月运抵现场。",
    ),
    fragments=("第一批设备已经在上个月", "有关部门表示"),
    introduction="协议包括以下内容：",
    promo="相关阅读：",
    author="王小明",
)
TONGUES = (ENGLISH, ENGLISH, ENGLISH, GERMAN, ARABIC, CHINESE)
NAMES = ("News Network", "News Network", "The Valley Courier", "Global Wire", "شبكة الأخبار", "新闻网")
ROWS = (("Region", "Utilities reviewed", "Target"), ("Plains", "1,647", "—"), ("Great Lakes", "662", "Not met"))


def _told(tongue: Tongue) -> st.SearchStrategy[str]:
    glue = "" if tongue is CHINESE else " "
    return st.lists(st.sampled_from(tongue.sentences), min_size=1, max_size=3, unique=True).map(glue.join)


@st.composite
def teaser_items(draw: st.DrawFn, tongue: Tongue, *, full: bool = True) -> tuple[Teaser, ...]:
    """Entries of one list; `full`: with categories and excerpts, as most lists that have frames show them."""
    items: list[Teaser] = []
    for title in draw(st.lists(st.sampled_from(tongue.titles), min_size=2, max_size=7, unique=True)):
        category = draw(st.sampled_from(tongue.categories)) if full else None
        cut = draw(st.booleans())
        excerpt = draw(st.sampled_from(tongue.fragments) if cut else _told(tongue)) if full else None
        if excerpt and excerpt in [item.excerpt for item in items]:
            cut, excerpt = False, tongue.sentences[len(items) % len(tongue.sentences)]
        items.append(Teaser(title, category, excerpt, cut=cut and full))
    return tuple(items)


def _pieces(tongue: Tongue) -> st.SearchStrategy[list[Piece]]:
    told = _told(tongue)
    points = st.lists(st.sampled_from(tongue.sentences[:3]), min_size=2, max_size=3, unique=True)
    return st.one_of(
        told.map(lambda text: [Piece("p", text)]),
        told.map(lambda text: [Piece("p", text)]),
        points.map(
            lambda texts: [
                Piece("p", tongue.introduction),
                *(Piece("li", t) for t in texts),
                Piece("p", tongue.sentences[1]),
            ]
        ),
        st.just([Piece("p", tongue.sentences[2]), Piece("table", "", ROWS), Piece("p", tongue.sentences[0])]),
        st.just([Piece("quote", tongue.sentences[1]), Piece("p", tongue.sentences[2])]),
        st.sampled_from(tongue.titles).map(
            lambda title: [Piece("promo", title, tongue.promo), Piece("p", tongue.sentences[1])]
        ),
    )


TURNS = st.lists(
    st.tuples(st.sampled_from(("QUESTION", "SECRETARY BLINKEN")), st.sampled_from(ENGLISH.sentences[:3])),
    min_size=1,
    max_size=4,
).map(
    lambda turns: [
        Piece("turn", "Secretary, thank you for your time.", "QUESTION"),
        Piece("turn", "Good to be with you.", "SECRETARY BLINKEN"),
        *(Piece("turn", text, who) for who, text in turns),
        Piece("p", ENGLISH.sentences[1]),
        Piece("turn", "And then?", "QUESTION"),
    ]
)


@st.composite
def known_pages(draw: st.DrawFn) -> Known:
    """A page with a text; mostly with lists of teasers and a source."""
    tongue = draw(st.sampled_from(TONGUES))
    transcript = tongue is ENGLISH and draw(st.booleans())
    pieces: list[Piece] = [Piece("p", draw(_told(tongue)))] if not transcript else []
    for more in draw(st.lists(TURNS if transcript else _pieces(tongue), min_size=1, max_size=3)):
        pieces += more
    told = [piece.text for piece in pieces]
    seen = [n for n, piece in enumerate(pieces) if piece.text in told[:n]]
    if any(pieces[n].kind == "li" for n in seen):  # a list that says what was said before: no second one
        seen = [n for n, piece in enumerate(pieces) if n in seen or piece.kind == "li"]
    pieces = [p for n, p in enumerate(pieces) if p.kind in ("turn", "table") or n not in seen]
    byline = "Antony J. Blinken, Secretary of State" if transcript and draw(st.booleans()) else None
    name = draw(st.sampled_from(NAMES))
    source = byline or draw(st.sampled_from((None, "Office of the Spokesperson", "GAO Reports Desk")))
    heading = draw(st.sampled_from((name, name, "Read More", "Related Stories", "Latest News")))
    kinds: dict[str, RelatedKind] = {"Related Stories": "related", "Latest News": "latest"}
    lists = (
        [Teasers(heading, kinds.get(heading, "read_more"), draw(teaser_items(tongue)))]
        if draw(st.integers(0, 5))
        else []
    )
    if draw(st.booleans()):
        lists.append(Teasers("Most Read", "most_read", draw(teaser_items(tongue, full=False))))
    taken = {item.title for teasers in lists for item in teasers.items}
    return Known(
        headline=draw(st.sampled_from([t for t in tongue.titles if t not in taken] or tongue.titles[:1])),
        pieces=tuple(pieces),
        name=name,
        section=draw(st.sampled_from(tongue.categories)),
        author=tongue.author,
        byline=byline,
        source=source,
        lists=tuple(lists),
    )


def names_itself(known: Known, shape: Shape) -> bool:
    """Tell whether the page shows its name a second time, so that anybody can see that it is the name."""
    return any(teasers.heading == known.name for teasers in known.lists) and shape.teaser_headings


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


CATEGORY_FRAMES = ("In {}", "In {}", "Filed under: {}", "Posted in {}", "Ressort: {}", "{}", "")
MORE_FRAMES = (
    "[Read More…]",
    "[Read More...]",
    "[Continue reading…]",
    "(more)",
    "Read more »",
    "Weiterlesen …",
    "Lire la suite",
    "اقرأ المزيد",
    "[Zum ganzen Beitrag]",
    "",
)
DATES = (
    "October 21, 2021",
    "21 October 2021",
    "2021-10-21",
    "Published: Oct 21, 2021",
    "Thursday, 21 October 2021",
    "21 أكتوبر 2021",
    "21. Oktober 2021",
    "2021年10月21日",
)
FOOTERS = (Shape.footer, None, "© 2021 Example Media. All rights reserved.", "Privacy Policy | Terms of Use | Contact")


@st.composite
def shapes(draw: st.DrawFn) -> Shape:
    """How a page is typed: every dimension by itself, but for what would leave nothing to tell entries by."""
    layout = draw(st.sampled_from(("hanging", "hanging", "hanging", "flat", "cards")))
    hanging = layout == "hanging"
    category = draw(st.sampled_from(CATEGORY_FRAMES if hanging else CATEGORY_FRAMES[:4]))
    more = draw(st.sampled_from(MORE_FRAMES if hanging and category not in ("", "{}") else MORE_FRAMES[:8]))
    width = (
        draw(st.sampled_from((None, None, None, 72, 76, 80)))
        if category not in ("", "{}") and more in MORE_FRAMES[:8]
        else None
    )
    indent, hangs = draw(
        st.sampled_from(
            (
                ("  ", ("    ", "      ")),
                ("", ("  ", "      ", "\t")),
                ("   ", ("       ", "\t")),
                ("\t", ("\t  ", "\t\t")),
                ("\u00a0\u00a0", ("\u00a0\u00a0\u00a0\u00a0", "    ")),
            )
        )
    )
    return Shape(
        header=draw(st.sampled_from(HEADERS)),
        date=draw(st.sampled_from(DATES)),
        minutes=draw(st.sampled_from(("{} min read", "{} minute read", "{}-minute read", "Reading time: {} minutes"))),
        bullet="" if layout == "cards" else draw(st.sampled_from(("•", "•", "*", "-", "–", "·", "◦", "▪", "1.", "►"))),
        indent=indent,
        hang=draw(st.sampled_from(hangs)) if hanging else None,
        category=category,
        more=more,
        item_gap=draw(st.sampled_from((0, 0, 1, 2))),
        line_gap=draw(st.sampled_from((0, 0, 0, 1))) if width is None else 0,
        paragraph_gap=draw(st.sampled_from((1, 1, 2))),
        width=width,
        width_inside=draw(st.booleans()),
        hits=draw(st.sampled_from((None, "Hits: 0", "Hits: 0 "))),
        lead=draw(st.sampled_from((None, None, "<p>{}</p>", "<strong>{}</strong>"))) if width is None else None,
        lists_first=draw(st.booleans()) and hanging,
        footer=draw(st.sampled_from(FOOTERS)),
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
