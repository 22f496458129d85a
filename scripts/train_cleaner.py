"""Train the cleaner's weights from gold pages and write them as data into the package.

    python scripts/train_cleaner.py BENCH [--check]

BENCH holds `teasers/` and `articles/` (pages, gold); scripts/gold/ holds which cards of the article pages are teasers,
as digests of their addresses. First every decision is cross-validated by site (five folds; no site
is in two of them) and the figures are printed; then all pages train what is written to
scraper/clean/teasers/learned.py and scraper/clean/body/learned.py. `--check` only prints the figures.
Needs numpy, scipy and scikit-learn (the extra `train`).
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

FOLDS = 5
GOLD = Path(__file__).resolve().parent / "gold"
TEASER_STRENGTH = 0.3  # inverse of the regularisation: few teaser pages, many groups
BODY_STRENGTH = 2.0
UNTOLD = {
    "fundus": frozenset(("li", "blockquote", "table", "pre", "dl")),
    "wcxb": frozenset(("pre",)),
}
"""Elements that those who made the gold of a set drop from the middle of a text: their absence says nothing."""
TEASER_FREE = 60  # characters without a link
BODY_SETS = ("scrapinghub", "fundus", "wcxb", "readability", "newspaper")
GRAM = 14  # characters: blocks are found in the gold text by their shingles


def write_empty() -> None:
    """Make sure that the packages can be imported before there are weights."""
    for package, names in (("teasers", ("CARD",)), ("body", ("LOCAL", "CONTEXT"))):
        path = Path(__file__).parent.parent / "scraper/clean" / package / "learned.py"
        if not path.exists():
            path.write_text("".join(f"{name} = {{'bias': 0.0, 'tables': {{}}, 'bits': {{}}}}\n" for name in names))


write_empty()

from scraper.clean import context  # noqa: E402
from scraper.clean.body import features as body_features  # noqa: E402
from scraper.clean.body import mass as body_mass  # noqa: E402
from scraper.clean.examine import facts_of  # noqa: E402
from scraper.clean.links import Links, site_name  # noqa: E402
from scraper.clean.metadata import find_metadata  # noqa: E402
from scraper.clean.outline import Outline  # noqa: E402
from scraper.clean.teasers import features as teaser_features  # noqa: E402
from scraper.clean.teasers import judge as teaser_judge  # noqa: E402
from scraper.clean.teasers.cards import find_lists  # noqa: E402
from scraper.clean.walk import walk  # noqa: E402
from scraper.clean.weights import Weights  # noqa: E402
from scraper.dom import Unparsable, decode, parse_html  # noqa: E402
from scraper.urls import host_of  # noqa: E402


@dataclass
class Row:
    """One thing to decide, with its evidence and the right answer (None: neither)."""

    page: str
    group: int
    key: str
    answer: int | None
    values: Sequence[Any]
    votes: int
    weight: float = 1.0


@dataclass
class GoldPage:
    """A page, walked, with its gold."""

    id: str
    url: str | None
    gold: dict[str, Any]
    outline: Outline
    links: Links
    votes: list[int]
    facts: body_features.Facts
    looks: Sequence[float] = ()
    """What the first look, by a model that has not seen the site, thinks of the blocks."""

    teasers: frozenset[int] = frozenset()

    @property
    def set(self) -> str:
        """The folder that the page is from."""
        return self.id.partition("/")[0]

    @property
    def fold(self) -> int:
        """The fold of the page's site."""
        return fold_of(self.url, self.id)


