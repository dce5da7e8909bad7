"""Asking back: what a text leaves open, as one short question with what can be picked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from calculators.display import TYPED_DIGITS, plain, show
from calculators.names import nearest
from calculators.plain.figures import Figure
from calculators.plain.follow import State
from calculators.plain.said import Said
from calculators.plain.tokens import stems_of
from calculators.plain.understood import Understood
from calculators.plain.ways import Ways
from calculators.quantity import Quantity
from calculators.refusal import Refused, listed, quoted
from calculators.registry import Registry
from facts import Facts, Kind
from facts.units import UnknownUnit, unit

MOST_CHOICES = 5
NAMEABLE = (Kind.DEVICE, Kind.SYSTEM, Kind.PLANT, Kind.MODEL, Kind.CLUSTER, Kind.REGION)
EXAMPLES = {
    "en": (
        "How much power do 100,000 H100s draw?",
        "How many US homes could 370 GWh a year supply?",
        "Does the 34 million homes figure hold?",
    ),
    "pl": (
        "Ile mocy pobiera 100 tys. H100?",
        "Ilu polskim gospodarstwom wystarczy 370 GWh rocznie?",
        "Czy 34 mln gospodarstw w artykule to prawda?",
    ),
}
EACH, LEAST = 0.4, -0.6
"""A reading for which so little speaks is none: what is meant is asked."""
SAMPLES = {10: (20, 50, 90), 100: (200, 500, 900)}
UNDECIDED = ("households", "emissions_lifecycle", "electricity_cost", "modules", "gpus")
"""What people want to know of an amount of power or energy, if they don't say."""


class Choice(NamedTuple):
    """One way to read a message: ``label`` to show, ``text`` to tell instead of the message."""

    label: str
    text: str


class Asked(Exception):  # it is a question, no error
    """Raised where a text can't be answered as it is; ``choices`` are ways to go on."""

    def __init__(self, refusal: Refused, choices: Iterable[Choice] = ()) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal
        self.choices = tuple(choices)[:MOST_CHOICES]


