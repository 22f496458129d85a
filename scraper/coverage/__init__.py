"""What was expected of each day, what came, and what is missing: gaps, alarms, a plot. Pure.

facts = store.coverage.facts(site, since=since, until=until, before=BEFORE)
coverage = judge(facts, since=since, until=until, today=today)
alarms(coverage, facts, today=today), to_record(coverage, …), plot(coverage)
"""

from scraper.coverage.alarms import Alarm, alarms
from scraper.coverage.days import day_of
from scraper.coverage.expect import Expectation, expected
from scraper.coverage.facts import Facts, Looks, Source, Stories
from scraper.coverage.gaps import Gap, gaps
from scraper.coverage.plot import plot
from scraper.coverage.record import gap_record, site_record, to_record
from scraper.coverage.report import BEFORE, Coverage, Day, SourceCoverage, Tally, judge

__all__ = [
    "BEFORE",
    "Alarm",
    "Coverage",
    "Day",
    "Expectation",
    "Facts",
    "Gap",
    "Looks",
    "Source",
    "SourceCoverage",
    "Stories",
    "Tally",
    "alarms",
    "day_of",
    "expected",
    "gap_record",
    "gaps",
    "judge",
    "plot",
    "site_record",
    "to_record",
]
