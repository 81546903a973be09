"""The optional firewall (ADR 60), read from the built template."""

from __future__ import annotations

import json
from typing import Any

from infra.parts.apis import APIS
from tests.support.template import of_type

Template = dict[str, Any]


def test_there_is_none_unless_it_is_asked_for(template: Template, stacks: dict[str, Template]) -> None:
    """O02"""
    parts = {name: node for name, node in template["Resources"].items() if node["Type"].startswith("AWS::WAFv2::")}
    assert {name: node["Condition"] for name, node in parts.items()} == {
        "SiteFirewall": "WithSiteFirewall",
        "ApiFirewall": "WithFirewall",
        "ApiFirewallInFront": "WithFirewall",
        "StaffApiFirewallInFront": "WithFirewall",
        "StaffOrdersApiFirewallInFront": "WithFirewall",
    }
    assert stacks["edge"]["Parameters"]["Firewall"]["Default"] == "off"


def test_every_api_and_the_distribution_are_behind_it(template: Template, stacks: dict[str, Template]) -> None:
    """O02: rules of CloudFront can only be made in us-east-1; elsewhere one's own is named."""
    arns = [node["ResourceArn"]["Fn::Sub"] for node in of_type(template, "AWS::WAFv2::WebACLAssociation").values()]
    assert [arn.split("/restapis/")[1] for arn in arns] == [f"${{{api.id}}}/stages/${{{api.id}.Stage}}" for api in APIS]
    (distribution,) = of_type(template, "AWS::CloudFront::Distribution").values()
    given, own = distribution["DistributionConfig"]["WebACLId"]["Fn::If"][1:]
    assert (given, own["Fn::If"][:2]) == (
        {"Ref": "SiteFirewallArn"},
        ["WithSiteFirewall", {"Fn::GetAtt": ["SiteFirewall", "Arn"]}],
    )
    assert {"Fn::Equals": [{"Ref": "AWS::Region"}, "us-east-1"]} in stacks["edge"]["Conditions"]["WithSiteFirewall"]["Fn::And"]


def test_nobody_is_blocked_for_what_the_distribution_or_a_provider_sends(template: Template) -> None:
    """O02: behind the distribution all callers have a few addresses; providers' messages come in bursts."""
    for acl in of_type(template, "AWS::WAFv2::WebACL").values():
        (rate,) = [rule for rule in acl["Rules"] if "RateBasedStatement" in rule["Statement"]]
        outside = json.dumps(rate["Statement"]["RateBasedStatement"]["ScopeDownStatement"])
        assert outside.count("NotStatement") == 2
        assert "x-site-proof" in outside
        assert "/v1/webhooks/" in outside
        assert rate["Action"]["Block"]["CustomResponse"]["ResponseCode"] == 429
        names = [rule["Statement"]["ManagedRuleGroupStatement"]["Name"] for rule in acl["Rules"] if rule is not rate]
        assert names == ["AWSManagedRulesAmazonIpReputationList", "AWSManagedRulesKnownBadInputsRuleSet", "AWSManagedRulesCommonRuleSet"]
