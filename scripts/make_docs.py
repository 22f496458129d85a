"""Write the pages of docs/ that are made from the code, or check that they are what the code says.

    python scripts/make_docs.py            writes them
    python scripts/make_docs.py --check    status 1 if one is out of date, and which

A page is a function that returns its text, and a line in `PAGES`.
"""

from __future__ import annotations

import ast
import hashlib
import importlib
import json
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import click

ROOT = Path(__file__).resolve().parent.parent
MADE = "<!-- Made by scripts/make_docs.py from {}: change that and run `make docs`. -->\n\n"


def commands_page() -> str:
    """Return the help text of every command."""
    from scraper.cli.commands import SETTINGS, LazyGroup, scraper

    def pages(command: click.Command, name: str, parent: click.Context | None) -> Iterator[str]:
        context = click.Context(command, info_name=name, parent=parent, terminal_width=100, **SETTINGS)
        yield f"## {context.command_path}\n\n```\n{command.get_help(context)}\n```\n"
        if isinstance(command, LazyGroup):
            for inner in command.list_commands(context):
                found = command.get_command(context, inner)
                assert found is not None
                yield from pages(found, inner, context)

    statuses = ast.get_docstring(ast.parse((ROOT / "scraper/cli/run.py").read_text("utf-8"))) or ""
    return (
        "# Commands\n\n"
        + MADE.format("the commands' own --help")
        + "Results go to standard output, everything else to standard error; progress is shown on a terminal only.\n\n"
        + statuses.partition("\n\n")[2]
        + "\n\n"
        + "\n".join(pages(scraper, "scraper", None))
    )


def outcomes_page() -> str:
    """Return the table of outcomes."""
    from scraper import outcomes

    def table(names: Mapping[str, str]) -> str:
        return "| outcome | meaning |\n|---|---|\n" + "".join(
            f"| `{name}` | {text} |\n" for name, text in names.items()
        )

    return (
        "# Outcomes\n\n"
        + MADE.format("scraper/outcomes.py")
        + "Every page and every link ends with one of these names; they are stored, counted and shown.\n\n"
        + f"## Of a page\n\nThe field `outcome` of a page record.\n\n{table(outcomes.PAGE)}\n"
        + f"## Of a link\n\nHow following a link ended: `scraper status` counts them.\n\n{table(outcomes.LINK)}"
    )


def export_page() -> str:
    """Return the columns of exported tables."""
    from scraper.export import FORMATS
    from scraper.export.columns import PAGE_COLUMNS, RELATED_COLUMNS, TYPES

    def table(columns: Iterable[Any]) -> str:
        rows = "".join(f"| `{column.name}` | {column.type} | {_cell(column.meaning)} |\n" for column in columns)
        return "| column | type | meaning |\n|---|---|---|\n" + rows

    formats = "".join(f"- `{name}`: {way.meaning}\n" for name, way in FORMATS.items())
    types = "".join(f"- {name}: {_cell(meaning)}\n" for name, meaning in TYPES.items())
    return (
        "# Exports\n\n"
        + MADE.format("scraper/export/columns.py")
        + "`scraper export --format FORMAT --output PATH` writes the stored pages.\n\n"
        + f"{formats}\n{EXPORT_NOTES}\n## Types\n\n{types}\n"
        + f"## Pages\n\n{table(PAGE_COLUMNS)}\n## Teasers\n\n{table(RELATED_COLUMNS)}"
    )


