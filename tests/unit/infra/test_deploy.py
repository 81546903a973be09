"""The order in which a stage's stacks are brought, and what protects its data."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.changes import HOLD_DATA, ChangeError
from infra.deploy import protect, settings_of, settings_so_far, side_by_side
from infra.package import PackageError


class FakeCloudFormation:
    def __init__(self) -> None:
        self.asked: dict[str, dict[str, Any]] = {}
        self.settings: dict[str, dict[str, str]] = {}

    def describe_stacks(self, *, StackName: str) -> dict[str, Any]:  # noqa: N803
        if StackName not in self.settings:
            raise ClientError({"Error": {"Code": "ValidationError", "Message": f"{StackName} does not exist"}}, "DescribeStacks")
        stated = [{"ParameterKey": key, "ParameterValue": value} for key, value in self.settings[StackName].items()]
        return {"Stacks": [{"Parameters": stated}]}

    def update_termination_protection(self, **asked: Any) -> None:
        self.asked["protection"] = asked

    def set_stack_policy(self, **asked: Any) -> None:
        self.asked["policy"] = asked


def test_the_base_is_protected() -> None:
    client = FakeCloudFormation()
    protect(client, "shop-prod-base", may_replace=False)
    assert client.asked["protection"] == {"StackName": "shop-prod-base", "EnableTerminationProtection": True}
    allow, deny = json.loads(client.asked["policy"]["StackPolicyBody"])["Statement"]
    assert (allow["Effect"], deny["Effect"], deny["Action"]) == ("Allow", "Deny", ["Update:Replace", "Update:Delete"])
    assert deny["Condition"] == {"StringEquals": {"ResourceType": list(HOLD_DATA)}}


def test_a_domain_that_fails_stops_no_other_and_all_reasons_are_told() -> None:
    brought = []

    def bring(stack: str) -> None:
        brought.append(stack)
        if stack in ("orders", "payments"):
            raise ChangeError(f"{stack} ended badly")

    with pytest.raises(ChangeError, match=r"(?s)orders ended badly.*payments ended badly"):
        side_by_side(bring, ["catalog", "orders", "payments", "reports"])
    assert sorted(brought) == ["catalog", "orders", "payments", "reports"]


def test_what_nobody_expected_is_not_dressed_up() -> None:
    def bring(_: str) -> None:
        raise KeyError("x")

    with pytest.raises(KeyError):
        side_by_side(bring, ["catalog"])


def test_who_asks_for_it_may_replace() -> None:
    client = FakeCloudFormation()
    protect(client, "shop-prod-base", may_replace=True)
    assert [statement["Effect"] for statement in json.loads(client.asked["policy"]["StackPolicyBody"])["Statement"]] == ["Allow"]


def test_a_stack_that_comes_to_need_a_setting_has_what_its_neighbours_have() -> None:
    client = FakeCloudFormation()
    client.settings = {
        "shop-prod-base": {"Stage": "prod", "LogRetentionDays": "90"},
        "shop-prod-customers": {"MailFrom": "shop@shop.example", "LogRetentionDays": "30"},
    }
    assert settings_so_far(client, "prod") == {"Stage": "prod", "MailFrom": "shop@shop.example", "LogRetentionDays": "90"}


def test_settings_are_names_and_values() -> None:
    given = ["Alarms=off", "ApiRateLimit=0", "PublicBaseUrl=", "ContactPhone=+8613800138000", "CorsOrigin=https://a.example/?b=c"]
    assert settings_of(given) == dict(pair.split("=", 1) for pair in given)


@pytest.mark.parametrize(
    ("pair", "told"),
    [
        ("Alarms", "Name=value"),
        ("AlarmTopic=arn:aws:sns:x", "no setting AlarmTopic; did you mean AlarmTopicArn?"),
        ("Stage=other", "no setting Stage"),
        ("😀=x", "parameters.yaml"),
        ("Alarms=no", "Alarms is on or off, not 'no'"),
        ("ApiRateLimit=many", "a number from 0 on"),
        ("CheckoutConcurrency=0", "a number from 1 on"),
        ("DefaultCurrency=yuan", "a text like"),
    ],
)
def test_a_slip_in_a_setting_is_told_before_anything_is_built(pair: str, told: str) -> None:
    """A name that no stack has would be passed over in silence: no alarm topic, and nobody knows."""
    with pytest.raises(PackageError, match=re.escape(told)):
        settings_of(["LogRetentionDays=30", pair])
