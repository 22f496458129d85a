"""Which paragraphs are speaker turns, and which only look like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.clean.turns import mark_turns
from scraper.model import Block
from scraper.text import fold


def marked(*texts: str) -> list[tuple[str | None, str]]:
    return [(b.speaker, b.text) for b in mark_turns([Block(kind="paragraph", text=text) for text in texts])]


def speakers(*texts: str) -> list[str | None]:
    return [speaker for speaker, _ in marked(*texts)]


def test_a_transcript_has_turns_and_paragraphs_that_go_on() -> None:
    assert marked(
        "Mexico City, Mexico",
        "QUESTION:  Secretary, thank you for your time.",
        "SECRETARY BLINKEN:  Good to be with you.",
        "So to answer your question: we go on.",
        "QUESTION:  And the goal?",
        "MR. PRICE:  Yes.",
        "DEPUTY SECRETARY OKAFOR:  Well, good afternoon, everyone.",
    ) == [
        (None, "Mexico City, Mexico"),
        ("QUESTION", "QUESTION: Secretary, thank you for your time."),
        ("SECRETARY BLINKEN", "SECRETARY BLINKEN: Good to be with you."),
        (None, "So to answer your question: we go on."),
        ("QUESTION", "QUESTION: And the goal?"),
        ("MR. PRICE", "MR. PRICE: Yes."),
        ("DEPUTY SECRETARY OKAFOR", "DEPUTY SECRETARY OKAFOR: Well, good afternoon, everyone."),
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("QUESTION: Why?", "THE PRESIDENT: Because."),
        ("Q: Why?", "A: Because."),
        ("Question: Why?", "Answer: Because."),
        ("Interviewer: Why?", "Jane Doe: Because."),
        ("FRAGE: Warum?", "BUNDESKANZLERIN MERKEL: Darum."),
        ("ВОПРОС: Почему?", "С.В.ЛАВРОВ: Потому что."),
        ("السؤال: لماذا؟", "الوزير: لأن ذلك ضروري."),
        ("QUESTION (via translation): Why?", "FOREIGN MINISTER SØREIDE: Because."),
        ("Journaliste : Pourquoi ?", "Emmanuel Macron : Parce que."),
        ("MR. O’BRIEN: We will see.", "MS. McCARTHY-JONES: We will."),
        ("QUESTIONER 2: Why?", "PARTICIPANT #3: Because."),
        ("Blinken: It is good to be here.", "Smith: Is it?"),
    ],
)
def test_dialogues_of_many_kinds_are_turns(one: str, other: str) -> None:
    assert None not in speakers(one, other, one, other)


def test_the_speaker_is_as_written_and_the_text_begins_with_it() -> None:
    assert marked("Q. Why?", "A. Because.", "Q. Why not?") == [
        ("Q", "Q: Why?"),
        ("A", "A: Because."),
        ("Q", "Q: Why not?"),
    ]
    assert marked("记者：为什么？", "外交部：因为如此。", "记者：谢谢。")[0] == ("记者", "记者: 为什么？")
    assert marked("SMITH — Why?", "JONES — Because.", "SMITH — I see.")[0] == ("SMITH", "SMITH: Why?")


def test_a_q_without_a_mark_counts_among_other_turns_only() -> None:
    briefing = ("MS. PSAKI: Good day.", "Q Thank you. Why?", "MS. PSAKI: Because.", "Q And then?", "MS. PSAKI: Wait.")
    assert speakers(*briefing) == ["MS. PSAKI", "Q", "MS. PSAKI", "Q", "MS. PSAKI"]
    assert speakers("Q is the letter after P.", "A man was arrested.", "Q said no more.") == [None, None, None]


@pytest.mark.parametrize(
    "texts",
    [
        ("UPDATE (June 19): This item was changed.", "The office closed.", "It will open again."),
        ("WASHINGTON: The court ruled today.", "It was the third ruling."),
        ("WASHINGTON: The court ruled.", "LONDON: The court did not."),
        ("Note: Percentages may not add to 100.", "Source: GAO analysis.", "Note: See above.", "Source: the same."),
        ("Table 2: Results by Region", "Table 3: Results by Year", "Figure 1: A map", "Figure 2: Another"),
        ("Price: $20", "Rating: 4/5", "Price: $30", "Rating: 3/5"),
        ("Pros: Light and fast.", "Cons: The price.", "Pros: The screen.", "Cons: Heavy."),
        ("Step 1: Measure the room.", "Step 2: Cut the wood."),
        ("MONDAY: Rain.", "TUESDAY: Sun.", "WEDNESDAY: Rain."),
        ("Topic(s): Fraud", "Component(s): USAO", "Press Release Number: 21-13"),
        ("UPDATE: One.", "UPDATE: Two.", "UPDATE: Three.", "CORRECTION: Four."),
        ("For more information: see the list.", "He said: no.", "He said: yes.", "They asked: why?"),
        ("Read more: Something happened?", "Related: Something else.", "Read more: A third thing."),
    ],
)
def test_labels_that_nobody_speaks_stay_paragraphs(texts: tuple[str, ...]) -> None:
    assert speakers(*texts) == [None] * len(texts)


def test_a_dateline_before_a_transcript_is_no_speaker() -> None:
    turns = ("QUESTION: Why?", "SECRETARY BLINKEN: Because.", "QUESTION: I see.")
    assert speakers("WASHINGTON: The Secretary spoke today.", *turns)[0] is None
    assert speakers("MODERATOR: Good morning.", *turns)[0] == "MODERATOR"


def test_only_paragraphs_become_turns() -> None:
    blocks = [
        Block(kind="heading", text="QUESTION: Why?", level=2),
        Block(kind="paragraph", text="QUESTION: Why?"),
        Block(kind="quote", text="SECRETARY BLINKEN: Because."),
        Block(kind="paragraph", text="SECRETARY BLINKEN: Because."),
    ]
    assert [b.kind for b in mark_turns(blocks)] == ["heading", "turn", "quote", "turn"]


NAMES = st.sampled_from(["QUESTION", "Q", "MR. PRICE", "Jane Doe", "UPDATE", "سؤال", "记者", "A", "", "Note"])
MARKS = st.sampled_from([": ", ":  ", ". ", " — ", "：", " ", ":", " : "])
PARAGRAPHS = st.tuples(NAMES, MARKS, st.text(max_size=12)).map("".join) | st.text()


@given(st.lists(PARAGRAPHS, max_size=12))
def test_nothing_is_lost_or_moved_and_a_turn_begins_with_its_speaker(texts: list[str]) -> None:
    blocks = [Block(kind="paragraph", text=text) for text in texts]
    turned = mark_turns(blocks)
    assert len(turned) == len(blocks)
    for before, after in zip(blocks, turned, strict=True):
        if after.kind == "turn":
            assert after.speaker
            assert after.text.startswith(f"{after.speaker}: ")
            assert [c for c in after.text if c.isalnum()] == [c for c in fold(before.text) if c.isalnum()]
        else:
            assert after == before


@given(st.lists(PARAGRAPHS, max_size=12))
def test_marking_twice_is_marking_once(texts: list[str]) -> None:
    once = mark_turns([Block(kind="paragraph", text=text) for text in texts])
    assert mark_turns(once) == once