EXPORT_NOTES = """\
Pages come by site, then day, then address; the day is that of publication as the page gives it, in its own zone, else that
of the fetch in UTC. `--since` and `--until` mean these days, both included. The same stored pages give the same bytes.

With `--versions` the earlier versions of each page come too ([revisits.md](revisits.md)), each as a record of its own before the next: rows with one
`url`, of which `id` and `fetched_at` tell when each was last there.

Tables make two files, "news.csv" and "news.related.csv": `page_id` of a teaser is the `id` of the page that it stands on,
`target_id` the `id` of the stored page that it leads to. A file appears under its name when it is whole; an export that fails
leaves the old one. `manifest.json` beside it says what made it, what is in it, what is missing, and its checksums
([coverage.md](coverage.md)).

- What a page does not show is `null` in JSON and Parquet, an empty cell in CSV.
- CSV is RFC 4180: UTF-8 without a byte order mark, lines end in CR LF, cells are quoted where they must be.
- A CSV cell is never a formula: before a text that begins with `=`, `+`, `-`, `@`, a tab or a carriage return stands an
  apostrophe, since spreadsheets run such cells and web pages are strangers. To have the exact text take one apostrophe off
  each cell that fits `^'+[=+\\-@\\t\\r]`, or read the JSON lines or Parquet, which hold texts as they are.
- Parquet is compressed with zstd; each column carries its meaning as the field's metadata `description`.
"""


def store_page() -> str:
    """Return the tables of the store."""
    from scraper.store.migrations import VERSION
    from scraper.store.schema import metadata

    def columns(table: Any) -> str:
        rows = "".join(
            f"| `{column.name}` | {'' if column.nullable else 'not null'} | {_cell(column.comment or '')} |\n"
            for column in table.columns
        )
        return f"### {table.name}\n\n{table.comment}\n\n| column | | meaning |\n|---|---|---|\n{rows}"

    return (
        "# The store\n\n"
        + MADE.format("scraper/store/schema.py and scraper/frontier.py")
        + f"{STORE_NOTES}\n## When a link comes back\n\n{_fates()}\n## Tables\n\n"
        + f"Version {VERSION}. A store of an older version is brought up when it is opened; a newer one is left alone.\n\n"
        + "\n".join(columns(table) for table in metadata.tables.values())
    )


STORE_NOTES = """\
One SQL data base in the data folder: `store.sqlite`. Read it with whatever reads SQLite, also while a crawl writes to it.

- Times are text in UTC, "2026-11-24T12:00:00.000000Z": they sort as they read.
- A column `…_key` holds an address in the one spelling by which tables are joined: scheme and host in lower case, no default
  port, no fragment, no tracking parameters.
- A teaser leads to the page whose `url_key` is its `target_key`; else to where the links redirect from there
  (`links.url_key` to `links.target_key`, at most ten times); else to the page that declares it (`pages.canonical_key`).
- `pages.record` is the whole page record; the columns beside it, and `related_items`, are there to search by.
- The end of a try is one transaction. A process that is killed at any moment loses nothing that was committed; what the
  archive holds behind what is known of each file is settled by the next run. After a power cut the last transactions
  may be missing, and are made again from the archive in the same way.
- A crawl of many hosts writes that end in two: that the answer is kept (`links.state` "unread", a row in `unread`), as soon as it
  is in the archive; and what came of it, once a process beside has taken it apart. What waits is never asked for again, and
  taken up by the next crawl; no host is asked while 50,000 answers wait.
- The file `lock` is held by the run that writes, `sites.lock` by who crawls a site, `schedule.lock` by a scheduler; the kernel lets
  them go however a process ends.

In Python, `open_store("postgresql+psycopg://user@host/name")` has the same tables in PostgreSQL (driver: `pip install
'psycopg[binary]'`); the commands use SQLite. To run the tests there, tried with PostgreSQL 15:

    initdb -D /tmp/pg -U scraper && pg_ctl -D /tmp/pg start && createdb -U scraper scraper_test
    export SCRAPER_TEST_STORE=postgresql+psycopg://scraper@127.0.0.1/scraper_test
    python -m pytest tests/store
    python -m pytest -p tests.postgres tests/crawl/test_{crawl,rounds,obeying,recovery,ways,behind}.py

Which stories are promoted most, and the headlines of those that are stored:

```sql
SELECT min(related_items.title), count(*) AS times, min(pages.headline)
FROM related_items LEFT JOIN pages ON pages.url_key = related_items.target_key
GROUP BY related_items.target_key ORDER BY times DESC LIMIT 20;
```

What failed, and when it is tried again:

```sql
SELECT outcome, reason, url, failures, due FROM links
WHERE failures > 0 ORDER BY due IS NULL, due;
```
"""


