"""Dates as pages write them come out as ISO 8601, and what is no date comes out as `None`."""

from __future__ import annotations

import string
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scraper.dates import find_moment, find_moments, instant_of, parse_moment, same_moment
from scraper.dates.calendars import gregorian, solar
from scraper.dates.reading import normal
from scraper.dates.words import MONTHS

DAY = "2021-10-21"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2021-10-21", DAY),
        ("20211021", DAY),
        ("2021-03-21T13:25:04-04:00", "2021-03-21T13:25:04-04:00"),
        ("2021-03-21T13:25:04Z", "2021-03-21T13:25:04+00:00"),
        ("2021-03-21T13:25:04.123456789+02", "2021-03-21T13:25:04+02:00"),
        ("2021-03-21T13:25:04 +0000", "2021-03-21T13:25:04+00:00"),
        ("2021-03-21 13:25 UTC", "2021-03-21T13:25:00+00:00"),
        ("20210321T132504Z", "2021-03-21T13:25:04+00:00"),
        ("Thu, 21 Oct 2021 15:05:00 GMT", "2021-10-21T15:05:00+00:00"),
        ("Thu,21 Oct 2021 15:05:00 -0400", "2021-10-21T15:05:00-04:00"),
        ("1634828704", "2021-10-21T15:05:04+00:00"),
        ("1634828704000", "2021-10-21T15:05:04+00:00"),
        ("Thu Oct 21 13:25:04 +0000 2021", "2021-10-21T13:25:04+00:00"),
        ("Thu Oct 21 2021 13:25:04 GMT+0200 (CEST)", "2021-10-21T13:25:04+02:00"),
    ],
)
def test_what_machines_write_is_read_to_the_second_with_its_own_offset(text: str, moment: str) -> None:
    assert parse_moment(text) == moment


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Oct. 21, 2021 3:05 p.m. EDT", "2021-10-21T15:05:00-04:00"),
        ("Thu 21 Oct 2021 15.05 BST", "2021-10-21T15:05:00+01:00"),
        ("Updated 5:04 PM ET, Thu October 21, 2021", "2021-10-21T17:04:00-04:00"),
        ("December 21 2021 at 12 a.m. PT", "2021-12-21T00:00:00-08:00"),
        ("21 October 2021 at 15:05:04 +0530", "2021-10-21T15:05:04+05:30"),
        ("21 Oktober 2021 15:05 WIB", "2021-10-21T15:05:00+07:00"),
        ("2021. 10. 21. 오후 3:05 KST", "2021-10-21T15:05:00+09:00"),
        ("2021-10-21 15:05 (GMT+7)", "2021-10-21T15:05:00+07:00"),
    ],
)
def test_a_time_with_a_zone_gives_a_moment(text: str, moment: str) -> None:
    assert parse_moment(text) == moment


@pytest.mark.parametrize(
    "text",
    """October 21, 2021|Oct. 21 2021|21st October 2021|21-Oct-2021|21-Oct-21|21 Oct '21|Thursday, 21 October, 2021
Donnerstag, 21. Oktober 2021|am 21. Okt. 2021|le 21 octobre 2021 à 15h05|jueves, 21 de octubre de 2021|21 de outubro de 2021
21 ottobre 2021|21 oktober 2021 om 15:05|21 d’octubre de 2021|2021eko urriaren 21a|21 octombrie 2021|21 października 2021
čtvrtek 21. října 2021|21. októbra 2021|2021. október 21.|21. listopada 2021.|21. oktober 2021|21 tetor 2021|21 Ekim 2021 Perşembe
21 oktyabr 2021|21. október 2021|21. lokakuuta 2021 klo 15.05|21. oktoober 2021|2021. gada 21. oktobris|2021 m. spalio 21 d. 15:05
21 октября 2021 г., 15:05|21 жовтня 2021|21 кастрычніка 2021|21. октобар 2021.|21 октомври 2021 г.|21 қазан 2021|21 Οκτωβρίου 2021
٢١ أكتوبر ٢٠٢١|21 تشرين الأول 2021|21 اکتوبر 2021|۲۹ مهر ۱۴۰۰|1400/07/29|21 באוקטובר 2021|२१ अक्टूबर २०२१|২১ অক্টোবর ২০২১
அக்டோபர் 21, 2021|21 ต.ค. 2564|21 ตุลาคม 2564 เวลา 15:05 น.|21 tháng 10, 2021|Tháng Mười 21, 2021|Ngày 21 tháng 10 năm 2021
21 Oktober 2021|21 Oktoba 2021|Oktubre 21, 2021|2021年10月21日|2021年10月21日 15時05分|2021년 10월 21일|令和3年10月21日|民國110年10月21日
２０２１年１０月２１日|21 ოქტომბერი 2021|21 հոկտեմբերի 2021|21.10.2021|21. 10. 2021|21/10/2021|10/21/2021|2021/10/21|2021.10.21 15:05|21.10.21
""".replace("\n", "|")
    .strip("|")
    .split("|"),
)
def test_a_written_day_is_read_in_any_language(text: str) -> None:
    assert parse_moment(text) == DAY


