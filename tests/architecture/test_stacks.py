"""What is deployed: several stacks within AWS's limits, which meet only in what the base exports."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from infra.cfn import logical
from infra.compose import assemble, domains
from infra.cutting import BASE, EDGE
from infra.fragments import load
from infra.functions import FUNCTIONS
from infra.parts import gateway
from infra.parts.apis import APIS
from tests.support.template import of_type, stand_in_apps

Stacks = dict[str, dict[str, Any]]
MOST_RESOURCES = 400
MOST_BYTES = 800_000
MOST_EXPORTS = 150
MOST_PARAMETERS = 200


def nodes(node: Any, key: str) -> Iterator[Any]:
    """Every value under that key, wherever it stands."""
    if isinstance(node, list):
        for value in node:
            yield from nodes(value, key)
    elif isinstance(node, dict):
        for name, value in node.items():
            if name == key:
                yield value
            yield from nodes(value, key)


def exports(template: dict[str, Any]) -> list[str]:
    return [output["Export"]["Name"]["Fn::Sub"] for output in template["Outputs"].values() if "Export" in output]


def test_there_is_a_base_a_stack_per_domain_and_an_edge(stacks: Stacks) -> None:
    assert list(stacks) == [BASE, *domains(), EDGE]


def test_within_the_limits_of_cloudformation(stacks: Stacks) -> None:
    for name, template in stacks.items():
        # SAM makes three resources of each API.
        assert len(template["Resources"]) + 2 * len(APIS) <= MOST_RESOURCES, name
        assert len(json.dumps(template, separators=(",", ":")).encode()) <= MOST_BYTES, name
        assert len(exports(template)) <= MOST_EXPORTS, name
        assert len(template["Outputs"]) <= 200, name
        assert len(template["Parameters"]) <= MOST_PARAMETERS, name


def test_only_a_laptop_is_told_that_it_may_call_itself(stacks: Stacks) -> None:
    """X02: the setting `LOOPBACK_SUBSCRIBERS`, in any place of what is deployed; the local stage has it in each function."""
    assert [name for name, template in stacks.items() if "LOOPBACK_SUBSCRIBERS" in json.dumps(template)] == []
    local = assemble(FUNCTIONS, stand_in_apps(FUNCTIONS), local=True)
    functions = [one for template in local.values() for one in of_type(template, "AWS::Serverless::Function").values()]
    assert {one["Environment"]["Variables"].get("LOOPBACK_SUBSCRIBERS") for one in functions} == {"allowed"}


def test_every_import_has_an_export_of_the_base_and_every_export_a_reader(stacks: Stacks) -> None:
    imported = {node["Fn::Sub"] for template in stacks.values() for node in nodes(template, "Fn::ImportValue")}
    assert imported == set(exports(stacks[BASE]))
    assert [name for name, template in stacks.items() if name != BASE and exports(template)] == []


def test_every_reference_leads_somewhere_in_its_own_stack(stacks: Stacks) -> None:
    for name, template in stacks.items():
        there = {*template["Resources"], *template["Parameters"]}
        body = [template["Resources"], template["Outputs"], template.get("Conditions", {})]
        for target in nodes(body, "Ref"):
            assert target in there or target.startswith("AWS::"), (name, target)
        for target in nodes(body, "Fn::GetAtt"):
            assert target[0] in template["Resources"], (name, target)
        conditions = {first for first, *_ in nodes(body, "Fn::If")} | {c for c in nodes(body, "Condition") if isinstance(c, str)}
        assert conditions == set(template.get("Conditions", {})), name


NAMES = (
    "AlarmName", "BucketName", "DashboardName", "FunctionName", "LayerName", "LogGroupName", "Name", "QueueName", "TableName",
    "UserPoolName",
)  # fmt: skip
"""The properties that name a resource in the account."""
REFERRING = ("AWS::Lambda::Permission", "AWS::Lambda::EventSourceMapping")
"""These name a function that is another resource."""


def test_no_physical_name_stands_twice_in_all_stacks(stacks: Stacks) -> None:
    """The emulator would let the second write over the first."""
    named = [
        (resource["Type"], json.dumps(resource["Properties"][key]))
        for template in stacks.values()
        for resource in template["Resources"].values()
        for key in NAMES
        if key in resource.get("Properties", {}) and resource["Type"] not in REFERRING
    ]
    assert [name for name, count in Counter(named).items() if count > 1] == []


def test_what_the_edge_calls_by_name_is_a_function_of_a_domain(stacks: Stacks) -> None:
    made = {
        resource["Properties"]["FunctionName"]["Fn::Sub"]
        for template in stacks.values()
        for resource in template["Resources"].values()
        if resource["Type"] == "AWS::Serverless::Function"
    }
    permitted = {
        (found["Properties"]["SourceArn"]["Fn::Sub"].split(":")[-1], found["Properties"]["FunctionName"]["Fn::Sub"])
        for found in stacks[EDGE]["Resources"].values()
        if found["Type"] == "AWS::Lambda::Permission"
    }
    called = {
        (f"${{{api.id}}}/${{Stage}}/*", uri["Fn::Sub"].removesuffix("/invocations").split("function:")[-1])
        for api in APIS
        for uri in nodes(stacks[EDGE]["Resources"][api.id], "uri")
    }
    assert permitted == called
    assert {function for _, function in called} <= made


def test_what_must_not_be_lost_stands_in_the_base(stacks: Stacks) -> None:
    kept = {"AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::Cognito::UserPool", "AWS::SecretsManager::Secret"}
    assert {stack for stack, template in stacks.items() for resource in template["Resources"].values() if resource["Type"] in kept} == {
        BASE
    }


def test_what_only_the_emulator_needs_is_in_no_deployed_template(stacks: Stacks) -> None:
    local = assemble(FUNCTIONS, stand_in_apps(FUNCTIONS), local=True)
    more = {name: set(template["Resources"]) - set(stacks[name]["Resources"]) for name, template in local.items()}
    assert more == {name: set(gateway.resources()) if name == EDGE else set() for name in stacks}
    # The distribution with what belongs to it; a laptop has the front door instead, and all packages, so it needs no layers.
    layers = {name: set(of_type(template, "AWS::Serverless::LayerVersion")) for name, template in stacks.items()}
    less = {name: set(template["Resources"]) - set(local[name]["Resources"]) - layers[name] for name, template in stacks.items()}
    in_front = {*load("distribution")["Resources"], *load("firewall")["Resources"]}
    assert less == {name: in_front if name == EDGE else set() for name in stacks}
    conditions = [node.get("Condition") for template in stacks.values() for node in template["Resources"].values()]
    assert "IsLocal" not in conditions


def test_every_stack_can_be_told_to_use_restored_tables(stacks: Stacks) -> None:
    """AWS restores a table under another name only. The base keeps what it was told, so that the next deployment knows it."""
    names = load("tables")["tables"]
    streams = {logical(f"stream-of-{name}", "") for name in names}
    assert {"TableSuffix", *streams} <= set(stacks[BASE]["Parameters"])
    for name, template in stacks.items():
        if name != BASE:
            chosen = [node for node in nodes(template, "Fn::If") if node[0].endswith("Restored")]
            imported = [text for node in nodes(template, "Fn::ImportValue") if "Table" in (text := node["Fn::Sub"])]
            assert len(chosen) == len(imported), name
            told = {parameter for parameter in template["Parameters"] if parameter.startswith("StreamOf")}
            assert told == {f"StreamOf{node[0].removesuffix('Restored')}" for node in chosen}, name
            for node in _stream_mappings(template):
                condition, restored, _ = node["Properties"]["EventSourceArn"]["Fn::If"]
                assert restored["Fn::Sub"].endswith(f"/stream/${{StreamOf{condition.removesuffix('Restored')}}}"), name
    outputs = stacks[BASE]["Outputs"]
    assert outputs["OrdersTable"]["Value"] == {"Ref": "OrdersTable"}, "what is exported stays as it is"
    # A change of parameters alone may be none: this resource makes it one.
    assert stacks[BASE]["Resources"]["TablesInUse"]["Properties"]["Value"] == {"Fn::Sub": "shop-${Stage}-*${TableSuffix}"}
    restored = {"Fn::Sub": "shop-${Stage}-orders${TableSuffix}"}
    assert outputs["OrdersTableInUse"]["Value"] == {"Fn::If": ["OrdersRestored", restored, {"Ref": "OrdersTable"}]}


def test_a_table_that_a_later_version_adds_is_the_bases_own_also_on_a_restored_stage(stacks: Stacks) -> None:
    """Its stream's parameter is empty, whatever the others end in: no deployment has to make it under their suffix."""
    conditions = stacks["orders"]["Conditions"]
    for name in load("tables")["tables"]:
        stream = logical(f"stream-of-{name}", "")
        expected = {"Fn::Not": [{"Fn::Equals": [{"Ref": stream}, ""]}]}
        assert conditions.get(f"{logical(name, '')}Restored", expected) == expected
        assert stacks[BASE]["Parameters"][stream]["Default"] == ""


def _stream_mappings(template: dict[str, Any]) -> list[dict[str, Any]]:
    return [node for node in template["Resources"].values() if "StartingPosition" in node["Properties"]]
