"""All stacks are told of other tables, the base first, by parameters alone."""

from __future__ import annotations

from typing import Any

import pytest

from infra.changes import ChangeError
from infra.compose import domains
from infra.cutting import BASE
from infra.local.trouble import Trouble
from infra.restore.copies import USED, tags_of
from infra.restore.sets import TableSet, all_use, described, set_in_use
from infra.restore.switch import switch
from tests.integration.restore.conftest import STAGE


class FakeStage:
    """CloudFormation with the stacks of one stage. A change to the stack `broken` ends in a rollback."""

    def __init__(self, dynamodb: Any, broken: str = "") -> None:
        self._dynamodb, self.broken = dynamodb, broken
        common = {"Stage": STAGE, "TableSuffix": "", "StreamOfOrders": "", "StreamOfStock": ""}
        self.parameters = {f"shop-{STAGE}-{stack}": dict(common) for stack in (BASE, *domains())}
        self.parameters[f"shop-{STAGE}-customers"] = {"Stage": STAGE, "TableSuffix": ""}
        self.asked: list[dict[str, Any]] = []

    def client(self, service: str) -> Any:
        return self if service == "cloudformation" else self._dynamodb

    def describe_stacks(self, *, StackName: str) -> dict[str, Any]:  # noqa: N803
        told = [{"ParameterKey": key, "ParameterValue": value} for key, value in self.parameters[StackName].items()]
        failed = StackName.endswith(self.broken) if self.broken else False
        return {"Stacks": [{"StackStatus": "UPDATE_ROLLBACK_COMPLETE" if failed else "UPDATE_COMPLETE", "Parameters": told}]}

    def create_change_set(self, **asked: Any) -> dict[str, str]:
        self.asked.append(asked)
        return {"Id": asked["StackName"]}

    def describe_change_set(self, **_: str) -> dict[str, Any]:
        return {"Status": "CREATE_COMPLETE", "Changes": []}

    def execute_change_set(self, *, ChangeSetName: str) -> None:  # noqa: N803
        if not self.broken or not ChangeSetName.endswith(self.broken):
            (asked,) = [one for one in self.asked if one["StackName"] == ChangeSetName][-1:]
            given = {one["ParameterKey"]: one["ParameterValue"] for one in asked["Parameters"] if "ParameterValue" in one}
            self.parameters[ChangeSetName] |= given

    def describe_stack_events(self, **_: str) -> dict[str, Any]:
        return {"StackEvents": []}


def test_every_stack_is_told_the_names_and_streams_and_keeps_the_rest(dynamodb: Any, tables: TableSet) -> None:
    stage, restored = FakeStage(dynamodb), TableSet(STAGE, "-safe", frozenset({"stock"}))
    for source in restored.restored:
        dynamodb.restore_table_to_point_in_time(SourceTableName=tables.name(source), TargetTableName=restored.name(source))
        both = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
        dynamodb.update_table(TableName=restored.name(source), StreamSpecification=both)
    switch(stage, restored, lambda _: None)
    orders = described(dynamodb, restored.name("orders"))
    assert orders
    assert stage.asked[0]["StackName"] == "shop-prod-base"
    assert {one["StackName"] for one in stage.asked} == set(stage.parameters)
    assert all(one["UsePreviousTemplate"] is True and "TemplateURL" not in one for one in stage.asked)
    assert {"ParameterKey": "Stage", "UsePreviousValue": True} in stage.asked[0]["Parameters"]
    told = {"Stage": STAGE, "TableSuffix": "-safe", "StreamOfOrders": orders["LatestStreamLabel"], "StreamOfStock": ""}
    assert stage.parameters["shop-prod-orders"] == told
    assert stage.parameters["shop-prod-customers"] == {"Stage": STAGE, "TableSuffix": "-safe"}
    assert (set_in_use(stage, STAGE), all_use(stage, restored)) == (restored, True)
    assert "stock" in set_in_use(stage, STAGE).unrestored
    assert USED in tags_of(dynamodb, orders["TableArn"])


def test_back_to_the_tables_of_the_base_needs_no_streams(dynamodb: Any) -> None:
    stage = FakeStage(dynamodb)
    for parameters in stage.parameters.values():
        parameters |= {"TableSuffix": "-safe"}
    stage.parameters["shop-prod-orders"]["StreamOfOrders"] = "2026-11-26T08:00:00.000"
    switch(stage, TableSet(STAGE, ""), lambda _: None)
    assert stage.parameters["shop-prod-orders"] == {"Stage": STAGE, "TableSuffix": "", "StreamOfOrders": "", "StreamOfStock": ""}


def test_one_that_fails_leaves_it_half_way_and_the_base_knows_where_to(dynamodb: Any) -> None:
    stage = FakeStage(dynamodb, broken="payments")
    for parameters in stage.parameters.values():
        parameters |= {"TableSuffix": "-safe"}
    with pytest.raises(ChangeError, match="shop-prod-payments ended as UPDATE_ROLLBACK_COMPLETE"):
        switch(stage, TableSet(STAGE, ""), lambda _: None)
    assert set_in_use(stage, STAGE) == TableSet(STAGE, "")
    assert all_use(stage, TableSet(STAGE, "")) is False
    stage.broken = ""
    switch(stage, TableSet(STAGE, ""), lambda _: None)
    assert all_use(stage, TableSet(STAGE, "")) is True


def test_a_stage_of_an_older_version_is_not_touched(dynamodb: Any) -> None:
    stage = FakeStage(dynamodb)
    del stage.parameters["shop-prod-stock"]["TableSuffix"]
    with pytest.raises(Trouble, match="cannot use restored tables yet: stock"):
        switch(stage, TableSet(STAGE, ""), lambda _: None)
    assert stage.asked == []
    del stage.parameters["shop-prod-base"]["TableSuffix"]
    with pytest.raises(Trouble, match="could not use restored tables"):
        set_in_use(stage, STAGE)
