"""The published contract, generated from the declared operations: OpenAPI 3.1 with JSON Schemas of the pydantic models."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from functions.shared.api import NoQuery, Operation
from functions.shared.auth.roles import PUBLIC

_REF = "#/components/schemas/{model}"
_GENERAL = {
    "400": "Unreadable request",
    "422": "Unacceptable request",
    "429": "Too many requests",
    "500": "Internal error",
    "503": "Temporarily unavailable",
}
_TITLES = {
    401: "Authentication is needed",
    403: "Not allowed",
    404: "Not found",
    409: "State conflict",
    413: "Body too large",
    415: "Unsupported media type",
}

PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "RFC 9457 problem document with a stable `code`.",
    "required": ["type", "title", "status", "detail", "code", "request_id"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "code": {"type": "string"},
        "request_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "detail"],
                "properties": {"pointer": {"type": "string"}, "code": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}


def document(operations: Iterable[Operation], *, title: str, version: str) -> dict[str, Any]:
    """The OpenAPI 3.1 document of `operations`."""
    ops = sorted(operations, key=lambda op: (op.path, op.method))
    schemas, references = _schemas(ops)
    paths: dict[str, Any] = {}
    for op in ops:
        paths.setdefault(op.path, {})[op.method.lower()] = _operation(op, references)
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": version, "license": {"name": "MIT", "identifier": "MIT"}},
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": {**schemas, "Problem": PROBLEM},
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }


def _schemas(ops: list[Operation]) -> tuple[dict[str, Any], dict[Any, Any]]:
    wanted: list[tuple[type[BaseModel], Any]] = []
    for op in ops:
        wanted += [(op.body, "validation")] if op.body else []
        wanted += [(op.response, "serialization")] if op.response else []
    references, definitions = models_json_schema(wanted, ref_template=_REF)
    return definitions.get("$defs", {}), dict(references)


def _operation(op: Operation, references: dict[Any, Any]) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "operationId": _operation_id(op),
        "summary": op.summary,
        "tags": [op.tag],
        "x-permission": op.permission,
        "parameters": _parameters(op),
        "responses": _responses(op, references),
    }
    if op.handler.__doc__:
        entry["description"] = " ".join(op.handler.__doc__.split())
    if op.permission != PUBLIC:
        entry["security"] = [{"bearer": []}]
    if op.body:
        entry["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": references[(op.body, "validation")]}},
        }
    elif op.raw_body:
        entry["requestBody"] = {"required": True, "content": {"*/*": {"schema": {}}}}
    return entry


def _operation_id(op: Operation) -> str:
    words = re.sub(r"[{}]", "", op.path.removeprefix("/v1/")).replace(".", "_").replace("/", "_")
    return f"{op.method.lower()}_{words}"


def _parameters(op: Operation) -> list[dict[str, Any]]:
    parameters: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in re.findall(r"{(\w+)}", op.path)
    ]
    if op.query is not NoQuery:
        schema = op.query.model_json_schema(ref_template=_REF)
        for name, field in schema.get("properties", {}).items():
            required = name in schema.get("required", [])
            parameter = {"name": name, "in": "query", "required": required, "schema": field}
            if name in op.query_maps:
                parameter |= {
                    "name": f"{name}.*",
                    "description": f"One parameter `{name}.<key>=<value>` per key.",
                    "schema": {"type": "string"},
                }
            parameters.append(parameter)
    if op.idempotent:
        schema = {"type": "string", "minLength": 1, "maxLength": 255}
        parameters.append({"name": "Idempotency-Key", "in": "header", "required": False, "schema": schema})
    return parameters


def _responses(op: Operation, references: dict[Any, Any]) -> dict[str, Any]:
    success: dict[str, Any] = {"description": "Done"}
    if op.response:
        success["content"] = {op.response_type: {"schema": references[(op.response, "serialization")]}}
    elif op.response_type != "application/json":
        success["content"] = {op.response_type: {"schema": {"type": "string"}}}
    responses: dict[str, Any] = {str(op.status): success}
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for general, text in _GENERAL.items():
        responses[general] = {"description": text, "content": problem}
    statuses = [(401, "unauthenticated"), (403, "forbidden")] if op.permission != PUBLIC else []
    for status, code in [*statuses, *op.errors]:
        entry = responses.setdefault(str(status), {"description": _TITLES.get(status, str(status)), "content": problem})
        entry["x-codes"] = sorted({*entry.get("x-codes", []), code})
    return responses