def test_listopad_is_november_except_where_croatian_writes_it() -> None:
    assert parse_moment("21 listopada 2021") == "2021-11-21"
    assert parse_moment("21. listopadu 2021") == "2021-11-21"
    assert parse_moment("21. listopada 2021") == "2021-10-21"
    assert parse_moment("listopada 21, 2021", locale="hr") == "2021-10-21"


@pytest.mark.parametrize(
    "text",
    [
        "", "news", "16 min read", "2 hours ago", "May 2021", "October, 2021", "2021", "21 October", "10.12.20.1", "10:15",
        "2021-02-30", "30 February 2021", "0000-00-00 00:00:00", "-0001-11-30T00:00:00+00:00", "18 June 1815", "21 October 2999",
        "1+1=2", "+49 30 901820", "0301234567", "99999999999999", "29 Feb 2021", "1403/12/31",
    ],
)  # fmt: skip
def test_what_is_no_day_between_1970_and_2100_is_none(text: str) -> None:
    assert parse_moment(text) is None


def test_a_time_without_a_zone_is_left_out_unless_the_zone_is_known() -> None:
    for text in ("2021-10-21 15:05:00", "2021-10-21T15:05", "Oct 21, 2021 3:05 pm", "21.10.2021 15:05 Uhr"):
        assert parse_moment(text) == DAY
        assert parse_moment(text, zone="America/New_York") == "2021-10-21T15:05:00-04:00"
    assert parse_moment("21 dicembre 2021, 15:05", zone="Europe/Rome") == "2021-12-21T15:05:00+01:00"
    assert parse_moment("2021-10-21 15:05", zone="Nowhere/Land") == DAY


def test_the_zone_of_the_page_wins_over_the_one_handed_in() -> None:
    assert parse_moment("2021-10-21T15:05:00+09:00", zone="Europe/Rome") == "2021-10-21T15:05:00+09:00"


def test_a_date_that_may_be_read_two_ways_is_none_without_a_locale() -> None:
    assert parse_moment("03/04/2021") is None
    assert parse_moment("03/04/2021", locale="en") is None
    assert parse_moment("03/04/2021", locale="en-US") == "2021-03-04"
    assert parse_moment("03/04/2021", locale="en-GB") == "2021-04-03"
    assert parse_moment("03/04/2021", locale="pt") == "2021-04-03"
    assert parse_moment("03.04.2021") == "2021-04-03"
    assert parse_moment("04/04/2021") == "2021-04-04"


def test_formats_are_tried_first_and_know_month_names_of_every_language() -> None:
    assert parse_moment("04/03/2021", formats=("%Y", "%d/%m/%Y")) == "2021-03-04"
    assert parse_moment("7 de febrero de 2021", formats=("%d de %B de %Y",)) == "2021-02-07"
    assert (
        parse_moment("21. okt. 2021 15:05", formats=("%d. %b %Y %H:%M",), zone="Europe/Oslo")
        == "2021-10-21T15:05:00+02:00"
    )
    assert parse_moment("2021-10-21 +0200 15:05", formats=("%Y-%m-%d %z %H:%M",)) == "2021-10-21T15:05:00+02:00"
    assert parse_moment("October 21, 2021", formats=("%d/%m/%Y",)) == DAY
    assert parse_moment("October 21, 2021", formats=("%", "%Q")) == DAY


def test_dates_in_a_line_are_found_with_their_place() -> None:
    line = "Published: Oct 21, 2021 | Updated Oct 22, 2021 5:05 PM EDT, by Jane Doe"
    found = find_moments(line)
    assert [(f.moment, line[f.start : f.end]) for f in found] == [
        (DAY, "Oct 21, 2021"),
        ("2021-10-22T17:05:00-04:00", "Oct 22, 2021 5:05 PM EDT"),
    ]
    assert find_moment(line) == found[0]
    assert find_moment("Posted at 15:05 UTC on 21 Oct 2021 by") == ("2021-10-21T15:05:00+00:00", 10, 34)
    assert find_moment("nothing here") is None


