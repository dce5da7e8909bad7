"""Requests against Discord's OpenAPI file, where one is at hand."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from jsonschema.validators import extend
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from .base import Problem

_JSON = "application/json"
_MULTIPART = "multipart/form-data"
_ROOT = "urn:discord"


@functools.lru_cache(maxsize=2)
def load(path: str) -> Schemas:
    """The schemas of a file; parsed once per process, since the file is over a megabyte."""
    return Schemas(json.loads(Path(path).read_text(encoding="utf-8")))


class Schemas:
    """Validators by operation, made on first use."""

    def __init__(self, document: dict[str, Any]) -> None:
        # The one correction: the file has ids as strings only, while Discord takes integers
        # too and discord.py sends them in attachments and message references.
        document["components"]["schemas"]["SnowflakeType"] = {
            "type": ["string", "integer"],
            "pattern": "^(0|[1-9][0-9]*)$",
            "minimum": 0,
        }
        self._document = document
        unions = {key: self._narrowed(key) for key in ("anyOf", "oneOf")}
        self._validator_class = extend(Draft202012Validator, unions)
        resource = Resource.from_contents(document, default_specification=DRAFT202012)
        self._registry: Registry[Any] = Registry().with_resource(_ROOT, resource)
        self._validators: dict[tuple[str, str, str], Any] = {}
        self._queries: dict[tuple[str, str], frozenset[str]] = {}

    def check(
        self,
        method: str,
        template: str,
        body: Any,
        *,
        query: Iterable[str] = (),
        files: Mapping[str, Any] | None = None,
    ) -> Iterator[Problem]:
        """The problems of one request; ``template`` is the path as the file writes it."""
        if template not in self._document["paths"]:
            yield Problem("schema", f"{template} is not in the OpenAPI file", None)
            return
        unknown = set(query) - self._known_query(method, template)
        if unknown:
            yield Problem("query", f"unknown parameters {sorted(unknown)}")
        media = _MULTIPART if files else _JSON
        validator = self._validator(method, template, media)
        if validator is None:
            if body is not None:
                yield Problem("schema", "the operation takes no such body")
            return
        instance = body
        if files and isinstance(body, dict):
            # In the file a multipart body is the JSON payload with a string per file.
            instance = body | dict.fromkeys(files, "")
        error = best_match(validator.iter_errors(instance))
        if error is not None:
            message = error.message if len(error.message) < 300 else f"{error.message[:300]}…"
            yield Problem("schema", f"{error.json_path}: {message}")

    # --- unions -------------------------------------------------------------------

    def _narrowed(self, keyword: str) -> Any:
        """``anyOf`` or ``oneOf`` that leaves out branches for another ``type``.

        Components and options nest in unions of ten branches each. Trying them all takes 40 ms
        for an ordinary card; looking at ``type`` first takes about three and says more of
        what is wrong.
        """
        original = Draft202012Validator.VALIDATORS[keyword]

        def narrowed(validator: Any, branches: list[Any], instance: Any, schema: Any) -> Any:
            fitting = [branch for branch in branches if self._may_fit(branch, instance)]
            return original(validator, fitting or branches, instance, schema)

        return narrowed

    def _may_fit(self, branch: dict[str, Any], instance: Any) -> bool:
        if branch.get("type") == "null":
            return instance is None
        if not isinstance(instance, dict) or "type" not in instance:
            return True
        name = branch.get("$ref", "").removeprefix("#/components/schemas/")
        target = self._document["components"]["schemas"].get(name, branch)
        allowed = target.get("properties", {}).get("type", {}).get("enum")
        return allowed is None or instance["type"] in allowed

    def _operation(self, method: str, template: str) -> dict[str, Any]:
        operations: dict[str, dict[str, Any]] = self._document["paths"][template]
        return operations.get(method.lower(), {})

    def _known_query(self, method: str, template: str) -> frozenset[str]:
        key = (method, template)
        if key not in self._queries:
            parameters = self._operation(method, template).get("parameters", [])
            names = (p["name"] for p in parameters if p.get("in") == "query")
            self._queries[key] = frozenset(names)
        return self._queries[key]

    def _validator(self, method: str, template: str, media: str) -> Any:
        key = (method, template, media)
        if key not in self._validators:
            contents = self._operation(method, template).get("requestBody", {}).get("content", {})
            validator = None
            if media in contents:
                steps = ("paths", template, method.lower(), "requestBody", "content", media)
                pointer = "/".join(map(_escape, (*steps, "schema")))
                reference = {"$ref": f"{_ROOT}#/{pointer}"}
                validator = self._validator_class(reference, registry=self._registry)
            self._validators[key] = validator
        return self._validators[key]


def _escape(step: str) -> str:
    """One step of a JSON pointer inside a URI fragment."""
    escaped = step.replace("~", "~0").replace("/", "~1")
    return escaped.replace("{", "%7B").replace("}", "%7D")
