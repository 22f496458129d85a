"""Names of people come out of bylines as the page spells them; what is no name stays out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.clean.metadata.people import is_agency, is_person, names_declared, names_in


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Jane Doe", ["Jane Doe"]),
        ("By JANE DOE and JOHN ROE, The Associated Press", ["JANE DOE", "JOHN ROE"]),
        ("By Jane Doe, Senior Reporter and John Roe | jane@example.org", ["Jane Doe", "John Roe"]),
        ("Jane Doe, John Roe, and Ann van der Berg", ["Jane Doe", "John Roe", "Ann van der Berg"]),
        ("By Jane Doe in London", ["Jane Doe"]),
        ("By Jane Doe Updated 5:04 PM ET, Thu October 21, 2021", ["Jane Doe"]),
        ("Jane Doe • 5 min read", ["Jane Doe"]),
        ("Words by Jane Doe; photographs elsewhere", ["Jane Doe"]),
        ("Von Anna Müller und Max Mustermann, Berlin", ["Anna Müller", "Max Mustermann"]),
        ("Autor: Karl Groß", ["Karl Groß"]),
        ("Par Jean-Pierre Dupont et Marie Curie", ["Jean-Pierre Dupont", "Marie Curie"]),
        ("Por Ana García y Luis Pérez", ["Ana García", "Luis Pérez"]),
        ("José Ortega y Gasset", ["José Ortega y Gasset"]),
        ("Por João da Silva e Maria dos Santos", ["João da Silva", "Maria dos Santos"]),
        ("Di Mario Rossi e Luigi Bianchi", ["Mario Rossi", "Luigi Bianchi"]),
        ("Door Jan de Vries en Piet Jansen", ["Jan de Vries", "Piet Jansen"]),
        ("Av Anna Svensson och Erik Ek", ["Anna Svensson", "Erik Ek"]),
        ("Автор: Иван Петров", ["Иван Петров"]),
        ("Oleh Budi Santoso dan Siti Aminah", ["Budi Santoso", "Siti Aminah"]),
        ("Yazan: Ayşe Yılmaz ve Ali Kaya", ["Ayşe Yılmaz", "Ali Kaya"]),
        ("記者 山田太郎", ["山田太郎"]),
        ("김철수 기자", ["김철수"]),
        ("Jane O’Neil-Smith", ["Jane O’Neil-Smith"]),
        ("Bill Gates, Ph.D.", ["Bill Gates"]),
    ],
)
def test_names_are_taken_out_of_a_byline(byline: str, names: list[str]) -> None:
    assert names_in(byline) == names


@pytest.mark.parametrize(
    "text",
    ["", "By", "Staff", "Staff Writer", "Redaktion", "Follow us", "dpa", "AFP/dpa", "By Reuters", "jane@example.org", "https://example.org/jane", "October 21, 2021", "12:30", "5 min read"],
)  # fmt: skip
def test_what_is_nobody_in_particular_is_no_name(text: str) -> None:
    assert names_in(text) == []


def test_a_declared_name_may_be_an_office_an_organisation_or_lower_case() -> None:
    assert names_declared("Office of Public Affairs") == ["Office of Public Affairs"]
    assert names_declared("Jane Q. Doe, Secretary of State") == ["Jane Q. Doe, Secretary of State"]
    assert names_declared("Jane Doe, Staff Writer") == ["Jane Doe"]
    assert names_declared("bell hooks") == ["bell hooks"]
    assert names_declared("Jane Doe and John Roe") == ["Jane Doe", "John Roe"]
    assert names_declared("Jane Doe (jad)") == ["Jane Doe"]
    assert names_declared("Audiophile On") == ["Audiophile On"]
    assert names_declared("admin") == []


def test_people_are_told_from_organisations_and_from_the_site() -> None:
    assert is_person("Jane Doe", [])
    assert not is_person("Jane", [])
    assert not is_person("Daily News Network", [])
    assert not is_person("daily.example.org", [])
    assert not is_person("Daily Planet", ["dailyplanet"])
    assert is_agency("AFP/dpa")
    assert is_agency("The Associated Press")
    assert not is_agency("Jane Doe")


@given(
    st.text()
    | st.lists(
        st.sampled_from(["By ", "Jane Doe", ", ", " and ", " | ", "Reporter", "(", ")", "@x", "2021", "e", "ü", "/"])
    ).map("".join)
)
def test_any_text_gives_clean_names_each_once(text: str) -> None:
    for names in (names_in(text), names_in(text, lone=False), names_declared(text)):
        assert all(name and name == " ".join(name.split()) for name in names)
        assert len({name.casefold() for name in names}) == len(names)


def test_a_name_that_begins_like_a_call_to_follow_is_a_name() -> None:
    assert names_in("Verena Schmidt and Moreau Dupont") == ["Verena Schmidt", "Moreau Dupont"]
    assert names_declared("SHOW ALL ARTICLES OF Jane Doe") == []