def test_the_time_of_an_update_is_not_lent_to_the_day_of_publication() -> None:
    assert parse_moment("October 21, 2021 Updated 15:05 UTC") == DAY


def test_moments_are_compared_as_instants_and_days_as_days() -> None:
    assert same_moment("2021-10-21T15:05:00+00:00", "2021-10-21T11:05:00-04:00")
    assert not same_moment("2021-10-21T15:05:00+00:00", "2021-10-21T15:05:00-04:00")
    assert same_moment(DAY, "2021-10-21T11:05:00-04:00")
    assert instant_of(DAY) is None
    assert instant_of("x") is None
    assert instant_of("2021-10-21T15:05:00+00:00") == datetime(2021, 10, 21, 15, 5, tzinfo=UTC)


def test_the_persian_new_year_falls_on_its_day() -> None:
    for year, day in {1354: 21, 1375: 20, 1379: 20, 1399: 20, 1400: 21, 1403: 20, 1404: 21, 1408: 20}.items():
        assert solar(year, 1, 1) == date(year + 621, 3, day)
    assert solar(1403, 12, 30) == date(2025, 3, 20)
    assert solar(1404, 12, 30) is None


def test_a_gregorian_month_has_no_persian_year() -> None:
    assert parse_moment("October 21, 1415") is None


days = st.dates(date(1970, 1, 1), date(2100, 12, 31))
OFFSETS = [UTC, *(timezone(timedelta(minutes=minutes)) for minutes in (-570, -240, 60, 330, 840))]
moments = st.builds(
    lambda day, seconds, offset: datetime(day.year, day.month, day.day, tzinfo=offset) + timedelta(seconds=seconds),
    days,
    st.integers(0, 86_399),
    st.sampled_from(OFFSETS),
)
MONTH_NAMES = "January February March April May June July August September October November December".split()


@given(days, st.sampled_from(["{m} {d}, {y}", "{d} {m} {y}", "{d}. {m} {y}", "{y} {m} {d}", "x {d} de {m} de {y} y"]))
def test_any_day_written_out_is_read_back(day: date, form: str) -> None:
    text = form.format(m=MONTH_NAMES[day.month - 1], d=day.day, y=day.year)
    assert parse_moment(text) == day.isoformat()


@given(moments)
def test_any_moment_written_by_a_machine_is_read_back(moment: datetime) -> None:
    assert parse_moment(moment.isoformat()) == moment.isoformat()
    assert parse_moment(f"{moment:%a, %d %b %Y %H:%M:%S %z}") == moment.isoformat()
    assert parse_moment(f"{moment:%d %B %Y at %I:%M:%S %p %z}") == moment.isoformat()


pieces = st.lists(
    st.sampled_from(
        ["21", "1", "2021", "99", "0", "october", "may", "mai", "tháng", "تشرين", "年", "月", "日", "ต.ค.", "令和", "元", "am", "p.m.", "EST",
         "ET", "+", "-", ":", ".", ",", "/", " ", "T", "Z", "(", "'", "İ", "\u0301", "h", "年10月", "de", "٢", "²", "½"]
    )
    | st.text(alphabet=string.printable + "年月日午後ßİŉ٣७", max_size=3)
).map("".join)  # fmt: skip


@given(pieces | st.text())
@example("١٢:٦٠ 2021年13月99日")
@example("9999999999999")
@example("21 october 2021 24:60 +99:99")
def test_any_text_gives_a_day_or_a_moment_or_none(text: str) -> None:
    for found in find_moments(text):
        assert 0 <= found.start < found.end <= len(text)
    moment = parse_moment(text, formats=("%d %B %Y", "%I"), zone="Europe/Rome", locale="en-US")
    if moment is not None:
        assert gregorian(*map(int, moment[:10].split("-"))) is not None
        assert parse_moment(moment) == moment
        assert len(moment) in (10, 25)


@given(st.text())
def test_preparing_a_text_keeps_every_place(text: str) -> None:
    assert len(normal(text)) == len(text)


def test_the_table_of_months_has_twelve_of_each_language() -> None:
    assert set(MONTHS.values()) == set(range(1, 13))


@pytest.mark.parametrize("piece", ["may ", "may 5 ", "12:12 ", "1-", "2021年", "1.1.2021 ", "ต.", "a", "(", "5 "])
def test_long_lines_are_read_to_their_end(piece: str) -> None:
    find_moments(piece * (60_000 // len(piece)) + " October 21, 2021")
