"""One host in front of both APIs and of the bucket's public part, which shows and keeps nothing that is not meant for all."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from functions.platform.service.contract import operations
from functions.shared.auth.roles import PUBLIC
from infra.compose import ROOT
from infra.functions import FUNCTIONS
from infra.functions.model import Http
from infra.parts.api import REQUEST_HEADERS
from infra.parts.apis import APIS, SHOP, STAFF, STAFF_ORDERS, api_of
from tests.support.template import of_type

Template = dict[str, Any]
CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
ALL_VIEWER_EXCEPT_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac"
MOST_BEHAVIOURS = 25
"""What AWS allows a distribution before one asks for more."""
EVERY_METHOD = {"GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"}
KEPT_ERRORS = {400, 403, 404, 405, 414, 500, 501, 502, 503, 504}
"""The codes that CloudFront keeps by itself, without being told to (developer guide, "HTTP 4xx and 5xx status codes")."""


def distribution(template: Template) -> dict[str, Any]:
    (found,) = of_type(template, "AWS::CloudFront::Distribution").values()
    config: dict[str, Any] = found["DistributionConfig"]
    return config


def behaviours(template: Template) -> dict[str, dict[str, Any]]:
    config = distribution(template)
    return {one["PathPattern"]: one for one in config["CacheBehaviors"]} | {"*": config["DefaultCacheBehavior"]}


def origins(template: Template) -> dict[str, dict[str, Any]]:
    return {origin["Id"]: origin for origin in distribution(template)["Origins"]}


def policy(template: Template, name: str) -> dict[str, Any]:
    config: dict[str, Any] = of_type(template, "AWS::CloudFront::CachePolicy")[name]["CachePolicyConfig"]
    return config


def test_each_path_goes_where_it_belongs(template: Template) -> None:
    to = {pattern: one["TargetOriginId"] for pattern, one in behaviours(template).items()}
    orders = {f"{prefix}*": "staff-orders" for prefix in STAFF_ORDERS.prefixes}
    assert to == orders | {"/v1/admin/*": "staff", "/media/*": "bucket", "/admin": "bucket", "/admin/*": "bucket", "*": "shop"}
    # The first that fits counts, so what is told apart more finely comes first; the default is asked last.
    assert list(to)[len(orders) :] == ["/v1/admin/*", "/media/*", "/admin", "/admin/*", "*"]
    assert len(to) <= MOST_BEHAVIOURS


def test_a_path_has_one_api_whoever_chooses() -> None:
    """CloudFront takes the first pattern, the template and the local front door the longest beginning."""
    for path in ("/v1/admin/orders", "/v1/admin/orders/{id}", "/v1/admin/stock_settings", "/v1/admin/returns/{id}/rule"):
        assert api_of(path) == STAFF_ORDERS, path
    assert (api_of("/v1/admin/order"), api_of("/v1/orders"), api_of("/v1/health")) == (STAFF, SHOP, SHOP)
    beginnings = [prefix for api in APIS for prefix in api.prefixes]
    assert len(set(beginnings)) == len(beginnings)


def test_the_gateway_s_stage_is_put_before_the_path_and_its_own_host_is_asked(template: Template) -> None:
    found = origins(template)
    for name, api in (("shop", "Api"), ("staff", "StaffApi"), ("staff-orders", "StaffOrdersApi")):
        origin = found[name]
        assert origin["DomainName"] == {"Fn::Sub": f"${{{api}}}.execute-api.${{AWS::Region}}.${{AWS::URLSuffix}}"}
        assert origin["OriginPath"] == {"Fn::Sub": "/${Stage}"}
        assert origin["CustomOriginConfig"] == {"OriginProtocolPolicy": "https-only", "OriginSSLProtocols": ["TLSv1.2"]}


def test_calls_reach_the_apis_whole_and_come_back_unchanged(template: Template) -> None:
    for pattern in ("/v1/admin/orders*", "/v1/admin/recalls*", "/v1/admin/*", "*"):
        one = behaviours(template)[pattern]
        assert set(one["AllowedMethods"]) == EVERY_METHOD, pattern
        # Every header, Authorization too, every query and cookie; but the gateway refuses a host that is not its own.
        assert one["OriginRequestPolicyId"] == ALL_VIEWER_EXCEPT_HOST, pattern
        # A POST that came in the clear must not be sent on as a GET; a compressed answer would have another ETag than ours.
        assert (one["ViewerProtocolPolicy"], one["Compress"]) == ("https-only", False), pattern


def test_nothing_staff_see_is_kept(template: Template) -> None:
    staffs = [one for pattern, one in behaviours(template).items() if pattern.startswith("/v1/admin/")]
    assert {one["CachePolicyId"] for one in staffs} == {CACHING_DISABLED}


def test_what_shoppers_get_is_kept_as_long_as_the_answer_says_and_for_nobody_else(template: Template) -> None:
    assert behaviours(template)["*"]["CachePolicyId"] == {"Ref": "ApiCache"}
    kept = policy(template, "ApiCache")
    assert (kept["MinTTL"], kept["DefaultTTL"]) == (0, 0)
    key = kept["ParametersInCacheKeyAndForwardedToOrigin"]
    assert key["QueryStringsConfig"] == {"QueryStringBehavior": "all"}
    assert not key["EnableAcceptEncodingGzip"]
    assert not key["EnableAcceptEncodingBrotli"]
    headers = set(key["HeadersConfig"]["Headers"])
    assert len(headers) <= 10, "the quota of a cache policy"
    # Who asks: every header that opens something.
    assert {name for name in REQUEST_HEADERS.split(",") if name == "Authorization" or name.endswith(("-Key", "-Token"))} - headers == {
        "Idempotency-Key"
    }
    # What is asked for: what answers that may be kept say they vary by.
    said = re.findall(r'"Vary": "([^"]+)"|reply\.headers\.get\("Vary"\), "([^"]+)"', _sources())
    assert {name for found in said for name in found if name} == {"Accept", "Accept-Language"}
    assert {"Accept", "Accept-Language"} <= headers


def test_only_answers_for_everybody_say_that_they_may_be_kept() -> None:
    kept = [op for op in operations() if op.cache]
    assert {(op.method, op.permission) for op in kept} == {("GET", PUBLIC)}
    assert [op.path for op in kept if api_of(op.path) is not SHOP] == []


def test_no_refusal_is_kept(template: Template) -> None:
    found = {one["ErrorCode"]: one["ErrorCachingMinTTL"] for one in distribution(template)["CustomErrorResponses"]}
    assert found == dict.fromkeys(KEPT_ERRORS, 0)
    assert not [one for one in distribution(template)["CustomErrorResponses"] if "ResponsePagePath" in one], "problems stay as they are"


def test_pictures_come_from_the_private_bucket_by_the_distribution_alone(template: Template) -> None:
    origin = origins(template)["bucket"]
    assert origin["DomainName"] == {"Fn::GetAtt": ["DataBucket", "RegionalDomainName"]}
    assert origin["OriginAccessControlId"] == {"Fn::GetAtt": ["BucketAccess", "Id"]}
    (access,) = of_type(template, "AWS::CloudFront::OriginAccessControl").values()
    wanted = {"OriginAccessControlOriginType": "s3", "SigningBehavior": "always", "SigningProtocol": "sigv4"}
    assert wanted.items() <= access["OriginAccessControlConfig"].items()
    (bucket,) = of_type(template, "AWS::S3::BucketPolicy").values()
    (allowed,) = [one for one in bucket["PolicyDocument"]["Statement"] if one["Effect"] == "Allow"]
    ours = {"Fn::Sub": "arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/${Distribution}"}
    assert allowed == {
        "Sid": "DistributionShowsMediaAndConsole",
        "Effect": "Allow",
        "Principal": {"Service": "cloudfront.amazonaws.com"},
        "Action": "s3:GetObject",
        "Resource": [{"Fn::Sub": "${DataBucket.Arn}/media/*"}, {"Fn::Sub": "${DataBucket.Arn}/admin/*"}],
        "Condition": {"StringEquals": {"AWS:SourceArn": ours}},
    }
    assert set(behaviours(template)["/media/*"]["AllowedMethods"]) == {"GET", "HEAD"}


def test_a_deleted_picture_is_gone_after_a_day(template: Template) -> None:
    """The objects say that they may be kept for a year, which is for browsers."""
    assert behaviours(template)["/media/*"]["CachePolicyId"] == {"Ref": "MediaCache"}
    assert policy(template, "MediaCache")["MaxTTL"] == 86_400


def test_names_that_count_for_the_whole_account_have_the_region_in_them(template: Template) -> None:
    """CloudFront knows no regions, so two stages of one name in two of them would meet."""
    names = [policy(template, name)["Name"] for name in ("ApiCache", "ConsoleCache", "MediaCache")]
    names += [a["OriginAccessControlConfig"]["Name"] for a in of_type(template, "AWS::CloudFront::OriginAccessControl").values()]
    assert all("${Stage}-${AWS::Region}" in name["Fn::Sub"] for name in names)
    assert len({json.dumps(name) for name in names[:3]}) == 3


def test_a_domain_of_one_s_own_comes_with_its_certificate(template: Template) -> None:
    config = distribution(template)
    assert config["Aliases"] == {"Fn::If": ["WithDomain", [{"Ref": "DomainName"}], {"Ref": "AWS::NoValue"}]}
    condition, own, given = config["ViewerCertificate"]["Fn::If"]
    assert (condition, own["AcmCertificateArn"], own["MinimumProtocolVersion"]) == ("WithDomain", {"Ref": "CertificateArn"}, "TLSv1.2_2021")
    assert given == {"CloudFrontDefaultCertificate": True}


def test_where_a_caller_is_is_read_in_one_place_and_proven_by_the_distribution(template: Template) -> None:
    """The gateway's `sourceIp` is CloudFront's behind the distribution; what a caller writes into a header is theirs to choose."""
    reading = [
        path for path in _paths() if re.search(r"sourceIp|forwarded-for|SITE_PROOF\b|viewer-address", path.read_text(encoding="utf-8"))
    ]
    assert [path.name for path in reading] == ["reading.py", "settings.py"]
    for name in ("shop", "staff"):
        assert origins(template)[name]["OriginCustomHeaders"] == [{"HeaderName": "X-Site-Proof", "HeaderValue": {"Ref": "SiteProof"}}]
    # Who counts calls by their address can see whether the distribution said it.
    told = {function.name for function in FUNCTIONS if "SITE_PROOF" in function.environment}
    assert told == {function.name for function in FUNCTIONS if isinstance(function.trigger, Http) and function.trigger.knows_callers}


def _paths() -> list[Path]:
    return sorted((ROOT / "functions").rglob("*.py"))


def _sources() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in _paths())
