"""Language: which one is spoken, and the texts, numbers, plurals and dates of it.

English is what the declarations and the code are written in, so it costs one look at a context
variable and never loads a catalogue. Any other language is read from its ``.po`` at first use:
Babel reads the file, knows the plural rules and the signs of numbers, and names the months.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextvars import ContextVar, Token
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from babel import Locale

Lang = Literal["en", "pl"]
SOURCE: Lang = "en"
"""The language that texts are declared in."""
TRANSLATED: tuple[Lang, ...] = ("pl",)
LANGUAGES: tuple[Lang, ...] = (SOURCE, *TRANSLATED)
FOLDER = Path(__file__).with_name("locale")
DOMAIN = "rackmath"
PART = "not a whole number"
"""The context of a noun's form behind a fraction, which gettext's plurals have no place for."""
COMMAND, OPTION = "name of a command", "name of an option"
"""The contexts of what is typed in Discord."""
_FORMS = ("one", "few", "many")
"""What CLDR calls the plural forms, in the order in which a catalogue holds them."""

_spoken: ContextVar[Lang | Literal[""]] = ContextVar("language", default="")
foreign = _spoken.get
"""The language that is spoken, where it is not the source's: what is asked the most often."""


def language() -> Lang:
    """The language that is spoken."""
    return foreign() or SOURCE


class speaking:  # noqa: N801  # used like a function
    """A block in which a language is spoken: ``with speaking("pl"): …``."""

    __slots__ = ("_lang", "_token")

    def __init__(self, lang: Lang) -> None:
        self._lang = lang
        self._token: Token[Lang | Literal[""]] | None = None

    def __enter__(self) -> None:
        self._token = _spoken.set("" if self._lang == SOURCE else self._lang)

    def __exit__(self, *_: object) -> None:
        if self._token is not None:
            _spoken.reset(self._token)


@lru_cache(64)  # for commands alone it is asked 22,000 times at each start
def closest(tag: str) -> Lang:
    """The language to speak with a reader whose locale is ``tag``."""
    own = re.split("[-_]", tag.lower())[0]
    return next((each for each in LANGUAGES if each == own), SOURCE)


def tr(text: str) -> str:
    """A text in the language that is spoken."""
    lang = foreign()
    return _single(lang, "", text) if lang else text


def told(text: str | None) -> str:
    """What was declared, if anything was, in the language that is spoken."""
    return tr(text) if text else ""


def ptr(context: str, text: str) -> str:
    """A text that ``context`` tells apart from the same text with another meaning."""
    lang = foreign()
    return _single(lang, context, text) if lang else text


def ntr(singular: str, plural: str, number: float) -> str:
    """The form of a text that goes with ``number``."""
    lang = foreign()
    if not lang:
        return singular if number == 1 else plural
    return _form(lang, singular, plural, _category(lang, number))


def genitive(singular: str, plural: str, number: float) -> str:
    """The form behind a word that wants the genitive: *około 2 akceleratorów*, not *…y*."""
    lang = foreign()
    if not lang:
        return singular if number == 1 else plural
    return _form(lang, singular, plural, "many" if number % 1 == 0 and number != 1 else "other")


def signed(figure: str) -> str:
    """A figure that was written the English way, with the signs of the spoken language."""
    lang = foreign()
    return _FOUR_DIGITS.sub(r"\1\2", figure).translate(_signs(lang)) if lang else figure


_FOUR_DIGITS = re.compile(r"(?<![\d,])(\d),(\d{3})(?![\d,])")
"""Polish groups from five digits on: CLDR's minimumGroupingDigits, which Babel leaves out."""


def dated(date: str) -> str:
    """A date of which the day, or the day and the month, may be unknown."""
    lang = foreign()
    return _date(lang, date) if lang else date


def placeholders(text: str) -> frozenset[str]:
    """The names in braces of a text."""
    return frozenset(re.findall(r"{(\w+)}", text))


def _single(lang: str, context: str, text: str) -> str:
    found = catalogue(lang).get((context, text), text)
    return found if isinstance(found, str) else found[0]


def _form(lang: str, singular: str, plural: str, category: str) -> str:
    if category not in _FORMS:
        return _single(lang, PART, singular)
    found = catalogue(lang).get(("", singular))
    return found[_FORMS.index(category)] if isinstance(found, tuple) else plural


@cache
def catalogue(lang: str) -> Mapping[tuple[str, str], str | tuple[str, ...]]:
    """Context and English text -> translation, or its plural forms."""
    from babel.messages.pofile import read_po

    with file_of(lang).open("rb") as file:
        found = read_po(file, locale=lang)
    return {
        (each.context or "", each.id if isinstance(each.id, str) else each.id[0]): (
            each.string if isinstance(each.string, str) else tuple(each.string)
        )
        for each in found
        if each.id and each.string
    }


def file_of(lang: str) -> Path:
    """The catalogue of a language."""
    return FOLDER / lang / "LC_MESSAGES" / f"{DOMAIN}.po"


@cache
def _locale(lang: str) -> Locale:
    from babel import Locale

    return Locale.parse(lang)


@lru_cache(1024)
def _category(lang: str, number: float) -> str:
    whole = int(number) if number % 1 == 0 else number
    return _locale(lang).plural_form(whole)


@cache
def _signs(lang: str) -> Mapping[int, str]:
    from babel.numbers import get_decimal_symbol, get_group_symbol

    locale = _locale(lang)
    return str.maketrans({",": get_group_symbol(locale), ".": get_decimal_symbol(locale)})


@lru_cache(512)
def _date(lang: str, date: str) -> str:
    from datetime import date as day

    from babel.dates import format_date

    year, month, number = (*map(int, date.split("-")), 0, 0)[:3]
    if not month:
        return date
    pattern = "d MMMM y" if number else "LLLL y"
    return format_date(day(year, month, number or 1), pattern, locale=_locale(lang))
