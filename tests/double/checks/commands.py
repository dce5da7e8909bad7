"""Application commands: names, options, sizes and counts of a bulk overwrite."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator

from .base import Payload, Problem, length, unique
from .responses import MAX_INTEGER, check_choice

CHAT_INPUT, USER_MENU, MESSAGE_MENU, ENTRY_POINT = 1, 2, 3, 4
MAX_COMMANDS = {CHAT_INPUT: 100, USER_MENU: 15, MESSAGE_MENU: 15, ENTRY_POINT: 1}
MAX_SIZE = 8_000

SUBCOMMAND, GROUP, STRING, INTEGER, NUMBER = 1, 2, 3, 4, 10
WITH_CHOICES = frozenset({STRING, INTEGER, NUMBER})

LOCALES = frozenset(
    (
        "id",
        "da",
        "de",
        "en-GB",
        "en-US",
        "es-ES",
        "es-419",
        "fr",
        "hr",
        "it",
        "lt",
        "hu",
        "nl",
        "no",
        "pl",
        "pt-BR",
        "ro",
        "fi",
        "sv-SE",
        "vi",
        "tr",
        "cs",
        "el",
        "bg",
        "ru",
        "uk",
        "hi",
        "th",
        "zh-CN",
        "ja",
        "zh-TW",
        "ko",
    )
)
# Blocks of the two scripts whose names need combining marks, which are neither L nor N.
_MARKED = ((0x0900, 0x097F), (0x1CD0, 0x1CFF), (0xA8E0, 0xA8FF), (0x0E00, 0x0E7F))


def check_commands(commands: list[Payload]) -> Iterator[Problem]:
    """A bulk overwrite, global or of one guild."""
    kinds = Counter(command.get("type") or CHAT_INPUT for command in commands)
    for kind, count in kinds.items():
        if count > MAX_COMMANDS.get(kind, 0):
            detail = f"{count} commands of type {kind}, at most {MAX_COMMANDS.get(kind, 0)}"
            yield Problem("command-count", detail)
    names = ((command.get("type") or CHAT_INPUT, command.get("name")) for command in commands)
    yield from unique("command-name", "command", names)
    for command in commands:
        for problem in _check_command(command):
            yield problem.within(f"/{command.get('name')}")


def _check_command(command: Payload) -> Iterator[Problem]:
    kind = command.get("type") or CHAT_INPUT
    if kind == CHAT_INPUT:
        yield from _check_names(command)
        yield from _check_descriptions(command)
        yield from _check_options(command.get("options") or [], depth=0)
    else:
        yield from length("command-name", "name", command.get("name"), 1, 32)
        if command.get("description"):
            yield Problem("description", "only slash commands have a description")
        if command.get("options"):
            yield Problem("option", "only slash commands have options")
    size = _size(command)
    if size > MAX_SIZE:
        yield Problem("command-size", f"{size} characters in all, at most {MAX_SIZE}")
    yield from _check_contexts(command)


def _check_contexts(command: Payload) -> Iterator[Problem]:
    contexts = command.get("contexts")
    yield from unique("contexts", "context", contexts or ())
    if set(contexts or ()) - {0, 1, 2}:
        yield Problem("contexts", f"contexts {contexts} are not all of 0, 1, 2")
    if command.get("dm_permission") is False and 1 in (contexts or ()):
        # Discord follows contexts and ignores dm_permission: such a command is in DMs.
        yield Problem("contexts", "dm_permission is false, yet contexts allow DMs", None)


def valid_name(name: str) -> bool:
    """Discord's regular expression for names, which Python's ``re`` cannot express."""
    return 1 <= len(name) <= 32 and all(_valid_letter(letter) for letter in name)


def _valid_letter(letter: str) -> bool:
    if letter in "-_'" or unicodedata.category(letter)[0] in "LN":
        return True
    return any(low <= ord(letter) <= high for low, high in _MARKED)


def _check_names(item: Payload) -> Iterator[Problem]:
    names = {"": item.get("name") or ""} | (item.get("name_localizations") or {})
    yield from _check_locales(item.get("name_localizations"))
    for locale, name in names.items():
        if not valid_name(name):
            yield Problem("command-name", f"{name!r} {locale} has a wrong length or character")
        elif name != name.lower():
            yield Problem("command-name", f"{name!r} {locale} is not in lower case")


def _check_descriptions(item: Payload) -> Iterator[Problem]:
    yield from length("description", "description", item.get("description"), 1, 100)
    yield from _check_locales(item.get("description_localizations"))
    for locale, text in (item.get("description_localizations") or {}).items():
        yield from length("description", f"description {locale}", text, 1, 100)


def _check_locales(localizations: Payload | None) -> Iterator[Problem]:
    unknown = set(localizations or ()) - LOCALES
    if unknown:
        yield Problem("locale", f"{sorted(unknown)} are no locales of Discord")


def _check_options(options: list[Payload], depth: int) -> Iterator[Problem]:
    yield from length("option-count", "options", options, 0, 25)
    yield from unique("option", "option", (option.get("name") for option in options))
    optional_seen = False
    for option in options:
        if option.get("required"):
            if optional_seen:
                detail = f"required {option.get('name')!r} comes after an optional one"
                yield Problem("option-order", detail)
        else:
            optional_seen = True
        for problem in _check_option(option, depth):
            yield problem.within(str(option.get("name")))
    nesting = [option.get("type") in (SUBCOMMAND, GROUP) for option in options]
    if any(nesting) and not all(nesting):
        yield Problem("option", "subcommands and values may not stand side by side")


def _check_option(option: Payload, depth: int) -> Iterator[Problem]:
    yield from _check_names(option)
    yield from _check_descriptions(option)
    kind = option.get("type")
    if kind in (SUBCOMMAND, GROUP):
        too_deep = depth > (1 if kind == SUBCOMMAND else 0)
        inner = option.get("options") or []
        bare = any(o.get("type") != SUBCOMMAND for o in inner)
        if too_deep or (kind == GROUP and bare):
            yield Problem("option", "groups hold subcommands, and nothing nests deeper")
        elif kind == SUBCOMMAND and any(o.get("type") in (SUBCOMMAND, GROUP) for o in inner):
            yield Problem("option", "a subcommand holds values only")
        yield from _check_options(inner, depth + 1)
        return
    yield from _check_values(option)


def _check_values(option: Payload) -> Iterator[Problem]:
    kind, choices = option.get("type"), option.get("choices") or []
    yield from length("option-choices", "choices", choices, 0, 25)
    for choice in choices:
        yield from check_choice("option-choices", choice)
    if (choices or option.get("autocomplete")) and kind not in WITH_CHOICES:
        yield Problem("option-choices", f"option type {kind} has no choices")
    if choices and option.get("autocomplete"):
        yield Problem("option-choices", "either choices or autocomplete")
    for key, low in (("min_length", 0), ("max_length", 1)):
        value = option.get(key)
        if value is not None and (kind != STRING or not low <= value <= 6000):
            yield Problem("option-range", f"{key} {value} does not fit option type {kind}")
    for key in ("min_value", "max_value"):
        value = option.get(key)
        if value is not None and (kind not in (INTEGER, NUMBER) or abs(value) > MAX_INTEGER):
            yield Problem("option-range", f"{key} {value} does not fit option type {kind}")


def _size(item: Payload) -> int:
    """Characters that count against 8,000: names, descriptions and values, of each the
    longest localization."""
    size = _longest(item, "name") + _longest(item, "description")
    for choice in item.get("choices") or ():
        value = choice.get("value")
        size += _longest(choice, "name") + (len(value) if isinstance(value, str) else 0)
    return size + sum(_size(option) for option in item.get("options") or ())


def _longest(item: Payload, key: str) -> int:
    texts = [item.get(key) or "", *(item.get(f"{key}_localizations") or {}).values()]
    return max(map(len, texts))
