"""The definition of an API: its part of the union of the apps' paths, each operation pointing to its function, plus preflight answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from infra.cfn import Node, sub
from infra.discover import App
from infra.faults import InfraError
from infra.functions.model import Function
from infra.parts import gateway
from infra.parts.apis import APIS, RestApi, api_of
from infra.routes import METHODS, Operation

_NOT_FOR_SCRIPTS = ("/v1/webhooks/", "/o/", "/s/", "/ucp/", "/acp/", "/.well-known/", "/oauth/token", "/oauth/revoke")
"""What no browser calls from another page: messages of providers and agents, and pages that people open."""
_INVOKE = (
    "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/"
    "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:shop-${Stage}-%s/invocations"
)
"""By its deployed name: the function stands in the stack of its domain, and an export would tie its name to the API for good."""
REQUEST_HEADERS = (
    "Authorization,Content-Type,Accept-Language,Idempotency-Key,If-Match,If-None-Match,"
    "X-Api-Key,X-Cart-Token,X-Correlation-Id,X-Device-Id,X-Order-Token,X-Payment-Proof,X-Request-Id"
)
PREFLIGHT_SECONDS = 600
_HEADERS = ("Cors", "Preflight", "Headers")
ANY_METHOD = "x-amazon-apigateway-any-method"
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


def definitions(apps: Iterable[App], assigned: Mapping[Operation, Function]) -> dict[RestApi, dict[str, Node]]:
    """Of every API, with the paths that are its own."""
    binary = sorted({kind for app in apps for kind in app.binary_types} | set(FILE_TYPES))
    paths: dict[str, dict[str, Function]] = defaultdict(dict)
    for operation, function in assigned.items():
        paths[operation.path][operation.method] = function
    return {api: _definition(api, binary, {path: answered for path, answered in paths.items() if api_of(path) == api}) for api in APIS}


def _definition(api: RestApi, binary: list[str], paths: Mapping[str, Mapping[str, Function]]) -> dict[str, Node]:
    return {
        "swagger": "2.0",
        "info": {"title": sub(api.deployed), "version": "1"},
        "schemes": ["https"],
        "x-amazon-apigateway-binary-media-types": binary,
        "x-amazon-apigateway-gateway-responses": gateway.definition(),
        "paths": {path: _path(path, answered) for path, answered in sorted(paths.items())},
    }


def _path(path: str, answered: Mapping[str, Function]) -> dict[str, Node]:
    """By method. What is not named goes where the first method goes, GET if there is one: HEAD is answered like GET, and what the path does
    not have is answered 405 by its app, which names in Allow what there is. So only methods of other functions need naming, and twice the
    paths fit into a template."""
    named = [method for method in METHODS if method in answered]
    first = answered[named[0]]
    methods = {method.lower(): _method(path, answered[method]) for method in named if answered[method] is not first}
    methods[ANY_METHOD] = _method(path, first)
    if not path.startswith(_NOT_FOR_SCRIPTS):
        methods["options"] = _preflight(named)
    return methods


def _method(path: str, function: Function) -> Node:
    integration = {"type": "aws_proxy", "httpMethod": "POST", "uri": sub(_INVOKE % function.name)}
    return {**_parameters(path), "responses": {}, "x-amazon-apigateway-integration": integration}


def _parameters(path: str) -> dict[str, Node]:
    names = [part[1:-1].rstrip("+") for part in path.split("/") if part.startswith("{")]
    return {"parameters": [{"name": n, "in": "path", "required": True, "type": "string"} for n in names]} if names else {}


def mappings() -> dict[str, dict[str, dict[str, str]]]:
    """What every preflight says, once: written out at each path it would fill an eighth of the template."""
    of_all, preflight, headers = _HEADERS
    return {of_all: {preflight: {headers: f"'{REQUEST_HEADERS}'"}}}


def _preflight(methods: list[str]) -> Node:
    """Answered by the gateway itself: a preflight must not cost a function call."""
    headers: dict[str, Any] = {
        "Access-Control-Allow-Origin": sub("'${CorsOrigin}'"),
        "Access-Control-Allow-Methods": f"'{','.join([*methods, 'OPTIONS'])}'",
        "Access-Control-Allow-Headers": {"Fn::FindInMap": [*_HEADERS]},
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
    return {"responses": declared, "x-amazon-apigateway-integration": integration}
