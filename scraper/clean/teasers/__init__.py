"""Teasers: the entries of a page that advertise other stories, found before the body is.

mains      links that may carry a headline, with what a box holds of them
cards      links -> cards -> lists: the repeated structure, not yet judged
features   what a card and its list look like, as numbers
judge      weights -> which cards are teasers
fields     a card taken apart: title, category, excerpt, date …
"""
