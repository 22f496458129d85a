"""Pages of any shape for property tests: boxes in boxes, texts, links, lists, tables, in any order and depth."""

from __future__ import annotations

from html import escape

from hypothesis import strategies as st

from tests.clean.pages import SENTENCES

NAMES = (
    "", "", "", "article-body", "related", "sidebar", "caption", "byline", "share", "comments", "teaser", "newsletter", "nav",
    "entry-content", "hidden", "most-read",
)  # fmt: skip
LABELS = (
    "Home",
    "Read more",
    "Related stories",
    "By Jane Doe",
    "March 4, 2024",
    "Share",
    "Subscribe to our newsletter",
    "©",
)
TITLES = (
    "Council approves new harbour after long debate",
    "River opens again despite doubts",
    "港の工事が来年始まる見通し",
    "مجلس المدينة يوافق على الميناء",
    "Источник: мост закроют весной",
)
ADDRESSES = (
    "/2024/03/council-approves-new-harbour-12345.html",
    "/2024/03/river-opens-again-54321.html",
    "/sport/",
    "/",
    "#top",
    "https://other.example/story-with-a-long-name-99",
    "http://[",
    "",
)

_texts = st.sampled_from([*SENTENCES, *LABELS, *TITLES]).map(escape)
_links = st.builds(lambda href, text: f'<a href="{href}">{text}</a>', st.sampled_from(ADDRESSES), _texts)
_inline = st.one_of(
    _texts,
    _texts,
    _links,
    st.just("<br>"),
    st.just('<img src="/i.jpg" alt="A picture">'),
    st.builds(lambda text: f"<strong>{text}</strong>", _texts),
    st.builds(lambda text: f'<time datetime="2024-03-04">{text}</time>', _texts),
)
_runs = st.lists(_inline, max_size=3).map(" ".join)


def _box(tag: str, name: str, inner: str) -> str:
    return f'<{tag} class="{name}">{inner}</{tag}>' if name else f"<{tag}>{inner}</{tag}>"


_leaves = st.builds(
    _box,
    st.sampled_from(["p", "p", "p", "h1", "h2", "h3", "div", "blockquote", "figcaption", "pre"]),
    st.sampled_from(NAMES),
    _runs,
)
_lists = st.lists(_runs, min_size=1, max_size=5).map(
    lambda runs: f"<ul>{''.join(f'<li>{run}</li>' for run in runs)}</ul>"
)
_tables = st.lists(st.lists(_runs, min_size=1, max_size=3), min_size=1, max_size=3).map(
    lambda rows: (
        f"<table>{''.join('<tr>' + ''.join(f'<td>{cell}</td>' for cell in row) + '</tr>' for row in rows)}</table>"
    )
)

boxes = st.recursive(
    st.one_of(_leaves, _leaves, _runs, _lists, _tables),
    lambda inner: st.builds(
        _box,
        st.sampled_from(
            ["div", "div", "section", "article", "main", "aside", "nav", "footer", "header", "form", "figure", "a"]
        ),
        st.sampled_from(NAMES),
        st.lists(inner, min_size=1, max_size=4).map("".join),
    ),
    max_leaves=25,
)

pages = st.builds(
    lambda title, parts: f"<html><head><title>{title}</title></head><body>{''.join(parts)}</body></html>",
    _texts,
    st.lists(boxes, max_size=5),
)
"""HTML of a page."""
