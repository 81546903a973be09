"""What a new contract takes away from those who rely on the old one. Pure: two OpenAPI documents in, sentences out.

Requests may only become more lenient, answers only richer. Descriptions, examples and the names of schemas do not matter.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

Doc = Mapping[str, Any]
Parameters = dict[tuple[str, str], Doc]
METHODS = ("get", "put", "post", "patch", "delete")
# Constraints of requests: which direction is stricter.
_LOWER_IS_STRICTER = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
_HIGHER_IS_STRICTER = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")


def breaking_changes(old: Doc, new: Doc) -> list[str]:
    """One sentence for everything that worked with `old` and does not with `new`."""
    found: list[str] = []
    for path, operations in old["paths"].items():
        for method in METHODS:
            if method in operations:
                name = f"{method.upper()} {path}"
                now = new["paths"].get(path, {}).get(method)
                found += [f"{name} is gone"] if now is None else _operation(name, operations[method], now, Walk(old, new))
    for name, event in old.get("x-events", {}).items():
        now = new.get("x-events", {}).get(name)
        if now is None:
            found.append(f"event {name} is gone")
        elif now["version"] == event["version"]:
            found += Walk(old, new).answer(f"event {name}", event["data"], now["data"])
    return found


def _operation(name: str, old: Doc, new: Doc, walk: Walk) -> Iterator[str]:
    if old.get("x-permission") == "public" != new.get("x-permission"):
        yield f"{name} needs the permission {new.get('x-permission')}"
    yield from _parameters(name, old, new, walk)
    yield from _body(name, old.get("requestBody"), new.get("requestBody"), walk)
    for status, answer in old["responses"].items():
        if status >= "300":
            continue
        if status not in new["responses"]:
            yield f"{name} does not answer {status} any more"
            continue
        for media, content in answer.get("content", {}).items():
            now = new["responses"][status].get("content", {}).get(media)
            yield from [f"{name} does not answer {media} any more"] if now is None else walk.answer(name, content["schema"], now["schema"])


def _parameters(name: str, old: Doc, new: Doc, walk: Walk) -> Iterator[str]:
    before, after = walk.parameters(old, new)
    for key, parameter in after.items():
        if parameter["required"] and not before.get(key, {"required": False})["required"]:
            yield f"{name} requires the {key[0]} parameter {key[1]}"
    for key, parameter in before.items():
        if key in after:
            yield from walk.request(f"{name} ?{key[1]}", parameter["schema"], after[key]["schema"])
        elif key[0] == "query":
            yield f"{name} does not take the parameter {key[1]} any more"


def _body(name: str, old: Doc | None, new: Doc | None, walk: Walk) -> Iterator[str]:
    if old is None:
        if new and new["required"]:
            yield f"{name} requires a body"
    elif new is None:
        yield f"{name} does not take a body any more"
    else:
        if new["required"] and not old["required"]:
            yield f"{name} requires a body"
        for media, content in old["content"].items():
            now = new["content"].get(media)
            yield from [f"{name} does not take {media} any more"] if now is None else walk.request(name, content["schema"], now["schema"])


class Walk:
    """Goes through two schemas side by side, each with the references of its own document."""

    def __init__(self, old: Doc, new: Doc) -> None:
        self._old, self._new = old, new
        self._met: set[tuple[str, str, bool]] = set()

    def parameters(self, old: Doc, new: Doc) -> tuple[Parameters, Parameters]:
        """Those of two operations by place and name, without the ones in the path."""
        before = [_resolved(given, self._old) for given in old["parameters"]]
        after = [_resolved(given, self._new) for given in new["parameters"]]
        return _outside_path(before), _outside_path(after)

    def request(self, where: str, old: Doc, new: Doc) -> Iterator[str]:
        yield from self._compare(where, old, new, sent=True)

    def answer(self, where: str, old: Doc, new: Doc) -> Iterator[str]:
        yield from self._compare(where, old, new, sent=False)

    def _compare(self, where: str, old: Doc, new: Doc, *, sent: bool) -> Iterator[str]:
        if "$ref" in old and "$ref" in new:
            pair = (old["$ref"], new["$ref"], sent)
            if pair in self._met:
                return
            self._met.add(pair)
        before, after = _resolved(old, self._old), _resolved(new, self._new)
        # A request: whatever was accepted must find a place. An answer: whatever may come must be one of what was known.
        known, offered = (before, after) if sent else (after, before)
        for variant in _variants(known):
            trials = [
                list(self._plain(where, *((variant, other) if sent else (other, variant)), sent=sent)) for other in _variants(offered)
            ]
            yield from min(trials, key=len)

    def _plain(self, where: str, old: Doc, new: Doc, *, sent: bool) -> Iterator[str]:
        if "$ref" in old or "$ref" in new:
            yield from self._compare(where, old, new, sent=sent)
            return
        wide, narrow = (new, old) if sent else (old, new)
        if "type" in wide and wide["type"] != narrow.get("type") and (wide["type"], narrow.get("type")) != ("number", "integer"):
            yield f"{where}: {old.get('type', 'anything')} has become {new.get('type', 'anything')}"
            return
        yield from self._values(where, old, new, sent=sent)
        yield from self._members(where, old, new, sent=sent)
        if "items" in old and "items" in new:
            yield from self._compare(f"{where}[]", old["items"], new["items"], sent=sent)
        if isinstance(old.get("additionalProperties"), Mapping) and isinstance(new.get("additionalProperties"), Mapping):
            yield from self._compare(f"{where}/*", old["additionalProperties"], new["additionalProperties"], sent=sent)

    def _values(self, where: str, old: Doc, new: Doc, *, sent: bool) -> Iterator[str]:
        if not sent:
            return
        allowed = _allowed(new)
        if allowed is not None and not (before := _allowed(old) or {"anything else"}) <= allowed:
            yield f"{where}: {sorted(map(str, before - allowed))} is not accepted any more"
        for keyword in _LOWER_IS_STRICTER:
            if keyword in new and new[keyword] < old.get(keyword, math.inf):
                yield f"{where}: {keyword} is {new[keyword]} now"
        for keyword in _HIGHER_IS_STRICTER:
            if keyword in new and new[keyword] > old.get(keyword, -math.inf):
                yield f"{where}: {keyword} is {new[keyword]} now"
        if "pattern" in new and new["pattern"] != old.get("pattern"):
            yield f"{where}: must match {new['pattern']} now"

    def _members(self, where: str, old: Doc, new: Doc, *, sent: bool) -> Iterator[str]:
        before, after = old.get("properties", {}), new.get("properties", {})
        for name in before:
            if name not in after:
                if not sent or new.get("additionalProperties") is False:
                    yield f"{where}/{name} is gone"
            else:
                yield from self._compare(f"{where}/{name}", before[name], after[name], sent=sent)
        required_before, required_after = set(old.get("required", [])), set(new.get("required", []))
        for name in sorted(required_after - required_before if sent else (required_before - required_after) & set(after)):
            yield f"{where}/{name} is required now" if sent else f"{where}/{name} may be missing now"


def _outside_path(parameters: list[Doc]) -> Parameters:
    return {(p["in"], p["name"]): p for p in parameters if p["in"] != "path"}


def _resolved(schema: Doc, document: Doc) -> Doc:
    while "$ref" in schema:
        _, _, kind, name = schema["$ref"].split("/")
        schema = document["components"][kind][name]
    return schema


def _variants(schema: Doc) -> list[Doc]:
    return list(schema.get("anyOf") or schema.get("oneOf") or [schema])


def _allowed(schema: Doc) -> set[Any] | None:
    if "const" in schema:
        return {schema["const"]}
    return set(schema["enum"]) if "enum" in schema else None
