"""A page in, article and related items out. Pure: the same bytes give the same record.

page        HTML: the steps in order
dump        a page's plain text
join        an article of several pages as one record
"""

from scraper.clean.join import join_parts
from scraper.clean.page import clean_page

__all__ = ["clean_page", "join_parts"]
