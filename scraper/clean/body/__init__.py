"""The body: which blocks are the article's own text.

features   what a block and its surroundings look like
mass       what it looks like in the light of the first round
judge      weights -> a score for each block -> the run of blocks that is the body
typed      blocks of the page -> blocks of the record: paragraphs, headings, lists, tables, turns
"""
