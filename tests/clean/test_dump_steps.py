"""The steps by which a dump is read, each by itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.clean.dump.dating import read_byline, read_date, read_meta, read_names
from scraper.clean.dump.headings import heading_kind
from scraper.clean.dump.lines import read_lines
from scraper.clean.dump.passages import Passage, read_passages
from scraper.clean.dump.plain import plain_text
from scraper.clean.dump.reading import read_dump
from scraper.clean.dump.vocabulary import Vocabulary
from tests.clean.dump_shapes import Known, Shape, known_pages, render, shapes

PLAIN = Vocabulary()


def passages_of(text: str, vocabulary: Vocabulary = PLAIN) -> tuple[Passage, ...]:
    return read_passages(read_lines(text), vocabulary.stands_alone, vocabulary.ends_here)


def texts(text: str) -> list[str]:
    return [passage.text for passage in passages_of(text)]


# ---- plain text -----------------------------------------------------------------------------------------------------


def test_link_numbers_go_with_the_list_of_their_addresses() -> None:
    text = "   [1]Home\n\n   See [2]the plan.\n\nReferences\n\n   1. http://a.org/\n   2. http://a.org/plan\n"
    assert plain_text(text).split() == ["Home", "See", "the", "plan."]


@pytest.mark.parametrize(
    "text", ["A claim.[1]\n\n[1] Figures are rounded.\n", "References\n\n   1. Smith, 2019.\n", "1. http://a.org/"]
)
def test_footnotes_are_no_link_numbers(text: str) -> None:
    assert plain_text(text) == text


def test_addresses_and_emphasis_of_converters_are_taken_off() -> None:
    assert plain_text("A <http://a.org>\nB <http://b.org>\nC\n  <http://c.org> d") == "A\nB\nC d"
    assert plain_text("See <http://a.org> for more.") == "See <http://a.org> for more."
    assert plain_text("[A](http://a.org) and **[B](/b)** _now_") == "A and B now"
    assert plain_text("snake_case_name and 2 ** 3 ** 4") == "snake_case_name and 2 ** 3 ** 4"


# ---- lines ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x0b", "\f"])
def test_any_line_end_parts_lines(end: str) -> None:
    assert [line.text for line in read_lines(f"\ufeffOne{end}Two")] == ["One", "Two"]


@pytest.mark.parametrize("bullet", "• * - – · ◦ ▪ ► + ● →".split())
def test_a_bullet_is_read_whatever_stands_around_it(bullet: str) -> None:
    for typed in (
        f"{bullet} One",
        f"  {bullet} One",
        f"\t{bullet}\tOne",
        f"\u00a0{bullet}\u00a0One",
        f"\u200f{bullet} One",
        f"{bullet}\nOne",
    ):
        line = read_lines(f"{typed}\n{typed}")[0]
        assert (line.bullet, line.text) == (bullet, "One")


def test_numbers_are_bullets_only_where_they_count() -> None:
    assert [line.bullet for line in read_lines("1. One\n2. Two\n3) Three")] == ["1", "1", "1"]
    assert [line.text for line in read_lines("21. Oktober 2021\n- a lone dash\n* a lone star")] == [
        "21. Oktober 2021",
        "- a lone dash",
        "* a lone star",
    ]


def test_what_is_drawn_is_no_bullet() -> None:
    assert [line.bullet for line in read_lines("* * *\n-----\n- - -\n• a")] == ["", "", "", "•"]


def test_literal_tags_are_taken_off_and_remembered() -> None:
    tagged = read_lines("<p>One &amp; <b>two</b></p>\n<strong>Three</strong><br />\nUpdated <Again>\nUse <b> here")
    assert [(line.text, line.tagged) for line in tagged] == [
        ("One & two", True),
        ("Three", True),
        ("Updated <Again>", False),
        ("Use <b> here", False),
    ]


# ---- passages -------------------------------------------------------------------------------------------------------

FILLED = """\
The city council voted on Thursday night to approve a new bridge over
the Mill River, ending a debate that has lasted more than a decade and
outlived three mayors.

