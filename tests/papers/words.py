"""Stories out of a seed: headlines, paragraphs, sections, tags and authors that read like those of a local paper."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_WHO = (
    "city council|school board|harbour authority|county court|fire brigade|river commission|public library|farmers' union"
    "|transport agency|regional hospital|housing office|water board|weather service|sports association|museum trust"
).split("|")
_DID = "approves|rejects|delays|reviews|doubles|halves|reopens|defends|drops|questions|extends|restores|audits|funds".split(
    "|"
)
_WHAT = (
    "plan for new tram line|budget of the old theatre|repairs of the stone bridge|ban on night deliveries|rescue of the salt marsh"
    "|fees for boat moorings|survey of empty shops|contract for school meals|limits on river fishing|works at the north station"
    "|grant for village halls|rules for street markets|study of coastal erosion|search for a new site|sale of the grain silo"
).split("|")
_WHY = "after long debate|despite protests|for second time|before summer break|amid rising costs|as deadline nears|following inquiry|".split(
    "|"
)
_SENTENCES = (
    "The {who} said on {day} that it would put the matter to a vote before the end of the month.",
    "Residents who had come to the meeting asked for figures, and were told that none would be published before autumn.",
    "According to a report seen by this paper, the costs have risen by {number} percent since the first estimate.",
    "“We have listened to everybody who wrote to us, and we will answer each of them,” the chair of the {who} said.",
    "A decision of the court, expected in {number} weeks, could still put an end to the {what}.",
    "The opposition called the figures misleading, and pointed to a letter that the ministry had sent in March.",
    "Work is to begin on the eastern side, where the ground was found to be softer than the drawings had shown.",
    "In {number} of the past twenty years the money had not been spent, and was returned to the region.",
    "Neighbours said they had been woken by lorries at five in the morning, and had kept a diary of the noise.",
    "Nobody at the {who} could be reached for a comment late on {day}.",
)
_SAETZE = (
    "Der Stadtrat teilte am {tag} mit, dass über die Vorlage noch vor dem Ende des Monats abgestimmt werden soll.",
    "Anwohner hatten bei der Sitzung nach Zahlen gefragt und erfuhren, dass diese erst im Herbst veröffentlicht werden.",
    "Nach einem Bericht, der dieser Zeitung vorliegt, sind die Kosten seit der ersten Schätzung um {number} Prozent gestiegen.",
    "„Wir haben allen zugehört, die uns geschrieben haben, und wir werden jedem antworten“, sagte die Vorsitzende am {tag}.",
    "Eine Entscheidung des Gerichts, die in {number} Wochen erwartet wird, könnte dem Vorhaben noch ein Ende setzen.",
    "Die Opposition nannte die Zahlen irreführend und verwies auf einen Brief, den das Ministerium im März geschickt hatte.",
    "Die Arbeiten sollen auf der östlichen Seite beginnen, wo der Boden weicher ist als in den Plänen verzeichnet.",
)
_WER = (
    "Stadtrat|Landkreis|Gericht|Hafenamt|Schulausschuss|Feuerwehr|Museum|Wasserverband|Krankenhaus|Bauernverband".split(
        "|"
    )
)
_TUT = "beschließt|vertagt|prüft|verlängert|kürzt|verteidigt|stoppt|öffnet|fördert|sucht".split("|")
_WAS = (
    "Umbau der alten Brücke|Pläne für die Straßenbahn|Zuschuss für das Theater|Verbot von Nachtfahrten|Sanierung des Bahnhofs"
    "|Verkauf des Speichers|Schutz der Salzwiesen|Gebühren für Bootsstege|Regeln für Wochenmärkte|Suche nach einem Grundstück"
).split("|")
_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday".split("|")
_TAGE = "Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag".split("|")
SECTIONS = {
    "politics": "Politics",
    "business": "Business",
    "culture": "Culture",
    "sport": "Sport",
    "climate-science": "Climate and science",
}
ABTEILUNGEN = {"politik": "Politik", "wirtschaft": "Wirtschaft", "kultur": "Kultur", "sport": "Sport"}
TAGS = "harbour|budget|schools|trams|courts|river|housing|weather|farming|museums|night-shift|elections".split("|")
AUTHORS = {
    "ada-lindqvist": "Ada Lindqvist",
    "bruno-keller": "Bruno Keller",
    "carla-mendes": "Carla Mendes",
    "dan-o-leary": "Dan O'Leary",
}
_FROM = datetime(2023, 1, 3, 7, 30, tzinfo=UTC)
_FOLDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@dataclass(frozen=True)
class Story:
    """A story of a paper; what is newer has a higher number."""

    number: int
    title: str
    slug: str
    section: str
    section_name: str
    tags: tuple[str, ...]
    author: str
    author_name: str
    published: datetime
    paragraphs: tuple[str, ...]
    language: str = "en"

    @property
    def excerpt(self) -> str:
        return self.paragraphs[0][:120].rsplit(" ", 1)[0] + " …"

    @property
    def date_shown(self) -> str:
        return f"{self.published:%d %B %Y}"


def slug_of(title: str) -> str:
    """Return a title as a segment of an address."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower().translate(_FOLDED)).strip("-")


def write_stories(count: int, *, seed: int, language: str = "en") -> list[Story]:
    """Return so many stories, the newest first."""
    chance = random.Random(seed)
    stories: list[Story] = []
    slugs: set[str] = set()
    for number in range(1, count + 1):
        english = language == "en"
        who, did = chance.choice(_WHO if english else _WER), chance.choice(_DID if english else _TUT)
        what, why = chance.choice(_WHAT if english else _WAS), chance.choice(_WHY) if english else ""
        title = f"{who} {did} {what} {why}".strip()
        title = title[0].upper() + title[1:]
        slug = slug_of(title)
        if slug in slugs:
            title, slug = f"{title}, part {number}", f"{slug}-part-{number}"
        slugs.add(slug)
        key = chance.choice(sorted(SECTIONS if english else ABTEILUNGEN))
        author = chance.choice(sorted(AUTHORS))
        pool = _SENTENCES if english else _SAETZE
        paragraphs = []
        for _ in range(chance.randint(4, 8)):
            told = " ".join(chance.sample(pool, chance.randint(2, 4)))
            paragraphs.append(
                told.format(
                    who=who, what=what, day=chance.choice(_DAYS), tag=chance.choice(_TAGE), number=chance.randint(3, 19)
                )
            )
        stories.append(
            Story(
                number=number,
                title=title,
                slug=slug,
                section=key,
                section_name=(SECTIONS if english else ABTEILUNGEN)[key],
                tags=tuple(chance.sample(TAGS, chance.randint(1, 3))),
                author=author,
                author_name=AUTHORS[author],
                published=_FROM + timedelta(hours=31 * number, minutes=chance.randint(0, 59)),
                paragraphs=tuple(paragraphs),
                language=language,
            )
        )
    return stories[::-1]
