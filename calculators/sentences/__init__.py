"""Sentences: the figures that a text states, what each may stand for, and whether they agree.

A text goes through ``figures`` (the numbers), ``measure`` (their units) and ``sentence`` (the
quantities that each may be, by what ``named``, ``apiece``, ``shares``, ``periods`` and ``clauses``
tell), then ``connect`` (which figures follow from which others), ``reading`` (how well they agree)
and ``needs`` (what else would have to be so).
"""