def _fates() -> str:
    """Return how long links wait after each outcome."""
    from scraper import frontier, outcomes

    def pauses(fate: frontier.Fate) -> str:
        return ", ".join(f"{times} times {_span(pause)}" if times > 1 else _span(pause) for pause, times in runs(fate))

    def runs(fate: frontier.Fate) -> Iterator[tuple[timedelta, int]]:
        for pause, group in groupby(frontier.PAUSES[fate]):
            yield pause, len(list(group))

    rows = []
    for fate in frontier.PAUSES:
        names = ", ".join(f"`{name}`" for name in outcomes.LINK if frontier.FATES.get(name, "soon") == fate)
        waits = {"done": "its work is done", "never": "given up"}.get(fate) or f"{pauses(fate)}; then given up"
        rows.append(f"| {names} | {waits} |\n")
    return (
        "A source (feed, sitemap, interface, listing) is looked at by what it brings, an article by its age and by what sources say of\n"
        "it: [revisits.md](revisits.md). After failures in a row a way in that a definition names waits up to\n"
        f"{_span(frontier.LONGEST_WAIT)}, and is never given up. Every other link comes back after these pauses when a try fails;\n"
        " where the server names a time (Retry-After), it comes back even if it would be given up, and no\n"
        f"sooner than that, {_span(frontier.LONGEST_WAIT)} at most.\n\n"
        "| outcome | pauses after failures in a row |\n|---|---|\n" + "".join(rows) + "\n"
        "What is due is asked for in this order: the ways in of the definition, as it lists them; further pages of articles;\n"
        "articles, the newest first as far as feeds and listings date them; further pages of listings and other\n"
        "ways in; stored articles, those first that a way in says have changed.\n"
    )


def _span(value: timedelta) -> str:
    """Return a duration in its largest whole unit: "10 min", "6 h", "1 d"."""
    minutes = round(value.total_seconds() / 60)
    return (
        f"{minutes // 1440} d"
        if minutes % 1440 == 0
        else f"{minutes // 60} h"
        if minutes % 60 == 0
        else f"{minutes} min"
    )


def definitions_page() -> str:
    """Return every key of a site definition."""
    from scraper import site as schema

    files = tuple(f"scraper/site/{name}.py" for name in ("schema", "discovery", "revisits", "schedule"))
    nodes = [node for name in files for node in ast.parse((ROOT / name).read_text("utf-8")).body]
    classes = {node.name: node for node in nodes if isinstance(node, ast.ClassDef)}
    places = {
        "Site": "Top of the file", "DiscoverRules": "[discover]", "ApiRules": "[discover.api.NAME]",
        "RevisitRules": "[revisit]",
        "FetchRules": "[fetch]", "PageRules": "[page]",
        "ArticleRules": "[article]", "TeaserRules": "[teasers.NAME]", "DumpRules": "[dump]", "ScheduleRules": "[schedule]",
        "TextRule": "A text rule", "DateRule": "A date rule: a text rule, and",
    }  # fmt: skip
    assert set(classes) == set(places), "every table of a definition has a heading here"
    parts = [_keys(classes[name], getattr(schema, name), heading) for name, heading in places.items()]
    return (
        "# Site definitions\n\n"
        + MADE.format(", ".join(files))
        + "A file `sites/<host>.toml` over a file of `platforms/`. What it leaves open comes from the generic cleaner.\n"
        + "`scraper site check` names every wrong key and value with its line.\n\n"
        + "\n".join(parts)
    )