class Asker:
    """Finds what has to be asked back."""

    def __init__(self, registry: Registry, facts: Facts, ways: Ways) -> None:
        self._registry = registry
        self._facts = facts
        self._ways = ways

    def check(self, said: Said, read: Understood, before: State | None = None) -> None:
        """Ask what the text leaves open.

        Raises:
            Asked: the first thing that is unclear.
        """
        if not read.follows:
            self._is_ours(said, read, before)
        self._names(said)
        if said.vague and (said.names or said.labels or said.asked_unit):
            raise self._how_many(said)
        self._families(said, read)
        self._numbers(said, read)
        self._possible(read)
        if read.unused:
            words = self._registry.quantities[read.target or "gpus"].words
            raise Asked(Refused("left_over", (), text=quoted(read.unused[0]), target=words))
        silent = not read.sure and not read.follows
        doubtful = (
            bool(said.labels) and read.score < LEAST - EACH * len(said.figures) and not read.follows
        )
        if read.target is None or ((silent or doubtful) and read.missing is None):
            raise self._what_of_it(said, read)

    def _is_ours(self, said: Said, read: Understood, before: State | None) -> None:
        """Refuse what isn't about infrastructure, and what goes on from nothing."""
        if before is None and said.begins and not said.figures and not said.labels and said.names:
            raise Asked(
                Refused("nothing_before", text=quoted(said.text)), self._look_ups(said, read)
            )
        known = said.figures or said.names or said.families
        about = read.target is not None and read.sure
        strange = len(said.unknown)
        if (not known and (strange or not about)) or (
            not said.figures and not about and strange and not said.families
        ):
            raise not_ours(said.lang)

    def _names(self, said: Said) -> None:
        """Refuse names that aren't known: they would change the answer."""
        for word in said.unknown:
            if _is_name(word, said):
                raise Asked(self._unknown(_with_number(word, said)))

    def _unknown(self, text: str) -> Refused:
        near = list(
            dict.fromkeys(self._facts.names[each] for each in nearest(text, self._facts.names))
        )
        names = [self._facts.subjects[key].name for key in near]
        expected = f"Did you mean {listed(names)}?" if names else self._known_names()
        return Refused("unknown_name", (), text=quoted(text), expected=expected)

    def _known_names(self) -> str:
        regions = [each.name for each in self._facts.subjects.values() if each.kind is Kind.REGION]
        devices = [key for key, each in self._facts.subjects.items() if each.kind is Kind.DEVICE]
        return (
            f"Known regions are {listed(regions)}; known devices {listed(devices[:8])}. Of any other "
            "give the figure itself: its rated power, its kWh a year, its g/kWh."
        )

    def _how_many(self, said: Said) -> Asked:
        from calculators.plain.tokens import fold

        words = fold(said.vague)
        tens = (
            100 if any(each in words for each in ("hundred", "kilkaset", "setk", "paręset")) else 10
        )
        thousand = 1000 if any(each in words for each in ("thous", "tys")) else 1
        sizes = [size * thousand for size in SAMPLES[tens]]
        refusal = Refused("how_many", text=quoted(said.vague))
        lower = said.text.casefold()
        at = lower.find(said.vague.casefold())
        choices = (
            Choice(
                plain(size, TYPED_DIGITS),
                f"{said.text[:at]}{size}{said.text[at + len(said.vague) :]}"
                if at >= 0
                else str(size),
            )
            for size in sizes
        )
        return Asked(refusal, choices)

    def _families(self, said: Said, read: Understood) -> None:
        """Ask which of several subjects a name means: Llama."""
        for word, keys in said.families:
            named = {each.kind for each in said.names}
            kinds = [self._facts.subjects[key].kind for key in keys]
            fitting = [key for key, kind in zip(keys, kinds, strict=True) if kind not in named]
            chosen = [
                key for key in fitting if self._leads(read, self._facts.subjects[key].kind, key)
            ] or fitting
            models = [key for key in chosen if self._facts.subjects[key].kind is Kind.MODEL]
            if chosen and not read.givens:
                raise Asked(
                    Refused("which_one", text=quoted(word)),
                    self._subjects(models or chosen, said, word),
                )

    def _leads(self, read: Understood, kind: Kind, key: str) -> bool:
        if read.target is None:
            return False
        subjects = tuple({**read.subjects, kind: key}.items())
        way = self._ways.find(read.target, tuple(read.givens), subjects)
        return way.missing is None and kind.value in way.used

    def _subjects(self, keys: Iterable[str], said: Said, word: str = "") -> Iterator[Choice]:
        for key in keys:
            name = self._facts.subjects[key].name
            text = (
                said.text.replace(word, name, 1) if word else f"{said.text.rstrip('?!. ')}, {key}?"
            )
            yield Choice(name, text)

    def _numbers(self, said: Said, read: Understood) -> None:
        """Ask of numbers that can be read in two ways, and of those that nothing explains."""
        for name, figure in read.doubtful:
            quantity = self._registry.quantities[name]
            if (quantity.noun or figure.is_money) and figure.ways:
                shown = [f"{each:.15g}" for each in figure.ways]
                number = next(iter(figure.text.split()))
                raise Asked(
                    Refused("two_ways", text=quoted(number)),
                    (Choice(each, said.text.replace(number, each, 1)) for each in shown),
                )
        for figure in read.open:
            if "compares" in said.intents:
                raise self._which_device(figure, said)
            choices = list(self._units(figure, said, read))
            raise Asked(Refused("which_unit", text=quoted(figure.text)), choices)

    def _which_device(self, figure: Figure, said: Said) -> Asked:
        """Ask which of the subjects is meant whose names hold a number: "the 200"."""
        keys = [
            key
            for key, each in self._facts.subjects.items()
            if each.kind is Kind.DEVICE and figure.text.strip() in key
        ]
        return Asked(
            Refused("which_one", text=quoted(figure.text)), self._subjects(keys, said, figure.text)
        )

    def _units(self, figure: Figure, said: Said, read: Understood) -> Iterator[Choice]:
        """The number in the units that it may be meant in, of what people give for the target."""
        if read.target is None:
            return
        for spelling in _readings_behind(figure, said):
            label = f"{figure.text} {spelling}"
            yield Choice(label, _replaced(said.text, figure, label))
        names = [*self._registry.known_first(read.target), *self._near(read.target)]
        seen: set[str] = set()
        for name in dict.fromkeys(names):
            for quantity in (
                self._registry.variants(name) if name in self._registry.quantities else ()
            ):
                spelling = _usual_unit(quantity, figure.value.value)
                if name in read.givens or spelling is None or spelling in seen:
                    continue
                seen.add(spelling)
                label = f"{figure.text} {spelling}"
                yield Choice(label, _replaced(said.text, figure, label))

    def _near(self, target: str) -> Iterator[str]:
        option = self._registry.quantities[target].option
        for topic in self._registry.topics.values():
            if any(head.target == option for head in topic.headlines):
                yield from topic.options

    def _possible(self, read: Understood) -> None:
        """Refuse figures that can't be: 150 % utilisation, half an accelerator."""
        for name, known in read.givens.items():
            quantity, size = self._registry.quantities[name], known.value.value
            shown = quoted(known.typed)
            if size <= 0 <= quantity.low:
                words, example = quantity.words, quantity.example
                raise Asked(
                    Refused("not_positive", (), text=shown, words=_capital(words), example=example)
                )
            if quantity.whole and size < 1e15 and size != int(size) and known.value.exact:
                raise Asked(
                    Refused(
                        "not_whole", (), text=shown, words=quantity.words, example=quantity.example
                    )
                )
            if not quantity.is_possible(size):
                low = show(quantity, quantity.low * quantity.factor) if quantity.low else "0"
                high = show(quantity, quantity.high * quantity.factor)
                raise Asked(
                    Refused(
                        "out_of_range", (), text=shown, words=quantity.words, low=low, high=high
                    )
                )

    def _what_of_it(self, said: Said, read: Understood) -> Asked:
        given = [each.text for each in said.figures] + [
            self._facts.subjects[key].name for key in read.subjects.values()
        ]
        if not given:
            return not_ours(said.lang)
        refusal = Refused("what_of_it", given=listed(given))
        names = [*UNDECIDED, *self._told(read)]
        subjects = tuple(read.subjects.items())
        reachable = [
            name
            for name in names
            if name not in read.givens
            and self._ways.find(name, tuple(read.givens), subjects).missing is None
        ]
        words = self._registry.quantities
        return Asked(
            refusal,
            (
                Choice(words[name].words, f"{said.text.rstrip('?!. ')}: {words[name].words}?")
                for name in reachable
            ),
        )

    def _look_ups(self, said: Said, read: Understood) -> Iterator[Choice]:
        """What is known of the subjects that are named, to ask for."""
        for name in self._told(read):
            words = self._registry.quantities[name].words
            subject = self._facts.subjects[said.names[0].key].name
            yield Choice(words, f"{words}, {subject}?")

    def _told(self, read: Understood) -> list[str]:
        """What is known of the subjects that are named."""
        return [name for key in read.subjects.values() for name in self._facts.inputs[key]]

    def missing(self, said: Said, read: Understood, refusal: Refused) -> Asked:
        """What is missing, with the subjects that would tell it."""
        by_kind = [
            [
                key
                for key, subject in self._facts.subjects.items()
                if subject.kind is kind and self._leads(read, kind, key)
            ]
            for kind in NAMEABLE
            if kind not in read.subjects
        ]
        # Of hardware the device is asked for first: whoever counts cards knows which they are.
        keys = next((keys for keys in by_kind if len(keys) > 1), [])
        if "racks" in read.givens or read.target == "racks":
            keys = max(by_kind, key=len, default=[])
        related = [key for key in keys if self._is_related(key, read)]
        if not keys:
            return Asked(refusal)
        kind = self._facts.subjects[keys[0]].kind
        target = self._registry.quantities[read.target or "gpus"].words
        return Asked(
            Refused("which_kind", kind=kind.value, target=target),
            self._subjects(related or keys, said),
        )

    def related(self, said: Said, read: Understood) -> list[str]:
        """Clusters of a company or model that is named, of which the answer is known."""
        if read.target is None:
            return []
        stems = {each.stem for each in said.words}
        found: dict[str, int] = {}
        for key, subject in self._facts.subjects.items():
            if subject.kind is Kind.CLUSTER and self._leads(read, Kind.CLUSTER, key):
                if self._is_related(key, read):
                    found[key] = max(
                        len(stems & set(stems_of(name, said.lang)))
                        for name, each in self._facts.names.items()
                        if each == key
                    )
        most = max(found.values(), default=0)
        return [key for key, number in found.items() if number == most]

    def _is_related(self, key: str, read: Understood) -> bool:
        """Whether a subject's names hold one of those that are named."""
        names = [name for name, each in self._facts.names.items() if each == key]
        for other in read.subjects.values():
            own = [name for name, each in self._facts.names.items() if each == other]
            if any(
                f" {one} " in f" {name} " or name.startswith(f"{one}'")
                for one in own
                for name in names
            ):
                return True
        return False


