from __future__ import annotations

import pytest

from infra.cutting import CutError, cut

SHARED = {
    "Parameters": {"Stage": {"Type": "String"}, "Mail": {"Type": "String"}, "Unused": {"Type": "String"}},
    "Conditions": {"Local": {"Fn::Equals": [{"Ref": "Stage"}, "local"]}, "Deployed": {"Fn::Not": [{"Condition": "Local"}]}},
}
BASE = {"Table": {"Type": "AWS::DynamoDB::Table", "Properties": {}}}


def of_domain(**properties: object) -> dict[str, dict[str, object]]:
    return {"F": {"Type": "AWS::Serverless::Function", "Properties": properties}}


def test_what_the_base_has_is_exported_there_and_imported_here() -> None:
    own = of_domain(
        Name={"Ref": "Table"}, Arn={"Fn::GetAtt": ["Table", "Arn"]}, Index={"Fn::Sub": "${Table.Arn}/index/${Stage}"}, Me={"Ref": "F"}
    )
    made = cut({"base": BASE, "d": own}, SHARED, {})
    exported = {"Value": {"Fn::GetAtt": ["Table", "Arn"]}, "Export": {"Name": {"Fn::Sub": "shop-${Stage}-TableArn"}}}
    assert made["base"]["Outputs"]["TableArn"] == exported
    imported = {"Fn::ImportValue": {"Fn::Sub": "shop-${Stage}-TableArn"}}
    assert made["d"]["Resources"]["F"]["Properties"] == {
        "Name": {"Fn::ImportValue": {"Fn::Sub": "shop-${Stage}-Table"}},
        "Arn": imported,
        "Index": {"Fn::Sub": ["${TableArn}/index/${Stage}", {"TableArn": imported}]},
        "Me": {"Ref": "F"},
    }


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