def _keys(node: ast.ClassDef, model: Any, heading: str) -> str:
    rows = []
    for field, following in pairwise([*node.body, ast.Pass()]):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            name = field.target.id
            text = following.value.value if _is_text(following) else ""  # type: ignore[attr-defined]
            if heading != "Top of the file" or name not in ("name", "version"):
                kind = ast.unparse(field.annotation).removesuffix(" | None")
                rows.append(f"| `{name}` | {_kind(kind)} | {_default(model.model_fields[name])} | {_cell(text)} |\n")
    about = _cell(ast.get_docstring(node) or "")
    return f"## {heading}\n\n{about}\n\n| key | value | default | meaning |\n|---|---|---|---|\n{''.join(rows)}"


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _kind(annotation: str) -> str:
    known = {
        "Selectors": "selector(s)", "Selector": "selector", "Rule": "text rule", "Date": "date rule", "Texts": "text(s)",
        "Patterns": "regular expression(s)", "Frames": "frame(s)", "Duration": "duration", "Size": "size", "Zone": "time zone", "CronText": "cron expression", "Windows": "window(s) of the day",
        "Url": "address", "str": "text", "bool": "true or false", "int": "number", "Day": "day", "Path": "path", "Archives": "pattern(s)", "RelatedKind": "kind of related items",
    }  # fmt: skip
    if annotation.startswith("Literal["):
        return " or ".join(f"`{value}`" for value in ast.literal_eval("[" + annotation.removeprefix("Literal[")))
    return known.get(annotation, "table")


def _default(field: Any) -> str:
    value = field.default
    if field.is_required():
        return "required"
    if isinstance(value, timedelta):
        return f"{value.total_seconds():g} s"
    if isinstance(value, bool | int | str):
        return f"`{json.dumps(value)}`"
    return ""


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


EXAMPLE = "docs/examples/story.html"
EXAMPLE_URL = "https://paper.example/2024/05/harbour-bridge-opens-again-after-two-years-10880.html"


def explain_page() -> str:
    """Return how to read an explanation, with one as an example."""
    from scraper.clean.explain import explain_page as explain
    from scraper.clean.explain.meanings import BLOCKS, CARDS
    from scraper.cli.decisions import decision_lines
    from scraper.cli.terminal import unpainted

    def table(names: Mapping[str, str]) -> str:
        return "| name | what it tells |\n|---|---|\n" + "".join(
            f"| `{name}` | {_cell(text)} |\n" for name, text in names.items()
        )

    explanation = explain((ROOT / EXAMPLE).read_text("utf-8"), url=EXAMPLE_URL)
    shown = "\n".join(line.rstrip() for line in decision_lines(explanation, unpainted))
    return (
        "# Why did this block land there?\n\n"
        + MADE.format("scraper/clean/explain and docs/examples/story.html")
        + f"```\nscraper clean {EXAMPLE} --explain \\\n  --url {EXAMPLE_URL}\n```\n\nprints\n\n```\n{shown}\n```\n\n"
        + f"{EXPLAIN_NOTES}\n## Evidence of blocks\n\n{table(BLOCKS)}\n## Evidence of cards\n\n{table(CARDS)}"
    )


