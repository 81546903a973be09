"""What the stage of each API logs and counts: every call once, nothing personal, and no metric that nobody looks at."""

from __future__ import annotations

import json
import re
from typing import Any

from tests.support.template import as_deployed, of_type

Template = dict[str, Any]
LOGGED = {
    "requestTime", "requestId", "httpMethod", "resourcePath", "status", "error.responseType", "responseLatency", "integrationLatency",
    "responseLength",
}  # fmt: skip
"""No `path` (ids and tokens of people stand in it), no `identity.*` (addresses, agents), no `authorizer.*`."""


def test_every_call_is_logged_without_personal_data(template: Template) -> None:
    for api in of_type(template, "AWS::Serverless::Api").values():
        condition, setting, otherwise = api["AccessLogSetting"]["Fn::If"]
        assert (condition, otherwise) == ("WithAccessLog", {"Ref": "AWS::NoValue"})
        line = setting["Format"]
        assert "\n" not in line
        assert all(value.startswith("$context.") for value in json.loads(line).values())
        assert set(re.findall(r"\$context\.([A-Za-z.]+)", line)) <= LOGGED


def test_the_log_has_a_group_of_its_own_and_a_role_to_write_it(template: Template) -> None:
    resources = template["Resources"]
    for api in of_type(template, "AWS::Serverless::Api").values():
        group = as_deployed(api["AccessLogSetting"])["DestinationArn"]["Fn::Sub"].rpartition(":")[2].strip("${}")
        assert resources[group]["Type"] == "AWS::Logs::LogGroup"
        assert resources[group]["Properties"]["RetentionInDays"] == {"Ref": "LogRetentionDays"}
        # The gateway refuses to log before the account has a role for it; the account's setting outlives this stage.
        assert resources[group]["DependsOn"] == "ApiLogsAccount"
    assert resources["ApiLogsAccount"]["Properties"]["CloudWatchRoleArn"] == {"Fn::GetAtt": ["ApiLogsRole", "Arn"]}
    assert {resources[name]["DeletionPolicy"] for name in ("ApiLogsAccount", "ApiLogsRole")} == {"RetainExceptOnCreate"}


def test_methods_are_not_counted_one_by_one(template: Template) -> None:
    """Each metric of each method is paid for; alarms and dashboard use those of the whole API, which are there anyway."""
    for api in of_type(template, "AWS::Serverless::Api").values():
        assert [setting["MetricsEnabled"] for setting in api["MethodSettings"]] == [False]
    alarms = [a for a in of_type(template, "AWS::CloudWatch::Alarm").values() if a["Namespace"] == "AWS/ApiGateway"]
    assert alarms
    named = [{d["Name"]: d["Value"] for d in alarm["Dimensions"]} for alarm in alarms]
    names = [api["Name"] for api in of_type(template, "AWS::Serverless::Api").values()]
    assert named == [{"ApiName": name, "Stage": {"Ref": "Stage"}} for name in names]
    (board,) = of_type(template, "AWS::CloudWatch::Dashboard").values()
    widgets = json.loads(board["DashboardBody"]["Fn::Sub"])["widgets"]
    of_the_api = [m for widget in widgets for m in widget["properties"]["metrics"] if m[0] == "AWS/ApiGateway"]
    assert all(metric[2::2] == ["ApiName", "Stage"] for metric in of_the_api)
    assert {metric[3] for metric in of_the_api} == {name["Fn::Sub"] for name in names}