It will be well-
known. The state pays
half.

  • Bridge Plan Returns to the Council for a Third Time After Its Long
    Way Through the Courts
    The council will take up the bridge again on Monday, a year after it
    sent the plan back.
"""


def test_lines_broken_to_fit_a_width_are_one_again() -> None:
    read = texts(FILLED)
    assert read[0].endswith("lasted more than a decade and outlived three mayors.")
    assert "Bridge Plan Returns to the Council for a Third Time After Its Long Way Through the Courts" in read
    assert read[-1].endswith("a year after it sent the plan back.")


def test_short_lines_of_a_filled_text_stay_lines() -> None:
    assert texts(FILLED)[1:4] == ["It will be well-", "known. The state pays", "half."]


def test_lines_of_a_text_that_is_not_filled_stay_lines() -> None:
    lines = [
        "A title",
        "A paragraph that is a good deal longer than any width to which people fill their lines. " * 3,
        "Another line",
    ]
    assert texts("\n".join(lines)) == [line.strip() for line in lines]


def test_a_hyphen_at_a_line_end_keeps_its_word_together() -> None:
    words = "one two three four five six seven eight nine ten eleven twelve thirteen"
    text = f"{words} well-\nknown and pre-\nand post-war {words} or\nso it seemed to all of us who had been there from the beginning to\nthe end."
    assert "well-known" in texts(text)[0]


def test_chinese_lines_are_joined_without_a_space() -> None:
    line = "两国政府在北京签署水资源合作协议，计划在五年内共同建设三十座监测站，并将所有数据"
    assert texts(f"{line}\n无偿公开，{line[:35]}\n完。")[0].startswith(f"{line}无偿公开，")


# ---- metadata -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "moment", "shown"),
    [
        ("October 21, 2021", "2021-10-21", "October 21, 2021"),
        ("Published: Thursday, 21 October 2021", "2021-10-21", "Thursday, 21 October 2021"),
        ("Oct. 21, 2021 3:05 p.m. EDT", "2021-10-21T15:05:00-04:00", "Oct. 21, 2021 3:05 p.m. EDT"),
        ("Veröffentlicht am 21.10.2021", "2021-10-21", "21.10.2021"),
        ("Publié le 21 octobre 2021", "2021-10-21", "21 octobre 2021"),
        ("٢١ أكتوبر ٢٠٢١", "2021-10-21", "٢١ أكتوبر ٢٠٢١"),
        ("2 hours ago", None, "2 hours ago"),
        ("03/04/2021", None, "03/04/2021"),
    ],
)
def test_a_date_line_is_read_without_its_label(text: str, moment: str | None, shown: str) -> None:
    date = read_date(text)
    assert date is not None
    assert (date.moment, date.text, date.updated) == (moment, shown, False)


@pytest.mark.parametrize(
    "text",
    [
        "Department Press Briefing – September 30, 2022",
        "Contracts for December 14: Cedar Rapids Company",
        "UPDATE (June 19): Changed.",
        "He was born on October 21, 2021.",
        "16 min read",
        "Table 2",
    ],
)
def test_a_line_that_says_more_is_no_date(text: str) -> None:
    assert read_date(text) is None
    assert read_meta(text, PLAIN) is None or read_meta(text, PLAIN).published is None  # type: ignore[union-attr]


def test_a_line_of_several_parts_is_taken_apart() -> None:
    meta = read_meta("By Jane Doe and John Roe | October 21, 2021 | 5 min read", PLAIN)
    assert meta
    assert meta.published
    assert (meta.authors, meta.published.moment, meta.reading_time) == (("Jane Doe", "John Roe"), "2021-10-21", 5)
    posted = read_meta("Posted on October 21, 2021 by Maria Lopez in Local News", PLAIN)
    assert posted
    assert (posted.authors, posted.section) == (("Maria Lopez",), "Local News")
    both = read_meta("Published October 21, 2021, updated October 22, 2021", PLAIN)
    assert both
    assert both.modified
    assert both.modified.moment == "2021-10-22"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By Jane Doe", ("Jane Doe",)),
        ("Von Max Mustermann", ("Max Mustermann",)),
        ("بقلم: سلمى حداد", ("سلمى حداد",)),
        ("Written by Jane Doe, Staff Writer", ("Jane Doe",)),
        ("By the time police arrived, the man had fled", ()),
        ("By far the largest award", ()),
    ],
)
def test_a_byline_names_persons(text: str, names: tuple[str, ...]) -> None:
    assert read_byline(text) == names


def test_names_come_without_offices() -> None:
    assert read_names("Antony J. Blinken, Secretary of State") == ("Antony J. Blinken",)
    assert read_names("Tibor P. Nagy, Jr.") == ("Tibor P. Nagy, Jr.",)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Related Stories", "related"),
        ("Most Read", "most_read"),
        ("Recent Posts", "latest"),
        ("Read next", "read_more"),
        ("Das könnte Sie auch interessieren", "related"),
        ("مقالات ذات صلة", "related"),
        ("Related Documents", None),
        ("What GAO Recommends", None),
        ("Officials also described the following:", None),
    ],
)
def test_a_heading_tells_what_its_list_is(text: str, kind: str | None) -> None:
    assert heading_kind(text) == kind


# ---- frames ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "frame",
    ["[Read More…]", "[Continue reading…]", "(more)", "Read more »", "Weiterlesen …", "Lire la suite", "اقرأ المزيد"],
)
def test_a_frame_behind_an_excerpt_is_cut_off(frame: str) -> None:
    assert PLAIN.is_more(frame)
    assert PLAIN.cut_more(f"Authorities are {frame}") == ("Authorities are", True)


@pytest.mark.parametrize(
    "text",
    [
        "Read more about the settlement, which is open until 5 p.m.",
        "We need more",
        "There is more.",
        "More from this hearing was read.",
    ],
)
def test_a_sentence_about_more_is_no_frame(text: str) -> None:
    assert not PLAIN.is_more(text)
    assert PLAIN.cut_more(text) == (text, False)


def test_a_category_is_told_from_a_sentence() -> None:
    assert PLAIN.category_in("In Human Health, Resources and Services") == "Human Health, Resources and Services"
    assert PLAIN.category_in("Filed under: Crime News") == "Crime News"
    assert PLAIN.category_in("In Crime News, the weekly newsletter of the district.") is None
    assert PLAIN.category_in("In the latest sign of trouble for") is None


def test_frames_that_a_list_repeats_are_learned() -> None:
    entry = "• Titel {0}\n  Ressort: Politik\n  Ein Satz über {0}. \n  [Zum ganzen Beitrag]\n"
    vocabulary = PLAIN.learn(read_lines("".join(entry.format(n) for n in range(4))))
    assert vocabulary.learned_more == {"[Zum ganzen Beitrag]"}
    assert vocabulary.category_in("Ressort: Kultur") == "Kultur"


# ---- parts ----------------------------------------------------------------------------------------------------------


def assert_each_line_has_one_part(text: str) -> None:
    lines = read_lines(text)
    vocabulary = PLAIN.learn(lines)
    passages = read_passages(lines, vocabulary.stands_alone, vocabulary.ends_here)
    assert [line for passage in passages for line in passage.lines] == list(lines)
    reading = read_dump(passages, vocabulary)
    assert len(reading.parts) == len(passages)
    assert set(reading.text) <= {n for n, part in enumerate(reading.parts) if part == "text"}
    assert list(reading.text) == sorted(set(reading.text))
    starts = [at for at, _ in reading.items]
    assert starts == sorted(set(starts))
    assert all(reading.parts[at] == "teaser" for at in starts)


@given(known_pages(), shapes())
def test_each_line_of_a_page_has_one_part(known: Known, shape: Shape) -> None:
    assert_each_line_has_one_part(render(known, shape))


@given(st.text(alphabet="ab.:•*-1 \n\t|[]<>pA…©", max_size=200) | st.text(max_size=200))
def test_each_line_of_any_text_has_one_part(text: str) -> None:
    assert_each_line_has_one_part(text)
