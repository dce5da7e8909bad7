"""Asking back: what a text leaves open, as one short question with what can be picked."""

from __future__ import annotations

from collections.abc import Iterable

from calculators.display import show
from calculators.headline import capital
from calculators.language import Lang, tr
from calculators.names import nearest
from calculators.plain import choices
from calculators.plain.changed import named_givens
from calculators.plain.choices import MOST, Choice
from calculators.plain.figure import Figure
from calculators.plain.follow import PERIOD, State, only_compares
from calculators.plain.grammar import grammar
from calculators.plain.related import Related
from calculators.plain.said import Said
from calculators.plain.spending import undecided
from calculators.plain.understood import Understood
from calculators.plain.ways import Ways
from calculators.question import a_kind
from calculators.refusal import Refused, listed, quoted, together
from calculators.registry import Registry
from calculators.value import Input
from facts import Facts, Kind

EACH, LEAST = 0.4, -0.6
"""A reading for which less speaks is none; of many figures each may speak a little against it."""
MOST_NAMES = 8
SMALL_TALK, SHORT = {"thanks", "why"}, 4
"""What a short message may be that asks for nothing new."""
NEAR = 78
"""How near a name must be to an unknown one to be proposed."""
UNDECIDED = ("households", "emissions_lifecycle", "electricity_cost", "modules", "gpus")
"""What people want to know of an amount of power or energy, if they don't say."""


class Asked(Exception):  # it is a question, no error
    """Raised where a text can't be answered as it is; ``choices`` are ways to go on."""

    def __init__(self, refusal: Refused, found: Iterable[Choice] = ()) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal
        self.choices = tuple(found)[:MOST]


