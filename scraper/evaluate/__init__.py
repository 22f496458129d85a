"""How well pages are taken apart: cleaners held against gold that people wrote.

gold        folders of pages and gold             -> GoldPage
run         page -> prediction of each tool       the cleaner, and rivals where they are installed
teasers     prediction, gold -> TeaserScore       items, fields, leaks
bodies      prediction, gold -> BodyScore         shingles, words, snippets
fields      headline, date, authors
summary     scores -> figures                     by set, by language
tables      figures -> lines of a table
beside      one page: the cleaner's decisions beside the gold, block by block

Everything but `gold` and `run` is pure. The figures are those of the bench's own scorers, to the last digit.
"""
