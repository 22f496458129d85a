"""Why each block of a page landed where it did.

examine                        what `clean_page` found out about the page
  | evidence                   what the judges weighed: pieces that add up to their scores
  | teasers, body, fields      the rules beside the judges: cards and lists, edges that were trimmed, fields
  | decisions                  one decision a block: place, role, rules, evidence
`scraper clean --explain` and `scraper evaluate --page` print them.
"""

from scraper.clean.explain.decisions import (
    PLACES,
    Decision,
    Explanation,
    Place,
    explain,
    explain_page,
    places,
    strongest,
)
from scraper.clean.explain.dumps import explain_dump
from scraper.clean.explain.evidence import Piece
from scraper.clean.explain.teasers import CardDecision

__all__ = [
    "PLACES",
    "CardDecision",
    "Decision",
    "Explanation",
    "Piece",
    "Place",
    "explain",
    "explain_dump",
    "explain_page",
    "places",
    "strongest",
]
