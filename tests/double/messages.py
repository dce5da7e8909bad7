"""Messages as a user sees them, made and edited from the payloads the bot sends."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .world import Payload, Upload, User, timestamp

EPHEMERAL = 1 << 6
LOADING = 1 << 7
COMPONENTS_V2 = 1 << 15

TEXT_DISPLAY = 10
MAX_REVISIONS = 20
_CHANGEABLE = ("content", "embeds", "components")


def walk(components: list[Payload] | None) -> Iterator[Payload]:
    """Every component, parents before children, accessories and label inputs included."""
    for component in components or ():
        yield component
        yield from walk(component.get("components"))
        for key in ("accessory", "component"):
            inner = component.get(key)
            if inner:
                yield from walk([inner])


@dataclass(slots=True)
class Message:
    """One message. ``payload`` is what the API returns; the properties are for tests."""

    payload: Payload
    guild_id: int | None = None
    deleted: bool = False
    edits: int = 0
    files: dict[str, Upload] = field(default_factory=dict)
    revisions: list[Payload] = field(default_factory=list)

    @property
    def id(self) -> int:
        return int(self.payload["id"])

    @property
    def channel_id(self) -> int:
        return int(self.payload["channel_id"])

    @property
    def author_id(self) -> int:
        return int(self.payload["author"]["id"])

    @property
    def content(self) -> str:
        return str(self.payload["content"])

    @property
    def components(self) -> list[Payload]:
        components: list[Payload] = self.payload["components"]
        return components

    @property
    def embeds(self) -> list[Payload]:
        embeds: list[Payload] = self.payload["embeds"]
        return embeds

    @property
    def flags(self) -> int:
        return int(self.payload["flags"])

    @property
    def ephemeral(self) -> bool:
        return bool(self.flags & EPHEMERAL)

    @property
    def loading(self) -> bool:
        """Whether the user sees "… is thinking"."""
        return bool(self.flags & LOADING)

    @property
    def visible(self) -> bool:
        """Whether the user can read something: neither deleted nor still loading."""
        return not self.deleted and not self.loading

    @property
    def text(self) -> str:
        """All the words of the message, whichever way they were sent."""
        parts: list[str | None] = [self.content]
        for embed in self.embeds:
            parts += [embed.get("title"), embed.get("description")]
            for item in embed.get("fields") or ():
                parts += [item["name"], item["value"]]
            parts.append((embed.get("footer") or {}).get("text"))
        parts += [c["content"] for c in walk(self.components) if c["type"] == TEXT_DISPLAY]
        return "\n".join(part for part in parts if part)

    @property
    def custom_ids(self) -> list[str]:
        return [c["custom_id"] for c in walk(self.components) if c.get("custom_id")]

    @property
    def reference_id(self) -> int | None:
        reference = self.payload.get("message_reference")
        return int(reference["message_id"]) if reference else None

    def component(self, custom_id: str) -> Payload:
        """The component with this custom_id; LookupError names those there are."""
        for item in walk(self.components):
            if item.get("custom_id") == custom_id:
                return item
        raise LookupError(f"no component {custom_id!r}; there are {self.custom_ids}")


def blank(author: User, channel_id: int, message_id: int, flags: int = 0) -> Payload:
    """A message object with every list that clients expect, still empty."""
    return {
        "id": str(message_id),
        "channel_id": str(channel_id),
        "type": 0,
        "content": "",
        "author": author.payload(),
        "embeds": [],
        "attachments": [],
        "components": [],
        "mentions": [],
        "mention_roles": [],
        "mention_everyone": False,
        "pinned": False,
        "tts": False,
        "flags": flags,
        "timestamp": timestamp(),
        "edited_timestamp": None,
    }


def apply(message: Message, body: Payload, files: dict[str, Upload], cdn_url: str) -> None:
    """Write a create or edit payload into the message, as Discord would show it.

    A key that is absent leaves what was there; null empties it.
    """
    payload = message.payload
    for key in _CHANGEABLE:
        if key in body:
            empty: Any = "" if key == "content" else []
            payload[key] = body[key] if body[key] is not None else empty
    _apply_attachments(message, body, files, cdn_url)
    if body.get("components"):
        urls = {a["filename"]: a["url"] for a in payload["attachments"]}
        payload["components"] = _published(body["components"], urls)
    kept = payload["flags"] & (EPHEMERAL | COMPONENTS_V2)
    # Ephemerality belongs to the first response; an edit can neither set nor clear it.
    added = (body.get("flags") or 0) & ~(EPHEMERAL | LOADING)
    payload["flags"] = kept | added
    for key in ("message_reference", "nonce", "poll"):
        if body.get(key) is not None:
            payload[key] = body[key]


def revise(message: Message, body: Payload, files: dict[str, Upload], cdn_url: str) -> None:
    """Apply an edit, keeping what was there in ``revisions``."""
    message.revisions.append(dict(message.payload))
    del message.revisions[:-MAX_REVISIONS]
    apply(message, body, files, cdn_url)
    message.payload["edited_timestamp"] = timestamp()
    message.edits += 1


def _apply_attachments(
    message: Message, body: Payload, files: dict[str, Upload], cdn_url: str
) -> None:
    """``attachments`` lists what stays (by id) and what is new (by index of ``files[n]``)."""
    payload = message.payload
    listed = body.get("attachments")
    if listed is None and not files:
        return
    known = {a["id"]: a for a in payload["attachments"]}
    kept = known if listed is None else {k: known[k] for k in _ids(listed) if k in known}
    added = {upload.filename: upload for upload in files.values()}
    described = {str(a.get("id")): a for a in listed or ()}
    result = list(kept.values())
    for key, upload in files.items():
        entry = upload.payload(cdn_url)
        index = key.removeprefix("files[").removesuffix("]")
        if described.get(index, {}).get("description"):
            entry["description"] = described[index]["description"]
        result.append(entry)
    payload["attachments"] = result
    names = {entry["filename"] for entry in result}
    message.files = {k: v for k, v in (message.files | added).items() if k in names}


def _ids(listed: list[Payload]) -> list[str]:
    return [str(attachment["id"]) for attachment in listed]


def _published(components: list[Payload], urls: dict[str, str]) -> list[Payload]:
    """A copy with what Discord adds: component ids, and CDN links for ``attachment://``."""
    published = copy.deepcopy(components)
    taken = {c["id"] for c in walk(published) if c.get("id")}
    numbers = (n for n in itertools.count(1) if n not in taken)
    for component in walk(published):
        if not component.get("id"):
            component["id"] = next(numbers)
        media = [component.get("media"), component.get("file")]
        media += [item.get("media") for item in component.get("items") or ()]
        for item in media:
            if item and str(item.get("url", "")).startswith("attachment://"):
                item["url"] = urls.get(item["url"].removeprefix("attachment://"), item["url"])
    return published