EXPLAIN_NOTES = """\
## How to read it

First the record in short, each field with where it came from ([metadata.md](metadata.md)). Then every text block of the page, in
order: its number, its place, its text; below that what it is there, the boxes it stands in, and why. Neighbours that are furniture
for the same reasons share an entry.

| place | the block |
|---|---|
| body | is text of the article |
| teaser | belongs to a related item, or heads a list of them; "of item 3" is its `position` in the record |
| metadata | says what a field of the record says |
| furniture | is none of these, and in no record |

Reasons come in this order:

1. **Rules.** "article.body = …", "teasers.NAME …": the site's definition decided. "card of a list of 6, +8.9 above -0.7": the judge of
   cards gave the card 8.9, and needed more than -0.7. "refused": it got less. "trimmed": it looked like body, and was taken off an edge.
   "in a list or table most of which is body": it did not look like body, and came in with the rest of its list.
2. **The judge's score.** "body +4.2": log odds, more than 0 is body. A teaser is never asked.
3. **The evidence that weighed most**: three pieces for the place the block got, then one against it. `length=250+ +1.8` adds 1.8 to the score.
   The weights are the judge's own, and all of a block's pieces add up to its score; those of a group of values are measured from the page's
   mean, since what all blocks have tells nothing. `box: nav` is a vote of the class words and tags around a block, `words: share in a line` one of the
   words in it (`scraper/clean/context.py`, `scraper/clean/signs.py`).

`scraper evaluate FOLDER --page ID` prints the same beside the gold: `= body` where both agree, `! none` where the gold has nothing of the kind, and
then all items and fields with what the gold says instead. `--differences` leaves out what agrees.

A place that is wrong has one of four causes. The **structure** was misread (the block's boxes or its card are not what a reader sees): look at `scraper/clean/walk.py`,
`runs.py`, `teasers/cards.py`. A **rule** was wrong (it is named): look for its words in `scraper/clean/explain/`, which says where it lies. The **evidence** is missing (nothing in the
list tells the block from its opposite): add a group to `features.py`. Or the **weights** are off for want of such pages: add gold, and train.
"""


EXAMPLE_SITE = "paper.example"
FIRST_DAY, LAST_DAY = date(2026, 8, 31), date(2026, 11, 22)
OUTAGE = [date(2026, 11, day) for day in (3, 4, 5)]


@cache
def covered_example() -> tuple[Any, Any]:
    """Return the coverage of a made-up paper, and its alarms, out of a store that was filled day by day.

    It brings out six stories on each weekday and two on each day of the weekend, of which its robots.txt forbids one a week.
    Nobody looks for three days in November; later its sitemap is no longer made.
    """
    from scraper.coverage import BEFORE, alarms, judge
    from scraper.model import Link
    from scraper.store import Settlement, open_store

    home = f"https://{EXAMPLE_SITE}/"
    sizes = {"feed": ("feed/", 10), "sitemap": ("sitemap.xml", 10_000), "listing": ("", 8)}
    ways = [
        Link(url=home + path, site=EXAMPLE_SITE, kind=kind, found_by="definition")  # type: ignore[arg-type]
        for kind, (path, _) in sizes.items()
    ]
    told: list[tuple[str, datetime]] = []
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder)) as store:
        for number in range((LAST_DAY - FIRST_DAY).days + 1):
            day = FIRST_DAY + timedelta(days=number)
            morning = datetime.combine(day, time(7), UTC)
            stories = 2 if day.weekday() >= 5 else 6
            told += [(f"{home}{day:%Y/%m/%d}/{n + 1}/", morning + timedelta(hours=n)) for n in range(stories)]
            if day in OUTAGE:
                continue
            now = morning + timedelta(hours=16)
            run = store.start_run(EXAMPLE_SITE, now=now)
            store.seed(EXAMPLE_SITE, ways, every=timedelta(hours=12), now=now)
            for way in ways:
                is_stale = way.kind == "sitemap" and day > date(2026, 11, 18)
                named = (
                    []
                    if is_stale
                    else [
                        story
                        for story in told[-min(sizes[way.kind][1], 60) :]
                        if way.kind != "sitemap" or not story[0].endswith("/2/")
                    ]
                )
                links = tuple(
                    Link(url=url, site=EXAMPLE_SITE, kind="article", found_by=way.kind, found_on=way.url,
                         published=moment.isoformat() if way.kind == "feed" else None)
                    for url, moment in named
                )  # fmt: skip
                link = store.find_link(way.url)
                assert link is not None
                store.settle(link, Settlement(outcome="read", at=now, due=None, links=links), run=run)
            while (link := store.take_due(EXAMPLE_SITE, now=now, host=EXAMPLE_SITE)) is not None:
                outcome = "stored"
                page = None
                if link.link.kind == "article":
                    moment = next(moment for url, moment in told[::-1] if url == link.link.url)
                    outcome = "robots" if moment.weekday() == 2 and link.link.url.endswith("/3/") else "stored"
                    page = _dated_page(link.link.url, moment) if outcome == "stored" else None
                captures = (_capture_of(link.link.url, now),) if page else ()
                store.settle(link, Settlement(outcome=outcome, at=now, due=None, page=page, captures=captures), run=run)
            store.end_run(run, "done", now=now)
        since = LAST_DAY - timedelta(days=29)
        facts = store.coverage.facts(EXAMPLE_SITE, since=since, until=LAST_DAY, before=BEFORE)
    coverage = judge(facts, since=since, until=LAST_DAY, today=LAST_DAY + timedelta(days=1))
    return coverage, alarms(coverage, facts, today=LAST_DAY + timedelta(days=1))


