"""Near-misses: the known names that a misspelt one may stand for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from calculators.language import foreign, tr
from calculators.registry import Registry
from facts import Facts, Kind

CUTOFF = 60
SUBJECT_CUTOFF = 70
"""Names are short: Japan is a little like Tennessee."""
MAX_NAME = 60


def nearest(
    text: str, known: Iterable[str], most: int = 3, cutoff: int = CUTOFF
) -> tuple[str, ...]:
    """The known names nearest to ``text``, best first; empty where none is near."""
    from rapidfuzz import fuzz, process  # only a misspelling pays for the import

    asked = text[:MAX_NAME].casefold()
    found = process.extract(
        asked, tuple(known), scorer=fuzz.WRatio, limit=most * 4, score_cutoff=cutoff
    )
    # Part of a name counts (facility: facility_power), but a slip of a whole name counts more.
    ranked = sorted(found, key=lambda each: -each[1] - fuzz.ratio(asked, each[0].casefold()))
    return tuple(name for name, _, _ in ranked[:most])


def by_words(registry: Registry) -> dict[str, str]:
    """The quantities by their words, folded: those of the spoken language and of the source."""
    found = {tr(each.words).casefold(): name for name, each in registry.quantities.items()}
    return found | {each.words.casefold(): name for name, each in registry.quantities.items()}


def nearest_quantities(
    text: str, names: Sequence[str], registry: Registry, most: int
) -> tuple[str, ...]:
    """The quantities of ``names`` nearest to what is typed; all of them where nothing is.

    Names are English: who reads another language may type the words of it instead.
    """
    if not text:
        return tuple(names[:most])
    if not foreign():
        return nearest(text, names, most)
    known = {tr(registry.quantities[name].words): name for name in names}
    found = nearest(text, (*names, *known), most * 2)
    return tuple(dict.fromkeys(known.get(each, each) for each in found))[:most]


def nearest_subjects(text: str, kind: Kind, facts: Facts, most: int = 3) -> tuple[str, ...]:
    """Ids of the subjects of ``kind`` with a name near ``text``, best first."""
    names = [name for name, key in facts.names.items() if facts.subjects[key].kind is kind]
    ids = [facts.names[name] for name in nearest(text, names, most * 4, SUBJECT_CUTOFF)]
    return tuple(dict.fromkeys(ids))[:most]
