"""Examples for the contract, put together from JSON Schemas: named examples first, then defaults, then the plainest valid value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

_FORMATS = {
    "date-time": "2026-01-31T08:00:00.000Z",
    "date": "2026-01-31",
    "time": "08:00:00Z",
    "email": "ada@example.com",
    "uri": "https://example.com/",
}
_DEEPEST = 8
_TRIES = 5


def example_of(model: type[BaseModel], mode: str) -> Any | None:
    """A document `model` accepts (`mode`: "validation" or "serialization"), or None where the schema does not tell enough."""
    schema = model.model_json_schema(mode="validation" if mode == "validation" else "serialization")
    document = _value(schema, schema.get("$defs", {}), 0)
    for _ in range(_TRIES):
        try:
            model.model_validate(document)
        except ValidationError as error:
            # A pattern or a rule of the model that the schema cannot show how to meet: the example does without that member.
            if not all(_drop(document, fault["loc"]) for fault in error.errors()):
                return None
        else:
            return document
    return None


def _drop(document: Any, place: tuple[int | str, ...]) -> bool:
    """Remove the member at `place`, or the nearest one around it; False when that is the document itself."""
    around, name = None, None
    for step in place:
        inside = isinstance(document, dict) and step in document
        inside = inside or (isinstance(document, list) and isinstance(step, int) and step < len(document))
        if inside:
            around, name, document = document, step, document[step]
    if around is None:
        return False
    del around[name]
    return True


def fits(model: type[BaseModel], document: Any) -> bool:
    try:
        model.model_validate(document)
    except ValidationError:
        return False
    return True


def _value(schema: Mapping[str, Any], defs: Mapping[str, Any], depth: int) -> Any:
    if examples := schema.get("examples"):
        return examples[0]
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("default") is not None:
        return schema["default"]
    if "$ref" in schema:
        return _value(defs[schema["$ref"].rpartition("/")[2]], defs, depth + 1)
    for union in ("anyOf", "oneOf", "allOf"):
        if union in schema:
            return _value(_first_real(schema[union]), defs, depth)
    return _plain(schema, defs, depth)


def _first_real(variants: list[Mapping[str, Any]]) -> Mapping[str, Any]:
    return next((variant for variant in variants if variant.get("type") != "null"), variants[0])


def _plain(schema: Mapping[str, Any], defs: Mapping[str, Any], depth: int) -> Any:
    match schema.get("type"):
        case "object":
            return _object(schema, defs, depth)
        case "array":
            return [] if depth > _DEEPEST else [_value(schema.get("items", {}), defs, depth + 1)]
        case "integer" | "number":
            return max(schema.get("minimum", 1), schema.get("exclusiveMinimum", 0) + 1)
        case "boolean":
            return True
        case "null":
            return None
        case _:
            text = _FORMATS.get(schema.get("format", ""), "text")
            return text.ljust(schema.get("minLength", 0), "x")[: schema.get("maxLength", 1000)]


def _object(schema: Mapping[str, Any], defs: Mapping[str, Any], depth: int) -> Any:
    """Required members, and optional ones unless the object is deep down; a map gets no member it would have to invent a key for."""
    required = schema.get("required", [])
    members = {name: member for name, member in schema.get("properties", {}).items() if name in required or depth <= _DEEPEST // 2}
    return {name: _value(member, defs, depth + 1) for name, member in members.items()}
