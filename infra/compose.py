"""The one template: the fragments of `infra/template`, the function table, and the paths of the Chalice apps, put together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from infra.cfn import Node, Resources, ref, sub
from infra.discover import App, discover
from infra.faults import InfraError
from infra.fragments import load
from infra.functions import FUNCTIONS
from infra.functions.model import Function
from infra.parts import alarms, api, functions, gateway, groups, queues, tables
from infra.routes import assign

ROOT = Path(__file__).resolve().parent.parent


class ComposeError(InfraError):
    """The parts cannot become one template."""


def handlers_by_module(table: Sequence[Function]) -> dict[str, list[str]]:
    """Which handlers each entry module must have."""
    needed: dict[str, set[str]] = defaultdict(set)
    for function in table:
        needed[function.module].add(function.handler)
    return {module: sorted(names) for module, names in needed.items()}


def compose(table: Sequence[Function] = FUNCTIONS, root: Path = ROOT) -> dict[str, Any]:
    """The template for the apps under `root`. Raises when an app is missing, or the table and the paths do not fit."""
    return assemble(table, discover(handlers_by_module(table), root))


def assemble(table: Sequence[Function], apps: Sequence[App]) -> dict[str, Any]:
    """The template for apps already read."""
    table_names = load("tables")["tables"]
    queue_facts, undelivered = load("queues")["queues"], load("queues")["undelivered"]
    resources = _union(
        *(load(name)["Resources"] for name in ("shared", "identity", "api")),
        groups.resources(),
        tables.resources(table_names),
        queues.resources(queue_facts, undelivered),
        functions.resources(table),
        gateway.resources(),
        alarms.resources(table, list(queue_facts), undelivered),
    )
    resources["Api"]["Properties"]["DefinitionBody"] = api.definition(apps, assign(api.operations(apps), table))
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Transform": "AWS::Serverless-2016-10-31",
        "Description": "serverless-commerce",
        **load("parameters"),
        "Globals": functions.GLOBALS,
        "Resources": resources,
        "Outputs": _outputs() | tables.outputs(table_names) | queues.outputs(queue_facts, undelivered) | functions.outputs(table),
    }


def _union(*sections: Resources) -> Resources:
    """All resources; two of one name would silently be one, so that is an error."""
    out: Resources = {}
    for section in sections:
        twice = out.keys() & section.keys()
        if twice:
            raise ComposeError(f"Defined twice: {', '.join(sorted(twice))}")
        out |= section
    return out


def _outputs() -> dict[str, Node]:
    values: Mapping[str, Node] = {
        "ApiId": ref("Api"),
        "ApiStage": ref("Stage"),
        "ApiUrl": sub("https://${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}/${Stage}"),
        "EventBus": ref("EventBus"),
        "DataBucket": ref("DataBucket"),
        "UserPool": ref("UserPool"),
        "UserPoolClient": ref("UserPoolClient"),
        "ProvidersSecret": sub("shop-${Stage}-providers"),
    }
    return {name: {"Value": value} for name, value in values.items()}


class _Plain(yaml.SafeDumper):
    """Writes every value out in full: CloudFormation knows no YAML anchors."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True


def to_yaml(template: Mapping[str, Any]) -> str:
    return yaml.dump(dict(template), Dumper=_Plain, sort_keys=False, allow_unicode=True, width=140)
