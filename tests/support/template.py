"""The template over stand-in apps: one path per pattern of the function table, so that template tests need no app to be imported."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from functions.platform.service.contract import published
from infra.compose import ROOT, assemble, parts
from infra.discover import App
from infra.functions import FUNCTIONS
from infra.functions.model import Function, Http
from infra.layers.once import read_once


def contract() -> dict[str, Any]:
    """The published contract of this state of the code, as the package has it: made once for all who ask."""
    found: dict[str, Any] = json.loads(read_once(ROOT, "contract", "", lambda: published().encode()))
    return found


def path_for(pattern: str) -> tuple[str, str]:
    """`ANY /v1/orders/*/payments` becomes `("get", "/v1/orders/{id}/payments")`."""
    method, _, path = pattern.partition(" ")
    return ("get" if method == "ANY" else method.lower()), path.replace("*", "{id}")


def stand_in_apps(table: Sequence[Function]) -> list[App]:
    paths: dict[str, dict[str, dict[str, Any]]] = defaultdict(lambda: defaultdict(dict))
    for function in table:
        if isinstance(function.trigger, Http):
            for pattern in function.trigger.operations:
                method, path = path_for(pattern)
                paths[function.module][path][method] = {}
    return [App(module, {path: dict(methods) for path, methods in found.items()}) for module, found in sorted(paths.items())]


def stand_in_template() -> dict[str, Any]:
    """All resources of all stacks, as they refer to each other before they are cut into stacks."""
    found = parts(FUNCTIONS, stand_in_apps(FUNCTIONS))
    return {"Resources": {name: node for part in found.values() for name, node in part.items()}}


def stand_in_stacks() -> dict[str, dict[str, Any]]:
    return assemble(FUNCTIONS, stand_in_apps(FUNCTIONS))


def of_type(template: dict[str, Any], type_name: str) -> dict[str, dict[str, Any]]:
    """The properties of all resources of a type, by logical id."""
    return {name: found["Properties"] for name, found in template["Resources"].items() if found["Type"] == type_name}


def as_deployed(node: Any) -> Any:
    """The value outside the local stage with every option on: each `Fn::If` replaced by the branch taken there."""
    if isinstance(node, dict):
        if set(node) == {"Fn::If"}:
            condition, then, otherwise = node["Fn::If"]
            return as_deployed(otherwise if condition == "IsLocal" else then)
        return {key: as_deployed(value) for key, value in node.items()}
    if isinstance(node, list):
        return [value for value in map(as_deployed, node) if value != {"Ref": "AWS::NoValue"}]
    return node


def statements(properties: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every statement of a role, as deployed."""
    for policy in as_deployed(properties.get("Policies", [])):
        yield from policy["PolicyDocument"]["Statement"]


def as_list(node: Any) -> list[Any]:
    return node if isinstance(node, list) else [node]
