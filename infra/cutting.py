"""Makes several templates of resources that refer to each other by name, as if they stood in one.

What another stack of ours needs of the base becomes an export there and an import here. Nothing else may be needed of another stack:
a domain that referred to another could not be deployed before it, and the API reaches functions by their deployed names
(`infra.parts.api`). Each template declares the parameters and conditions it uses and no others.

A table may have been restored, which AWS does under another name only. An export that is imported cannot be changed, so whoever imports
a table chooses by parameters: that of the base, or the restored one (`infra.parts.tables`, ADR 35).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from infra.cfn import Node, Resources, att, ref, sub
from infra.faults import InfraError
from infra.parts import tables

BASE = "base"
EDGE = "edge"
Template = dict[str, Any]
_SUBSTITUTED = re.compile(r"\$\{([A-Za-z0-9]+)(?:\.([A-Za-z]+))?\}")


class CutError(InfraError):
    """A stack refers to what no stack exports."""


def cut(parts: Mapping[str, Resources], shared: Mapping[str, Any], outputs: Mapping[str, Mapping[str, Node]]) -> dict[str, Template]:
    """The templates by the name of their stack. `shared` has all `Parameters`, `Conditions` and `Mappings`; `outputs` what each stack
    tells its deployer. Raises CutError for a reference that leads to no resource of the stack or the base."""
    exports: dict[str, Node] = {}
    cut_parts = {name: _Cut(name, parts, exports).walk(part) for name, part in parts.items()}
    templates = {
        name: {
            "AWSTemplateFormatVersion": "2010-09-09",
            **({"Transform": "AWS::Serverless-2016-10-31"} if _uses_sam(part) else {}),
            "Description": f"serverless-commerce: {name}",
            **_declared(part, outputs.get(name, {}), shared),
            "Resources": part,
            "Outputs": {key: {"Value": value} for key, value in outputs.get(name, {}).items()},
        }
        for name, part in cut_parts.items()
    }
    for key, value in sorted(exports.items()):
        templates[BASE]["Outputs"][key] = {"Value": value, "Export": {"Name": _export(key)}}
    return templates


class _Cut:
    """One stack's part, in which every reference to the base becomes an import."""

    def __init__(self, stack: str, parts: Mapping[str, Resources], exports: dict[str, Node]) -> None:
        self._stack, self._own, self._base, self._exports = stack, parts[stack], parts[BASE], exports
        self._everywhere = {name: stack for stack, part in parts.items() for name in part}

    def walk(self, node: Any) -> Any:
        if isinstance(node, list):
            return [self.walk(value) for value in node]
        if not isinstance(node, dict):
            return node
        if set(node) == {"Ref"}:
            return self._import(node["Ref"]) or node
        if set(node) == {"Fn::GetAtt"}:
            return self._import(*node["Fn::GetAtt"]) or node
        if set(node) == {"Fn::Sub"} and isinstance(node["Fn::Sub"], str):
            return self._substituted(node["Fn::Sub"])
        return {key: self.walk(value) for key, value in node.items()}

    def _substituted(self, text: str) -> Node:
        """In a text imports need a name: `${Table.Arn}/index/due` becomes `["${TableArn}/index/due", {"TableArn": import}]`."""
        named: dict[str, Node] = {}

        def replaced(found: re.Match[str]) -> str:
            imported = self._import(found[1], *([found[2]] if found[2] else []))
            if imported is None:
                return found[0]
            named[found[1] + (found[2] or "")] = imported
            return f"${{{found[1]}{found[2] or ''}}}"

        text = _SUBSTITUTED.sub(replaced, text)
        return {"Fn::Sub": [text, named]} if named else sub(text)

    def _import(self, name: str, attribute: str = "") -> Node | None:
        """None for what needs none: a resource of the stack itself, a parameter, a pseudo parameter."""
        if name in self._own or name not in self._everywhere:
            return None
        if name not in self._base:
            raise CutError(f"{self._stack} refers to {name} of {self._everywhere[name]}; only what {BASE} has can be shared")
        key = name + attribute
        self._exports[key] = att(name, attribute) if attribute else ref(name)
        imported = {"Fn::ImportValue": _export(key)}
        table = self._base[name]["Type"] == tables.TABLE
        return tables.in_use(name, self._base[name]["Properties"]["TableName"], attribute, imported) if table else imported


def _export(key: str) -> Node:
    return sub(f"shop-${{Stage}}-{key}")


def _uses_sam(part: Resources) -> bool:
    return any(resource["Type"].startswith("AWS::Serverless::") for resource in part.values())


def _declared(part: Resources, outputs: Mapping[str, Node], shared: Mapping[str, Any]) -> dict[str, Any]:
    conditions: dict[str, Node] = {}
    waiting = set(_conditions([part, outputs]))
    while waiting:
        name = waiting.pop()
        conditions[name] = shared["Conditions"][name]
        waiting |= set(_conditions(conditions[name])) - conditions.keys()
    named = set(_names([part, outputs, conditions])) | {"Stage"}
    parameters = {name: facts for name, facts in shared["Parameters"].items() if name in named}
    in_order = {name: node for name, node in shared["Conditions"].items() if name in conditions}
    mappings = {name: facts for name, facts in shared.get("Mappings", {}).items() if name in set(_mapped(part))}
    return {
        "Parameters": parameters,
        **({"Conditions": in_order} if in_order else {}),
        **({"Mappings": mappings} if mappings else {}),
    }


def _conditions(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for value in node:
            yield from _conditions(value)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key == "Condition" and isinstance(value, str):
                yield value
            elif key == "Fn::If":
                yield value[0]
            yield from _conditions(value)


def _names(node: Any) -> Iterator[str]:
    """Everything that is referred to by name."""
    if isinstance(node, list):
        for value in node:
            yield from _names(value)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key == "Ref":
                yield value
            elif key == "Fn::Sub":
                yield from (found[1] for found in _SUBSTITUTED.finditer(value if isinstance(value, str) else value[0]))
            yield from _names(value)


def _mapped(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for value in node:
            yield from _mapped(value)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key == "Fn::FindInMap":
                yield value[0]
            yield from _mapped(value)
