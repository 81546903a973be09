"""The comparison of contracts finds what breaks a client, and lets everything else pass."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from tests.architecture.compatibility import breaking_changes

PERSON: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["name"],
    "properties": {
        "name": {"type": "string", "maxLength": 10},
        "age": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
        "kind": {"type": "string", "enum": ["a", "b"]},
        "friends": {"type": "array", "items": {"$ref": "#/components/schemas/Person"}},
    },
}
ANSWERED = deepcopy(PERSON)
ANSWERED["properties"]["friends"]["items"]["$ref"] = "#/components/schemas/Seen"
BASE: dict[str, Any] = {
    "paths": {
        "/people/{id}": {
            "put": {
                "x-permission": "public",
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
                    {"name": "q", "in": "query", "required": False, "schema": {"type": "string"}},
                ],
                "requestBody": {"required": True, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Person"}}}},
                "responses": {
                    "200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Seen"}}}},
                    "404": {"content": {}},
                },
            }
        }
    },
    "components": {"schemas": {"Person": PERSON, "Seen": ANSWERED}},
    "x-events": {"person.seen": {"version": 1, "data": {"$ref": "#/components/schemas/Seen"}}},
}
PUT = ("paths", "/people/{id}", "put")
SENT = ("components", "schemas", "Person")
SEEN = ("components", "schemas", "Seen")
NAME = "PUT /people/{id}"


def changed(place: tuple[str, ...], value: Any) -> dict[str, Any]:
    """BASE with the member at `place` set, or removed where `value` is Ellipsis."""
    document = deepcopy(BASE)
    target: Any = document
    for step in place[:-1]:
        target = target[step]
    if value is ...:
        del target[place[-1]]
    else:
        target[place[-1]] = value
    return document


@pytest.mark.parametrize(
    ("place", "value", "expected"),
    [
        (("paths", "/people/{id}"), ..., [f"{NAME} is gone"]),
        (PUT, ..., [f"{NAME} is gone"]),
        ((*PUT, "x-permission"), "customer", [f"{NAME} needs the permission customer"]),
        ((*PUT, "parameters"), [], [f"{NAME} does not take the parameter q any more"]),
        ((*PUT, "parameters"), [{"name": "q", "in": "query", "required": True, "schema": {"type": "string"}}],
         [f"{NAME} requires the query parameter q"]),
        ((*PUT, "responses"), {"201": {}}, [f"{NAME} does not answer 200 any more"]),
        ((*PUT, "requestBody"), ..., [f"{NAME} does not take a body any more"]),
        ((*SENT, "required"), ["name", "age"], [f"{NAME}/age is required now"]),
        ((*SENT, "properties", "age"), ..., [f"{NAME}/age is gone"]),
        ((*SENT, "properties", "age"), {"type": "integer"}, [f"{NAME}/age: null has become integer"]),
        ((*SENT, "properties", "name"), {"type": "integer"}, [f"{NAME}/name: string has become integer"]),
        ((*SENT, "properties", "name", "maxLength"), 9, [f"{NAME}/name: maxLength is 9 now"]),
        ((*SENT, "properties", "name", "minLength"), 1, [f"{NAME}/name: minLength is 1 now"]),
        ((*SENT, "properties", "name", "pattern"), "x", [f"{NAME}/name: must match x now"]),
        ((*SENT, "properties", "kind", "enum"), ["a"], [f"{NAME}/kind: ['b'] is not accepted any more"]),
        ((*SEEN, "properties", "age"), ..., [f"{NAME}/age is gone", "event person.seen/age is gone"]),
        ((*SEEN, "required"), [], [f"{NAME}/name may be missing now", "event person.seen/name may be missing now"]),
        ((*SEEN, "properties", "age"), {"anyOf": [{"type": "integer"}, {"type": "null"}, {"type": "string"}]},
         [f"{NAME}/age: integer has become string", "event person.seen/age: integer has become string"]),
        (("x-events", "person.seen"), ..., ["event person.seen is gone"]),
    ],
)  # fmt: skip
def test_what_breaks_clients(place: tuple[str, ...], value: Any, expected: list[str]) -> None:
    """X04"""
    assert breaking_changes(BASE, changed(place, value)) == expected


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("paths", "/more"), {"get": {"parameters": [], "responses": {}}}),
        ((*PUT, "summary"), "other words"),
        ((*PUT, "responses", "404"), ...),
        ((*SENT, "required"), []),
        ((*SENT, "properties", "more"), {"type": "string"}),
        ((*SENT, "properties", "name", "maxLength"), 11),
        ((*SENT, "properties", "name", "maxLength"), ...),
        ((*SENT, "properties", "name", "title"), "Name"),
        ((*SENT, "properties", "kind", "enum"), ["a", "b", "c"]),
        ((*SENT, "properties", "age"), {"anyOf": [{"type": "number"}, {"type": "null"}, {"type": "string"}]}),
        ((*SEEN, "properties", "more"), {"type": "string"}),
        ((*SEEN, "properties", "age"), {"type": "integer"}),
        ((*SEEN, "required"), ["name", "age"]),
        ((*SEEN, "properties", "kind", "enum"), ["a", "b", "c"]),
        (("x-events", "person.seen"), {"version": 2, "data": {"type": "object"}}),
    ],
)
def test_what_breaks_nobody(place: tuple[str, ...], value: Any) -> None:
    assert breaking_changes(BASE, changed(place, value)) == []


def test_the_names_of_schemas_do_not_matter() -> None:
    document = deepcopy(BASE)
    document["components"]["schemas"]["Human"] = document["components"]["schemas"].pop("Person")
    document["components"]["schemas"]["Human"]["properties"]["friends"]["items"]["$ref"] = "#/components/schemas/Human"
    document["paths"]["/people/{id}"]["put"]["requestBody"]["content"]["application/json"]["schema"]["$ref"] = "#/components/schemas/Human"
    assert breaking_changes(BASE, document) == []