def _dated_page(url: str, published: datetime) -> Any:
    from scraper.model import Article, CleanedPage, Provenance

    return CleanedPage(
        page_type="article", outcome="ok", provenance=Provenance(cleaner="scraper/0"), url=url, site=EXAMPLE_SITE,
        article=Article(headline="A story", published=published.isoformat()),
    )  # fmt: skip


def _capture_of(url: str, now: datetime) -> Any:
    from scraper.store import Capture

    place = int.from_bytes(hashlib.sha256(url.encode()).digest()[:6])
    return Capture(site=EXAMPLE_SITE, url=url, fetched_at=now, file="a", offset=place, outcome="stored", status=200)


def coverage_page() -> str:
    """Return how coverage is read, with an example."""
    from scraper.cli.coverage import coverage_lines
    from scraper.export.manifest import MEANINGS

    keys = "".join(f"| `{name}` | {_cell(text)} |\n" for name, text in MEANINGS.items())
    return (
        "# Coverage: what was expected, what came, what is missing\n\n"
        + MADE.format("scripts/make_docs.py, scraper/coverage and scraper/export/manifest.py")
        + COVERAGE_NOTES.replace("EXAMPLE", "\n".join(coverage_lines(*covered_example())))
        + f"\n## The manifest of an export\n\n{MANIFEST_NOTES}\n| key | meaning |\n|---|---|\n{keys}"
    )


def coverage_picture() -> str:
    """Return the picture of the example."""
    from scraper.coverage import plot

    return plot(covered_example()[0])


