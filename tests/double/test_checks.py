"""Each check must be seen to fail: bad payloads, and the rule that refuses them."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from .checks import (
    Problem,
    check_autocomplete,
    check_callback,
    check_commands,
    check_message,
    check_modal,
)
from .checks.commands import valid_name
from .server import OPENAPI_SETTING

Payload = dict[str, Any]

QUIET: Payload = {"allowed_mentions": {"parse": []}}
V2 = 1 << 15
EPHEMERAL = 1 << 6


def message(**fields: Any) -> Payload:
    return QUIET | {"content": "x"} | fields


def layout(*components: Payload, **fields: Any) -> Payload:
    return QUIET | {"flags": V2, "components": list(components)} | fields


def text(content: str) -> Payload:
    return {"type": 10, "content": content}


def row(*components: Payload) -> Payload:
    return {"type": 1, "components": list(components)}


def button(custom_id: str | None = "a", **fields: Any) -> Payload:
    return {"type": 2, "style": 1, "label": "Go", "custom_id": custom_id} | fields


def select(count: int = 2) -> Payload:
    options = [{"label": f"o{i}", "value": f"o{i}"} for i in range(count)]
    return {"type": 3, "custom_id": "s", "options": options}


def label(custom_id: str = "q", **fields: Any) -> Payload:
    item = {"type": 4, "style": 1, "custom_id": custom_id} | fields
    return {"type": 18, "label": "Question", "component": item}


def modal(*rows: Payload, **fields: Any) -> Payload:
    return {"custom_id": "m", "title": "Ask", "components": list(rows or [label()])} | fields


def command(name: str = "power", **fields: Any) -> Payload:
    return {"name": name, "description": "Power of a site", "type": 1} | fields


def option(name: str = "gpus", **fields: Any) -> Payload:
    return {"name": name, "description": "How many", "type": 3} | fields


def choices(count: int, **fields: Any) -> Payload:
    return {"choices": [{"name": f"c{i}", "value": f"c{i}"} | fields for i in range(count)]}


def gallery(count: int) -> Payload:
    return {"type": 12, "items": [{"media": {"url": "https://example.org/a.png"}}] * count}


def file_component(name: str) -> Payload:
    return {"type": 13, "file": {"url": f"attachment://{name}"}}


def many_components(count: int) -> Payload:
    """One container holding so many components, itself included."""
    return container(*[text(f"t{i}") for i in range(count - 1)])


def section(texts: int) -> Payload:
    components = [text(f"t{i}") for i in range(texts)]
    return {"type": 9, "components": components, "accessory": button()}


def container(*components: Payload) -> Payload:
    return {"type": 17, "components": list(components)}


def buttons(count: int) -> list[Payload]:
    return [button(f"b{i}") for i in range(count)]


def attached(count: int) -> Payload:
    return {"attachments": [{"id": i, "filename": f"{i}.csv"} for i in range(count)]}


def parts(count: int) -> dict[str, int]:
    return {f"files[{i}]": 1 for i in range(count)}


ATTACHED = attached(1)
BIG_CHOICES = [{"name": "n" * 100, "value": "v" * 100}] * 20
BIG = [option(f"o{i}", choices=BIG_CHOICES) for i in range(2)]


def sent(body: Payload, **options: Any) -> Callable[[], Iterable[Problem]]:
    return lambda: check_message(body, **options)


def called(kind: int, data: Payload | None = None) -> Callable[[], Iterable[Problem]]:
    return lambda: check_callback({"type": kind} | ({"data": data} if data is not None else {}))


def synced(*commands: Payload) -> Callable[[], Iterable[Problem]]:
    return lambda: check_commands(list(commands))


BAD: list[tuple[str, str, Callable[[], Iterable[Problem]]]] = [
    ("content of 2,001", "content-length", sent(message(content="x" * 2001))),
    ("nothing in it", "empty", sent(QUIET)),
    ("11 embeds", "embed-count", sent(message(embeds=[{"title": "t"}] * 11))),
    ("embed title of 257", "embed-length", sent(message(embeds=[{"title": "t" * 257}]))),
    (
        "26 fields",
        "embed-length",
        sent(message(embeds=[{"fields": [{"name": "n", "value": "v"}] * 26}])),
    ),
    ("embeds of 6,001", "embed-total", sent(message(embeds=[{"description": "d" * 2001}] * 3))),
    ("V2 without the flag", "v2-flag", sent(message(components=[text("t")]))),
    ("V2 with content", "v2-legacy", sent(layout(text("t"), content="c"))),
    (
        "content into a V2 message",
        "v2-legacy",
        sent(message(), edit=True, current_flags=V2),
    ),
    ("41 components, nested", "component-count", sent(layout(many_components(41)))),
    ("text of 4,001", "text-length", sent(layout(text("t" * 2001), text("t" * 2000)))),
    ("an empty text", "text-length", sent(layout(text("")))),
    ("10,171 bytes", "text-bytes", sent(layout(text("漢" * 3386 + "x")))),
    ("65 media", "media-count", sent(layout(*[gallery(10)] * 6, gallery(5)))),
    ("11 in a gallery", "gallery", sent(layout(gallery(11)))),
    ("a section of 4 texts", "section", sent(layout(section(4)))),
    ("6 buttons in a row", "row", sent(message(components=[row(*buttons(6))]))),
    ("button beside select", "row", sent(message(components=[row(button(), select())]))),
    ("6 rows", "row-count", sent(message(components=[row(b) for b in buttons(6)]))),
    ("custom_id of 101", "custom-id", sent(message(components=[row(button("a" * 101))]))),
    ("custom_id twice", "custom-id", sent(message(components=[row(button(), button())]))),
    ("26 in a select", "select", sent(message(components=[row(select(26))]))),
    ("a button without words", "button", sent(message(components=[row(button(label=None))]))),
    ("container in container", "component-place", sent(layout(container(container(text("t")))))),
    ("unknown flag", "flags", sent(message(flags=1 << 7))),
    ("ephemeral in a channel", "flags", sent(message(flags=EPHEMERAL), kind="channel")),
    ("mentions not forbidden", "mentions", sent({"content": "x"})),
    ("users parsed", "mentions", sent(message(allowed_mentions={"parse": ["users"]}))),
    (
        "parse and ids",
        "mentions-both",
        sent(message(allowed_mentions={"parse": ["users"], "users": ["1"]})),
    ),
    ("file of 11 MiB", "file-size", sent(message(**ATTACHED), files={"files[0]": 11 << 20})),
    ("file not listed", "file-listed", sent(message(), files={"files[0]": 1})),
    ("file not sent", "file-missing", sent(message(**ATTACHED))),
    ("11 files", "file-count", sent(message(**attached(11)), files=parts(11))),
    (
        "link to no file",
        "file-link",
        sent(layout(file_component("b.csv"), **ATTACHED), files={"files[0]": 1}),
    ),
    ("nonce of 26", "nonce", sent(message(nonce="n" * 26))),
    ("deferral with V2", "defer-flags", called(5, {"flags": V2})),
    ("deferral with content", "defer", called(5, {"content": "x"})),
    ("deferred update with data", "defer", called(6, {"content": "x"})),
    ("callback type 3", "callback-type", called(3)),
    ("26 choices", "choices", called(8, choices(26))),
    ("choice value of 101", "choices", called(8, choices(1, value="v" * 101))),
    ("choice name of 101", "choices", called(8, choices(1, name="n" * 101))),
    ("modal of 6", "modal", called(9, modal(*[label(f"q{i}") for i in range(6)]))),
    ("modal title of 46", "modal", called(9, modal(title="t" * 46))),
    ("modal label of 46", "modal-label", called(9, modal(label() | {"label": "l" * 46}))),
    ("modal input twice", "custom-id", called(9, modal(label(), label()))),
    ("input of 4,001", "text-input", called(9, modal(label(max_length=4001)))),
    ("radio group of one", "radio-group", called(9, modal(label(type=21, options=[])))),
    ("upload of 11 files", "file-upload", called(9, modal(label(type=19, max_values=11)))),
    ("button in a modal", "modal", called(9, modal(row(button())))),
    ("upper case", "command-name", synced(command("Power"))),
    ("a space in a name", "command-name", synced(command("po wer"))),
    ("same name twice", "command-name", synced(command(), command())),
    ("description of 101", "description", synced(command(description="d" * 101))),
    ("no description", "description", synced(command(description=""))),
    ("26 options", "option-count", synced(command(options=[option(f"o{i}") for i in range(26)]))),
    (
        "required after optional",
        "option-order",
        synced(command(options=[option("a"), option("b", required=True)])),
    ),
    (
        "choices and autocomplete",
        "option-choices",
        synced(command(options=[option(autocomplete=True, **choices(1))])),
    ),
    ("min_length 6,001", "option-range", synced(command(options=[option(min_length=6001)]))),
    ("value beside subcommand", "option", synced(command(options=[option("a"), option(type=1)]))),
    ("8,001 characters", "command-size", synced(command(options=BIG))),
    ("101 commands", "command-count", synced(*[command(f"c{i}") for i in range(101)])),
    ("16 menus", "command-count", synced(*[{"name": f"m{i}", "type": 3} for i in range(16)])),
    ("unknown locale", "locale", synced(command(name_localizations={"xx": "p"}))),
    (
        "guild_only that is not",
        "contexts",
        synced(command(dm_permission=False, contexts=[0, 1])),
    ),
]


@pytest.mark.parametrize(("rule", "check"), [b[1:] for b in BAD], ids=[b[0] for b in BAD])
def test_bad_payload_is_refused_for_its_reason(
    rule: str, check: Callable[[], Iterable[Problem]]
) -> None:
    found = {problem.rule for problem in check()}
    # Who parses mentions breaks our own rule as well as Discord's.
    assert found - {"mentions"} == {rule} - {"mentions"}
    assert rule in found


GOOD: list[tuple[str, Callable[[], Iterable[Problem]]]] = [
    ("content of 2,000", sent(message(content="x" * 2000))),
    ("embeds of 6,000", sent(message(embeds=[{"description": "d" * 2000}] * 3))),
    ("40 components", sent(layout(many_components(40)))),
    ("10,170 bytes", sent(layout(text("漢" * 3386)))),
    ("64 media", sent(layout(*[gallery(10)] * 6, gallery(4)))),
    ("section and row", sent(layout(section(3), row(button("b"))))),
    ("5 rows of buttons", sent(message(components=[row(b) for b in buttons(5)]))),
    ("a link", sent(message(components=[row(button(style=5, custom_id=None, url="https://x"))]))),
    ("a file", sent(message(**ATTACHED), files={"files[0]": 10 << 20})),
    ("a File", sent(layout(file_component("0.csv"), **ATTACHED), files={"files[0]": 1})),
    ("an edit that only empties", sent(QUIET | {"components": []}, edit=True)),
    ("an edit keeping its flags", sent(message(flags=EPHEMERAL), edit=True, current_flags=64)),
    ("a quiet deferral", called(5, {"flags": EPHEMERAL})),
    ("25 choices", called(8, choices(25))),
    ("numbers as choices", called(8, choices(2, value=2**53))),
    ("a modal of 5", called(9, modal(*[label(f"q{i}") for i in range(5)]))),
    ("100 commands", synced(*[command(f"c{i}") for i in range(100)])),
    (
        "a group",
        synced(command(options=[option(type=2, options=[option(type=1, options=[option()])])])),
    ),
]


@pytest.mark.parametrize("check", [g[1] for g in GOOD], ids=[g[0] for g in GOOD])
def test_good_payload_passes(check: Callable[[], Iterable[Problem]]) -> None:
    assert list(check()) == []


def test_names_in_other_scripts() -> None:
    assert all(map(valid_name, ("power", "мощность", "電力", "क्षमता", "กำลังไฟ", "it's-1_a")))
    assert not any(map(valid_name, ("", "a b", "a.b", "🙂", "x" * 33)))


def test_the_standalone_functions_agree_with_the_callback() -> None:
    assert list(check_modal(modal())) == list(check_callback({"type": 9, "data": modal()}))
    assert [p.rule for p in check_autocomplete(choices(26))] == ["choices"]


# --- against a schema ---------------------------------------------------------------------

SMALL_OPENAPI: Payload = {
    "paths": {
        "/channels/{channel_id}/messages": {
            "parameters": [{"name": "channel_id", "in": "path"}],
            "get": {"parameters": [{"name": "limit", "in": "query"}]},
            "post": {
                "requestBody": {
                    "content": {
                        "application/json": {"schema": {"$ref": "#/components/schemas/Create"}},
                        "multipart/form-data": {"schema": {"$ref": "#/components/schemas/Create"}},
                    }
                }
            },
        }
    },
    "components": {
        "schemas": {
            "SnowflakeType": {"type": "string", "pattern": "^[0-9]+$"},
            "Create": {
                "type": "object",
                "properties": {
                    "content": {"type": "string"},
                    "id": {"$ref": "#/components/schemas/SnowflakeType"},
                    "files[0]": {"type": "string"},
                },
            },
        }
    },
}


def test_schema_checks() -> None:
    pytest.importorskip("jsonschema")
    from .checks.schema import Schemas

    schemas = Schemas(json.loads(json.dumps(SMALL_OPENAPI)))
    path = "/channels/{channel_id}/messages"

    def rules(method: str, body: Any, template: str = path, **more: Any) -> list[str]:
        return [problem.rule for problem in schemas.check(method, template, body, **more)]

    assert rules("POST", {"content": "x", "id": 7}) == []
    assert rules("POST", {"content": "x", "id": "7"}, files={"files[0]": b""}) == []
    assert rules("POST", {"content": 5}) == ["schema"]
    assert rules("POST", {"id": "seven"}) == ["schema"]
    assert rules("GET", None, query=["limit"]) == []
    assert rules("GET", None, query=["limits"]) == ["query"]
    assert rules("GET", {"a": 1}) == ["schema"]
    assert rules("GET", None, template="/nowhere") == ["schema"]


@pytest.mark.skipif(not os.environ.get(OPENAPI_SETTING), reason="no OpenAPI file is set")
def test_the_official_schemas() -> None:
    from .checks.schema import load

    schemas = load(os.environ[OPENAPI_SETTING])
    callback = "/interactions/{interaction_id}/{interaction_token}/callback"
    commands = "/applications/{application_id}/commands"

    def found(method: str, path: str, body: Any) -> list[str]:
        return [problem.rule for problem in schemas.check(method, path, body)]

    good = {"type": 4, "data": layout(container(text("t"), row(button())), **ATTACHED)}
    assert found("POST", callback, good) == []
    assert found("POST", callback, {"type": 9, "data": modal()}) == []
    assert found("POST", callback, {"type": 4, "data": {"content": "x" * 2001}}) == ["schema"]
    assert found("POST", callback, {"type": 9, "data": modal(title="t" * 46)}) == ["schema"]
    assert found("PUT", commands, [command(options=[option()])]) == []
    assert found("PUT", commands, [command(options=[option(type=12)])]) == ["schema"]
