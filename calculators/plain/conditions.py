"""Conditions: phrases that say how a text is meant: flat out, just the chips, on average."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from calculators.plain.figure import Figure
from calculators.plain.grammar import Grammar
from calculators.plain.places import Place, Places
from calculators.quantity import Scope

MEAN_WITHIN = 16
"""Characters between a figure of power and the word that calls it an average."""


class Conditions(NamedTuple):
    """Givens and a scope that phrases stand for, and where the phrases stand."""

    settings: Mapping[str, str]
    scope: Scope | None
    used: tuple[Place, ...]


def find_conditions(places: Places, grammar: Grammar, figures: Sequence[Figure]) -> Conditions:
    """The conditions of a text; a scope beside a figure of power is that figure's."""
    settings: dict[str, str] = {}
    scope: Scope | None = None
    used: list[Place] = []
    for setting, stems in places.among(grammar.settings):
        for place in places.of(stems, used):
            name, _, value = setting.partition("=")
            settings[name] = value
            used.append(place)
    for found, stems in places.among(grammar.scopes):
        for place in places.of(stems, used):
            if scope is None and not any(_is_label(place, each) for each in figures):
                scope = Scope(found)
                used.append(place)
    return Conditions(settings, scope, tuple(used))


def conditioned(places: Places, grammar: Grammar, figures: Sequence[Figure]) -> list[Figure]:
    """The figures with what stands beside them: "the whole site takes 90 MW on average"."""
    found = list(figures)
    for name, stems in places.among(grammar.scopes):
        for place in places.of(stems):
            for at in _labelled(place, found):
                if found[at].scope is None:
                    found[at] = found[at]._replace(scope=Scope(name))
    means = list(places.every("mean"))
    return [
        each._replace(mean=any(_is_label(place, each, MEAN_WITHIN) for place in means))
        for each in found
    ]


def _labelled(place: Place, figures: Sequence[Figure]) -> list[int]:
    """The figures that a phrase says something of: those before it, else those behind."""
    every = [at for at, each in enumerate(figures) if _is_label(place, each)]
    before = [at for at in every if figures[at].end <= place[0]]
    return before or every


def _is_label(place: Place, figure: Figure, within: int = len(" of the ")) -> bool:
    """Whether a phrase only says what a figure is: "150 MW of IT load", "IT is 50 MW"."""
    power = figure.unit is not None and figure.counts is None and "Wh" in figure.unit.dimension
    behind = 0 <= place[0] - figure.end <= within
    return power and (behind or 0 <= figure.start - place[1] <= len(" we draw a "))
