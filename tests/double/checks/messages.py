"""Messages: content, embeds, flags, mentions and attachments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from .base import Payload, Problem, length, optional
from .components import FILE, GALLERY, check_components, nested

SUPPRESS_EMBEDS = 1 << 2
EPHEMERAL = 1 << 6
SUPPRESS_NOTIFICATIONS = 1 << 12
COMPONENTS_V2 = 1 << 15

MAX_CONTENT = 2_000
MAX_EMBED_TOTAL = 6_000
MAX_FILES = 10
MAX_FILE = 10 * 1024 * 1024
MAX_REQUEST = 25 * 1024 * 1024

# Where a message goes decides which flags it may carry.
Kind = Literal["interaction", "channel"]
_FLAGS: dict[Kind, int] = {
    "interaction": SUPPRESS_EMBEDS | EPHEMERAL | SUPPRESS_NOTIFICATIONS | COMPONENTS_V2,
    "channel": SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | COMPONENTS_V2,
}
# Keys that a Components V2 message must not have.
_LEGACY = ("content", "embeds", "poll", "sticker_ids")


def check_message(
    body: Payload,
    *,
    kind: Kind = "interaction",
    edit: bool = False,
    current_flags: int = 0,
    files: Mapping[str, int] | None = None,
    size_limit: int = MAX_FILE,
) -> Iterator[Problem]:
    """A message create, or with ``edit`` an edit of a message with ``current_flags``.

    ``files`` maps the name of each multipart part (``files[0]``) to its size in bytes.
    """
    files = files or {}
    flags = body.get("flags") or 0
    v2 = bool((flags | current_flags) & COMPONENTS_V2)
    yield from _check_flags(flags, kind, edit, current_flags)
    yield from optional("content-length", "content", body.get("content"), 0, MAX_CONTENT)
    yield from _check_embeds(body.get("embeds") or [])
    yield from check_components(body.get("components"), v2=v2)
    if v2:
        for key in _LEGACY:
            if body.get(key):
                yield Problem("v2-legacy", f"{key} is not allowed with IS_COMPONENTS_V2")
    if not edit and not files and not any(body.get(k) for k in (*_LEGACY, "components")):
        yield Problem("empty", "the message has nothing in it")
    yield from _check_mentions(body)
    yield from _check_files(body, files, size_limit)
    yield from optional("nonce", "nonce", _text(body.get("nonce")), 0, 25)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _check_flags(flags: int, kind: Kind, edit: bool, current: int) -> Iterator[Problem]:
    # An edit repeats the flags it does not mean to change.
    unknown = flags & ~(_FLAGS[kind] | (current if edit else 0))
    if unknown:
        yield Problem("flags", f"flag bits {unknown:#x} may not be set on this message")


def _check_embeds(embeds: list[Payload]) -> Iterator[Problem]:
    yield from length("embed-count", "embeds", embeds, 0, 10)
    for embed in embeds:
        yield from _check_embed(embed)
    total = sum(len(text) for embed in embeds for text in _embed_texts(embed))
    if total > MAX_EMBED_TOTAL:
        yield Problem("embed-total", f"{total} characters in all embeds, at most {MAX_EMBED_TOTAL}")


def _embed_texts(embed: Payload) -> Iterator[str]:
    yield embed.get("title") or ""
    yield embed.get("description") or ""
    yield (embed.get("footer") or {}).get("text") or ""
    yield (embed.get("author") or {}).get("name") or ""
    for field in embed.get("fields") or ():
        yield field.get("name") or ""
        yield field.get("value") or ""


def _check_embed(embed: Payload) -> Iterator[Problem]:
    rule = "embed-length"
    fields = embed.get("fields")
    yield from optional(rule, "title", embed.get("title"), 0, 256)
    yield from optional(rule, "description", embed.get("description"), 0, 4096)
    yield from optional(rule, "fields", fields, 0, 25)
    yield from optional(rule, "footer", (embed.get("footer") or {}).get("text"), 0, 2048)
    yield from optional(rule, "author", (embed.get("author") or {}).get("name"), 0, 256)
    for field in fields or ():
        yield from length(rule, "field name", field.get("name"), 1, 256)
        yield from length(rule, "field value", field.get("value"), 1, 1024)


def _check_mentions(body: Payload) -> Iterator[Problem]:
    """Nothing a user or a fact says may ping anybody: every message must say so itself.

    Discord would take these messages, and parse mentions by defaults that differ between
    channels, interactions and edits; hence the rule is ours and has no status.
    """
    allowed = body.get("allowed_mentions")
    if allowed is None:
        yield Problem("mentions", "allowed_mentions is missing", None)
        return
    parse = allowed.get("parse")
    if parse != []:
        yield Problem("mentions", f"allowed_mentions.parse is {parse!r}, not []", None)
    for kind in ("users", "roles"):
        if allowed.get(kind) and kind in (parse or ()):
            yield Problem("mentions-both", f"{kind} both in parse and as a list of ids")
        yield from optional("mentions-count", kind, allowed.get(kind), 0, 100)


def _check_files(body: Payload, files: Mapping[str, int], size_limit: int) -> Iterator[Problem]:
    listed = body.get("attachments") or []
    yield from length("file-count", "files", files, 0, MAX_FILES)
    yield from length("file-count", "attachments", listed, 0, MAX_FILES)
    ids = {str(attachment.get("id")) for attachment in listed}
    for part, size in files.items():
        index = part.removeprefix("files[").removesuffix("]")
        if index not in ids:
            yield Problem("file-listed", f"{part} has no entry in attachments")
        if size > size_limit:
            yield Problem("file-size", f"{part} has {size} bytes, at most {size_limit}")
    for index in ids:
        # Snowflakes are long; short numbers are indexes of parts of this very request.
        if len(index) <= 2 and f"files[{index}]" not in files:
            yield Problem("file-missing", f"attachments names files[{index}], which is not there")
    if sum(files.values()) > MAX_REQUEST:
        yield Problem(
            "request-size", f"{sum(files.values())} bytes of files, at most {MAX_REQUEST}"
        )
    yield from _check_links(body, {str(a.get("filename")) for a in listed})


def _check_links(body: Payload, names: set[str]) -> Iterator[Problem]:
    """``attachment://`` must lead to a file; in a File component nothing else is allowed."""
    # An edit may link to files the message already has, under ids without names.
    complete = "None" not in names
    for component in nested(body.get("components")):
        media = [component.get("media"), component.get("file")]
        if component.get("type") == GALLERY:
            media += [item.get("media") for item in component.get("items") or ()]
        for url in (item.get("url") or "" for item in media if item):
            if url.startswith("attachment://"):
                if complete and names and url.removeprefix("attachment://") not in names:
                    yield Problem("file-link", f"{url} leads to no attachment")
            elif component.get("type") == FILE:
                yield Problem("file-link", f"a File component needs attachment://, not {url}")
