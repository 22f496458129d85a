"""A look at a site that there is no definition for yet, and the definition that it leads to.

survey       the steps, and what each leaves to the next
asking       questions through the fetcher, counted
looks        a page: its links, its teasers, what kind it is
platforms    what a site is made with
feeds, sitemaps, listings    ways in, looked at
pagination   how a listing leads to its next page
endpoints    JSON interfaces that scripts name
labels       which addresses are stories
evidence     all that was seen
choice       which ways in a definition names
draft        the definition as text
"""

from scraper.survey.asking import Log
from scraper.survey.choice import Draft, choose
from scraper.survey.draft import to_text
from scraper.survey.evidence import Survey
from scraper.survey.survey import MOST_REQUESTS, survey

__all__ = ["MOST_REQUESTS", "Draft", "Log", "Survey", "choose", "survey", "to_text"]
