"""Components of messages: what may contain what, how much, and with which ids."""

from __future__ import annotations

from collections.abc import Iterator

from .base import Payload, Problem, length, optional, unique

ROW, BUTTON, STRING_SELECT, TEXT_INPUT = 1, 2, 3, 4
SELECTS = frozenset({3, 5, 6, 7, 8})
SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR = 9, 10, 11, 12, 13, 14
CONTAINER = 17

TOP_V2 = frozenset({ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR, CONTAINER})
IN_CONTAINER = TOP_V2 - {CONTAINER}

LINK, PREMIUM = 5, 6

MAX_COMPONENTS = 40
MAX_TEXT = 4_000
MAX_ROWS = 5
MAX_MEDIA = 64
# Discord answers 500 above these (discord-api-docs#8554): every Text Display costs its
# UTF-8 bytes and twelve more.
MAX_TEXT_BYTES = 10_170
BYTES_PER_TEXT = 12


def nested(components: list[Payload] | None) -> Iterator[Payload]:
    """Every component with those inside it; the count of these is limited to 40."""
    for component in components or ():
        yield component
        yield from nested(component.get("components"))
        if component.get("accessory"):
            yield component["accessory"]


def check_components(components: list[Payload] | None, *, v2: bool) -> Iterator[Problem]:
    """All rules for the ``components`` of one message."""
    if not components:
        return
    everything = list(nested(components))
    if len(everything) > MAX_COMPONENTS:
        yield Problem("component-count", f"{len(everything)} components, at most {MAX_COMPONENTS}")
    ids = (c["custom_id"] for c in everything if c.get("custom_id") is not None)
    yield from unique("custom-id", "custom_id", ids)
    yield from unique("component-id", "id", (c["id"] for c in everything if c.get("id")))
    if v2:
        yield from _check_texts([c.get("content") or "" for c in everything if _is(c, TEXT)])
        yield from _check_media(everything)
        for component in components:
            yield from _check_v2(component, TOP_V2)
    else:
        yield from length("row-count", "components", components, 0, MAX_ROWS)
        for component in components:
            if _is(component, ROW):
                yield from _check_row(component)
            else:
                detail = f"component type {component.get('type')} needs IS_COMPONENTS_V2"
                yield Problem("v2-flag", detail)


def _is(component: Payload, kind: int) -> bool:
    return component.get("type") == kind


def _check_texts(texts: list[str]) -> Iterator[Problem]:
    for text in texts:
        if not text:
            yield Problem("text-length", "a Text Display is empty")
    characters = sum(map(len, texts))
    if characters > MAX_TEXT:
        yield Problem("text-length", f"{characters} characters in all, at most {MAX_TEXT}")
    size = sum(len(text.encode()) for text in texts) + BYTES_PER_TEXT * len(texts)
    if size > MAX_TEXT_BYTES:
        detail = f"{size} bytes by Discord's count, at most {MAX_TEXT_BYTES}"
        yield Problem("text-bytes", detail, 500)


def _check_media(everything: list[Payload]) -> Iterator[Problem]:
    count = sum(len(c.get("items") or ()) for c in everything if _is(c, GALLERY))
    count += sum(_is(c, THUMBNAIL) for c in everything)
    if count > MAX_MEDIA:
        yield Problem("media-count", f"{count} media items, at most {MAX_MEDIA}", 500)


def _check_v2(component: Payload, allowed: frozenset[int]) -> Iterator[Problem]:
    kind = component.get("type")
    if kind not in allowed:
        yield Problem("component-place", f"component type {kind} may not stand here")
    elif kind == ROW:
        yield from _check_row(component)
    elif kind == SECTION:
        yield from _check_section(component)
    elif kind == GALLERY:
        yield from length("gallery", "items", component.get("items"), 1, 10)
        for item in component.get("items") or ():
            yield from optional("gallery", "description", item.get("description"), 0, 1024)
    elif kind == CONTAINER:
        if not component.get("components"):
            yield Problem("container", "a Container is empty")
        for inner in component.get("components") or ():
            yield from _check_v2(inner, IN_CONTAINER)


def _check_section(section: Payload) -> Iterator[Problem]:
    texts = section.get("components")
    yield from length("section", "components", texts, 1, 3)
    if any(not _is(text, TEXT) for text in texts or ()):
        yield Problem("section", "only Text Displays may stand in a Section")
    accessory = section.get("accessory") or {}
    if accessory.get("type") not in (BUTTON, THUMBNAIL):
        yield Problem("section", "the accessory must be a Button or a Thumbnail")
    elif _is(accessory, BUTTON):
        yield from _check_button(accessory)


def _check_row(row: Payload) -> Iterator[Problem]:
    children = row.get("components") or []
    buttons = [child for child in children if _is(child, BUTTON)]
    selects = [child for child in children if child.get("type") in SELECTS]
    if len(buttons) + len(selects) != len(children):
        yield Problem("row", "only buttons and selects may stand in an Action Row")
    if not children or len(buttons) > 5 or len(selects) > 1 or (buttons and selects):
        detail = f"{len(buttons)} buttons and {len(selects)} selects, not 1 to 5 or one"
        yield Problem("row", detail)
    for button in buttons:
        yield from _check_button(button)
    for select in selects:
        yield from check_select(select)


def _check_button(button: Payload) -> Iterator[Problem]:
    yield from optional("button", "label", button.get("label"), 0, 80)
    custom_id, url = button.get("custom_id"), button.get("url")
    style = button.get("style")
    if style == LINK:
        yield from length("button", "url", url, 1, 512)
        if custom_id is not None:
            yield Problem("button", "a link button has no custom_id")
    elif style != PREMIUM:
        yield from length("custom-id", "custom_id", custom_id, 1, 100)
        if url is not None:
            yield Problem("button", "only a link button has a url")
    if style != PREMIUM and not button.get("label") and not button.get("emoji"):
        yield Problem("button", "a button needs a label or an emoji")


def check_select(select: Payload) -> Iterator[Problem]:
    """A select menu of a message or a modal."""
    yield from length("custom-id", "custom_id", select.get("custom_id"), 1, 100)
    yield from optional("select", "placeholder", select.get("placeholder"), 0, 150)
    low, high = select.get("min_values"), select.get("max_values")
    low, high = (1 if low is None else low), (1 if high is None else high)
    if not 0 <= low <= 25 or not 1 <= high <= 25 or low > high:
        yield Problem("select", f"min_values {low} and max_values {high} do not fit")
    if _is(select, STRING_SELECT):
        yield from check_choices("select", select.get("options"), 1, 25)


def check_choices(
    rule: str, options: list[Payload] | None, low: int, high: int
) -> Iterator[Problem]:
    """Options of a string select, radio group or checkbox group."""
    yield from length(rule, "options", options, low, high)
    for option in options or ():
        yield from length(rule, "label", option.get("label"), 1, 100)
        yield from length(rule, "value", option.get("value"), 1, 100)
        yield from optional(rule, "description", option.get("description"), 0, 100)
    yield from unique(rule, "value", (option.get("value") for option in options or ()))