class Asker:
    """Finds what has to be asked back."""

    def __init__(self, registry: Registry, facts: Facts, ways: Ways) -> None:
        self._registry = registry
        self._facts = facts
        self._ways = ways
        self.related = Related(registry, facts, ways)

    def check(self, said: Said, read: Understood, before: State | None = None) -> None:
        """Ask what the text leaves open.

        Raises:
            Asked: the first thing that is unclear.
        """
        if not read.follows:
            self._subject_matter(said, read, before)
        else:
            self._change(said, read)
        self._names(said, read)
        if said.vague and (said.names or said.labels or said.asked_unit):
            raise Asked(Refused("how_many", text=quoted(said.vague)), choices.sizes(said))
        self._families(said, read)
        self._numbers(said, read)
        for name, known in read.givens.items():
            self._possible(name, known)
        if read.unused and read.target:
            words = tr(self._registry.quantities[read.target].words)
            raise Asked(Refused("left_over", text=quoted(read.unused[0]), target=words))
        if read.target is None or (read.missing is None and _is_doubtful(said, read)):
            raise self.what_of_it(said, read)
        costs = undecided(said, read, self._registry)
        if costs:
            raise self._which_of(costs, said, read)

    def missing(self, said: Said, read: Understood, refusal: Refused) -> Asked:
        """What is missing, with the subjects that would tell it, or an example of it."""
        if not refusal.lacks or read.target is None:
            commands = [each for each in refusal.suggestions if each.startswith("/")]
            return Asked(Refused(refusal.code, commands, **refusal.found))
        quantities, keys = self._registry.quantities, self.related.missing(read, whole=True)
        target = tr(quantities[read.target].words)
        lacking = None if keys else self.related.lacking(read)
        lacks = (lacking,) if lacking else refusal.lacks
        keys = keys or ([] if lacking else self.related.missing(read))
        if keys:
            kind = a_kind(self._facts.subjects[keys[0]].kind.value)
            found = choices.subjects(keys, said, self._facts)
            return Asked(Refused("which_kind", kind=kind, target=target), found)
        words = together(tr(quantities[name].words) for name in lacks)
        line = choices.examples(lacks, said, self._registry)
        return Asked(Refused("also_needed", (line,), target=target, words=words))

    def _change(self, said: Said, read: Understood) -> None:
        """Ask which of several is meant, or how far a figure goes: "and if it were cheaper?"."""
        if read.between:
            quantities = (tr(self._registry.quantities[name].words) for name in read.between)
            found = [Choice(words, f"{words}?") for words in quantities]
            raise Asked(Refused("which_one", text=quoted(said.text)), found)
        if not only_compares(said):
            return
        names = named_givens(said, read.givens, self._registry) or list(read.givens)
        words = together(tr(self._registry.quantities[name].words) for name in names)
        line = choices.examples(names[:1], said, self._registry)
        raise Asked(Refused("how_far", (line,), text=quoted(said.text), words=words))

    def _subject_matter(self, said: Said, read: Understood, before: State | None) -> None:
        """Refuse what isn't about infrastructure, and what goes on from nothing."""
        silent = not said.figures and not said.labels
        for said_so in SMALL_TALK & said.intents if silent and not said.names else ():
            if len(said.words) <= SHORT:
                raise Asked(Refused(said_so))
        if before is None and said.begins and silent and said.names:
            refusal = Refused("nothing_before", text=quoted(said.text))
            raise Asked(refusal, choices.quantities(self._told(read), said, self._registry))
        about = read.target is not None and read.sure and not _is_aside(said, read)
        device = any(map(str.isdigit, "".join(said.unknown)))
        known = bool(said.figures or said.names or said.families) or device
        strange = bool(said.unknown) and not about and not said.families
        strange = strange and not (said.figures or device)
        if strange or (not known and (said.unknown or not about)):
            raise not_ours(said.lang)

    def _names(self, said: Said, read: Understood) -> None:
        """Refuse names that aren't known: they would change the answer."""
        name = next((each for each in said.unknown if _is_name(each, said)), None)
        if name is None or self._is_stood_in(name, read) or self._tells(name, read):
            return
        text = _with_number(name, said)
        near = nearest(text, self._facts.names, cutoff=NEAR)
        keys = dict.fromkeys(self._facts.names[each] for each in near)
        if keys:
            names = listed(tr(self._facts.subjects[key].name) for key in keys)
            raise Asked(Refused("unknown_name", text=quoted(text), names=names))
        regions, devices = self._known(Kind.REGION), self._known(Kind.DEVICE)
        raise Asked(Refused("name_of_nothing", text=quoted(text), regions=regions, devices=devices))

    def _is_stood_in(self, name: str, read: Understood) -> bool:
        """Whether what would be known of a device is given: 450 W for each of some RTX 4090s."""
        whole = read.missing is None and not (read.unused or read.open)
        device = any(map(str.isdigit, name)) and Kind.DEVICE not in read.subjects
        quantities = (self._registry.quantities[each] for each in read.givens)
        given = any(each.of.dimension.get("accelerator") == -1 for each in quantities)
        return whole and device and given

    def _tells(self, name: str, read: Understood) -> bool:
        """Whether a name is of who published what is looked up: TVA."""
        known = (self._facts.inputs[key].get(read.target or "") for key in read.subjects.values())
        told = (self._facts.source(fact).publisher for fact in known if fact)
        initials = ("".join(word[0] for word in each.split()) for each in told)
        return read.known and name in initials

    def _known(self, kind: Kind) -> str:
        """The subjects of a kind, in words."""
        found = (each.name for each in self._facts.subjects.values() if each.kind is kind)
        return listed(tr(name) for name in list(found)[:MOST_NAMES])

    def _families(self, said: Said, read: Understood) -> None:
        """Ask which of several subjects a name means: Llama."""
        # A time alone says nothing of what is meant.
        given = read.givens if said.figures or read.follows else read.givens.keys() - {PERIOD}
        for word, keys in said.families:
            chosen = self.related.of_family(keys, said, read)
            if chosen and not given:
                found = choices.subjects(chosen, said, self._facts, word)
                raise Asked(Refused("which_one", text=quoted(word)), found)

    def _numbers(self, said: Said, read: Understood) -> None:
        """Ask of numbers that can be read in two ways, and of those that nothing explains."""
        for name, figure in read.doubtful:
            if self._registry.quantities[name].noun or figure.is_money or is_round(figure):
                refusal = Refused("two_ways", text=quoted(figure.text))
                raise Asked(refusal, choices.ways(figure, said))
        for figure in read.open:
            if "compares" in said.intents:
                raise self._which_device(figure, said)
            found = choices.units(figure, said, read, self._registry)
            raise Asked(Refused("which_unit", text=quoted(figure.text)), found)

    def _which_device(self, figure: Figure, said: Said) -> Asked:
        """Ask which of the devices is meant whose names hold a number: "the 200"."""
        keys = [
            key
            for key, each in self._facts.subjects.items()
            if each.kind is Kind.DEVICE and figure.text in key
        ]
        found = choices.subjects(keys, said, self._facts, figure.text)
        return Asked(Refused("which_one", text=quoted(figure.text)), found)

    def _possible(self, name: str, known: Input) -> None:
        """Refuse a figure that can't be: 150 % utilisation, half an accelerator."""
        quantity, size = self._registry.quantities[name], known.value.value
        text, words, example = quoted(known.typed), tr(quantity.words), quantity.example
        if size <= 0 <= quantity.low:
            raise Asked(Refused("not_positive", text=text, words=capital(words), example=example))
        if quantity.whole and known.value.exact and size < 1e15 and size != int(size):
            raise Asked(Refused("not_whole", text=text, words=words, example=example))
        if not quantity.is_possible(size):
            low, high = (
                show(quantity, end * quantity.factor) for end in (quantity.low, quantity.high)
            )
            raise Asked(Refused("out_of_range", text=text, words=words, low=low, high=high))

    def what_of_it(self, said: Said, read: Understood) -> Asked:
        """Ask what is to be worked out of what is given."""
        if not (said.figures or read.subjects):
            return not_ours(said.lang)
        subjects = tuple(read.subjects.items())
        reachable = [
            name
            for name in (*UNDECIDED, *self._told(read))
            if name not in read.givens
            and self._ways.find(name, tuple(read.givens), subjects).missing is None
        ]
        return self._which_of(reachable, said, read)

    def _which_of(self, names: Iterable[str], said: Said, read: Understood) -> Asked:
        """Ask which of some quantities is wanted of what is given."""
        named = (tr(self._facts.subjects[key].name) for key in read.subjects.values())
        given = ", ".join(map(quoted, [*(each.text for each in said.figures), *named]))
        found = choices.quantities(names, said, self._registry)
        return Asked(Refused("what_of_it", given=given), found)

    def _told(self, read: Understood) -> list[str]:
        """What is known of the subjects that are named."""
        return [name for key in read.subjects.values() for name in self._facts.inputs[key]]


