"""Deploying again and again: against a fake CloudFormation that remembers what it was asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.changes import ChangeError, apply_change

URL = "https://bucket/template.json"
Pages = Sequence[list[dict[str, Any]]]


class FakeCloudFormation:
    """Holds one stack; `ends` is the status an executed change leads to, `reason` why a change set fails."""

    def __init__(
        self, stack: dict[str, Any] | None = None, *, ends: str = "CREATE_COMPLETE", reason: str = "", pages: Pages = ([{}],)
    ) -> None:
        self.stack, self.ends, self.reason, self.pages = stack, ends, reason, pages
        self.asked: dict[str, Any] = {}
        self.executed = self.deleted = 0

    def describe_stacks(self, StackName: str) -> dict[str, Any]:  # noqa: N803
        if self.stack is None:
            raise ClientError({"Error": {"Code": "ValidationError", "Message": f"{StackName} does not exist"}}, "DescribeStacks")
        return {"Stacks": [self.stack]}

    def create_change_set(self, **asked: Any) -> dict[str, str]:
        self.asked = asked
        return {"Id": "change-1"}

    def describe_change_set(self, ChangeSetName: str, NextToken: str = "0") -> dict[str, Any]:  # noqa: N803
        if self.reason:
            return {"Status": "FAILED", "StatusReason": self.reason}
        page = int(NextToken)
        more = {"NextToken": str(page + 1)} if page + 1 < len(self.pages) else {}
        return {"Status": "CREATE_COMPLETE", "Changes": self.pages[page], **more}

    def execute_change_set(self, **_: str) -> None:
        self.executed += 1
        self.stack = {"StackStatus": self.ends, "Parameters": []}

    def delete_change_set(self, **_: str) -> None:
        self.deleted += 1

    def describe_stack_events(self, **_: str) -> dict[str, Any]:
        event = {"LogicalResourceId": "OrdersTable", "ResourceStatus": "CREATE_FAILED", "ResourceStatusReason": "name taken"}
        return {"StackEvents": [event]}


def _apply(client: FakeCloudFormation, *, may_replace: bool = False) -> bool:
    return apply_change(client, "shop-test", URL, {"Stage": "test"}, {"Stage", "MailFrom"}, lambda _: None, may_replace=may_replace)


def a_change(action: str, kind: str, replacement: str = "False") -> dict[str, Any]:
    return {"ResourceChange": {"LogicalResourceId": "It", "ResourceType": kind, "Action": action, "Replacement": replacement}}


def test_the_first_deployment_creates() -> None:
    client = FakeCloudFormation()
    assert _apply(client) is True
    assert client.asked["ChangeSetType"] == "CREATE"
    assert client.asked["Capabilities"] == ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"]
    assert client.asked["Parameters"] == [{"ParameterKey": "Stage", "ParameterValue": "test"}]


def test_a_later_one_updates_and_keeps_what_was_set_before_but_not_what_the_template_has_lost() -> None:
    known = [{"ParameterKey": key, "ParameterValue": "x"} for key in ("Stage", "MailFrom", "Forgotten")]
    client = FakeCloudFormation({"StackStatus": "CREATE_COMPLETE", "Parameters": known}, ends="UPDATE_COMPLETE")
    assert _apply(client) is True
    assert client.asked["ChangeSetType"] == "UPDATE"
    assert client.asked["Parameters"] == [
        {"ParameterKey": "Stage", "ParameterValue": "test"},
        {"ParameterKey": "MailFrom", "UsePreviousValue": True},
    ]


def test_nothing_to_change_is_no_error_and_changes_nothing() -> None:
    client = FakeCloudFormation({"StackStatus": "CREATE_COMPLETE"}, reason="The submitted information didn't contain changes.")
    assert _apply(client) is False
    assert (client.executed, client.deleted) == (0, 1)


def test_a_refused_template_says_why() -> None:
    with pytest.raises(ChangeError, match="refuses the template: Template error"):
        _apply(FakeCloudFormation(reason="Template error: unresolved"))


def test_a_rollback_says_what_failed() -> None:
    with pytest.raises(ChangeError, match=r"(?s)ROLLBACK_COMPLETE.*OrdersTable: name taken"):
        _apply(FakeCloudFormation(ends="ROLLBACK_COMPLETE"))


@pytest.mark.parametrize(
    "change",
    [
        a_change("Modify", "AWS::DynamoDB::Table", "True"),
        a_change("Remove", "AWS::Cognito::UserPool"),
        a_change("Modify", "AWS::S3::Bucket", "True"),
        a_change("Remove", "AWS::SecretsManager::Secret"),
    ],
)
def test_what_holds_data_is_neither_replaced_nor_taken_away_unless_asked_for(change: dict[str, Any]) -> None:
    """Also when it stands on the last page of the change set."""
    pages = ([a_change("Modify", "AWS::Lambda::Function", "True")], [change])
    client = FakeCloudFormation({"StackStatus": "UPDATE_COMPLETE"}, ends="UPDATE_COMPLETE", pages=pages)
    with pytest.raises(ChangeError, match=r"lose the data of: It .*--allow-replacement"):
        _apply(client)
    assert (client.executed, client.deleted) == (0, 1)
    assert _apply(client, may_replace=True) is True


@pytest.mark.parametrize(
    "change",
    [
        a_change("Modify", "AWS::DynamoDB::Table", "Conditional"),
        a_change("Add", "AWS::DynamoDB::Table"),
        a_change("Remove", "AWS::Lambda::Function"),
    ],
)
def test_other_changes_are_made(change: dict[str, Any]) -> None:
    assert _apply(FakeCloudFormation({"StackStatus": "CREATE_COMPLETE"}, ends="UPDATE_COMPLETE", pages=([change],))) is True


@pytest.mark.parametrize(
    ("status", "advice"),
    [
        ("ROLLBACK_COMPLETE", "delete-stack --stack-name shop-test"),
        ("UPDATE_ROLLBACK_FAILED", "continue-update-rollback --stack-name shop-test"),
        ("UPDATE_IN_PROGRESS", "another deployment is running"),
    ],
)
def test_a_stack_that_cannot_be_changed_says_what_helps(status: str, advice: str) -> None:
    client = FakeCloudFormation({"StackStatus": status})
    with pytest.raises(ChangeError, match=advice):
        _apply(client)
    assert client.asked == {}