def not_ours(lang: str) -> Asked:
    """The friendly line for what isn't about infrastructure."""
    examples = EXAMPLES[lang]
    return Asked(Refused("not_ours", examples), (Choice(each, each) for each in examples))


def _is_name(word: str, said: Said) -> bool:
    """Whether an unknown word is a name: it has digits, or a capital within a sentence."""
    if any(each.isdigit() for each in word):
        return True
    place = next((each for each in said.words if each.text == word), None)
    starts = (
        place is None or place.start == 0 or (place.apart and said.text[place.start - 2] in ".?!")
    )
    return word[:1].isupper() and not starts


def _with_number(word: str, said: Said) -> str:
    """A name with the number that belongs to it: RTX 4090."""
    words = [each.text for each in said.words]
    at = words.index(word) if word in words else len(words)
    following = words[at + 1] if at + 1 < len(words) else ""
    return f"{word} {following}" if following[:1].isdigit() else word


def _readings_behind(figure: Figure, said: Said) -> Iterator[str]:
    """The units that a word behind a figure may be, as a rate: "a link of 100 gb"."""
    word = next(iter(said.text[figure.end :].split()), "").strip(".,?!")
    try:
        unit(word)
    except UnknownUnit as unknown:
        for reading in unknown.readings:
            yield f"{reading}/s"


def _replaced(text: str, figure: Figure, label: str) -> str:
    """The text with a figure, and the word behind it that is no unit, said otherwise."""
    word = next(iter(text[figure.end :].split()), "").strip(".,?!")
    try:
        unit(word)
        word = ""
    except UnknownUnit as unknown:
        word = word if unknown.readings else ""
    end = text.index(word, figure.end) + len(word) if word else figure.end
    return f"{text[: figure.start]}{label}{text[end:]}"


def _usual_unit(quantity: Quantity, number: float) -> str | None:
    """The unit in which a number is plausible as a quantity, such as that of its example."""
    scales = [
        *quantity.scales,
        *(
            (factor / 1e3, spelling.replace("/kWh", "/MWh"))
            for factor, spelling in quantity.scales
            if "/kWh" in spelling
        ),
    ]
    units = [spelling for factor, spelling in scales if quantity.is_plausible(number * factor)]
    example = quantity.example.lstrip("0123456789.,-~ ")
    if quantity.bare or not units:
        return None
    return example if example in units else units[len(units) // 2]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
