"""The few CloudFormation words the generated part of the template is written in, and the one way logical ids are formed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Node = Any
"""Any CloudFormation value: text, number, list, map or intrinsic function."""
Resources = dict[str, dict[str, Any]]


def ref(logical_id: str) -> Node:
    return {"Ref": logical_id}


def att(logical_id: str, attribute: str = "Arn") -> Node:
    return {"Fn::GetAtt": [logical_id, attribute]}


def sub(text: str) -> Node:
    return {"Fn::Sub": text}


def when(condition: str, then: Node, otherwise: Node | None = None) -> Node:
    """`then` if the template's condition holds; without an alternative the property is left out."""
    return {"Fn::If": [condition, then, ref("AWS::NoValue") if otherwise is None else otherwise]}


def physical(name: str) -> Node:
    """The deployed name: every one carries the stage, so that two stages can live in one account."""
    return sub(f"shop-${{Stage}}-{name}")


def logical(name: str, kind: str) -> str:
    """`logical("payment-webhooks", "Queue")` is `PaymentWebhooksQueue`."""
    return "".join(part.capitalize() for part in name.split("-")) + kind


def resource(type_name: str, properties: Mapping[str, Node], **attributes: Node) -> dict[str, Any]:
    """A resource with its properties; attributes are `Condition`, `DependsOn`, `DeletionPolicy`, …"""
    return {"Type": type_name, **attributes, "Properties": dict(properties)}
