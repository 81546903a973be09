"""The published contract: valid, complete, and never taking away what docs/openapi.json promised.

An intended change is made part of the promise by `python -m functions.platform.service.contract docs/openapi.json`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from functions.platform.model.version import VERSION
from functions.platform.service.contract import entry_modules, generate, operations
from functions.shared.contract.event_catalogue import event_types
from functions.shared.contract.examples import fits
from infra.functions import FUNCTIONS
from infra.functions.model import Http
from infra.routes import pattern_rank
from tests.architecture.compatibility import METHODS, breaking_changes
from tests.support.template import contract

FUNCTIONS_FOLDER = Path(__file__).parents[2] / "functions"
SNAPSHOT = Path(__file__).parents[2] / "docs" / "openapi.json"


class _Seen(set[int]):
    """In place of the validator's lists, in which it looks for each of many thousand schemas."""

    append = set.add


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return contract()


def described(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield f"{method.upper()} {path}", item[method]


def test_nothing_that_was_promised_is_taken_away(document: dict[str, Any]) -> None:
    """X04"""
    assert breaking_changes(json.loads(SNAPSHOT.read_text(encoding="utf-8")), document) == []


def test_the_contract_is_valid_and_the_same_every_time(document: dict[str, Any]) -> None:
    """X04"""
    validator = OpenAPIV31SpecValidator(document)
    schemas: Any = validator.keyword_validators_registry["schema"]
    schemas.visited_schema_ids, schemas.meta_checked_schema_ids = _Seen(), _Seen()
    validator.validate()
    assert json.loads(generate()) == document
    assert document["info"]["version"] == VERSION


def test_schemas_have_names_that_say_nothing_of_files(document: dict[str, Any]) -> None:
    """F-D6: one word each, those of events behind `Event.`; whatever is referred to is there."""
    names = set(document["components"]["schemas"])
    files = {path.stem for path in FUNCTIONS_FOLDER.rglob("*.py") if "_" in path.stem.strip("_")}
    assert [name for name in names if not re.fullmatch(r"(Event\.)?[A-Z][A-Za-z0-9]*", name)] == []
    assert [name for name in names if "__" in name or any(file in name for file in files)] == []
    assert set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(document))) <= names


def test_a_parcel_is_named_alike_wherever_it_is_answered(document: dict[str, Any]) -> None:
    """F-D6: what has a waybill and a courier's state is a parcel."""
    schemas = document["components"]["schemas"]
    parcels = {name: schema for name, schema in schemas.items() if {"waybill", "status", "eta"} <= schema.get("properties", {}).keys()}
    assert parcels
    assert [name for name, schema in parcels.items() if not {"id", "shipment_id"} <= set(schema["properties"])] == []


def test_every_operation_is_in_it(document: dict[str, Any]) -> None:
    """P12"""
    assert {name for name, _ in described(document)} == {f"{op.method} {op.path}" for op in operations()}
    assert len({entry["operationId"] for _, entry in described(document)}) == len(operations())


def test_the_contract_has_a_path_for_every_pattern_of_the_function_table() -> None:
    """P12: no domain can be left out unnoticed."""
    patterns = [pattern for function in FUNCTIONS if isinstance(function.trigger, Http) for pattern in function.trigger.operations]
    unheard = [pattern for pattern in patterns if not any(pattern_rank(pattern, op.method, op.path) for op in operations())]
    assert unheard == []
    assert {function.module for function in FUNCTIONS} == set(entry_modules())


def test_every_example_is_what_its_model_accepts() -> None:
    """P12, X04"""
    wrong = [
        f"{op.method} {op.path} (request)" for op in operations() if op.example is not None and not (op.body and fits(op.body, op.example))
    ]
    given = [op for op in operations() if op.response_example is not None]
    wrong += [f"{op.method} {op.path} (response)" for op in given if not (op.response and fits(op.response, op.response_example))]
    assert wrong == []


def test_every_json_body_has_an_example_that_fits_its_schema(document: dict[str, Any]) -> None:
    """P12, X04"""
    missing, wrong = [], []
    for name, entry in described(document):
        bodies = [entry["requestBody"]["content"]] if "requestBody" in entry else []
        bodies += [answer.get("content", {}) for status, answer in entry["responses"].items() if status < "300"]
        for body in bodies:
            media = body.get("application/json", {})
            if "$ref" not in media.get("schema", {}):
                continue
            if "example" not in media:
                missing.append(name)
            elif not Draft202012Validator({**media["schema"], "components": document["components"]}).is_valid(media["example"]):
                wrong.append(name)
    assert (missing, wrong) == ([], [])


def test_every_refusal_is_a_problem_with_codes(document: dict[str, Any]) -> None:
    shared = document["components"]["responses"]
    for name, entry in described(document):
        for status, given in entry["responses"].items():
            answer = shared[given["$ref"].rpartition("/")[2]] if "$ref" in given else given
            if status >= "400":
                assert answer["x-codes"], (name, status)
                # What webhooks and agents are answered is prescribed by their protocols; whoever opens a page is answered with one.
                others = set(answer["content"]) - {"application/problem+json"}
                assert "application/problem+json" in answer["content"], (name, status)
                assert not others or any(part in name for part in ("/v1/webhooks/", " /o/", " /ucp/", " /acp/", " /oauth/")), (name, status)
            assert "X-Request-Id" in answer["headers"], (name, status)


def test_every_event_is_in_the_catalogue(document: dict[str, Any]) -> None:
    """P05"""
    assert set(document["x-events"]) == set(event_types())
    for name in document["x-events"]:
        noun, dot, happened = name.partition(".")
        assert (noun, dot, happened) == (noun.lower(), ".", happened.lower()), name
        assert happened != "updated", f"{name} tells nobody what happened"
