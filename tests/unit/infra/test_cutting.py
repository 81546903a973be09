from __future__ import annotations

import pytest

from infra.cutting import CutError, cut
from infra.fragments import load
from infra.parts import tables

SHARED = {
    "Parameters": {"Stage": {"Type": "String"}, "Mail": {"Type": "String"}, "Unused": {"Type": "String"}},
    "Conditions": {"Local": {"Fn::Equals": [{"Ref": "Stage"}, "local"]}, "Deployed": {"Fn::Not": [{"Condition": "Local"}]}},
}
BASE = {"Bus": {"Type": "AWS::Events::EventBus", "Properties": {}}}


def of_domain(**properties: object) -> dict[str, dict[str, object]]:
    return {"F": {"Type": "AWS::Serverless::Function", "Properties": properties}}


def test_what_the_base_has_is_exported_there_and_imported_here() -> None:
    own = of_domain(Name={"Ref": "Bus"}, Arn={"Fn::GetAtt": ["Bus", "Arn"]}, Rule={"Fn::Sub": "${Bus.Arn}/rule/${Stage}"}, Me={"Ref": "F"})
    made = cut({"base": BASE, "d": own}, SHARED, {})
    exported = {"Value": {"Fn::GetAtt": ["Bus", "Arn"]}, "Export": {"Name": {"Fn::Sub": "shop-${Stage}-BusArn"}}}
    assert made["base"]["Outputs"]["BusArn"] == exported
    imported = {"Fn::ImportValue": {"Fn::Sub": "shop-${Stage}-BusArn"}}
    assert made["d"]["Resources"]["F"]["Properties"] == {
        "Name": {"Fn::ImportValue": {"Fn::Sub": "shop-${Stage}-Bus"}},
        "Arn": imported,
        "Rule": {"Fn::Sub": ["${BusArn}/rule/${Stage}", {"BusArn": imported}]},
        "Me": {"Ref": "F"},
    }


def test_a_table_is_that_of_the_base_or_a_restored_one() -> None:
    """An export that is imported cannot be changed, so the importing stack chooses."""
    shared = load("parameters")
    shared["Parameters"] |= tables.parameters(["orders"])
    shared["Conditions"] |= tables.conditions(["orders"])
    own = of_domain(
        Name={"Ref": "OrdersTable"}, Stream={"Fn::GetAtt": ["OrdersTable", "StreamArn"]}, Index={"Fn::Sub": "${OrdersTable.Arn}/index/due"}
    )
    made = cut({"base": tables.resources(["orders"]), "d": own}, shared, {})["d"]
    found = made["Resources"]["F"]["Properties"]
    arn = "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/shop-${Stage}-orders${TableSuffix}"
    assert found == {
        "Name": _chosen({"Fn::Sub": "shop-${Stage}-orders${TableSuffix}"}, "OrdersTable"),
        "Stream": _chosen({"Fn::Sub": arn + "/stream/${StreamOfOrders}"}, "OrdersTableStreamArn"),
        "Index": {"Fn::Sub": ["${OrdersTableArn}/index/due", {"OrdersTableArn": _chosen({"Fn::Sub": arn}, "OrdersTableArn")}]},
    }
    assert {"TableSuffix", "StreamOfOrders"} <= set(made["Parameters"])
    assert made["Conditions"]["OrdersRestored"] == {"Fn::Not": [{"Fn::Equals": [{"Ref": "StreamOfOrders"}, ""]}]}


def _chosen(restored: object, exported: str) -> object:
    return {"Fn::If": ["OrdersRestored", restored, {"Fn::ImportValue": {"Fn::Sub": f"shop-${{Stage}}-{exported}"}}]}


def test_only_what_is_used_is_declared() -> None:
    made = cut({"base": BASE, "d": of_domain(A={"Fn::If": ["Deployed", {"Fn::Sub": "${Mail}"}, ""]})}, SHARED, {})
    assert list(made["base"]["Parameters"]) == ["Stage"]
    assert "Conditions" not in made["base"]
    assert list(made["d"]["Parameters"]) == ["Stage", "Mail"]
    assert list(made["d"]["Conditions"]) == ["Local", "Deployed"]
    assert ("Transform" in made["base"], "Transform" in made["d"]) == (False, True)


def test_domains_cannot_refer_to_each_other() -> None:
    with pytest.raises(CutError, match="e refers to F of d"):
        cut({"base": BASE, "d": of_domain(), "e": {"G": {"Type": "X", "Properties": {"A": {"Ref": "F"}}}}}, SHARED, {})
