"""The published contract, generated from the declared operations: OpenAPI 3.1 with JSON Schemas of the pydantic models.

The same code gives the same document, byte for byte, so that a stored one can be compared with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from functions.shared.auth.roles import PUBLIC, SIGNED_IN
from functions.shared.contract import openapi_headers, openapi_problems
from functions.shared.contract.event_catalogue import catalogue
from functions.shared.contract.examples import example_of
from functions.shared.contract.openapi_names import readable, renamed
from functions.shared.http.field_selection import PARAMETER
from functions.shared.http.operation import NoQuery, Operation
from functions.shared.http.whole_lists import is_whole_list
from functions.shared.plain.errors import MOVED
from functions.shared.plain.pages import MAX_LIMIT

_PARTS = [
    {
        "name": "limit",
        "in": "query",
        "required": False,
        "description": "The most rows of the answer; without it, the whole list.",
        "schema": {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT},
    },
    {"name": "cursor", "in": "query", "required": False, "schema": {"type": "string", "maxLength": 2000}},
]
_FIELDS = {
    "name": PARAMETER,
    "in": "query",
    "required": False,
    "description": "Only these fields of the answer (of a list: of its rows), separated by commas; dots lead into nested ones.",
    "schema": {"type": "string", "maxLength": 2000},
}
_REF = "#/components/schemas/{model}"
# Payloads of events have their own name space: an order line of the API is not that of an event.
_EVENT_REF = "#/components/schemas/Event.{model}"


def document(operations: Iterable[Operation], *, title: str, version: str) -> dict[str, Any]:
    """The OpenAPI 3.1 document of `operations`, with the catalogue of events under `x-events`."""
    ops = sorted(operations, key=lambda op: (op.path, op.method))
    schemas, references = _schemas(ops)
    events, event_schemas = catalogue(_EVENT_REF)
    paths: dict[str, Any] = {}
    for op in ops:
        paths.setdefault(op.path, {})[op.method.lower()] = _operation(op, references, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": version, "license": {"name": "MIT", "identifier": "MIT"}},
        "servers": [{"url": "/"}],
        "tags": [{"name": tag} for tag in sorted({op.tag for op in ops})],
        "paths": paths,
        "components": {
            "schemas": dict(sorted((_components(schemas) | _components(event_schemas, "Event.")).items())),
            "headers": openapi_headers.RESPONSE,
            "parameters": {PARAMETER: _FIELDS},
            "responses": openapi_problems.responses(ops),
            "examples": openapi_problems.examples(ops),
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
                "key": {"type": "apiKey", "in": "header", "name": "X-Api-Key", "description": "`POST /v1/admin/api_keys` makes one."},
            },
        },
        "x-events": events,
    }


def _components(schemas: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    return {"Problem": openapi_problems.SCHEMA} | {prefix + name: schema for name, schema in schemas.items()}


def _schemas(ops: list[Operation]) -> tuple[dict[str, Any], dict[Any, Any]]:
    wanted: dict[tuple[type[BaseModel], Any], None] = {}
    for op in ops:
        if op.body:
            wanted[(op.body, "validation")] = None
        if op.response:
            wanted[(op.response, "serialization")] = None
        if op.query is not NoQuery:
            wanted[(op.query, "validation")] = None
    references, definitions = models_json_schema(list(wanted), ref_template=_REF)
    found = definitions.get("$defs", {})
    names = readable(found)
    schemas = {names.get(name, name): renamed(schema, names) for name, schema in found.items()}
    return schemas, {model: renamed(schema, names) for model, schema in references.items()}


def _operation(op: Operation, references: dict[Any, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "operationId": _operation_id(op),
        "summary": op.summary,
        "tags": [op.tag],
        "x-permission": op.permission,
        "parameters": _parameters(op, _query(op, references, schemas)),
        "responses": _responses(op, references),
    }
    if op.handler.__doc__:
        entry["description"] = " ".join(op.handler.__doc__.split())
    # Public operations also take a token: a signed-in customer's cart is their own.
    entry["security"] = _security(op)
    if op.body:
        media = {"schema": references[(op.body, "validation")]} | _example(op.example, op.body, "validation")
        entry["requestBody"] = {"required": not _all_optional(op.body), "content": {"application/json": media}}
    elif op.raw_body:
        entry["requestBody"] = {"required": True, "content": {"*/*": {"schema": {}}}}
    return entry


def _responses(op: Operation, references: dict[Any, Any]) -> dict[str, Any]:
    found = {str(op.status): _success(op, references), **_not_modified(op), **_moved(op), **openapi_problems.problem_responses(op)}
    for status, kinds in op.own_answers.items():
        if 300 <= status < 400:
            found[str(status)] = {"description": "It lies there", "headers": openapi_headers.references(["X-Request-Id", "Location"])}
            continue
        known = found.get(str(status), found[str(op.status)]) if status < 400 else openapi_problems.response(op, status)
        found[str(status)] = known | {"content": {**{kind: {"schema": {}} for kind in kinds}, **known.get("content", {})}}
    return found


def _all_optional(model: type[BaseModel]) -> bool:
    return not any(field.is_required() for field in model.model_fields.values())


def _example(given: Any, model: type[BaseModel], mode: str) -> dict[str, Any]:
    example = given if given is not None else example_of(model, mode)
    return {} if example is None else {"example": example}


def _operation_id(op: Operation) -> str:
    words = re.sub(r"[{}]", "", op.path.removeprefix("/v1/")).replace(".", "_").replace("/", "_")
    return f"{op.method.lower()}_{words}"


def _query(op: Operation, references: dict[Any, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    if op.query is NoQuery:
        return {}
    found: dict[str, Any] = schemas[references[(op.query, "validation")]["$ref"].rpartition("/")[2]]
    return found


def _parameters(op: Operation, query: dict[str, Any]) -> list[dict[str, Any]]:
    parameters: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in re.findall(r"{(\w+)}", op.path)
    ]
    for name, field in query.get("properties", {}).items():
        parameter = {"name": name, "in": "query", "required": name in query.get("required", []), "schema": field}
        if name in op.query_maps:
            described = field.get("description") or f"One parameter `{name}.<key>=<value>` per key."
            parameter |= {"name": f"{name}.*", "description": described, "schema": {"type": "string"}}
        parameters.append(parameter)
    if op.method == "GET" and is_whole_list(op.response, op.query):
        parameters += _PARTS
    if op.method == "GET" and op.response and PARAMETER not in query.get("properties", {}):
        parameters.append({"$ref": f"#/components/parameters/{PARAMETER}"})
    return parameters + [openapi_headers.parameter(name) for name in openapi_headers.request_headers(op)]


def _moved(op: Operation) -> dict[str, Any]:
    if MOVED not in op.errors:
        return {}
    found = {"description": "It has another name by now", "headers": openapi_headers.references(["X-Request-Id", "Location"])}
    return {"301": found}


def _success(op: Operation, references: dict[Any, Any]) -> dict[str, Any]:
    success: dict[str, Any] = {"description": "Done", "headers": openapi_headers.references(openapi_headers.response_headers(op))}
    if op.response:
        media = {"schema": references[(op.response, "serialization")]} | _example(op.response_example, op.response, "serialization")
        success["content"] = {op.response_type: media}
    elif op.status != 204:
        success["content"] = {op.response_type: {"schema": {"type": "object" if op.response_type.endswith("json") else "string"}}}
    return success


def _not_modified(op: Operation) -> dict[str, Any]:
    if not openapi_headers.is_compared(op):
        return {}
    return {"304": {"description": "Not modified", "headers": openapi_headers.references(["X-Request-Id", "ETag"])}}


def _security(op: Operation) -> list[dict[str, list[str]]]:
    """A publishable key may stand beside a token: it says through which app a customer came."""
    token: dict[str, list[str]] = {"bearer": []}
    key: dict[str, list[str]] = {"key": []}
    if op.permission == SIGNED_IN:
        return [token, token | key]
    return [{}, token, key, token | key] if op.permission == PUBLIC else [token, key]