def fold_of(url: str | None, id: str) -> int:  # noqa: A002
    """Return the fold of a site; a page whose site is not known is one of its own."""
    site = site_name(host_of(url)) if url and url.startswith("http") else id
    return int(hashlib.md5(site.encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS


def read_pages(folder: Path, gold: dict[str, dict[str, Any]]) -> Iterator[GoldPage]:
    """Yield the pages of a manifest that have gold."""
    for line in (folder / "pages.jsonl").read_text("utf-8").splitlines():
        entry = json.loads(line)
        if entry["id"] not in gold:
            continue
        tree = parse_html(decode(gzip.decompress((folder / entry["path"]).read_bytes())))
        if isinstance(tree, Unparsable):
            continue
        outline = walk(tree)
        if outline.blocks:
            facts = facts_of(find_metadata(tree, url=entry["url"]), outline)
            yield GoldPage(
                f"{folder.name}/{entry['id']}",
                entry["url"],
                gold[entry["id"]],
                outline,
                Links(entry["url"]),
                context.box_votes(outline),
                facts,
            )


# ---- teasers --------------------------------------------------------------------------------------------------------


def digest(page: str, key: str) -> str:
    """Return how the gold of scripts/gold names a story of a page."""
    return hashlib.sha256(f"{page} {key}".encode()).hexdigest()[:12]


def read_marked() -> dict[str, dict[str, Any]]:
    """Return the gold of scripts/gold by page: the digests of teasers, and of what may be either."""
    lines = [line for path in sorted(GOLD.glob("teasers-*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    return {entry["page"]: entry for entry in map(json.loads, lines)}


def wanted_stories(page: GoldPage) -> dict[str, bool]:
    """Return the digests of a page's teasers: True for sure, False where either answer is right."""
    if "sure" in page.gold:
        return dict.fromkeys(page.gold["unsure"], False) | dict.fromkeys(page.gold["sure"], True)
    wanted: dict[str, bool] = {}
    for item in page.gold["related"]:
        target = page.links.resolve(item["url"]) if item.get("url") else None
        if target:
            name = digest(page.id, target.key)
            wanted[name] = wanted.get(name, False) or item.get("sure", True)
    for doubtful in page.gold.get("excluded_doubtful") or []:
        target = page.links.resolve(doubtful.get("url") if isinstance(doubtful, dict) else doubtful)
        if target:
            wanted.setdefault(digest(page.id, target.key), False)
    return wanted


def in_the_text(page: GoldPage) -> set[int]:
    """Return the blocks that the gold has in the article's text and that are more than a link: no teaser holds one."""
    return {
        block.index
        for block, answer in zip(page.outline.blocks, body_answers(page), strict=True)
        if answer == 1 and block.own >= TEASER_FREE
    }


def view_of(page: GoldPage) -> teaser_features.PageView:
    """Return the page as the features see it."""
    own = page.links.resolve(page.url) if page.url else None
    return teaser_features.PageView(page.outline, page.votes, own, page.looks)


def teaser_rows(page: GoldPage) -> list[Row]:
    """Return the cards of a page with the gold's answer."""
    wanted = wanted_stories(page) if "related" in page.gold or "sure" in page.gold else None
    text = in_the_text(page) if wanted is None else ()
    rows = []
    view = view_of(page)
    for number, cards in enumerate(find_lists(page.outline, page.links)):
        for card, values in zip(cards.cards, teaser_judge.card_rows(cards, view), strict=True):
            if card.target.own:
                continue
            if wanted is None:  # of a page whose teasers nobody has marked, it is known what is none
                answer = 0 if any(n in text for n in range(card.start, card.end)) else None
            else:
                known = wanted.get(digest(page.id, card.target.key))
                answer = None if known is False else int(known is True)
            rows.append(Row(page.id, number, card.target.key, answer, values, teaser_judge.votes_of(card, view)))
    return rows


def mark_teasers(page: GoldPage, weights: Weights) -> None:
    """Note which blocks of a page belong to teasers, as these weights see it."""
    teaser_judge.CARD = weights
    judged = teaser_judge.judge_lists(find_lists(page.outline, page.links), view_of(page))
    page.teasers = teaser_judge.teaser_blocks(judged, page.outline)


def item_f1(rows: Sequence[Row], scores: np.ndarray, threshold: float) -> tuple[float, float]:
    """Return micro and macro F1 over the targets of the pages."""
    pages: dict[str, tuple[set[str], set[str], set[str]]] = {}
    for row, score in zip(rows, pooled(rows, scores), strict=True):
        found, gold, ignored = pages.setdefault(row.page, (set(), set(), set()))
        if score > threshold:
            found.add(row.key)
        (ignored if row.answer is None else gold if row.answer else set()).add(row.key)
    counts = [(len(f & g), len(f - g - i), len(g - f)) for f, g, i in pages.values()]
    tp, fp, fn = map(sum, zip(*counts, strict=True))
    macro = [2 * t / (2 * t + p + n) if t else float(not p and not n) for t, p, n in counts]
    return 2 * tp / (2 * tp + fp + fn), float(np.mean(macro))


def pooled(rows: Sequence[Row], scores: np.ndarray) -> np.ndarray:
    """Mix each score with the mean of its list, as the judge does."""
    sums: dict[tuple[str, int], list[float]] = {}
    for row, score in zip(rows, scores, strict=True):
        sums.setdefault((row.page, row.group), []).append(float(score))
    share = teaser_judge.LIST_SHARE
    means = np.array([np.mean(sums[row.page, row.group]) for row in rows])
    return (1 - share) * scores + share * means


def read_teaser_pages(bench: Path) -> Iterator[GoldPage]:
    """Yield all pages whose teasers are known."""
    gold = {path.stem: json.loads(path.read_text("utf-8")) for path in (bench / "teasers/gold").glob("*.json")}
    yield from read_pages(bench / "teasers", gold)
    marked = read_marked()
    for name in sorted({page.partition("/")[0] for page in marked}):
        known = {page.partition("/")[2]: entry for page, entry in marked.items() if page.startswith(f"{name}/")}
        yield from read_pages(bench / "articles" / name, known)
    for name in BODY_SETS:
        unmarked = {key: entry for key, entry in read_texts(bench, name).items() if f"{name}/{key}" not in marked}
        yield from read_pages(bench / "articles" / name, unmarked)


def read_texts(bench: Path, name: str) -> dict[str, dict[str, Any]]:
    """Return the gold of a set's pages whose text is known, by page."""
    lines = (bench / "articles" / name / "gold.jsonl").read_text("utf-8").splitlines()
    return {entry["id"]: entry for entry in map(json.loads, lines) if entry.get("gold_text")}


# ---- body -----------------------------------------------------------------------------------------------------------


def tight(text: str) -> str:
    """Return only the letters and digits of a text."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def body_answers(page: GoldPage) -> list[int | None]:
    """Return for each block whether the gold has it as body."""
    gold = tight(page.gold["gold_text"])
    grams = {gold[i : i + GRAM] for i in range(len(gold) - GRAM + 1)}
    lines = {tight(line) for line in page.gold["gold_text"].split("\n")}
    answers: list[int | None] = []
    for block in page.outline.blocks:
        text = tight(block.text)
        if len(text) < GRAM:
            answers.append(1 if text in lines and text else None if text and text in gold else 0)
            continue
        hits = [text[i : i + GRAM] in grams for i in range(0, len(text) - GRAM + 1, 3)]
        share = sum(hits) / len(hits)
        answer = 1 if share > 0.7 else 0 if share < 0.3 else None
        answers.append(answer)
    inside = [n for n, answer in enumerate(answers) if answer == 1]
    for n in range(inside[0], inside[-1]) if inside else ():
        if answers[n] == 0 and any(
            box.tag in UNTOLD.get(page.set, ()) for box in page.outline.blocks[n].box.ancestors()
        ):
            answers[n] = None
    return answers


def body_rows(page: GoldPage) -> list[Row]:
    """Return the blocks of a page with their local evidence and the gold's answer."""
    text = body_features.PageText(page.outline, page.votes, page.facts)
    rows = []
    for block, values, answer in zip(
        page.outline.blocks, body_features.local_rows(text), body_answers(page), strict=True
    ):
        rows.append(Row(page.id, 0, "", answer, values, text.votes[block.index], min(len(block.text), 400) ** 0.5))
    return rows


def context_rows(page: GoldPage, rows: Sequence[Row], scores: Sequence[float]) -> list[Row]:
    """Return the same blocks with the second round's evidence added."""
    text = body_features.PageText(page.outline, page.votes, page.facts)
    mass = body_mass.Mass(text, scores, page.teasers)
    return [
        Row(row.page, 0, "", row.answer, values, row.votes, row.weight)
        for row, values in zip(rows, body_mass.context_rows(mass, [row.values for row in rows]), strict=True)
    ]


def body_f1(pages: Sequence[GoldPage], rows: Sequence[Row], scores: np.ndarray) -> dict[str, float]:
    """Return the mean F1 over characters of blocks, by set."""
    found: dict[str, list[float]] = {}
    at = 0
    for page in pages:
        count = len(page.outline.blocks)
        tp = fp = fn = 0
        for block, row, score in zip(page.outline.blocks, rows[at : at + count], scores[at : at + count], strict=True):
            size = len(block.text)
            tp += size * (row.answer == 1 and score > 0)
            fp += size * (row.answer == 0 and score > 0)
            fn += size * (row.answer == 1 and score <= 0)
        at += count
        found.setdefault(page.id.partition("/")[0], []).append(2 * tp / (2 * tp + fp + fn) if tp else 0.0)
    return {name: float(np.mean(values)) for name, values in found.items()}


# ---- logistic regression over named values ----------------------------------------------------------------------------


@dataclass
class Encoder:
    """Named values and bits <-> columns."""

    groups: Sequence[str]
    columns: dict[tuple[str, Any], int] = field(default_factory=dict)

    def encode(self, rows: Sequence[Row]) -> sparse.csr_matrix:
        """Return one line a row, one column a value."""
        lines, columns = [], []
        for n, row in enumerate(rows):
            names = [(group, value) for group, value in zip(self.groups, row.values, strict=True)]
            names += [("bit", 1 << bit) for bit in range(128) if row.votes >> bit & 1]
            for name in names:
                lines.append(n)
                columns.append(self.columns.setdefault(name, len(self.columns)))
        return sparse.csr_matrix((np.ones(len(lines)), (lines, columns)), shape=(len(rows), len(self.columns)))


def weigh(rows: Sequence[Row]) -> np.ndarray:
    """Return each row's weight: large pages shall not drown small ones."""
    totals: dict[str, float] = {}
    for row in rows:
        totals[row.page] = totals.get(row.page, 0.0) + row.weight
    weights = np.array([row.weight / totals[row.page] ** 0.5 for row in rows])
    return weights * len(weights) / weights.sum()


def fit(matrix: sparse.csr_matrix, rows: Sequence[Row], chosen: np.ndarray, strength: float) -> LogisticRegression:
    """Fit one model on the chosen rows that have an answer."""
    answers = np.array([-1 if row.answer is None else row.answer for row in rows])
    use = chosen & (answers >= 0)
    return LogisticRegression(C=strength, max_iter=5000).fit(matrix[use], answers[use], sample_weight=weigh(rows)[use])


def weights_of(rows: Sequence[Row], groups: Sequence[str], strength: float) -> dict[str, Any]:
    """Return the weights that all rows teach, as `scraper.clean.weights.Weights` takes them."""
    encoder = Encoder(groups)
    matrix = encoder.encode(rows)
    model = fit(matrix, rows, np.ones(len(rows), bool), strength)
    tables: dict[str, dict[Any, float]] = {group: {} for group in groups}
    bits: dict[int, float] = {}
    for (group, value), column in sorted(encoder.columns.items(), key=lambda pair: (pair[0][0], str(pair[0][1]))):
        weight = round(float(model.coef_[0][column]), 3)
        (bits if group == "bit" else tables[group])[value] = weight
    return {"bias": round(float(model.intercept_[0]), 3), "tables": tables, "bits": bits}


def write(package: str, title: str, weights: dict[str, dict[str, Any]]) -> None:
    """Write weights as a module of literals."""
    lines = [
        f'"""{title} Written by scripts/train_cleaner.py; log odds, see scraper.clean.weights."""',
        "",
        "from __future__ import annotations",
        "",
        "from scraper.clean.weights import Learned",
        "",
        "# fmt: off",
    ]
    for name, value in weights.items():
        lines += [f"{name}: Learned = {{", f'    "bias": {value["bias"]},', '    "tables": {']
        for group, table in value["tables"].items():
            lines += [
                f'        "{group}": {{' + ", ".join(f"{key!r}: {weight}" for key, weight in table.items()) + "},"
            ]
        lines += [
            "    },",
            '    "bits": {' + ", ".join(f"{bit}: {weight}" for bit, weight in value["bits"].items()) + "},",
            "}",
        ]
    path = Path(__file__).parent.parent / "scraper/clean" / package / "learned.py"
    path.write_text("\n".join(lines) + "\n", "utf-8")


# ---- the three models, one after the other ------------------------------------------------------------------------------


@dataclass
class Models:
    """The weights of one training: what is said of blocks at first, of cards, of blocks at last."""

    local: dict[str, Any]
    card: dict[str, Any]
    context: dict[str, Any]


@dataclass
class Gold:
    """All gold pages with their rows."""

    cards: list[GoldPage]
    """Pages whose teasers are known, or of whose cards some are known to be none."""

    articles: list[GoldPage]
    """Pages whose text is known."""

    local: dict[str, list[Row]] = field(default_factory=dict)
    """First evidence on the blocks of each article."""

    @classmethod
    def read(cls, bench: Path) -> Gold:
        """Read all sets."""
        articles = [
            page for name in BODY_SETS for page in read_pages(bench / "articles" / name, read_texts(bench, name))
        ]
        gold = cls(list(read_teaser_pages(bench)), articles)
        gold.local = {page.id: body_rows(page) for page in articles}
        return gold


def cross_fit(gold: Gold) -> list[Models]:
    """Return for each fold the models that have seen none of its sites, and note on all pages what those say.

    A later model learns from what the earlier ones say of sites they have not seen, as it will be when they are used.
    """
    local = [first_weights(gold, leave_out=fold) for fold in range(FOLDS)]
    for page in (*gold.cards, *gold.articles):
        page.looks = looks_of(page, Weights(**local[page.fold]))
    rows = [(page.fold, row) for page in gold.cards for row in teaser_rows(page)]
    card = [
        weights_of([row for fold, row in rows if fold != left_out], teaser_features.GROUPS, TEASER_STRENGTH)
        for left_out in range(FOLDS)
    ]
    for page in gold.articles:
        mark_teasers(page, Weights(**card[page.fold]))
    return [Models(local[fold], card[fold], last_weights(gold, leave_out=fold)) for fold in range(FOLDS)]


def fit_all(gold: Gold) -> Models:
    """Return the models that all pages teach; the pages keep what `cross_fit` has noted on them."""
    rows = [row for page in gold.cards for row in teaser_rows(page)]
    return Models(first_weights(gold), weights_of(rows, teaser_features.GROUPS, TEASER_STRENGTH), last_weights(gold))


def first_weights(gold: Gold, leave_out: int | None = None) -> dict[str, Any]:
    """Return the weights of the first look."""
    rows = [row for page in gold.articles if page.fold != leave_out for row in gold.local[page.id]]
    return weights_of(rows, body_features.LOCAL_GROUPS, BODY_STRENGTH)


def last_weights(gold: Gold, leave_out: int | None = None) -> dict[str, Any]:
    """Return the weights of the last look."""
    rows = [
        row
        for page in gold.articles
        if page.fold != leave_out
        for row in context_rows(page, gold.local[page.id], page.looks)
    ]
    return weights_of(rows, (*body_features.LOCAL_GROUPS, *body_mass.CONTEXT_GROUPS), BODY_STRENGTH)


def looks_of(page: GoldPage, weights: Weights) -> list[float]:
    """Return what a first look with these weights thinks of a page's blocks."""
    text = body_features.PageText(page.outline, page.votes, page.facts)
    rows = body_features.local_rows(text)
    return [weights.score(values, votes) for values, votes in zip(rows, text.votes, strict=True)]


def report(gold: Gold, folds: Sequence[Models]) -> None:
    """Print how well each fold's pages come out by the models that have not seen their sites."""
    rows, scores = [], []
    for page in gold.cards:
        weights = Weights(**folds[page.fold].card)
        for row in teaser_rows(page):
            rows.append(row)
            scores.append(weights.score(row.values, row.votes))
    for threshold in (-1.0, teaser_judge.ACCEPT, -0.3, 0.0):
        micro, macro = item_f1(rows, np.array(scores), threshold)
        print(f"teasers, threshold {threshold:5.2f}: item F1 micro {micro:.4f} macro {macro:.4f}")
    looks = np.array([look for page in gold.articles for look in page.looks])
    local = [row for page in gold.articles for row in gold.local[page.id]]
    print("body, first look", body_f1(gold.articles, local, looks))
    final = []
    for page in gold.articles:
        weights = Weights(**folds[page.fold].context)
        final += [weights.score(row.values, row.votes) for row in context_rows(page, gold.local[page.id], page.looks)]
    print("body, last look ", body_f1(gold.articles, local, np.array(final)))


def main() -> None:
    """Read the gold, cross-validate, train, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    gold = Gold.read(arguments.bench)
    report(gold, cross_fit(gold))
    if not arguments.check:
        models = fit_all(gold)
        write("teasers", "What makes a card a teaser.", {"CARD": models.card})
        write("body", "What makes a block body.", {"LOCAL": models.local, "CONTEXT": models.context})


if __name__ == "__main__":
    main()