def is_round(figure: Figure) -> bool:
    """Whether a number in two readings ends as a thousand would: 1.500 kW."""
    return figure.ways is not None and figure.ways[0] % 100 == 0


def not_ours(lang: Lang) -> Asked:
    """The friendly line for what isn't about infrastructure."""
    examples = grammar(lang).examples
    return Asked(Refused("not_ours", examples), (Choice(each, each) for each in examples))


def _is_aside(said: Said, read: Understood) -> bool:
    """Whether a text with strange words asks for nothing, and only seems to name a quantity.

    The "data center" of "the Memphis data center" is a part of a name.
    """
    if not said.unknown or any(_is_name(each, said) for each in said.unknown):
        return False
    if any(each.asked for each in said.labels):
        return False
    named = all(
        any(name.start <= each.start and each.end <= name.end for name in said.names)
        for each in said.labels
    )
    return named or read.missing is not None


def _is_doubtful(said: Said, read: Understood) -> bool:
    """Whether too little speaks for a reading to answer it."""
    if read.follows:
        return False
    little = bool(said.labels) and read.score < LEAST - EACH * len(said.figures)
    return not read.sure or little


def _is_name(word: str, said: Said) -> bool:
    """Whether an unknown word is a name: it has digits, or a capital within a sentence."""
    if any(each.isdigit() for each in word):
        return True
    place = next((each for each in said.words if each.text == word), None)
    if place is None or place.start == 0:
        return False
    begins = place.apart and said.text[place.start - 2] in ".?!"
    return word[:1].isupper() and not begins


def _with_number(word: str, said: Said) -> str:
    """A name with the number that belongs to it: RTX 4090."""
    words = [each.text for each in said.words]
    at = words.index(word) if word in words else len(words)
    following = words[at + 1] if at + 1 < len(words) else ""
    return f"{word} {following}" if following[:1].isdigit() else word