COVERAGE_NOTES = """\
A data set is as good as what is missing from it is known. For each day `scraper coverage` says what a site should have brought,
what it did, and where that got stuck; it tells days on which *nobody looked* from days on which the site was *silent*.

    scraper coverage paper.example                        the last 30 days
    scraper coverage paper.example --since 2026-01-01     from then on
    scraper coverage paper.example --svg coverage.svg     the picture
    scraper coverage --json                               all sites, one JSON object a line
    scraper coverage --check                              status 5 if there is an alarm: for cron and monitors

An example: a paper with six stories on each weekday and two on each day of the weekend. For three days the machine was off. The
sitemap leaves one section out, and since 19 November it is no longer made.

![The coverage of the example](coverage.svg)

```
EXAMPLE
```

## How to read it

A story counts **for the day of its publication, in UTC**: as a feed, listing or interface announces it first; where none does, as its own
page says; else for the day on which it was first seen. UTC, because the ways of one site announce in different offsets, and a day has to
be the same 24 hours for all of them. A date without a time is taken as it is.

| column | stories |
|---|---|
| expected | what the day should bring: the median of the same weekday over the eight weeks before, and the band outside which a day is unusual |
| announced | that a way in has named |
| known | that the store knows of, whoever named them: also handed in by `--urls`, or found on pages |
| fetched | that were answered |
| stored | whose page is stored |
| waiting | still to be asked for, or to be taken apart |
| dropped | that will not be stored, by [outcome](outcomes.md) |

`<` and `>` mark days with fewer or more stories than usual, `gap` one on which nobody looked. The expectation is made of days on which
somebody looked, from the second day on; it takes three of them. The band is three spreads wide (by the median of deviations, so that a holiday
or a flood of news does not move it), and at least as wide as counts vary by chance.

A **source** is a way in of the definition; its child sitemaps and further pages count for it, all date archives are one. "New" are stories
that the looks of these days named and that it had never named before, whatever day they count for. "Only it" are stories that no other source named, "missed" those that are known and that it did not name: what would be lost with the source, and
what it alone would lose. `--json` says which other source has what it missed.

A **gap** is a run of days without a look that brought an answer: no run, or all looks failed. What came of these days came later, and
what left the feed meanwhile did not. In the example the sitemap had most of it; what it found counts for the day that the pages gave, and the
story that robots.txt forbade, and that nobody dated, for the day it was first seen. A site that is looked at once a week has no gaps of six days: gaps are more than one and a half times as
long as the usual distance between looks. The day that is not over is never a gap.

| alarm | when |
|---|---|
| nobody has looked | a gap reaches to yesterday |
| no answer | the same of one source, while others answer |
| silent | a source was looked at and announces nothing new since a day, though five stories or more were expected |
| yields less | the last seven days brought fewer stories than each of the weeks before, and less than 70 % of the usual week |
| never fetched | half of what a source announces, and five stories at least, were not answered two days later |

## What the store keeps of it

`sources` has every source, `sightings` which source named which story, first and last, and with what date, `polls` every look
at a source with what it named and how much of that was new ([store.md](store.md)). All is written in the transaction that stores the links.
`scraper reclean --rebuild` makes the same sightings out of the archive; looks that brought no answer have left none there.
Stores of older versions know of each story but the source that named it first. With 1,000,000 links and 200,000 pages the coverage of
a month takes about 0.3 s, what is due next less than 1 ms (`python scripts/bench_coverage.py`).
"""

MANIFEST_NOTES = """\
`scraper export` writes `manifest.json` beside the file, so that whoever gets the data set can tell what it lacks. The same store and the
same options give the same bytes: no clock, machine or path is in it; gaps reach to the last look, or to the day of `--until`. It is of
the last export into its folder: give each data set a folder of its own. A `manifest.json` that is not an export's is left alone, and the
export refused. Standard output has none.
"""


def revisits_picture() -> str:
    """Return the picture of docs/revisits.md."""
    if str(ROOT / "scripts") not in sys.path:
        sys.path.append(str(ROOT / "scripts"))
    return str(importlib.import_module("draw_revisits").picture())


PAGES: Mapping[str, Callable[[], str]] = {
    "docs/commands.md": commands_page,
    "docs/coverage.md": coverage_page,
    "docs/coverage.svg": coverage_picture,
    "docs/explain.md": explain_page,
    "docs/export.md": export_page,
    "docs/outcomes.md": outcomes_page,
    "docs/revisits.svg": revisits_picture,
    "docs/site-definitions.md": definitions_page,
    "docs/store.md": store_page,
}


def stale() -> list[str]:
    """Return the names of the pages that are not what the code says."""
    return [name for name, make in PAGES.items() if _read(ROOT / name) != make()]


def _read(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""


def main(args: list[str]) -> int:
    """Write the pages, or check them."""
    if args == ["--check"]:
        names = stale()
        for name in names:
            print(f"{name}: is out of date; run `make docs`", file=sys.stderr)
        return 1 if names else 0
    if args:
        print(__doc__, file=sys.stderr)
        return 2
    for name, make in PAGES.items():
        (ROOT / name).write_text(make(), "utf-8")
        print(f"wrote {name}")
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main(sys.argv[1:]))
