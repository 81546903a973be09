"""The definition of the one API: the union of the apps' paths, each operation pointing to its function, plus preflight answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from infra.cfn import Node, sub
from infra.discover import App
from infra.faults import InfraError
from infra.functions.model import Function
from infra.parts import gateway
from infra.routes import METHODS, Operation

_WEBHOOKS = "/v1/webhooks/"
_INVOKE = (
    "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/"
    "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:shop-${Stage}-%s/invocations"
)
"""By its deployed name: the function stands in the stack of its domain, and an export would tie its name to the API for good."""
REQUEST_HEADERS = (
    "Authorization,Content-Type,Accept-Language,Idempotency-Key,If-Match,If-None-Match,"
    "X-Api-Key,X-Cart-Token,X-Correlation-Id,X-Order-Token,X-Request-Id"
)
PREFLIGHT_SECONDS = 600
FILE_TYPES = (
    "application/csv",
    "application/jsonl",
    "application/x-ndjson",
    "text/csv",
    "text/plain",
    "text/tab-separated-values",
)
"""Bodies that are files may be in any encoding. The gateway would read them as UTF-8 and replace what it cannot read."""


class DuplicatePath(InfraError):
    """Two apps declare the same operation."""


def operations(apps: Iterable[App]) -> list[Operation]:
    """Every operation of every app; preflights and HEADs are left out, they are answered the same way for all."""
    seen: dict[tuple[str, str], str] = {}
    for app in apps:
        for path, methods in app.paths.items():
            for method in methods:
                key = (method.upper(), path)
                if key[0] in ("OPTIONS", "HEAD"):
                    continue
                if key in seen:
                    raise DuplicatePath(f"{key[0]} {path} is in the apps of {seen[key]} and {app.module}")
                seen[key] = app.module
    return [Operation(method, path, module) for (method, path), module in sorted(seen.items(), key=lambda item: (item[0][1], item[0][0]))]


def definition(apps: Iterable[App], assigned: Mapping[Operation, Function]) -> dict[str, Node]:
    paths: dict[str, dict[str, Node]] = defaultdict(dict)
    for operation, function in assigned.items():
        paths[operation.path][operation.method.lower()] = _method(operation.path, function)
    for path, methods in paths.items():
        named = [m for m in METHODS if m.lower() in methods]
        if "get" in methods:
            methods["head"] = deepcopy(methods["get"])
        # What the path does not have goes to a function of its app too, which answers 405 and names in Allow what there is.
        methods["x-amazon-apigateway-any-method"] = deepcopy(methods[named[0].lower()])
        if not path.startswith(_WEBHOOKS):
            methods["options"] = _preflight(path, named)
    binary = sorted({kind for app in apps for kind in app.binary_types} | set(FILE_TYPES))
    return {
        "swagger": "2.0",
        "info": {"title": sub("shop-${Stage}"), "version": "1"},
        "schemes": ["https"],
        "x-amazon-apigateway-binary-media-types": binary,
        "x-amazon-apigateway-gateway-responses": gateway.definition(),
        "paths": dict(sorted(paths.items())),
    }


def _method(path: str, function: Function) -> Node:
    integration = {"type": "aws_proxy", "httpMethod": "POST", "uri": sub(_INVOKE % function.name)}
    return {**_parameters(path), "responses": {}, "x-amazon-apigateway-integration": integration}


def _parameters(path: str) -> dict[str, Node]:
    names = [part[1:-1].rstrip("+") for part in path.split("/") if part.startswith("{")]
    return {"parameters": [{"name": n, "in": "path", "required": True, "type": "string"} for n in names]} if names else {}


def _preflight(path: str, methods: list[str]) -> Node:
    """Answered by the gateway itself: a preflight must not cost a function call."""
    headers: dict[str, Any] = {
        "Access-Control-Allow-Origin": sub("'${CorsOrigin}'"),
        "Access-Control-Allow-Methods": f"'{','.join([*methods, 'OPTIONS'])}'",
        "Access-Control-Allow-Headers": f"'{REQUEST_HEADERS}'",
        "Access-Control-Max-Age": f"'{PREFLIGHT_SECONDS}'",
    }
    integration = {
        "type": "mock",
        "requestTemplates": {"application/json": '{"statusCode": 204}'},
        "responses": {
            "default": {
                "statusCode": "204",
                "responseParameters": {f"method.response.header.{name}": value for name, value in headers.items()},
            }
        },
    }
    declared = {"204": {"description": "Preflight", "headers": {name: {"type": "string"} for name in headers}}}
    return {**_parameters(path), "responses": declared, "x-amazon-apigateway-integration": integration}
